internal import DebriefModel
internal import DebriefParsing

/// Imports one file, or one member of an archive, in one transaction.
struct SourceImport<Sink: ImportSink> {
  private let pending: PendingFile
  private let job: ImportJob<Sink>

  init(_ pending: PendingFile, _ job: ImportJob<Sink>) { (self.pending, self.job) = (pending, job) }

  private var setting: ImportSetting { job.setting }
  private var sink: Sink { job.sink }

  private var file: EvidenceFile { pending.file }
  private var choice: FormatChoice { pending.choice }

  /// Reads and stores the file, unless the store holds the same bytes under this path.
  func run() throws -> ImportOutcome {
    if choice.problem == nil, let hash = try unchangedHash() {
      return outcome(
        Source(path: file.path, format: choice.format?.id ?? "", sha256: hash, bytes: file.bytes), .unchanged)
    }
    let (meter, path) = (job.meter, file.path)
    return try store({ HashedInput(try pending.open()) { meter.reached($0, in: path) } }, remarks: { [] })
  }

  /// Reads and stores a member of an archive; `reached` is called with every chunk.
  func run(_ member: ArchiveMember, _ reached: @escaping () -> Void) throws -> ImportOutcome {
    let input: any ByteInput = member.input ?? MemoryInput([])
    return try store(
      { HashedInput(input) { _ in reached() } }, remarks: { member.notes + (member.input?.note.map { [$0] } ?? []) })
  }

  /// What is wrong with the file is told in the outcome; throws what the store throws.
  private func store(_ open: () throws -> HashedInput, remarks: () -> [SourceNote]) throws -> ImportOutcome {
    var source = Source(path: file.path, format: choice.format?.id ?? "", bytes: file.bytes)
    if let problem = choice.problem { return outcome(source, .failed(problem)) }
    try sink.beginSource(
      incident: setting.request.incident, path: file.path, format: source.format, bytes: file.bytes)
    do {
      let manifest = try read(open, &source)
      source.notes += remarks()
      try sink.commitSource(source, manifest: manifest)
    } catch {
      sink.abandonSource()
      let failure =
        error as? Diagnostic ?? Diagnostic(.error, "the file was not imported", reason: "\(error)", place: file.path)
      return outcome(source, .failed(failure))
    }
    return outcome(source, choice.format == nil ? .unclaimed : .imported)
  }

  private func outcome(_ source: Source, _ status: ImportOutcome.Status) -> ImportOutcome {
    job.meter.stored(source)
    return ImportOutcome(source: source, status: status, scores: choice.scores)
  }

  /// The stored hash when the store holds the same bytes under this path, read as this format and moved as far.
  private func unchangedHash() throws -> String? {
    guard file.location != "-", file.skipped == nil,
      let stored = try sink.storedHash(
        incident: setting.request.incident, path: file.path, format: choice.format?.id ?? "", bytes: file.bytes),
      try sink.storedShift(incident: setting.request.incident, path: file.path) == setting.request.shift(of: file.path),
      try FileInput.sha256(path: file.location) == stored
    else { return nil }
    return stored
  }

  private func read(_ open: () throws -> HashedInput, _ source: inout Source) throws -> Manifest? {
    if let skipped = file.skipped {
      source.notes = [SourceNote(.missing, skipped)]
      return nil
    }
    let input = try open()
    guard let format = choice.format else {
      try input.drain()
      source.notes = [choice.unclaimed].compactMap { $0 }
      (source.sha256, source.bytes) = (input.sha256, input.count)
      return nil
    }
    return try read(input, as: format, &source)
  }

  private func read(_ input: HashedInput, as format: ImportFormat, _ source: inout Source) throws -> Manifest? {
    var batch = EventBatch(context: try context(format))
    batch.kept = setting.request.range
    batch.shift = setting.request.shift(of: file.path)
    let pump = RecordPump(chunkSize: job.chunkSize)
    if choice.isUTF16 { batch.original = UTF16Input(input) }
    let head = choice.isUTF16 ? UTF16Input.text(of: choice.head) : choice.head
    try pump.run(format, batch.original ?? input, head: FileHead(head, path: file.path), into: &batch) {
      try sink.write($0)
    }
    try input.drain()
    if batch.outside > 0 { batch.note(.limit, "\(batch.outside) events outside the range asked for were left out") }
    source.complete(from: batch, sha256: input.sha256, bytes: input.count)
    return batch.manifest
  }

  private func context(_ format: ImportFormat) throws -> SourceContext {
    let stated = setting.capturedAt == nil ? setting.captures.statement(for: file.path) : nil
    let capturedAt = setting.capturedAt ?? stated?.time
    let latest =
      capturedAt == nil && format.description.needsReferenceTime
      ? try sink.latestInstant(incident: setting.request.incident) : nil
    var context = SourceContext(
      path: file.path, zone: setting.zone, capturedAt: capturedAt,
      referenceTime: capturedAt ?? latest)
    context.captureBasis = stated?.basis
    context.declared = setting.declared
    return context
  }
}

extension Source {
  mutating func complete(from batch: EventBatch, sha256: String, bytes: Int) {
    (self.sha256, self.bytes) = (sha256, bytes)
    (events, samples) = (batch.tally.events, batch.tally.samples)
    (rejected, undated, shift) = (batch.tally.rejected, batch.tally.undated, batch.shift)
    (first, last) = (batch.tally.first, batch.tally.last)
    notes = batch.notes
    if notes.isEmpty, batch.manifest == nil, events == 0, samples == 0, rejected == 0 {
      notes = [SourceNote(.missing, "it was read, and tells of nothing that happened: no event and no sample is in it")]
    }
  }
}
