/// Cuts YAML by its layout, without parsing it: documents at `---`, and within a document the entries of the block list
/// under a top-level key (`items:` of a List), whose rest follows as an envelope. A cut-off end loses only the last entry.
public struct YAMLFramer: Framer {
  /// A larger record is rejected: 16 MiB.
  public static let largest = 16 << 20
  private let keys: [[UInt8]]
  private var lines = LineFramer()
  private var pending: Frame?
  private var current: [UInt8] = []
  private var currentByte = 0
  private var currentLine = 0
  private var head: [UInt8] = []
  private var headByte: Int?
  private var headLine = 0
  private var listIndent: Int?
  private var awaitingList = false
  private var inItem = false
  private var queue: [Frame] = []
  private var ended = false

  /// Creates a framer that takes out the entries of the block lists under the first name of each path.
  public init(elements: [[String]]) { keys = elements.filter { $0.count == 1 }.map { Array($0[0].utf8) + [0x3A] } }

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
      unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
        unsafe take(bytes.span.extracting(line.range), byte: line.byte, line: line.line)
      }
    }
    return queue.isEmpty ? nil : queue.removeFirst()
  }

  private mutating func take(_ text: Span<UInt8>, byte: Int, line: Int) {
    if Text.matches(text, at: 0, "---") && (text.count == 3 || Text.isSpace(text[3])) { return endDocument() }
    if text.count == 3 && Text.matches(text, at: 0, "...") { return endDocument() }
    let indent = YAMLFramer.indent(text)
    let isEntry = indent < text.count && text[indent] == 0x2D && (indent + 1 == text.count || text[indent + 1] == 0x20)
    if awaitingList && isEntry {
      awaitingList = false
      listIndent = indent
    }
    if let listIndent {
      if isEntry && indent == listIndent { return beginItem(text, indent: indent, byte: byte, line: line) }
      if indent > listIndent || indent == text.count { return inItem ? append(text, to: &current) : () }
      endItem()
      self.listIndent = nil
    }
    if headByte == nil && indent < text.count { (headByte, headLine) = (byte, line) }
    awaitingList = indent < text.count && isListKey(text) ? true : awaitingList && indent == text.count
    append(text, to: &head)
  }

  /// `items:` at column 0 with nothing after it.
  private func isListKey(_ text: Span<UInt8>) -> Bool {
    let range = Text.trimmed(text, 0..<text.count)
    return keys.contains { key in
      guard range == 0..<key.count else { return false }
      for i in 0..<key.count where text[i] != key[i] { return false }
      return true
    }
  }

  private mutating func beginItem(_ text: Span<UInt8>, indent: Int, byte: Int, line: Int) {
    endItem()
    inItem = true
    (currentByte, currentLine) = (byte, line)
    // "- a: 1" stands alone as "  a: 1".
    for i in 0..<text.count { current.append(i == indent ? 0x20 : text[i]) }
    current.append(0x0A)
  }

  private mutating func endItem() {
    guard inItem else { return }
    inItem = false
    queue.append(frame(.element, current, byte: currentByte, line: currentLine))
    current.removeAll(keepingCapacity: true)
  }

  private mutating func endDocument() {
    let hadItems = listIndent != nil
    endItem()
    if let byte = headByte {
      queue.append(frame(hadItems || !queue.isEmpty ? .envelope : .whole, head, byte: byte, line: headLine))
    }
    (headByte, listIndent, awaitingList) = (nil, nil, false)
    head.removeAll(keepingCapacity: true)
  }

  private func frame(_ role: Frame.Role, _ bytes: [UInt8], byte: Int, line: Int) -> Frame {
    let problem = bytes.count > YAMLFramer.largest ? "record larger than \(YAMLFramer.largest >> 20) MiB" : nil
    return Frame(role: role, range: 0..<0, detached: bytes, byte: byte, line: line, problem: problem)
  }

  private func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    guard bytes.count <= YAMLFramer.largest else { return }
    for i in 0..<text.count { bytes.append(text[i]) }
    bytes.append(0x0A)
  }

  private static func indent(_ text: Span<UInt8>) -> Int {
    var i = 0
    while i < text.count && text[i] == 0x20 { i += 1 }
    return i
  }
}
