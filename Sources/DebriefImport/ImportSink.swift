public import DebriefModel

/// Where imported rows go: the store. One source is one transaction.
public protocol ImportSink: AnyObject {
  /// The hash of the source stored under this path, when there is one of the same format and size to compare with; nil is
  /// any size.
  func storedHash(incident: String, path: String, format: String, bytes: Int?) throws -> String?
  /// How far the times of the source stored under this path were moved; zero when there is none.
  func storedShift(incident: String, path: String) throws -> TimeSpan
  /// Opens the transaction of one source of about `bytes` bytes; an earlier source with the same path is replaced by it.
  func beginSource(incident: String, path: String, format: String, bytes: Int) throws
  func write(_ rows: ImportedRows) throws
  /// Completes the source and makes it visible.
  func commitSource(_ source: Source, manifest: Manifest?) throws
  /// Undoes everything since `beginSource`.
  func abandonSource()
  /// After the last source of a run: merges records of one identity and builds what waits for the bulk load.
  func finishImport(incident: String) throws
  /// The latest time known in an incident, from sources whose times are complete.
  func latestInstant(incident: String) throws -> Instant?
}

extension ImportSink {
  public func storedShift(incident: String, path: String) throws -> TimeSpan { .zero }
}
