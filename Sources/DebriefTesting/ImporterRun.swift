public import DebriefImport
public import DebriefModel
internal import DebriefParsing

/// What an importer made of some bytes, without a store.
public struct ImporterRun {
  public private(set) var rows = ImportedRows()
  public private(set) var notes: [SourceNote] = []
  public private(set) var manifest: Manifest?

  public var events: [Event] { rows.events }
  public var series: [SeriesSamples] { rows.series }
  public var rejected: [RejectedRecord] { rows.rejected }

  /// Runs `importer` over `bytes`, read in chunks of `chunkSize`.
  public init(
    _ importer: any Importer.Type, _ bytes: [UInt8], path: String = "evidence", chunkSize: Int = 1 << 16,
    context: SourceContext? = nil
  ) throws {
    var batch = EventBatch(context: context ?? SourceContext(path: path))
    var collected = ImportedRows()
    try Self.open(importer, bytes, chunkSize, &batch) { rows in
      collected.events += rows.events
      collected.series += rows.series
      collected.relations += rows.relations
      collected.rejected += rows.rejected
    }
    (rows, notes, manifest) = (collected, batch.notes, batch.manifest)
  }

  /// Runs `importer` over text.
  public init(_ importer: any Importer.Type, text: String, path: String = "evidence", context: SourceContext? = nil)
    throws
  {
    try self.init(importer, Array(text.utf8), path: path, context: context)
  }

  private static func open<I: Importer>(
    _ importer: I.Type, _ bytes: [UInt8], _ chunkSize: Int, _ batch: inout EventBatch,
    _ flush: (ImportedRows) throws -> Void
  ) throws {
    try RecordPump(chunkSize: chunkSize).run(
      importer, MemoryInput(bytes), head: Array(bytes.prefix(1 << 16)), into: &batch, flush: flush)
  }
}
