import DebriefImport
import DebriefModel
import DebriefStore

/// Hands what an import session reads to the writer; answers from what the store held when the folder was opened.
final class StepSink: ImportSink {
  private let tell: (BatchStep) throws -> Void
  private var stored: [String: StoredSource]
  /// The source being replaced.
  private var replaced: StoredSource?
  private var latest: Instant?

  init(stored: [String: StoredSource], tell: @escaping (BatchStep) throws -> Void) {
    (self.stored, self.tell) = (stored, tell)
  }

  func storedHash(incident: String, path: String, format: String, bytes: Int?) -> String? {
    guard let source = stored[path], source.format == format, bytes == nil || bytes == source.bytes else { return nil }
    return source.sha256
  }

  func storedShift(incident: String, path: String) -> TimeSpan { stored[path]?.shift ?? .zero }

  func beginSource(incident: String, path: String, format: String, bytes: Int) throws {
    replaced = stored.removeValue(forKey: path)
    try tell(.begin(path: path, format: format, bytes: bytes))
  }

  func write(_ rows: ImportedRows) throws { try tell(.rows(rows)) }

  func commitSource(_ source: Source, manifest: Manifest?) throws {
    latest = [latest, source.last].compactMap { $0 }.max()
    replaced = nil
    try tell(.commit(source, manifest))
  }

  func abandonSource() {
    if let source = replaced { stored[source.path] = source }
    replaced = nil
    // Nobody listens any more when this cannot be told.
    try? tell(.abandon)
  }

  func finishImport(incident: String) throws { try tell(.finish) }

  func latestInstant(incident: String) -> Instant? {
    ([latest] + stored.values.map(\.last)).compactMap { $0 }.max()
  }
}
