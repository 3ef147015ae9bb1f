internal import DebriefModel
internal import DebriefParsing

/// What stands around text that a command printed: lines of JSON about the tool that ran it, `stdout:`, a shell's prompt,
/// and what kubectl says instead of a result.
struct CapturedText {
  /// The API's kind, the namespace and the name that the command asked for; empty where it does not say.
  private(set) var kind = ""
  private(set) var namespace = ""
  private(set) var name = ""
  /// The command line, where it is told.
  private(set) var command = ""

  /// Whether a line stands around the text; learns from it what the command asked for.
  mutating func takes(_ line: Span<UInt8>, into batch: inout EventBatch) -> Bool {
    if takesMark(line) { return true }
    if Self.isRefusal(line) {
      batch.note(.missing, "instead of a result: " + Text.excerpt(line))
      return true
    }
    guard Self.mayBeWrapper(line), let object = batch.parseInnerJSON(line), object.isObject else { return false }
    learn(object)
    if let error = object["error"]?.string, let first = error.split(separator: "\n").first {
      batch.note(.missing, "the command failed: " + first.prefix(200))
    }
    return true
  }

  /// Takes `stdout:`, `stderr:` and a shell's prompt with its command.
  mutating func takesMark(_ line: Span<UInt8>) -> Bool {
    if let start = Self.prompt(line) {
      learn(command: Text.string(line, start..<line.count))
      return true
    }
    return Self.isMark(line)
  }

  /// `stdout:` or `stderr:`.
  static func isMark(_ line: Span<UInt8>) -> Bool {
    let text = Text.trimmed(line, 0..<line.count)
    return text.count == 7
      && (Text.matches(line, at: text.lowerBound, "stdout:") || Text.matches(line, at: text.lowerBound, "stderr:"))
  }

  /// Learns from a tool's account of the command it ran.
  mutating func learn(_ object: JSONValue) {
    if let command = object["invocation"]?.string ?? object["command"]?.string { learn(command: command) }
    for params in [object["match_params"], object["params"]] {
      if let kind = params?["kind"]?.string ?? params?["resource_type"]?.string {
        self.kind = ResourceKinds.named(kind)
      }
      if let namespace = params?["namespace"]?.string { self.namespace = namespace }
      if let name = params?["name"]?.string ?? params?["resource_name"]?.string { self.name = name }
    }
  }

  /// Reads `kubectl get pods -n shop` and its relatives.
  private mutating func learn(command: String) {
    self.command = String(command.prefix(500))
    (kind, namespace, name) = ("", "", "")
    let words = self.command.split(separator: "|").first?.split(separator: " ") ?? []
    let valued: Set<Substring> = ["-n", "--namespace", "-o", "--output", "-l", "--selector", "--sort-by", "--context"]
    var (i, plain) = (0, [Substring]())
    while i < words.count {
      let word = words[i]
      if (word == "-n" || word == "--namespace"), i + 1 < words.count { namespace = String(words[i + 1]) }
      if word.hasPrefix("--namespace=") { namespace = String(word.dropFirst(12)) }
      if !word.hasPrefix("-") { plain.append(word) }
      i += valued.contains(word) ? 2 : 1
    }
    guard let verb = plain.firstIndex(where: { ["get", "describe", "top"].contains($0) }), verb + 1 < plain.count else {
      return
    }
    let parts = plain[verb + 1].split(separator: "/", maxSplits: 1)
    kind = parts.first.map { ResourceKinds.named(String($0)) } ?? ""
    if parts.count > 1 { name = String(parts[1]) } else if verb + 2 < plain.count { name = String(plain[verb + 2]) }
  }

  /// Where the command begins in a line such as `$ kubectl get pods`.
  private static func prompt(_ line: Span<UInt8>) -> Int? {
    for mark: StaticString in ["$ kubectl ", "# kubectl ", "+ kubectl ", "$ oc ", "+ oc "]
    where Text.matches(line, at: 0, mark) {
      return 2
    }
    return Text.matches(line, at: 0, "kubectl ") ? 0 : nil
  }

  /// What kubectl prints where there is nothing to show or it must not.
  static func isRefusal(_ line: Span<UInt8>) -> Bool {
    let starts: [StaticString] = [
      "Error from server", "error: ", "No resources found", "No events found", "Unable to connect to the server",
      "The connection to the server", "Command `kubectl",
    ]
    return starts.contains { Text.matches(line, at: 0, $0) }
  }

  /// Where a line begins behind the mark of its encoding, or the quotation mark with which a tool began its copy of a text.
  static func start(_ line: Span<UInt8>) -> Int {
    var i = Text.matches(line, at: 0, "\u{FEFF}") ? 3 : 0
    let first = i
    while i < line.count && line[i] == 0x20 { i += 1 }
    return Text.matches(line, at: i, "\"NAME") || Text.matches(line, at: i, "\"Name:") ? i + 1 : first
  }

  static func mayBeWrapper(_ line: Span<UInt8>) -> Bool {
    let text = Text.trimmed(line, 0..<line.count)
    return text.count > 1 && line[text.lowerBound] == 0x7B && line[text.upperBound - 1] == 0x7D
  }
}

/// The first lines of captured text, for those who judge what it is.
struct CapturedHead {
  private static let mostLines = 200
  private static let mostWrappers = 4

  /// What the lines around the text tell.
  private(set) var around = CapturedText()
  /// The lines of the text itself that are not blank.
  private(set) var lines: [Range<Int>] = []
  /// Whether anything stands around the text.
  private(set) var hasSurroundings = false
  /// Whether kubectl says that there is nothing.
  private(set) var isRefused = false

  init(_ head: Span<UInt8>) {
    var start = Text.matches(head, at: 0, "\u{FEFF}") ? 3 : 0
    var wrappers = 0
    let reader = JSONReader()
    while start < head.count && lines.count < Self.mostLines {
      var end = start
      while end < head.count && head[end] != 0x0A { end += 1 }
      let range = Text.trimmed(head, start..<end).isEmpty ? start..<start : start..<end
      start = end + 1
      guard !range.isEmpty else { continue }
      let line = head.extracting(range)
      if wrappers < Self.mostWrappers, lines.isEmpty, takes(line, reader) {
        wrappers += 1
        hasSurroundings = true
      } else if CapturedText.isRefusal(line) {
        isRefused = true
      } else {
        lines.append(range.lowerBound..<(head[range.upperBound - 1] == 0x0D ? range.upperBound - 1 : range.upperBound))
      }
    }
  }

  private mutating func takes(_ line: Span<UInt8>, _ reader: JSONReader) -> Bool {
    if around.takesMark(line) { return true }
    guard CapturedText.mayBeWrapper(line) else { return false }
    do throws(JSONError) {
      let object = try reader.parse(line)
      guard object.isObject, object["log"] == nil else { return false }
      around.learn(object)
      if object["error"]?.string != nil { isRefused = true }
      return true
    } catch { return false }
  }
}
