internal import DebriefModel
internal import DebriefParsing

/// Takes the thread and the logger out of what follows a level: `[main] com.shop.Cart - text`, Spring Boot's
/// `1 --- [main] c.s.Cart : text`, env_logger's `web::cart] text`.
enum LoggerPrefix {
  static func read(_ content: Span<UInt8>, _ levelEnd: Int, isOpen: Bool, into line: inout LogLine) {
    var i = PlainLine.textStart(content, levelEnd)
    if isOpen, let close = find(0x5D, content, i, within: 100) {
      line.logger = LineText.part(content, Text.trimmed(content, i..<close), limit: LineText.longestValue)
      line.message = LineText.part(content, PlainLine.textStart(content, close + 1)..<content.count)
      return
    }
    i = springProcess(content, i)
    var afterThread = i
    if i < content.count, content[i] == 0x5B, let close = find(0x5D, content, i, within: 80) {
      afterThread = PlainLine.textStart(content, close + 1)
      if let logger = logger(content, afterThread) {
        line.attributes.set("thread", content, Text.trimmed(content, (i + 1)..<close))
        return take(content, logger, into: &line)
      }
    } else if let logger = logger(content, i) {
      return take(content, logger, into: &line)
    }
    line.message = LineText.part(content, i..<content.count)
  }

  private static func take(_ content: Span<UInt8>, _ found: (name: Range<Int>, text: Int), into line: inout LogLine) {
    line.logger = LineText.part(content, found.name, limit: LineText.longestValue)
    line.message = LineText.part(content, found.text..<content.count)
  }

  /// Past `1 --- `.
  private static func springProcess(_ content: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < content.count && Text.isDigit(content[i]) { i += 1 }
    guard i > start, Text.matches(content, at: i, " --- ") else { return start }
    return i + 5
  }

  /// A dotted name followed by ` - `, `: ` or ` : `, or of a class with its package followed by a space.
  private static func logger(_ content: Span<UInt8>, _ start: Int) -> (name: Range<Int>, text: Int)? {
    var i = start
    var dots = 0
    var afterDot = start
    var hasClass = false
    while i < content.count, i - start < 200, isName(content[i]) {
      if content[i] == 0x2E {
        dots += 1
        afterDot = i + 1
        hasClass = hasClass || (i + 1 < content.count && content[i + 1] >= 0x41 && content[i + 1] <= 0x5A)
      }
      i += 1
    }
    guard dots > 0, i > afterDot, i < content.count, Text.isLetter(content[start]) else { return nil }
    let name = start..<i
    if content[i] == 0x3A { return i + 1 < content.count && content[i + 1] == 0x20 ? (name, i + 2) : nil }
    guard content[i] == 0x20 else { return nil }
    let text = PlainLine.textStart(content, i)
    var j = i
    while j < content.count && content[j] == 0x20 { j += 1 }
    let isSeparated = j + 1 < content.count && (content[j] == 0x2D || content[j] == 0x3A) && content[j + 1] == 0x20
    return isSeparated || (dots >= 2 && hasClass) ? (name, text) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x2E || byte == 0x5F || byte == 0x24
  }

  static func find(_ byte: UInt8, _ content: Span<UInt8>, _ start: Int, within limit: Int) -> Int? {
    var i = start
    while i < content.count, i - start < limit {
      if content[i] == byte { return i }
      i += 1
    }
    return nil
  }
}

/// zap's console encoding: `time<TAB>level<TAB>logger<TAB>caller<TAB>text<TAB>{json}`, logger and caller optional.
enum TabbedLine {
  static func read(_ content: Span<UInt8>, _ start: Int, into line: inout LogLine, _ batch: inout EventBatch) {
    var i = start
    while let tab = LoggerPrefix.find(0x09, content, i, within: 300) {
      if isCaller(content, i..<tab) {
        line.attributes.set("caller", content, i..<tab)
      } else if line.logger.isEmpty, isName(content, i..<tab), hasTextAfter(content, tab) {
        line.logger = LineText.part(content, i..<tab, limit: LineText.longestValue)
      } else {
        break
      }
      i = tab + 1
    }
    var end = content.count
    if let tab = lastTab(content, i), tab + 1 < content.count, content[tab + 1] == 0x7B,
      let object = batch.parseInnerJSON(content.extracting((tab + 1)..<content.count)), object.isObject
    {
      end = tab
      takeFields(object, &line)
    }
    let text = LineText.part(content, i..<end)
    let error = line.message
    line.message = text
    line.add(error: error)
  }

  /// Whether another field that is not the JSON object follows: then the one before may be a logger.
  private static func hasTextAfter(_ content: Span<UInt8>, _ tab: Int) -> Bool {
    tab + 1 < content.count && content[tab + 1] != 0x7B
  }

  private static func takeFields(_ object: JSONValue, _ line: inout LogLine) {
    for (name, value) in JSONLogLine(object).line.attributes.values.sorted(by: { $0.key < $1.key }) {
      line.attributes.set(name, value)
      if name == "error" { line.message = value }
    }
  }

  private static func lastTab(_ content: Span<UInt8>, _ start: Int) -> Int? {
    var i = content.count
    while i > start {
      i -= 1
      if content[i] == 0x09 { return i }
    }
    return nil
  }

  private static func isCaller(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var i = range.upperBound
    while i > range.lowerBound && Text.isDigit(content[i - 1]) { i -= 1 }
    return i < range.upperBound && i > range.lowerBound + 1 && content[i - 1] == 0x3A
      && isName(content, range.lowerBound..<(i - 1))
  }

  private static func isName(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range where content[i] <= 0x20 || content[i] == 0x7B { return false }
    return !range.isEmpty
  }
}
