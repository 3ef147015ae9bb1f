import DebriefModel

/// Warnings by minute, from which stretches of trouble are made, in bounded memory.
struct TroubleMap: Sendable {
  /// A stretch without warnings for this long ends an episode.
  static let quiet = TimeSpan.minutes(15)
  /// About two weeks in which every minute has a warning; minutes beyond are counted but not kept.
  static let minutes = 20_000

  struct Episode: Sendable {
    var range: TimeRange
    /// How many minutes hold warnings, and how many warnings began or ended in them.
    var weight: Int
    var first: Sighting
  }

  private var cells: [Int64: (weight: Int, first: Sighting?)] = [:]
  private(set) var overlooked = 0

  /// Notes a warning at its first and its last known occurrence; what lies between is unknown.
  mutating func note(_ event: Event) {
    guard let time = event.time else { return }
    mark(time.start, Sighting(event))
    if !time.isInstant { mark(time.end, nil) }
  }

  private mutating func mark(_ at: Instant, _ sighting: Sighting?) {
    let minute = at.nanoseconds / 60_000_000_000
    guard cells[minute] != nil || cells.count < TroubleMap.minutes else {
      overlooked += 1
      return
    }
    var cell = cells[minute] ?? (0, nil)
    cell.weight += 1
    if let sighting { cell.first = cell.first.map { min($0, sighting) } ?? sighting }
    cells[minute] = cell
  }

  /// The first warning that began at or after a time; nil when there is none.
  func first(from start: Instant) -> Sighting? {
    cells.values.compactMap(\.first).filter { $0.at.map { $0 >= start } ?? false }.min()
  }

  /// The stretches of warnings by time.
  func episodes() -> [Episode] {
    var episodes: [Episode] = []
    for (minute, cell) in cells.sorted(by: { $0.key < $1.key }) {
      let at = Instant(nanoseconds: minute * 60_000_000_000)
      if let last = episodes.indices.last, at <= episodes[last].range.end + TroubleMap.quiet {
        episodes[last].range = TimeRange(episodes[last].range.start, at)
        episodes[last].weight += cell.weight
      } else if let first = cell.first, let start = first.at {
        episodes.append(Episode(range: TimeRange(start, max(start, at)), weight: cell.weight, first: first))
      }
    }
    return episodes
  }
}
