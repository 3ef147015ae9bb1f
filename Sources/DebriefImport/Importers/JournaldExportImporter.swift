public import DebriefModel
internal import DebriefParsing

/// Reads the journal's export format, `journalctl -o export`: `FIELD=value` lines, an empty line between entries.
///
/// A value that is not plain text follows the field's name on a line of its own: eight bytes of length, little-endian, the bytes, a
/// newline. Format: systemd.io/JOURNAL_EXPORT_FORMATS.
public struct JournaldExportImporter: Importer {
  public static let description = ImporterDescription(
    id: "journald-export", title: "systemd journal export", framing: .lines,
    summary: "Each entry becomes one event about its host or pod; klog, JSON and traces inside messages are read.",
    origin: "journalctl -o export --since … -u kubelet")

  private var lines = CollectedLines()
  private var entry = JournalEntry()
  private var start = Provenance.none
  private var binary: BinaryField?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      let isStart = Text.matches(bytes, at: 0, "__CURSOR=") || Text.matches(bytes, at: 0, "__REALTIME_TIMESTAMP=")
      return isStart && (Text.contains(bytes, "\n_BOOT_ID=") || Text.contains(bytes, "\n__REALTIME_TIMESTAMP="))
        ? .certain : .no
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    if binary != nil {
      // The framing took a carriage return off the line before: it may have been the value's last byte.
      binary?.addReturn(before: batch.place.byte)
      if !closeBinary() { return try readBinary(record, &batch) }
    }
    if record.isEmpty { return giveOut(&batch) }
    if entry.fields == 0 { start = batch.place }
    var i = 0
    while i < record.count, Self.isName(record[i]) { i += 1 }
    if i > 0, i < record.count, record[i] == 0x3D {
      entry.set(record.extracting(0..<i), record.extracting((i + 1)..<record.count))
    } else if i > 0, i == record.count {
      binary = BinaryField(record, at: batch.place.byte)
    } else {
      throw Rejection("not a field of a journal entry")
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte >= 0x41 && byte <= 0x5A || byte == 0x5F || Text.isDigit(byte)
  }

  private mutating func readBinary(_ record: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    binary?.add(record, at: batch.place.byte)
    if closeBinary() { return }
    guard case .damaged = binary?.state else { return }
    binary = nil
    throw Rejection("a binary field's length does not fit its bytes")
  }

  /// Takes the value when it is complete.
  private mutating func closeBinary() -> Bool {
    guard let field = binary, case .complete(let value) = field.state else { return false }
    entry.set(field.name.span, field.bytes.span.extracting(value))
    binary = nil
    return true
  }

  private mutating func giveOut(_ batch: inout EventBatch) {
    guard entry.fields > 0 else { return }
    if let line = entry.line(at: start, fallback: batch.context.subject) {
      lines.take(line, &batch)
    } else {
      batch.reject("not a journal entry with a message", at: start, excerpt: "")
    }
    entry = JournalEntry()
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    giveOut(&batch)
    lines.finish(&batch)
    if binary != nil { throw Rejection("cut off: the last binary field does not end") }
  }
}

/// A field whose value may hold any byte; handed over in lines, because newlines may be among its bytes.
private struct BinaryField: Sendable {
  enum State { case open, complete(Range<Int>), damaged }

  /// A larger field is damaged: 16 MiB.
  private static let longest = 16 << 20

  private(set) var name: [UInt8] = []
  /// Eight bytes of length, then the value.
  private(set) var bytes: [UInt8] = []
  private var lastEnd: Int
  private var isFirst = true

  /// Begins with the line of the field's name.
  init(_ line: Span<UInt8>, at byte: Int) {
    for i in 0..<line.count { name.append(line[i]) }
    lastEnd = byte + line.count
  }

  /// Adds the carriage return that the framing took off the last line, when the next one begins two bytes after its end.
  mutating func addReturn(before byte: Int) {
    if !isFirst, byte - lastEnd == 2 { bytes.append(0x0D) }
  }

  /// Adds a line; the newline between it and the line before belongs to the value too.
  mutating func add(_ line: Span<UInt8>, at byte: Int) {
    if !isFirst { bytes.append(0x0A) }
    isFirst = false
    for i in 0..<line.count { bytes.append(line[i]) }
    lastEnd = byte + line.count
  }

  var state: State {
    guard bytes.count >= 8 else { return .open }
    var length: UInt64 = 0
    for i in 0..<8 { length |= UInt64(bytes[i]) << UInt64(8 * i) }
    guard length <= UInt64(Self.longest), bytes.count - 8 <= Int(length) else { return .damaged }
    return bytes.count - 8 == Int(length) ? .complete(8..<bytes.count) : .open
  }
}
