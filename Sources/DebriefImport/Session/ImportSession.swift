internal import DebriefModel

/// Imports files: opens, sniffs, frames, attaches provenance, keeps rejections, one transaction per source.
public struct ImportSession<Sink: ImportSink> {
  private let registry: ImporterRegistry
  private let sink: Sink
  private let chunkSize: Int

  public init(registry: ImporterRegistry = .standard, sink: Sink, chunkSize: Int = 1 << 18) {
    (self.registry, self.sink, self.chunkSize) = (registry, sink, chunkSize)
  }

  /// Imports files into an incident, manifests first and formats without a year last. Calls `progress` after each file
  /// and within large ones.
  public func importFiles(
    _ files: [EvidenceFile], _ request: ImportRequest, progress: @escaping (ImportProgress) -> Void = { _ in }
  ) throws -> [ImportOutcome] {
    let meter = ImportMeter(files, tell: progress)
    let manifest = EvidenceFolder.manifest(among: files)
    var setting = try ImportSetting(request, manifest, declared: registry.declared)
    let queue = ImportQueue(
      files, registry: registry, format: request.format, ignoring: manifest?.ignore ?? [],
      captures: CaptureTimes(zone: setting.zone, name: request.incident), meter: meter)
    setting.captures = queue.captures
    let job = ImportJob(setting: setting, sink: sink, meter: meter, chunkSize: chunkSize)
    meter.start(.reading)
    let outcomes = try queue.steps.flatMap { try carryOut($0, job) }
    meter.start(.finishing)
    try sink.finishImport(incident: request.incident)
    return outcomes
  }

  private func carryOut(_ step: ImportQueue.Step, _ job: ImportJob<Sink>) throws -> [ImportOutcome] {
    switch step {
    case .file(let pending):
      let outcome = try SourceImport(pending, job).run()
      job.meter.finish(pending.file)
      return [outcome]
    case .archive(let contents, let late): return try ArchiveImport(contents: contents, job: job).run(late: late)
    }
  }
}

/// What all parts of one import share.
struct ImportJob<Sink: ImportSink> {
  let setting: ImportSetting
  let sink: Sink
  let meter: ImportMeter
  let chunkSize: Int
}

/// What holds for all files of one import: the options of the request, else the manifest's word.
struct ImportSetting {
  let request: ImportRequest
  /// The zone of clocks that state none.
  let zone: AssumedZone
  /// When relative ages were printed.
  let capturedAt: Instant?
  /// What the evidence itself says about that.
  var captures: CaptureTimes
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
    captures = CaptureTimes(zone: zone)
    (self.request, self.zone, capturedAt) = (request, zone, request.capturedAt ?? manifest?.capturedAt)
  }
}
