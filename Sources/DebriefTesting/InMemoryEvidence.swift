public import DebriefModel

/// Evidence held in arrays, for tests.
///
/// Events are given by start, undated last; those with one start keep the order in which they were written.
public struct InMemoryEvidence: EvidenceReader, Sendable {
  public var incidentID: String
  public var manifest: Manifest
  private let allSources: [Source]
  private let allEvents: [Event]
  private let allSeries: [(series: Series, samples: [Sample])]
  private let allRelations: [Relation]

  /// Creates evidence; series without a number get one.
  public init(
    incidentID: String = "test", manifest: Manifest = Manifest(), sources: [Source] = [], events: [Event] = [],
    series: [(series: Series, samples: [Sample])] = [], relations: [Relation] = []
  ) {
    (self.incidentID, self.manifest) = (incidentID, manifest)
    allSources = sources.isEmpty ? [Source(id: 0, path: "scenario")] : sources
    allEvents = events.enumerated().sorted {
      ($0.element.time?.start ?? .init(nanoseconds: .max), $0.offset) < (
        $1.element.time?.start ?? .init(nanoseconds: .max), $1.offset
      )
    }.map(\.element)
    allSeries = series.enumerated().map { number, entry in
      var numbered = entry.series
      numbered.id = number + 1
      return (numbered, entry.samples)
    }.sorted { $0.series.description < $1.series.description }
    allRelations = relations
  }

  public func sources() throws -> [Source] { allSources.sorted { $0.path < $1.path } }

  public func forEachEvent(_ filter: EventFilter, _ body: (Event) throws -> Bool) throws {
    for event in allEvents where filter.admits(event) {
      if try !body(event) { return }
    }
  }

  public func series() throws -> [Series] { allSeries.map(\.series) }

  public func samples(of series: Series) throws -> [Sample] {
    allSeries.first { $0.series.id == series.id }?.samples ?? []
  }

  public func relations() throws -> [Relation] { allRelations }
}

extension EventFilter {
  /// Whether an event passes; search is by words, as the store does it, but without an index.
  fileprivate func admits(_ event: Event) -> Bool {
    if let range, event.time.map({ !$0.range.overlaps(range) }) ?? true { return false }
    if !kinds.isEmpty, !kinds.contains(event.kind) { return false }
    if let namespace, event.subject.namespace != namespace { return false }
    if let severity, event.severity < severity { return false }
    guard let search else { return true }
    let text = "\(event.reason) \(event.message) \(event.subject)".lowercased()
    return search.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
  }
}
