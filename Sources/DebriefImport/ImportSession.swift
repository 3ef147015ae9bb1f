public import DebriefModel
internal import DebriefParsing

/// What to import and how.
public struct ImportRequest: Sendable {
  /// The incident's id.
  public var incident: String
  /// Use this importer instead of sniffing.
  public var format: String?
  /// When relative ages were printed; the manifest's word otherwise.
  public var capturedAt: Instant?
  /// An IANA zone for clocks that state none; the manifest's word otherwise.
  public var timezone: String?
  /// Only events and samples in this range are kept.
  public var range: TimeRange?
  public init(
    incident: String, format: String? = nil, capturedAt: Instant? = nil, timezone: String? = nil,
    range: TimeRange? = nil
  ) {
    (self.incident, self.format, self.capturedAt) = (incident, format, capturedAt)
    (self.timezone, self.range) = (timezone, range)
  }
}

/// What became of one file.
public struct ImportOutcome: Sendable {
  public enum Status: Sendable {
    case imported
    /// The same bytes are already in the store under this path.
    case unchanged
    /// No importer claims it; it is listed in the coverage.
    case unclaimed
    /// Nothing of it is in the store.
    case failed(Diagnostic)
  }
  public var source: Source
  public var status: Status
  /// How sure each importer was.
  public var scores: [(id: String, confidence: Confidence)]
}

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
    let manifest = manifest(among: files)
    guard let zone = AssumedZone(request.timezone ?? manifest?.timezone ?? "UTC") else {
      throw Diagnostic(
        .error, "unknown time zone '\(request.timezone ?? manifest?.timezone ?? "")'",
        help: "use an IANA name such as Europe/Berlin, or an offset such as +02:00")
    }
    let setting = Setting(request: request, zone: zone, capturedAt: request.capturedAt ?? manifest?.capturedAt)
    let wanted = files.filter { file in !(manifest?.ignore.contains { EvidenceFolder.matches(file.path, $0) } ?? false)
    }
    var outcomes: [ImportOutcome] = []
    for (file, choice) in try order(wanted, request) {
      let outcome = try importFile(file, choice, setting)
      outcomes.append(outcome)
      progress(outcome)
    }
    try sink.finishImport(incident: request.incident)
    return outcomes
  }

  /// What holds for all files of one import.
  private struct Setting {
    var request: ImportRequest
    var zone: AssumedZone
    var capturedAt: Instant?
  }

  /// The importer chosen for a file, with all scores.
  private struct Choice {
    var format: ImportFormat?
    var scores: [(id: String, confidence: Confidence)] = []
    var problem: Diagnostic?
    var head: [UInt8] = []
  }

  private func order(_ files: [EvidenceFile], _ request: ImportRequest) throws -> [(EvidenceFile, Choice)] {
    var early: [(EvidenceFile, Choice)] = []
    var late: [(EvidenceFile, Choice)] = []
    for file in files {
      let choice = try choose(file, request)
      if choice.format?.description.needsReferenceTime ?? false {
        late.append((file, choice))
      } else {
        early.append((file, choice))
      }
    }
    return early + late
  }

  private func choose(_ file: EvidenceFile, _ request: ImportRequest) throws -> Choice {
    var choice = Choice()
    guard file.skipped == nil else { return choice }
    // Standard input cannot be looked at twice: its head is kept and read again from memory.
    do {
      let input = try FileInput(path: file.location)
      while choice.head.count < FileHead.size, try input.read(FileHead.size - choice.head.count, into: &choice.head) > 0
      {}
      if file.location == "-" { choice.head = try drain(input, after: choice.head) }
    } catch {
      choice.problem = Diagnostic(.error, "cannot read the file", reason: "\(error)", place: file.path)
      return choice
    }
    let scores = registry.scores(FileHead(choice.head, path: file.path))
    choice.scores = scores.map { (id: $0.format.id, confidence: $0.confidence) }
    if let format = request.format {
      choice.format = registry.format(id: format)
    } else if ManifestFile.names.contains(file.path) {
      // A manifest may have a single key: at the top of the folder its name says what it is.
      choice.format = ImportFormat(IncidentManifestImporter.self)
    } else if let best = scores.first, best.confidence > .no {
      choice.format = best.format
    }
    if file.location != "-" { choice.head = Array(choice.head.prefix(1024)) }
    return choice
  }

  private func drain(_ input: FileInput, after head: [UInt8]) throws -> [UInt8] {
    var bytes = head
    while try input.read(1 << 20, into: &bytes) > 0 {
      if bytes.count > 1 << 30 {
        throw Diagnostic(.error, "standard input is larger than 1 GiB", help: "save it to a file and import that")
      }
    }
    return bytes
  }

  private func importFile(_ file: EvidenceFile, _ choice: Choice, _ setting: Setting) throws -> ImportOutcome {
    var source = Source(path: file.path, format: choice.format?.id ?? "", bytes: file.bytes)
    if let problem = choice.problem {
      return ImportOutcome(source: source, status: .failed(problem), scores: choice.scores)
    }
    let incident = setting.request.incident
    if file.location != "-", file.skipped == nil,
      let stored = try sink.storedHash(incident: incident, path: file.path, bytes: file.bytes),
      try FileInput.sha256(path: file.location) == stored
    {
      source.sha256 = stored
      return ImportOutcome(source: source, status: .unchanged, scores: choice.scores)
    }
    try sink.beginSource(incident: incident, path: file.path, format: source.format, bytes: file.bytes)
    do {
      let manifest = try read(file, choice, setting, &source)
      try sink.commitSource(source, manifest: manifest)
    } catch {
      sink.abandonSource()
      let failure =
        error as? Diagnostic ?? Diagnostic(.error, "the file was not imported", reason: "\(error)", place: file.path)
      return ImportOutcome(source: source, status: .failed(failure), scores: choice.scores)
    }
    return ImportOutcome(source: source, status: choice.format == nil ? .unclaimed : .imported, scores: choice.scores)
  }

  private func read(_ file: EvidenceFile, _ choice: Choice, _ setting: Setting, _ source: inout Source) throws
    -> Manifest?
  {
    if let skipped = file.skipped {
      source.notes = [SourceNote(.missing, skipped)]
      return nil
    }
    let input = SourceInput(try FileInput(path: file.location), replay: file.location == "-" ? choice.head : nil)
    guard let format = choice.format else {
      try input.drain()
      source.notes = [SourceNote(.missing, Self.whyUnclaimed(choice.head))]
      (source.sha256, source.bytes) = (input.sha256, input.count)
      return nil
    }
    let context = SourceContext(
      path: file.path, zone: setting.zone, capturedAt: setting.capturedAt,
      referenceTime: try setting.capturedAt
        ?? (format.description.needsReferenceTime
          ? sink.latestInstant(incident: setting.request.incident) : nil))
    var batch = EventBatch(context: context)
    batch.kept = setting.request.range
    let pump = RecordPump(chunkSize: chunkSize)
    try pump.run(format, input, head: FileHead(choice.head, path: file.path), into: &batch) { try sink.write($0) }
    try input.drain()
    if batch.outside > 0 { batch.note(.limit, "\(batch.outside) events outside the range asked for were left out") }
    source.complete(from: batch, sha256: input.sha256, bytes: input.count)
    return batch.manifest
  }

  /// Reads `incident.yaml` (or `.yml`, `.json`) at the top of the folder ahead of everything else.
  private func manifest(among files: [EvidenceFile]) -> Manifest? {
    guard let file = files.first(where: { $0.skipped == nil && ManifestFile.names.contains($0.path) }) else {
      return nil
    }
    return ManifestFile.read(location: file.location, path: file.path)
  }

  /// Why a file is not read, as far as its first bytes tell.
  static func whyUnclaimed(_ head: [UInt8]) -> String {
    let magics: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed with gzip: unpack it to have it read"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive: unpack it to have it read"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz: unpack it to have it read"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd: unpack it to have it read"),
      ([0x42, 0x5A, 0x68], "compressed with bzip2: unpack it to have it read"),
    ]
    if head.isEmpty { return "an empty file" }
    return magics.first { head.starts(with: $0.0) }?.1 ?? "no importer claims this file"
  }
}

extension Source {
  mutating func complete(from batch: EventBatch, sha256: String, bytes: Int) {
    (self.sha256, self.bytes) = (sha256, bytes)
    (events, samples) = (batch.tally.events, batch.tally.samples)
    (rejected, undated) = (batch.tally.rejected, batch.tally.undated)
    (first, last) = (batch.tally.first, batch.tally.last)
    notes = batch.notes
  }
}

/// A file, or what was already read of standard input; counts and hashes.
final class SourceInput: ByteInput {
  private let file: FileInput
  private var replay: MemoryInput?
  private let replayed: [UInt8]?

  init(_ file: FileInput, replay: [UInt8]?) {
    self.file = file
    replayed = replay
    self.replay = replay.map { MemoryInput($0) }
  }

  var count: Int { replayed?.count ?? file.count }
  var sha256: String { replayed.map { FileInput.sha256(of: $0) } ?? file.sha256 }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    try replay?.read(count, into: &buffer) ?? file.read(count, into: &buffer)
  }

  func drain() throws {
    var rest: [UInt8] = []
    while try read(1 << 18, into: &rest) > 0 { rest.removeAll(keepingCapacity: true) }
  }
}
