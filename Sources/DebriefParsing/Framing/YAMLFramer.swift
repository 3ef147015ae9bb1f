/// Cuts YAML by its layout, without parsing it: documents at `---`, and within a document the entries of the block list
/// under a top-level key (`items:` of a List), whose rest follows as an envelope. A list at the top gives its entries.
/// A cut-off end loses only the last entry.
public struct YAMLFramer: Framer {
  /// A larger record is rejected: 16 MiB.
  public static let largest = 16 << 20
  private let keys: [[UInt8]]
  private var lines = LineFramer()
  private var item = Piece()
  private var head = Piece()
  private var list = List.none
  /// Whether the document had entries, so that its rest is an envelope.
  private var hadItems = false
  private var queue: [Frame] = []
  private var ended = false
  private var isFirstLine = true
  private let stop: StaticString?
  /// Where the line stands that ended the YAML.
  private(set) var stopped: Int?

  /// Lines put together to a record.
  private struct Piece {
    var bytes: [UInt8] = []
    var byte = 0
    var line = 0
    /// Whether anything but comments and blank lines is in it.
    var hasContent = false
  }

  /// Whether the lines being read belong to a list whose entries are records.
  private enum List: Equatable {
    case none
    /// The key was read; the next content decides.
    case awaited
    case entries(indent: Int, isTop: Bool)
  }

  /// Creates a framer that takes out the entries of the block lists under the first name of each path.
  public init(elements: [[String]]) { self.init(elements: elements, stop: nil) }

  /// Creates a framer that reads up to a line that begins with `stop`.
  init(elements: [[String]], stop: StaticString?) {
    keys = elements.filter { $0.count == 1 }.map { Array($0[0].utf8) + [0x3A] }
    self.stop = stop
  }

  /// The same framer before its first line.
  func afresh() -> YAMLFramer { YAMLFramer(keys: keys, stop: stop) }

  private init(keys: [[UInt8]], stop: StaticString?) { (self.keys, self.stop) = (keys, stop) }

  /// Begins at an absolute offset.
  mutating func seek(to position: Int) { lines.seek(to: position) }

  public mutating func next(_ buffer: inout FrameBuffer) throws -> Frame? {
    while queue.isEmpty && !ended {
      guard let line = try lines.next(&buffer) else {
        ended = true
        endDocument()
        break
      }
      if let problem = line.problem {
        queue.append(Frame(role: .whole, range: 0..<0, byte: line.byte, line: line.line, problem: problem))
        continue
      }
      if let stop, Text.matches(buffer.bytes.span.extracting(line.range), at: 0, stop) {
        (stopped, ended) = (line.byte, true)
        endDocument()
        break
      }
      unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
        unsafe take(bytes.span.extracting(line.range), byte: line.byte, line: line.line)
      }
    }
    return queue.isEmpty ? nil : queue.removeFirst()
  }

  private mutating func take(_ line: Span<UInt8>, byte: Int, line number: Int) {
    let start = isFirstLine && Text.matches(line, at: 0, "\u{FEFF}") ? 3 : 0
    isFirstLine = false
    let text = line.extracting(start..<line.count)
    if Text.matches(text, at: 0, "---") && (text.count == 3 || Text.isSpace(text[3])) {
      endDocument()
      // "--- {a: 1}" has content on the line itself.
      let rest = Text.trimmed(text, 3..<text.count)
      if !rest.isEmpty && text[rest.lowerBound] != 0x23 { Self.begin(&head, byte, number, text.extracting(rest)) }
      return
    }
    if text.count == 3 && Text.matches(text, at: 0, "...") { return endDocument() }
    if !head.hasContent && !text.isEmpty && text[0] == 0x25 { return }  // a directive
    let indent = YAMLFramer.indent(text)
    // Comments and blank lines stay with what they stand in, and decide nothing.
    if indent == text.count || text[indent] == 0x23 {
      return item.hasContent ? Self.append(text, to: &item) : Self.append(text, to: &head)
    }
    content(text, indent: indent, byte: byte, line: number)
  }

  private mutating func content(_ text: Span<UInt8>, indent: Int, byte: Int, line: Int) {
    let isEntry = text[indent] == 0x2D && (indent + 1 == text.count || text[indent + 1] == 0x20)
    if list == .awaited { list = isEntry ? .entries(indent: indent, isTop: false) : .none }
    if list == .none && !head.hasContent && isEntry { list = .entries(indent: indent, isTop: true) }
    if case .entries(let column, _) = list {
      if isEntry && indent == column { return beginItem(text, indent: indent, byte: byte, line: line) }
      if indent > column { return Self.append(text, to: &item) }
      endItem()
      list = .none
    }
    if isListKey(text) { list = .awaited }
    if head.hasContent { Self.append(text, to: &head) } else { Self.begin(&head, byte, line, text) }
  }

  /// `items:` at column 0 with nothing, or a comment, after it.
  private func isListKey(_ text: Span<UInt8>) -> Bool {
    keys.contains { key in
      guard text.count >= key.count else { return false }
      for i in 0..<key.count where text[i] != key[i] { return false }
      let rest = Text.trimmed(text, key.count..<text.count)
      return rest.isEmpty || (text[rest.lowerBound] == 0x23 && rest.lowerBound > key.count)
    }
  }

  private mutating func beginItem(_ text: Span<UInt8>, indent: Int, byte: Int, line: Int) {
    endItem()
    hadItems = true
    (item.byte, item.line, item.hasContent) = (byte, line, true)
    // "- a: 1" stands alone as "  a: 1".
    for i in 0..<text.count { item.bytes.append(i == indent ? 0x20 : text[i]) }
    item.bytes.append(0x0A)
  }

  private mutating func endItem() {
    guard item.hasContent, case .entries(_, let isTop) = list else { return }
    queue.append(frame(isTop ? .whole : .element, item))
    item = Piece()
  }

  private mutating func endDocument() {
    endItem()
    if head.hasContent { queue.append(frame(hadItems ? .envelope : .whole, head)) }
    (head, list, hadItems) = (Piece(), .none, false)
  }

  private func frame(_ role: Frame.Role, _ piece: Piece) -> Frame {
    let isLarge = piece.bytes.count > YAMLFramer.largest
    let problem = isLarge ? "record larger than \(YAMLFramer.largest >> 20) MiB" : nil
    return Frame(role: role, range: 0..<0, detached: piece.bytes, byte: piece.byte, line: piece.line, problem: problem)
  }

  private static func begin(_ piece: inout Piece, _ byte: Int, _ line: Int, _ text: Span<UInt8>) {
    (piece.byte, piece.line, piece.hasContent) = (byte, line, true)
    append(text, to: &piece)
  }

  private static func append(_ text: Span<UInt8>, to piece: inout Piece) {
    guard piece.bytes.count <= YAMLFramer.largest else { return }
    unsafe text.withUnsafeBufferPointer { unsafe piece.bytes.append(contentsOf: $0) }
    piece.bytes.append(0x0A)
  }

  private static func indent(_ text: Span<UInt8>) -> Int {
    var i = 0
    while i < text.count && text[i] == 0x20 { i += 1 }
    return i
  }
}
