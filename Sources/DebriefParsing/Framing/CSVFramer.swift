/// Cuts CSV into rows at the newlines outside quoted fields (RFC 4180); `\r\n` too. Empty lines are skipped.
///
/// A quote opens a field only at its start, so that a stray one in the middle of a field cannot swallow the rest of the file.
/// A quoted field that is not closed within `longest` bytes ends at its first line, and that row is rejected.
public struct CSVFramer: Framer {
  /// A longer row is rejected: 4 MiB.
  public static let longest = 4 << 20
  private var position = 0
  private let longest: Int
  private let delimiters: [UInt8]

  /// Creates a framer for rows whose fields are separated by any of `delimiters`.
  public init(delimiters: [UInt8] = [0x2C, 0x3B, 0x09], longest: Int = CSVFramer.longest) {
    (self.delimiters, self.longest) = (delimiters, longest)
  }

  public mutating func next(_ buffer: inout FrameBuffer) throws -> Frame? {
    while true {
      buffer.discard(upTo: position)
      let start = position
      guard let end = try rowEnd(from: start, &buffer) else { return nil }
      let lower = start - buffer.base
      var upper = end.content - buffer.base
      position = end.next
      if upper > lower && buffer.bytes[upper - 1] == 0x0D { upper -= 1 }
      guard upper > lower || end.problem != nil else { continue }
      let line = buffer.line(at: start)
      return Frame(role: .whole, range: lower..<upper, byte: start, line: line, problem: end.problem)
    }
  }

  /// Where a row ends.
  private struct End {
    var content: Int
    var next: Int
    var problem: String?
  }

  /// Where the row at `start` ends; nil at the end of the input.
  private func rowEnd(from start: Int, _ buffer: inout FrameBuffer) throws -> End? {
    var scan = Scan(delimiters: delimiters)
    var searched = start
    while true {
      if let newline = scan.newline(buffer.bytes.span, from: searched - buffer.base) {
        return End(content: buffer.base + newline, next: buffer.base + newline + 1)
      }
      searched = buffer.base + buffer.bytes.count
      if searched - start > longest { return tooLong(start, &buffer) }
      guard try buffer.fill() else { break }
    }
    let end = buffer.base + buffer.bytes.count
    guard end > start else { return nil }
    guard scan.isQuoted, let newline = firstNewline(start, buffer) else { return End(content: end, next: end) }
    return End(content: newline, next: newline + 1, problem: "a quoted field is not closed")
  }

  private func tooLong(_ start: Int, _ buffer: inout FrameBuffer) -> End {
    if let newline = firstNewline(start, buffer) {
      return End(content: newline, next: newline + 1, problem: "a quoted field is not closed")
    }
    let end = buffer.base + buffer.bytes.count
    return End(content: start, next: end, problem: "a row longer than \(longest >> 20) MiB")
  }

  private func firstNewline(_ start: Int, _ buffer: FrameBuffer) -> Int? {
    buffer.bytes[(start - buffer.base)...].firstIndex(of: 0x0A).map { buffer.base + $0 }
  }

  /// Looks for the newline that ends a row; goes on where it stopped.
  private struct Scan {
    let delimiters: [UInt8]
    private(set) var isQuoted = false
    private var isFieldStart = true
    /// Whether the byte before closed a quoted field: a further quote there opens it again.
    private var justClosed = false

    init(delimiters: [UInt8]) { self.delimiters = delimiters }

    mutating func newline(_ bytes: Span<UInt8>, from start: Int) -> Int? {
      var i = start
      while i < bytes.count {
        let byte = bytes[i]
        if isQuoted {
          if byte == 0x22 { (isQuoted, justClosed) = (false, true) }
        } else if byte == 0x0A {
          return i
        } else {
          isQuoted = byte == 0x22 && (isFieldStart || justClosed)
          justClosed = false
          let isMark = byte == 0xEF || byte == 0xBB || byte == 0xBF
          isFieldStart = delimiters.contains(byte) || isFieldStart && isMark
        }
        i += 1
      }
      return nil
    }
  }
}

/// Takes a row of CSV apart.
public enum CSVRow {
  /// Fields of a row at most.
  public static let mostFields = 4096

  /// The fields of a row: quotes taken off and doubled ones halved; at most 4096 fields.
  public static func fields(_ row: Span<UInt8>, delimiter: UInt8 = 0x2C) -> [String] {
    var fields: [String] = []
    var i = Text.matches(row, at: 0, "\u{FEFF}") ? 3 : 0
    while fields.count < mostFields {
      var field: [UInt8] = []
      if i < row.count && row[i] == 0x22 { quoted(row, &i, into: &field) }
      while i < row.count && row[i] != delimiter {
        field.append(row[i])
        i += 1
      }
      fields.append(Text.string(field.span))
      guard i < row.count else { break }
      i += 1
    }
    return fields
  }

  private static func quoted(_ row: Span<UInt8>, _ i: inout Int, into field: inout [UInt8]) {
    i += 1
    while i < row.count {
      if row[i] == 0x22 {
        i += 1
        guard i < row.count, row[i] == 0x22 else { return }
      }
      field.append(row[i])
      i += 1
    }
  }

  /// The delimiter of a header row: the one of comma, semicolon, tab and bar that stands there most often; nil for none.
  public static func delimiter(_ header: Span<UInt8>) -> UInt8? {
    var best: (byte: UInt8, count: Int)?
    for byte in [0x2C, 0x3B, 0x09, 0x7C] as [UInt8] {
      let count = fields(header, delimiter: byte).count - 1
      if count > best?.count ?? 0 { best = (byte, count) }
    }
    return best?.byte
  }
}
