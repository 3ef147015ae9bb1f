internal import DebriefModel
public import DebriefParsing

/// Drives one importer over one input: frames records, gives them their place, keeps rejections, hands over full batches.
public struct RecordPump {
  /// Rows are handed over when they weigh about this many bytes.
  static let batchWeight = 1 << 21
  private let chunkSize: Int

  public init(chunkSize: Int = 1 << 18) { self.chunkSize = chunkSize }

  /// Reads all of `input`, whose first bytes are `head`; calls `flush` with each full batch and with the last one.
  ///
  /// Throws what `input` and `flush` throw; damage in the data is rejected, not thrown.
  public func run(
    _ format: ImportFormat, _ input: any ByteInput, head: FileHead, into batch: inout EventBatch,
    flush: (ImportedRows) throws -> Void
  ) throws {
    if let declared = format.declared {
      batch.context.declared = [declared] + batch.context.declared.filter { $0.id != declared.id }
    }
    try run(format.reader(), format.description.framing, input, head, &batch, flush)
  }

  private func run<R: RecordReader>(
    _ reader: R, _ framing: Framing, _ input: any ByteInput, _ head: FileHead, _ batch: inout EventBatch,
    _ flush: (ImportedRows) throws -> Void
  ) throws {
    var buffer = FrameBuffer(input, chunkSize: chunkSize)
    var importer = reader
    switch framing {
    case .rows:
      var framer = CSVFramer()
      try pump(&importer, &framer, &buffer, &batch, isYAML: false, flush)
    case .lines:
      var framer = LineFramer()
      try pump(&importer, &framer, &buffer, &batch, isYAML: false, flush)
    case .objects(let elements):
      if head.isJSON {
        var framer = JSONFramer(elements: elements)
        try pump(&importer, &framer, &buffer, &batch, isYAML: false, flush)
      } else {
        var framer = YAMLFramer(elements: elements)
        try pump(&importer, &framer, &buffer, &batch, isYAML: true, flush)
      }
    case .mixed(let elements):
      var framer = MixedFramer(elements: elements, isYAML: !head.isJSON && !head.captured.hasSurroundings)
      try pump(&importer, &framer, &buffer, &batch, isYAML: false, flush)
    }
  }

  private func pump<I: RecordReader, F: Framer>(
    _ importer: inout I, _ framer: inout F, _ buffer: inout FrameBuffer, _ batch: inout EventBatch, isYAML: Bool,
    _ flush: (ImportedRows) throws -> Void
  ) throws {
    while let frame = try framer.next(&buffer) {
      batch.place = Provenance(line: frame.line, byte: batch.original?.fileOffset(of: frame.byte) ?? frame.byte)
      batch.role = frame.role
      if frame.role != .envelope { batch.records += 1 }
      if let detached = frame.detached {
        deliver(frame, detached.span, &importer, &batch, isYAML: isYAML)
      } else {
        deliver(frame, buffer.bytes.span.extracting(frame.range), &importer, &batch, isYAML: isYAML)
      }
      if batch.weight > Self.batchWeight { try flush(batch.takeRows()) }
    }
    do throws(Rejection) {
      try importer.finish(into: &batch)
    } catch {
      batch.reject(error.reason, excerpt: "")
    }
    try flush(batch.takeRows())
  }

  private func deliver<I: RecordReader>(
    _ frame: Frame, _ record: Span<UInt8>, _ importer: inout I, _ batch: inout EventBatch, isYAML: Bool
  ) {
    if let problem = frame.problem {
      guard frame.role != .envelope else { return batch.note(.warning, problem) }
      return batch.reject(problem, excerpt: Text.excerpt(record))
    }
    do throws(Rejection) {
      if isYAML || frame.notation == .yaml {
        let json = try YAMLConversion.json(record)
        try importer.read(json.span, into: &batch)
      } else {
        try importer.read(record, into: &batch)
      }
    } catch {
      batch.reject(error.reason, excerpt: Text.excerpt(record))
    }
  }
}
