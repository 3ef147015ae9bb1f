import DebriefModel

/// The two clocks in words.
enum ClockWords {
  /// How long it lasted on either clock, from the first to the last record of each; nil where one has fewer than two.
  static func lengths(_ clocks: [TwoClocks]) -> String? {
    guard let paper = length(clocks.compactMap { $0.paperwork?.at }),
      let telemetry = length(clocks.compactMap { $0.telemetry?.at })
    else { return nil }
    let apart = Words.duration(abs(paper - telemetry))
    let more = paper == telemetry ? "the same" : paper < telemetry ? "\(apart) less" : "\(apart) more"
    return
      "On paper it lasted \(Words.duration(paper)), \(more) than the \(Words.duration(telemetry)) that the telemetry shows."
  }

  private static func length(_ times: [Instant]) -> Double? {
    guard times.count > 1, let first = times.min(), let last = times.max() else { return nil }
    return (last - first).seconds
  }

  /// How far the paper is behind the telemetry: `+1 min 06 s`, `−20 s`.
  static func gap(_ seconds: Double) -> String { (seconds > 0 ? "+" : "") + Words.duration(seconds) }
}
