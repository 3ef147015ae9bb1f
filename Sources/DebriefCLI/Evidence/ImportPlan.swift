import DebriefImport
import DebriefModel
import DebriefStore

/// What to import into which incident.
struct ImportPlan {
  var paths: EvidencePaths
  var request: ImportRequest
  /// Why the incident's id is not the one that was given or declared; nil when it is.
  var remark: Diagnostic?

  /// Decides the incident's id: the option, else the manifest's, else the folder's name, else `incident`.
  init(_ paths: EvidencePaths, incident: String?) throws {
    self.paths = paths
    let manifest = EvidenceFolder.manifest(among: paths.files)
    if let incident {
      guard Slug.isSlug(incident) else { throw ImportPlan.notAnID(incident) }
      request = ImportRequest(incident: incident)
      return
    }
    let declared = manifest?.id ?? paths.name ?? ""
    let slug = Slug.of(declared) ?? "incident"
    request = ImportRequest(incident: slug)
    if slug != declared, manifest?.id != nil {
      remark = Diagnostic(.warning, "the manifest's id '\(declared)' cannot be an id; it is called '\(slug)'")
    }
  }

  private static func notAnID(_ text: String) -> UsageProblem {
    UsageProblem(
      "'\(text)' cannot be an incident's id",
      reason: "an id consists of letters, digits, '-', '_' and '.', at most \(Slug.longest)",
      help: Slug.of(text).map { "use '\($0)'" })
  }
}

/// What an import did, source by source.
struct ImportResult {
  var incident: String
  var outcomes: [ImportOutcome]
  /// The sources of this import as the store has them, by path.
  var sources: [String: Source]
  /// Sources of the incident that were not among the files of this import.
  var others: [String]

  var failures: [Diagnostic] {
    outcomes.compactMap { outcome in
      if case .failed(let diagnostic) = outcome.status { diagnostic } else { nil }
    }
  }
  /// Files that look like data and that no importer claims.
  var unclaimed: [String] {
    sources.values.filter { $0.format.isEmpty && !$0.isNoEvidence }.map { $0.path }.sorted()
  }
  /// Files that hold no record of what happened: manifests, source code, images.
  var notEvidence: [String] { sources.values.filter { $0.isNoEvidence }.map { $0.path }.sorted() }
  var events: Int { sources.values.reduce(0) { $0 + $1.events } }
  var samples: Int { sources.values.reduce(0) { $0 + $1.samples } }
  var rejected: Int { sources.values.reduce(0) { $0 + $1.rejected } }
  var unchanged: Int { outcomes.count { if case .unchanged = $0.status { true } else { false } } }
  var span: TimeRange? {
    let first = sources.values.compactMap { $0.first }.min()
    let last = sources.values.compactMap { $0.last }.max()
    return if let first, let last { TimeRange(first, last) } else { nil }
  }
}

/// Carries out an import.
struct ImportRun {
  let store: Store
  let plan: ImportPlan

  /// Imports all files; files that fail are told in the result, nothing of them is in the store.
  func perform(on terminal: Terminal, registry: ImporterRegistry = .standard) throws -> ImportResult {
    guard !plan.paths.files.isEmpty else {
      throw Diagnostic(.error, "there are no files to read", help: "give a folder or files that hold evidence")
    }
    let sink = StoreImport(store)
    let progress = ImportProgressLine(on: terminal)
    defer { progress.clear() }
    let session = ImportSession(registry: registry, sink: sink)
    let outcomes = try session.importFiles(plan.paths.files, plan.request) { progress.show($0) }
    try remember(sink, outcomes)
    return try result(outcomes)
  }

  /// Keeps where the evidence lies, unless the incident has a folder already and this was only a file of it.
  private func remember(_ sink: StoreImport, _ outcomes: [ImportOutcome]) throws {
    guard let folder = plan.paths.folder else { return }
    let known = try store.incidents().contains { $0.id == plan.request.incident }
    guard known || !outcomes.isEmpty else { return }
    let before = known ? try store.evidence(incident: plan.request.incident).folder : nil
    if before == nil || plan.paths.name != nil { try sink.remember(folder: folder, incident: plan.request.incident) }
  }

  private func result(_ outcomes: [ImportOutcome]) throws -> ImportResult {
    let incident = plan.request.incident
    let stored =
      try store.incidents().contains { $0.id == incident } ? store.evidence(incident: incident).sources() : []
    let paths = Set(outcomes.map { $0.source.path })
    let sources = Dictionary(stored.filter { paths.contains($0.path) }.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    let others = stored.map { $0.path }.filter { !paths.contains($0) }
    return ImportResult(incident: incident, outcomes: outcomes, sources: sources, others: others)
  }
}
