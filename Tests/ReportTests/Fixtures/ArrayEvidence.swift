import DebriefModel

/// Evidence from arrays.
struct ArrayEvidence: EvidenceReader {
  var incidentID = "2026-08-27-payments"
  var manifest = Manifest()
  var sourceList: [Source] = []
  var eventList: [Event] = []
  var seriesList: [(series: Series, samples: [Sample])] = []
  var relationList: [Relation] = []

  func sources() throws -> [Source] { sourceList }

  func forEachEvent(_ filter: EventFilter, _ body: (Event) throws -> Bool) throws {
    let ordered = eventList.sorted { a, b in
      guard let first = a.time?.start, let second = b.time?.start, first != second else {
        return (a.time == nil ? 1 : 0, a.id) < (b.time == nil ? 1 : 0, b.id)
      }
      return first < second
    }
    for event in ordered where try !body(event) { return }
  }

  func series() throws -> [Series] { seriesList.map { $0.series } }

  func samples(of series: Series) throws -> [Sample] {
    seriesList.first { $0.series.description == series.description }?.samples ?? []
  }

  func relations() throws -> [Relation] { relationList }
}

/// A moment of the fixtures' day: 2026-08-27, UTC.
func at(_ clock: String) -> Instant {
  let parts = clock.split(separator: ":").compactMap { Int($0) }
  let civil = CivilTime(
    year: 2026, month: 8, day: 27, hour: parts[0], minute: parts[1], second: parts.count > 2 ? parts[2] : 0)
  return civil.instant() ?? Instant(seconds: 0)
}
