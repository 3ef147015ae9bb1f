import DebriefAnalysis
import DebriefModel
import DebriefParsing
import DebriefStore

/// The summaries of all incidents of a store.
enum SummaryArchive {
  /// Summaries of another version are worked out again.
  static let version = "\(DebriefCommand.version)/\(IncidentSummary.version)"

  /// All of them by start of the impact (unknown last), ties by id. Those that are missing, or were worked out from other
  /// evidence or by another version, are worked out now and kept; `progress` is called ahead of each of those.
  static func load(
    _ store: Store, progress: (_ done: Int, _ all: Int, _ incident: String) -> Void = { _, _, _ in }
  ) throws -> [IncidentSummary] {
    var (summaries, stale) = try read(store)
    guard !stale.isEmpty else { return summaries }
    for (done, id) in stale.enumerated() {
      progress(done, stale.count, id)
      let evidence = try store.evidence(incident: id)
      var summary = try IncidentAnalyzer.review(evidence).summary
      summary.id = id
      keep(summary, of: evidence)
      summaries.append(summary)
    }
    return summaries.sorted {
      ($0.impactStarted ?? Instant(nanoseconds: .max), $0.id) < ($1.impactStarted ?? Instant(nanoseconds: .max), $1.id)
    }
  }

  private static func read(_ store: Store) throws -> (summaries: [IncidentSummary], stale: [String]) {
    let reader = JSONReader()
    var summaries: [IncidentSummary] = []
    var stale = try store.staleSummaries(version: version)
    for stored in try store.summaries(version: version) {
      if let summary = SummaryJSON.decode(stored.json, reader) {
        summaries.append(summary)
      } else {
        stale.append(stored.incident)
      }
    }
    return (summaries, stale)
  }

  /// Those that the store of an incident keeps and that hold, in the order of `load`: none is worked out.
  static func kept(beside evidence: StoreEvidence) throws -> [IncidentSummary] {
    let reader = JSONReader()
    return try evidence.keptSummaries(version: version).compactMap { SummaryJSON.decode($0.json, reader) }
  }

  /// A summary as the store keeps it. The store's id counts: the manifest's may say another.
  static func stored(_ summary: IncidentSummary, of incident: String) -> StoredSummary {
    var summary = summary
    summary.id = incident
    return StoredSummary(incident: incident, impactStart: summary.impactStarted, json: SummaryJSON.encode(summary))
  }

  /// Keeps a summary beside its evidence. A store that cannot be written now loses nothing: it is worked out again later.
  static func keep(_ summary: IncidentSummary, of evidence: StoreEvidence) {
    try? evidence.keep(stored(summary, of: evidence.incidentID), version: version)
  }
}
