import DebriefAnalysis
import DebriefModel

/// Reads a playbook from its file, line by line, and says with its place what is wrong.
struct PlaybookReading {
  /// The kinds of changes that a step may name.
  static let changes: Set<String> = [
    "rollout", "rollback", "scale", "cordon", "uncordon", "config", "policy", "secret", "exec", "create", "delete",
    "image",
  ]

  private var playbook = Playbook()
  private let place: String
  private var number = 0
  private var isCode = false

  private init(_ place: String) { self.place = place }

  /// Reads a file; `place` is shown in errors. O(text).
  static func read(_ text: String, place: String, isOwn: Bool) throws(Diagnostic) -> Playbook {
    var reading = PlaybookReading(place)
    reading.playbook.text = text
    reading.playbook.place = isOwn ? place : nil
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let end = try reading.front(lines)
    for (index, line) in lines.enumerated() where index > end {
      reading.number = index + 1
      try reading.body(String(line))
    }
    try reading.check()
    return reading.playbook
  }

  // MARK: Front matter

  private mutating func front(_ lines: [Substring]) throws(Diagnostic) -> Int {
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw Diagnostic(
        .error, "a playbook without front matter", reason: "it must begin with --- and end its front matter with ---",
        place: place, help: "debrief playbooks show crash-loop prints an example")
    }
    for index in 1..<end where !lines[index].allSatisfy({ $0.isWhitespace }) {
      number = index + 1
      try member(lines[index])
    }
    return end
  }

  private mutating func member(_ line: Substring) throws(Diagnostic) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let key = parts[0].trimmed
    let value = parts.count == 2 ? parts[1].trimmed : ""
    switch key {
    case "id": playbook.id = value
    case "title": playbook.title = value
    case "detectors": playbook.detectors = list(value)
    case "alerts": playbook.alerts = list(value)
    case "reasons": playbook.reasons = list(value)
    default:
      guard parts.count == 2, key.utf8.count >= 3, key.utf8.allSatisfy({ (65...90).contains($0) || $0 == 95 }) else {
        throw wrong(
          "unknown key “\(key)” in the front matter",
          help: "known: id, title, detectors, alerts, reasons, and values of commands in capitals, such as CELL")
      }
      playbook.values[key] = value
    }
  }

  private func list(_ value: String) -> [String] {
    let inner = value.hasPrefix("[") && value.hasSuffix("]") ? value.dropFirst().dropLast() : value[...]
    return inner.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
  }

  // MARK: Body

  private mutating func body(_ line: String) throws(Diagnostic) {
    let text = line[...].trimmed
    if text.hasPrefix("```") {
      isCode.toggle()
    } else if isCode {
      if !text.isEmpty { try command(text) }
    } else if text.hasPrefix("## ") {
      try heading(String(text.dropFirst(3)))
    } else if let step = numbered(line) {
      try add(step)
    } else if !text.isEmpty {
      prose(text)
    }
  }

  private mutating func heading(_ title: String) throws(Diagnostic) {
    guard let phase = Playbook.Phase.allCases.first(where: { $0.title == title }) else {
      let names = Playbook.Phase.allCases.map { $0.title }
      throw wrong(
        "unknown phase “\(title)”",
        help: Nearest.match(title, in: names).map { "did you mean “\($0)”?" }
          ?? "phases: \(names.joined(separator: ", "))")
    }
    guard !playbook.sections.contains(where: { $0.phase == phase }) else { throw wrong("the phase “\(title)” twice") }
    playbook.sections.append(Playbook.Section(phase: phase))
  }

  private func numbered(_ line: String) -> Substring? {
    let digits = line.prefix { $0.isNumber }
    guard !digits.isEmpty, line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return line.dropFirst(digits.count + 2)
  }

  private mutating func add(_ text: Substring) throws(Diagnostic) {
    guard let section = playbook.sections.indices.last else { throw wrong("a step before the first phase") }
    var step = Playbook.Step(text: text.trimmed)
    if let mark = step.text.firstIndex(of: "<"), step.text[mark...].hasPrefix("<!-- done:"), step.text.hasSuffix("-->")
    {
      step.done = list(String(step.text[mark...].dropFirst(10).dropLast(3).trimmed))
      step.text = step.text[..<mark].trimmed
    }
    for kind in step.done where !Self.changes.contains(kind) {
      throw wrong(
        "no change is called “\(kind)”", help: "changes: \(Self.changes.sorted().joined(separator: ", "))")
    }
    playbook.sections[section].steps.append(step)
  }

  private mutating func command(_ text: String) throws(Diagnostic) {
    guard let section = playbook.sections.indices.last, let step = playbook.sections[section].steps.indices.last else {
      throw wrong("a command outside a step")
    }
    for value in Playbook.openValues(of: text)
    where Playbook.commonValues[value] == nil && playbook.values[value] == nil {
      throw wrong(
        "the value \(value) is not explained", help: "add “\(value): what it stands for” to the front matter")
    }
    playbook.sections[section].steps[step].commands.append(text)
  }

  private mutating func prose(_ text: String) {
    guard let section = playbook.sections.indices.last else {
      if !text.hasPrefix("# ") { playbook.intro += playbook.intro.isEmpty ? text : " " + text }
      return
    }
    if text.hasPrefix("Stop when ") {
      playbook.sections[section].stop = text
    } else if let step = playbook.sections[section].steps.indices.last {
      if text.hasPrefix("Look at: ") {
        playbook.sections[section].steps[step].lookAt = String(text.dropFirst(9))
      } else {
        playbook.sections[section].steps[step].text += " " + text
      }
    }
  }

  // MARK: The whole

  private mutating func check() throws(Diagnostic) {
    number = 1
    let isSlug = playbook.id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard !playbook.id.isEmpty, isSlug else {
      throw wrong("no id, or one that is not made of lower-case letters, digits and hyphens")
    }
    guard !playbook.title.isEmpty else { throw wrong("no title") }
    guard !isCode else { throw wrong("a block of commands that does not end", help: "close it with ```") }
    guard playbook.sections.contains(where: { !$0.steps.isEmpty }) else { throw wrong("no steps") }
    let known = DetectorRegistry.descriptions.map { $0.id }
    for detector in playbook.detectors where !known.contains(detector) {
      throw wrong(
        "no detector is called “\(detector)”",
        help: Nearest.match(detector, in: known).map { "did you mean “\($0)”?" } ?? "debrief detectors lists them")
    }
  }

  private func wrong(_ summary: String, help: String? = nil) -> Diagnostic {
    Diagnostic(.error, summary, place: "\(place):\(number)", help: help)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var copy = self
    while copy.first?.isWhitespace == true { copy.removeFirst() }
    while copy.last?.isWhitespace == true { copy.removeLast() }
    return String(copy)
  }
}
