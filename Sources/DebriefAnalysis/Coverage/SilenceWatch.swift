import DebriefModel

/// Finds the silences of a source that its own pace does not explain. Constant memory.
///
/// Rule: at least `records` records; a silence of at least `shortest` that is `factor` times as long as the fourth-longest one.
/// Comparing with the source's own long silences keeps bursty logs quiet: what pauses often is not conspicuous by a pause.
struct SilenceWatch: Sendable {
  static let records = 30
  static let shortest = TimeSpan.minutes(2)
  static let factor = 5.0
  /// At most three silences are told; the fourth-longest is the measure.
  static let told = 3

  private(set) var count = 0
  private var last: Instant?
  /// The longest silences, longest first.
  private var longest: [TimeRange] = []

  /// Takes the next record; records come in the order of their times.
  mutating func observe(_ at: Instant) {
    count += 1
    defer { last = max(at, last ?? at) }
    guard let last, at > last else { return }
    let silence = TimeRange(last, at)
    if longest.count > Self.told, let shortest = longest.last, shortest.duration >= silence.duration { return }
    let position = longest.firstIndex { $0.duration < silence.duration } ?? longest.count
    longest.insert(silence, at: position)
    if longest.count > Self.told + 1 { longest.removeLast() }
  }

  /// The longest silence among the usual ones; nil with too few records.
  var usual: TimeSpan? { count >= Self.records && longest.count > Self.told ? longest[Self.told].duration : nil }

  /// The conspicuous silences, by time.
  var silences: [TimeRange] {
    guard let usual else { return [] }
    let bound = max(TimeSpan.seconds(usual.seconds * Self.factor), Self.shortest)
    return longest.prefix(Self.told).filter { $0.duration >= bound }.sorted { $0.start < $1.start }
  }
}
