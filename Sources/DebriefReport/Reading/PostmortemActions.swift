public import DebriefModel

/// The action items of a `postmortem.md`: task-list items that people wrote, and the table that debrief wrote.
///
/// A task is `- [ ] Title (owner: …, due: …, type: …, ticket: …, done when: …)`; the keys may also stand on indented lines
/// below it. Tasks count below headings that speak of actions or follow-up; where there is no such heading, all of them do.
/// Code and other generated blocks are left out.
public struct PostmortemActions: Sendable {
  /// One item and where it stands; line and column from 1, columns in characters.
  public struct Item: Sendable {
    public var action: ActionItem
    public var line: Int
    public var column: Int
    /// Values that cannot be used: the key and a sentence.
    public var problems: [(key: String, text: String)] = []
  }

  /// A line of people's own prose.
  public struct Line: Sendable {
    public var text: String
    public var number: Int
  }

  public private(set) var items: [Item] = []
  /// The severity in the generated head; nil without one.
  public private(set) var severity: String?
  /// What people wrote, tasks included, without code.
  public private(set) var prose: [Line] = []

  /// Reads a document. O(n).
  public init(_ text: String) {
    var reading = PostmortemReading()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      reading.read(line.last == "\r" ? line.dropLast() : line, number: index + 1)
    }
    reading.endTask()
    let tasks = reading.hasSection ? reading.tasks.filter(\.isInSection) : reading.tasks
    let written = Set(tasks.map(\.item.action.title))
    items = reading.rows.filter { !written.contains($0.action.title) } + tasks.map(\.item)
    (severity, prose) = (reading.severity, reading.prose)
  }
}

/// The state of reading a document line by line.
private struct PostmortemReading {
  struct Task {
    var item: PostmortemActions.Item
    var isInSection: Bool
  }

  private(set) var tasks: [Task] = []
  private(set) var rows: [PostmortemActions.Item] = []
  private(set) var prose: [PostmortemActions.Line] = []
  private(set) var severity: String?
  private(set) var hasSection = false
  private var section: Int?
  private var block: String?
  private var fence: Character?
  private var columns: [String]?
  private var task: (text: TaskText, line: Int, column: Int, indent: Int)?

  mutating func read(_ line: Substring, number: Int) {
    let text = line.drop { $0 == " " || $0 == "\t" }
    if let mark = text.first, mark == "`" || mark == "~", text.prefix(3).allSatisfy({ $0 == mark }), text.count >= 3 {
      fence = fence == nil ? mark : fence == mark ? nil : fence
      return
    }
    guard fence == nil else { return }
    if let name = marker(text, "begin") {
      endTask()
      (block, columns) = (name, nil)
    } else if marker(text, "end") != nil {
      block = nil
    } else if let block {
      if block == "actions" { readRow(text, number) } else if block == "head" { readHead(text) }
    } else {
      readProse(line, text, number)
    }
  }

  private func marker(_ text: Substring, _ word: String) -> String? {
    let open = "<!-- debrief:\(word) "
    guard text.hasPrefix(open) else { return nil }
    return String(text.dropFirst(open.count).prefix { $0 != " " })
  }

  private mutating func readHead(_ text: Substring) {
    let cells = TableRow.cells(text)
    guard cells.count >= 2, cells[0] == "Severity" else { return }
    severity = String(cells[1].drop { !$0.isLetter && !$0.isNumber })
  }

  private mutating func readRow(_ text: Substring, _ number: Int) {
    guard text.hasPrefix("|") else { return }
    let cells = TableRow.cells(text)
    guard let columns else { return columns = cells.map { $0.lowercased() } }
    let values = Dictionary(zip(columns, cells), uniquingKeysWith: { first, _ in first })
    guard let title = values["title"], !title.isEmpty, !title.allSatisfy({ $0 == "-" || $0 == ":" }),
      !title.contains("(suggested")
    else { return }
    var task = TaskText(title)
    for (name, value) in values where name != "title" && value != Words.unknown && value != "–" && value != "-" {
      task.set(name.split(separator: " ").joined(separator: "_"), value)
    }
    rows.append(task.item(line: number, column: 1))
  }

  private mutating func readProse(_ line: Substring, _ text: Substring, _ number: Int) {
    if !text.isEmpty { prose.append(.init(text: String(text), number: number)) }
    if text.hasPrefix("#") {
      endTask()
      return readHeading(text)
    }
    let indent = line.count - text.count
    if let start = TaskText.start(of: text) {
      endTask()
      task = (start, number, indent + 1, indent)
    } else if let open = task, !text.isEmpty, indent > open.indent {
      task?.text.add(text)
    } else {
      endTask()
    }
  }

  private mutating func readHeading(_ text: Substring) {
    let level = text.prefix { $0 == "#" }.count
    let title = text.dropFirst(level).lowercased()
    if ["action", "follow-up", "follow up", "next steps"].contains(where: { title.contains($0) }) {
      hasSection = true
      if section.map({ level <= $0 }) ?? true { section = level }
    } else if let open = section, level <= open {
      section = nil
    }
  }

  mutating func endTask() {
    guard let task else { return }
    tasks.append(Task(item: task.text.item(line: task.line, column: task.column), isInSection: section != nil))
    self.task = nil
  }
}

/// The cells of one row of a Markdown table.
private enum TableRow {
  static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.drop(while: { $0 == "|" }) {
      if isEscaped {
        cell.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append(plain(cell))
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return plain(cell).isEmpty ? cells : cells + [plain(cell)]
  }

  /// Without blanks at the ends, with `Markdown.inline`'s other escapes undone.
  private static func plain(_ cell: String) -> String {
    let text = cell.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
      .replacing("\u{2060}", with: "")
    return String(text.trimming { $0.isWhitespace })
  }
}

/// The words of one task while they are gathered.
private struct TaskText {
  private static let keys = [
    "type", "owner", "due", "priority", "status", "ticket", "done_when", "done when", "done-when",
  ]
  private static let types = ["prevent", "mitigate", "detect", "process"]
  private var action: ActionItem
  private var problems: [(key: String, text: String)] = []

  init(_ title: String) { action = ActionItem(title: title) }

  /// A task's first line: a bullet or a number, then a box; nil for every other line.
  static func start(of text: Substring) -> TaskText? {
    var rest = text
    if let first = rest.first, first == "-" || first == "*" || first == "+" {
      rest = rest.dropFirst()
    } else {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let dot = rest.dropFirst(digits.count).first, dot == "." || dot == ")" else { return nil }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard rest.first == " " else { return nil }
    rest = rest.drop { $0 == " " }
    guard rest.hasPrefix("["), let mark = rest.dropFirst().first, " xX".contains(mark),
      rest.dropFirst(2).hasPrefix("] ")
    else { return nil }
    var task = TaskText("")
    task.add(rest.dropFirst(4), isTitle: true)
    if mark != " " { task.action.status = "done" }
    return task
  }

  /// Takes the title, and the keys with their values, out of a line.
  mutating func add(_ line: Substring, isTitle: Bool = false) {
    let found = Self.keys(in: line)
    if isTitle { readTitle(line[..<(found.first?.start ?? line.endIndex)]) }
    for (index, key) in found.enumerated() {
      let end = index + 1 < found.count ? found[index + 1].start : line.endIndex
      set(key.name, Self.value(line[key.value..<end]))
    }
  }

  private mutating func readTitle(_ text: Substring) {
    let words = text.split(separator: " ")
    action.owner = words.first { $0.hasPrefix("@") && $0.count > 1 }.map {
      String($0.dropFirst().trimming { ",;:()".contains($0) })
    }
    action.ticket = words.lazy.compactMap { Self.ticket(String($0.trimming { ",;:()[]".contains($0) })) }.first
    action.title = String(text.trimming { $0.isWhitespace || "*_`—–-:;,(|".contains($0) })
  }

  /// `PAY-812`, `#12` or an address.
  private static func ticket(_ word: String) -> String? {
    if word.hasPrefix("https://") || word.hasPrefix("http://") { return word }
    if word.hasPrefix("#"), word.count > 1, word.dropFirst().allSatisfy(\.isNumber) { return word }
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count > 1, let first = parts[0].first, first.isUppercase, !parts[1].isEmpty,
      parts[0].allSatisfy({ $0.isUppercase || $0.isNumber }), parts[1].allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return word
  }

  mutating func set(_ name: String, _ value: String) {
    guard !value.isEmpty else { return }
    switch name {
    case "type":
      action.type = value.lowercased()
      if !Self.types.contains(value.lowercased()) {
        problems.append(("type", "the type '\(value)' is none of prevent, mitigate, detect, process"))
      }
    case "owner": action.owner = value
    case "due":
      action.due = value
      if !Self.isDate(value) { problems.append(("due", "'\(value)' is no date: write it as 2026-09-15")) }
    case "priority": action.priority = value
    case "status": action.status = value
    case "ticket": action.ticket = value
    default: if name.hasPrefix("done") { action.doneWhen = value }
    }
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    return text.utf8.count == 10 && parts.count == 3
      && CivilTime(year: parts[0], month: parts[1], day: parts[2]).isValid
  }

  func item(line: Int, column: Int) -> PostmortemActions.Item {
    PostmortemActions.Item(action: action, line: line, column: column, problems: problems)
  }

  private struct Key {
    var name: String
    var start: Substring.Index
    var value: Substring.Index
  }

  /// Keys followed by a colon, at the beginning of words.
  private static func keys(in line: Substring) -> [Key] {
    var found: [Key] = []
    var index = line.startIndex
    var before: Character = " "
    while index < line.endIndex {
      if !before.isLetter, !before.isNumber, let key = key(at: line[index...]) {
        found.append(Key(name: key.name, start: index, value: key.end))
        index = key.end
        before = ":"
      } else {
        before = line[index]
        index = line.index(after: index)
      }
    }
    return found
  }

  private static func key(at text: Substring) -> (name: String, end: Substring.Index)? {
    for key in keys {
      let word = text.prefix(key.count)
      guard word.lowercased() == key else { continue }
      let rest = text[word.endIndex...].drop { $0 == " " || $0 == "*" || $0 == "_" }
      if rest.first == ":" { return (key, rest.index(after: rest.startIndex)) }
    }
    return nil
  }

  private static func value(_ text: Substring) -> String {
    var value = text.trimming { $0.isWhitespace || "*`,;|—–(".contains($0) }
    if value.hasSuffix(")"), value.count(where: { $0 == "(" }) < value.count(where: { $0 == ")" }) {
      value = value.dropLast()
    }
    return String(value.trimming { $0.isWhitespace || "*`,;|—–-".contains($0) })
  }
}

extension StringProtocol {
  /// Without the characters of a kind at both ends.
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> SubSequence {
    var text = self[...].drop(while: isDropped)
    while let last = text.last, isDropped(last) { text = text.dropLast() }
    return text
  }
}
