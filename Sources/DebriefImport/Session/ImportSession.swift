internal import DebriefModel

/// Imports files: opens, sniffs, frames, attaches provenance, keeps rejections, one transaction per source.
public struct ImportSession<Sink: ImportSink> {
  private let registry: ImporterRegistry
  private let sink: Sink
  private let chunkSize: Int

  public init(registry: ImporterRegistry = .standard, sink: Sink, chunkSize: Int = 1 << 18) {
    (self.registry, self.sink, self.chunkSize) = (registry, sink, chunkSize)
  }

  /// Imports files into an incident, manifests first and formats without a year last. Calls `progress` after each file.
  public func importFiles(
    _ files: [EvidenceFile], _ request: ImportRequest, progress: (ImportOutcome) -> Void = { _ in }
  ) throws -> [ImportOutcome] {
    let manifest = EvidenceFolder.manifest(among: files)
    let setting = try ImportSetting(request, manifest, declared: registry.declared)
    let queue = ImportQueue(files, registry: registry, format: request.format, ignoring: manifest?.ignore ?? [])
    var outcomes: [ImportOutcome] = []
    for step in queue.steps {
      try carryOut(step, setting) { outcome in
        outcomes.append(outcome)
        progress(outcome)
      }
    }
    try sink.finishImport(incident: request.incident)
    return outcomes
  }

  private func carryOut(_ step: ImportQueue.Step, _ setting: ImportSetting, _ done: (ImportOutcome) -> Void) throws {
    switch step {
    case .file(let pending): done(try SourceImport(pending, setting, sink: sink, chunkSize: chunkSize).run())
    case .archive(let contents, let late):
      let archive = ArchiveImport(contents: contents, setting: setting, sink: sink, chunkSize: chunkSize)
      try archive.run(late: late, progress: done)
    }
  }
}

/// What holds for all files of one import: the options of the request, else the manifest's word.
struct ImportSetting {
  let request: ImportRequest
  /// The zone of clocks that state none.
  let zone: AssumedZone
  /// When relative ages were printed.
  let capturedAt: Instant?
  /// The formats that a team declared.
  let declared: [DeclaredFormat]

  /// Throws a `Diagnostic` when the time zone is unknown.
  init(_ request: ImportRequest, _ manifest: Manifest?, declared: [DeclaredFormat] = []) throws {
    let name = request.timezone ?? manifest?.timezone ?? "UTC"
    guard let zone = AssumedZone(name) else {
      throw Diagnostic(
        .error, "unknown time zone '\(name)'",
        help: "use an IANA name such as Europe/Berlin, or an offset such as +02:00")
    }
    self.declared = declared
    (self.request, self.zone, capturedAt) = (request, zone, request.capturedAt ?? manifest?.capturedAt)
  }
}
