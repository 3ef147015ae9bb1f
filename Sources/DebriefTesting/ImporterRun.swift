public import DebriefImport
public import DebriefModel
internal import DebriefParsing

/// What an importer made of some bytes, without a store.
public struct ImporterRun {
  public private(set) var rows = ImportedRows()
  public private(set) var notes: [SourceNote] = []
  public private(set) var manifest: Manifest?
  /// Records the importer was handed, envelopes not counted.
  public private(set) var records = 0

  public var events: [Event] { rows.events }
  public var series: [SeriesSamples] { rows.series }
  public var rejected: [RejectedRecord] { rows.rejected }

  /// Runs a format's reader over `bytes`, read in chunks of `chunkSize`.
  public init(
    _ format: ImportFormat, _ bytes: [UInt8], path: String = "evidence", chunkSize: Int = 1 << 16,
    context: SourceContext? = nil
  ) throws {
    var batch = EventBatch(context: context ?? SourceContext(path: path))
    var collected = ImportedRows()
    try RecordPump(chunkSize: chunkSize).run(format, MemoryInput(bytes), head: FileHead(bytes), into: &batch) { rows in
      collected.events += rows.events
      collected.series += rows.series
      collected.relations += rows.relations
      collected.rejected += rows.rejected
    }
    (rows, notes, manifest, records) = (collected, batch.notes, batch.manifest, batch.records)
  }

  /// Runs `importer` over `bytes`.
  public init(
    _ importer: any Importer.Type, _ bytes: [UInt8], path: String = "evidence", chunkSize: Int = 1 << 16,
    context: SourceContext? = nil
  ) throws {
    try self.init(ImportFormat(importer), bytes, path: path, chunkSize: chunkSize, context: context)
  }

  /// Runs `importer` over text.
  public init(_ importer: any Importer.Type, text: String, path: String = "evidence", context: SourceContext? = nil)
    throws
  {
    try self.init(importer, Array(text.utf8), path: path, context: context)
  }
}
