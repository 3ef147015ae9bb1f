/// Whether a series moves when events happen, such as deployments: the mean change over them against the same train of events at other
/// times.
///
/// Shifting the whole train around the series keeps events that cluster clustered and the series as dependent as it is, which
/// two-sample tests on the samples around events do not.
public struct EventAssociation: Hashable, Sendable {
  /// With fewer events there is no test, only nearness in time.
  public static let fewestEvents = 3

  /// The mean over events of (mean of `window` samples from the event on − mean of `window` before).
  public let change: Double
  /// Two-sided; at least 1 / (shifts + 1).
  public let p: Double
  public let events: Int

  /// `events` are positions in the series. nil with fewer than three different ones, or a series shorter than four windows.
  ///
  /// Tries every shift up to `most`, else that many evenly spread ones: nothing is drawn. O(shifts · events).
  public init?(_ series: [Double], events positions: [Int], window: Int, most: Int = 999) {
    let events = Set(positions).filter { series.indices.contains($0) }.sorted()
    let n = series.count
    guard window > 0, n >= 4 * window, events.count >= Self.fewestEvents, series.allSatisfy(\.isFinite) else {
      return nil
    }
    let changes = Self.changes(series, window)
    func mean(_ shift: Int) -> Double { events.reduce(0) { $0 + changes[($1 + shift) % n] } / Double(events.count) }
    let observed = mean(0)
    let shifts = min(max(1, most), n - 1)
    let threshold = abs(observed) * (1 - 1e-12)
    let asLarge = (1...shifts).count { abs(mean($0 * n / (shifts + 1))) >= threshold }
    (change, self.events) = (observed, events.count)
    p = Double(asLarge + 1) / Double(shifts + 1)
  }

  /// The change at every position, the series taken as a ring. O(n).
  private static func changes(_ series: [Double], _ window: Int) -> [Double] {
    let n = series.count
    var change = (0..<window).reduce(0.0) { $0 + series[$1] - series[n - 1 - $1] }
    return (0..<n).map { position in
      defer {
        let leaving = series[position]
        change += series[(position + window) % n] - 2 * leaving + series[(position + n - window) % n]
      }
      return change / Double(window)
    }
  }
}
