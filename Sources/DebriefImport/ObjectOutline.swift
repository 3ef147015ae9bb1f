internal import DebriefModel
internal import DebriefParsing

/// The keys and first scalar values near the top of a JSON or YAML file, read from its head alone, which may be cut anywhere.
///
/// Paths are written `items[].involvedObject.kind`. Arrays are looked into for their first three elements.
struct ObjectOutline {
  /// Path to the first scalar there; empty text for objects, arrays and null.
  private(set) var values: [String: String] = [:]
  /// Whether the file is a JSON array at the top.
  private(set) var isArray = false
  private(set) var isJSON = false

  init(_ head: Span<UInt8>) {
    var i = 0
    if Text.matches(head, at: 0, "\u{FEFF}") { i = 3 }
    while i < head.count && (Text.isSpace(head[i]) || head[i] == 0x1E) { i += 1 }
    guard i < head.count else { return }
    if head[i] == 0x7B || head[i] == 0x5B {
      isJSON = true
      isArray = head[i] == 0x5B
      var reader = HeadJSON(position: i)
      reader.value(head, path: "", depth: 0, into: &values)
    } else {
      readYAML(head, from: i)
    }
  }

  subscript(_ path: String) -> String? { values[path] }
  func has(_ path: String) -> Bool { values[path] != nil }
  /// Whether any of the paths is there.
  func hasAny(_ paths: String...) -> Bool { paths.contains { values[$0] != nil } }

  /// The keys of the top-level object, sorted.
  var topLevelKeys: [String] { values.keys.filter { !$0.contains(".") && !$0.contains("[]") && $0 != "…" }.sorted() }

  /// Block-style YAML by indentation: enough for what kubectl and must-gather write.
  private mutating func readYAML(_ head: Span<UInt8>, from start: Int) {
    var stack: [(indent: Int, path: String)] = []
    var i = start
    var lines = 0
    while i < head.count && lines < 400 {
      var end = i
      while end < head.count && head[end] != 0x0A { end += 1 }
      if end == head.count && lines > 0 { break }  // a cut line says nothing
      lines += 1
      readYAMLLine(head, i..<end, &stack)
      i = end + 1
    }
  }

  private mutating func readYAMLLine(
    _ head: Span<UInt8>, _ line: Range<Int>, _ stack: inout [(indent: Int, path: String)]
  ) {
    var i = line.lowerBound
    while i < line.upperBound && head[i] == 0x20 { i += 1 }
    guard i < line.upperBound, head[i] != 0x23 else { return }
    var indent = i - line.lowerBound
    var isEntry = false
    while i + 1 < line.upperBound && head[i] == 0x2D && head[i + 1] == 0x20 {
      isEntry = true
      i += 2
      indent += 2
    }
    // An entry's keys stand two columns right of its dash, so a list may share its key's column.
    while let last = stack.last, last.indent >= (isEntry ? indent - 1 : indent) { stack.removeLast() }
    var colon = i
    while colon < line.upperBound && head[colon] != 0x3A { colon += 1 }
    guard colon < line.upperBound, colon + 1 == line.upperBound || Text.isSpace(head[colon + 1]) else { return }
    let key = Text.string(head, i..<colon)
    guard key.utf8.count <= 80, stack.count < 8 else { return }
    if isEntry, let list = stack.last { stack.append((indent - 1, list.path + "[]")) }
    let parent = stack.last?.path ?? ""
    let path = parent.isEmpty ? key : parent + "." + key
    let value = Text.trimmed(head, (colon + 1)..<line.upperBound)
    if values[path] == nil { values[path] = unquoted(Text.string(head, value)) }
    stack.append((indent, path))
  }

  private func unquoted(_ text: String) -> String {
    guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }
}

/// A tolerant reader of JSON that may be cut anywhere; gives up quietly where the text stops making sense.
private struct HeadJSON {
  var position: Int

  /// Reads a value; returns false where the text ends or is no JSON.
  @discardableResult
  mutating func value(_ head: Span<UInt8>, path: String, depth: Int, into values: inout [String: String]) -> Bool {
    skipSpace(head)
    guard position < head.count else { return false }
    if depth >= 12 { return skip(head) }
    if !path.isEmpty && values[path] == nil { values[path] = "" }
    switch head[position] {
    case 0x7B: return object(head, path: path, depth: depth, into: &values)
    case 0x5B: return array(head, path: path, depth: depth, into: &values)
    case 0x22:
      guard let text = string(head) else { return false }
      if values[path]?.isEmpty ?? true { values[path] = text }
      return true
    default:
      let start = position
      while position < head.count, ![0x2C, 0x7D, 0x5D].contains(head[position]), !Text.isSpace(head[position]) {
        position += 1
      }
      let text = Text.string(head, start..<position)
      if text != "null", values[path]?.isEmpty ?? true { values[path] = text }
      return position > start
    }
  }

  private mutating func object(_ head: Span<UInt8>, path: String, depth: Int, into values: inout [String: String])
    -> Bool
  {
    position += 1
    while true {
      skipSpace(head)
      guard position < head.count else { return false }
      if head[position] == 0x7D {
        position += 1
        return true
      }
      guard head[position] == 0x22, let key = string(head) else { return false }
      skipSpace(head)
      guard position < head.count, head[position] == 0x3A else { return false }
      position += 1
      let inner = path.isEmpty ? key : path + "." + key
      // The API server's bookkeeping: hundreds of keys that say nothing about the format.
      if key == "managedFields" {
        guard skip(head) else { return false }
        skipSpace(head)
        if position < head.count && head[position] == 0x2C { position += 1 }
        continue
      }
      guard value(head, path: values.count < 400 ? inner : "…", depth: depth + 1, into: &values) else { return false }
      skipSpace(head)
      if position < head.count && head[position] == 0x2C { position += 1 }
    }
  }

  private mutating func array(_ head: Span<UInt8>, path: String, depth: Int, into values: inout [String: String])
    -> Bool
  {
    position += 1
    var elements = 0
    while true {
      skipSpace(head)
      guard position < head.count else { return false }
      if head[position] == 0x5D {
        position += 1
        return true
      }
      elements += 1
      guard value(head, path: elements <= 3 ? path + "[]" : "…", depth: depth + 1, into: &values) else { return false }
      skipSpace(head)
      if position < head.count && head[position] == 0x2C { position += 1 }
    }
  }

  /// Moves past a value without looking into it, by its brackets.
  private mutating func skip(_ head: Span<UInt8>) -> Bool {
    skipSpace(head)
    var open = 0
    while position < head.count {
      switch head[position] {
      case 0x22:
        guard string(head) != nil else { return false }
        if open == 0 { return true }
        continue
      case 0x7B, 0x5B: open += 1
      case 0x2C where open == 0, 0x7D where open == 0, 0x5D where open == 0: return true
      case 0x7D, 0x5D:
        open -= 1
        if open == 0 {
          position += 1
          return true
        }
      default: break
      }
      position += 1
    }
    return false
  }

  /// The text of a string, escapes left as they are.
  private mutating func string(_ head: Span<UInt8>) -> String? {
    let start = position + 1
    position = start
    while position < head.count {
      if head[position] == 0x5C {
        position += 2
      } else if head[position] == 0x22 {
        position += 1
        return Text.string(head, start..<min(position - 1, start + 200))
      } else {
        position += 1
      }
    }
    return nil
  }

  private mutating func skipSpace(_ head: Span<UInt8>) {
    while position < head.count && Text.isSpace(head[position]) { position += 1 }
  }
}
