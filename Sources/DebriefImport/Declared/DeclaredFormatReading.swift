internal import DebriefModel
internal import DebriefParsing

/// Reads the file that declares a format, and tries its samples: a pattern without a sample, or a sample without a pattern, is an
/// error, so that a declaration shows that it works.
struct DeclaredFormatReading {
  static let keys = ["id", "title", "origin", "pattern", "patterns", "time", "levels", "fields", "samples"]
  static let mostPatterns = 16
  static let mostSamples = 200

  private let root: JSONValue
  private(set) var format: DeclaredFormat
  private(set) var problems: [Diagnostic] = []
  private var kinds: [String: LinePattern.Kind] = [:]

  init(_ root: JSONValue, path: String) {
    self.root = root
    format = DeclaredFormat(id: "", title: "", path: path)
    guard root.isObject else {
      reject("the file declares no format", "it is not a mapping of keys to values")
      return
    }
    for member in root.members { checkKey(member.key.string ?? "") }
    readNames()
    readTimes()
    readLevels()
    readFields()
    readPatterns()
    if problems.isEmpty { trySamples() }
  }

  private mutating func reject(_ summary: String, _ reason: String? = nil, help: String? = nil) {
    problems.append(Diagnostic(.error, summary, reason: reason, place: format.path, help: help))
  }

  private mutating func checkKey(_ key: String) {
    guard !Self.keys.contains(key) else { return }
    let help = NearestName.of(key, among: Self.keys).map { "did you mean '\($0)'?" }
    reject("unknown key '\(key.prefix(80))'", help: help ?? "the keys are \(Self.keys.joined(separator: ", "))")
  }

  private mutating func readNames() {
    format.id = root["id"]?.scalarText ?? ""
    format.title = root["title"]?.scalarText ?? format.id
    format.origin = root["origin"]?.scalarText ?? ""
    let isWord = format.id.utf8.allSatisfy { (0x61...0x7A).contains($0) || Text.isDigit($0) || $0 == 0x2D }
    if format.id.isEmpty || format.id.utf8.count > 60 || !isWord {
      reject(
        "the format has no usable id", help: "write id: with lower-case letters, digits and -, such as shop-gateway")
    }
  }

  /// The texts of a value that is one text or a list of them.
  private func texts(_ value: JSONValue?) -> [String] {
    guard let value else { return [] }
    return value.isArray ? value.elements.compactMap { $0.scalarText } : [value.scalarText].compactMap { $0 }
  }

  private func members(_ value: JSONValue?) -> [(key: JSONValue, value: JSONValue)] {
    value.map { value in value.members.map { (key: $0.key, value: $0.value) } } ?? []
  }

  private mutating func readTimes() {
    for source in texts(root["time"]) where source != "auto" {
      do throws(Rejection) {
        format.layouts.append(try TimeLayout(source))
      } catch {
        reject(
          "the time layout cannot be used", error.reason,
          help: "write it as in strftime, such as '%Y-%m-%d %H:%M:%S.%f', or leave it out for the common ones")
      }
    }
  }

  private mutating func readLevels() {
    for member in members(root["levels"]) {
      let word = member.value.scalarText ?? ""
      guard let severity = Severity(name: word) else {
        let names = Severity.allCases.map { $0.name }
        reject(
          "the level '\(member.key.string ?? "")' means '\(word.prefix(80))', which is no severity",
          help: NearestName.of(word, among: names).map { "did you mean '\($0)'?" }
            ?? "the severities are \(names.joined(separator: ", "))")
        continue
      }
      format.levels[member.key.string ?? ""] = severity
    }
  }

  private mutating func readFields() {
    for member in members(root["fields"]) {
      let (name, word) = (member.key.string ?? "", member.value.scalarText ?? "")
      guard let kind = LinePattern.Kind(rawValue: word), kind != .time else {
        reject(
          "the field '\(name.prefix(80))' is said to be '\(word.prefix(80))', which is no kind of field",
          help: "use word, text, integer or number")
        continue
      }
      kinds[name] = kind
    }
  }

  private mutating func readPatterns() {
    let sources = texts(root["pattern"]) + texts(root["patterns"])
    if sources.isEmpty {
      reject("the format has no pattern", help: "write pattern: '{time} {level} [{logger}] {message}'")
    }
    if sources.count > Self.mostPatterns { reject("the format has more than \(Self.mostPatterns) patterns") }
    for source in sources.prefix(Self.mostPatterns) {
      do throws(Rejection) {
        let pattern = try LinePattern(source, kinds: kinds)
        try checkFacts(pattern)
        format.patterns.append(pattern)
      } catch {
        reject("the pattern '\(source.prefix(200))' cannot be used", error.reason)
      }
    }
    let used = Set(format.patterns.flatMap { $0.fields.map { $0.name } })
    for name in kinds.keys.sorted() where problems.isEmpty && !used.contains(name) {
      reject(
        "the field '\(name)' stands in no pattern",
        help: NearestName.of(name, among: used.sorted()).map { "did you mean '\($0)'?" })
    }
  }

  private func checkFacts(_ pattern: LinePattern) throws(Rejection) {
    let own = ["time", "level", "logger", "message"] + DeclaredFormat.subjectFields
    let facts = pattern.fields.count { !own.contains($0.name) }
    guard facts <= LogAttributes.most else {
      throw Rejection("it has \(facts) fields for facts, and an event keeps \(LogAttributes.most)")
    }
  }

  // MARK: Samples

  private mutating func trySamples() {
    let samples = root["samples"].map { Array($0.elements.prefix(Self.mostSamples + 1)) } ?? []
    if samples.count > Self.mostSamples { reject("the format has more than \(Self.mostSamples) samples") }
    var unmatched = Set(format.patterns.indices)
    for (index, sample) in samples.prefix(Self.mostSamples).enumerated() {
      let line = sample["line"]?.string ?? sample.string ?? ""
      let bytes = Array(line.prefix(while: { $0 != "\n" }).utf8)
      guard let (pattern, match) = firstMatch(bytes.span) else {
        rejectSample(index + 1, bytes.span)
        continue
      }
      unmatched.remove(pattern)
      check(sample, index + 1, bytes, format.patterns[pattern], match)
    }
    for pattern in unmatched.sorted() {
      reject(
        "no sample is matched by the pattern '\(format.patterns[pattern].source.prefix(200))'",
        help: "add a real line under samples:, with the fields it should give")
    }
  }

  private func firstMatch(_ line: Span<UInt8>) -> (Int, LinePattern.Match)? {
    for (index, pattern) in format.patterns.enumerated() {
      if let match = pattern.match(line, format.layouts) { return (index, match) }
    }
    return nil
  }

  /// Says of the pattern that came furthest what it expected and what stood there.
  private mutating func rejectSample(_ number: Int, _ line: Span<UInt8>) {
    var best: (pattern: LinePattern, progress: LinePattern.Progress)?
    for pattern in format.patterns {
      var progress = LinePattern.Progress()
      _ = pattern.match(line, format.layouts, &progress)
      if progress.byte >= best?.progress.byte ?? -1 { best = (pattern, progress) }
    }
    guard let best else { return }
    let rest = Text.excerpt(line.extracting(best.progress.byte..<line.count), limit: 60)
    reject(
      "no pattern matches sample \(number)",
      "'\(best.pattern.source.prefix(200))' expects \(best.pattern.words(at: best.progress)) at byte \(best.progress.byte), "
        + "where the line says '\(rest)'",
      help: "correct the pattern, the time layout or the sample, or add a second pattern")
  }

  private mutating func check(
    _ sample: JSONValue, _ number: Int, _ line: [UInt8], _ pattern: LinePattern, _ match: LinePattern.Match
  ) {
    var found: [String: String] = [:]
    for (field, range) in zip(pattern.fields, match.values) { found[field.name] = Text.string(line.span, range) }
    let level = zip(pattern.fields, match.values).first { $0.0.name == "level" }?.1
    if let level { found["severity"] = format.severity(line.span, level)?.name ?? Severity.unknown.name }
    found["at"] = Self.instant(match.clock)
    if found["severity"] == Severity.unknown.name {
      reject(
        "the level '\(found["level"]?.prefix(80) ?? "")' of sample \(number) says no severity",
        help: "name it under levels:, such as levels: {\(found["level"]?.prefix(20) ?? "W"): warning}")
    }
    for member in members(sample["fields"]) {
      compare(member.key.string ?? "", member.value.scalarText ?? "", found, number)
    }
  }

  private mutating func compare(_ name: String, _ expected: String, _ found: [String: String], _ number: Int) {
    guard let value = found[name] else {
      return reject(
        "sample \(number) has no field '\(name.prefix(80))'",
        help: "fields are those of the pattern, severity, and at for a time that states its year")
    }
    guard value != expected else { return }
    reject(
      "sample \(number) gives another \(name.prefix(80)) than it should",
      "it should be '\(expected.prefix(200))' and is '\(value.prefix(200))'")
  }

  /// RFC 3339; a clock without a zone is taken as UTC.
  private static func instant(_ clock: LogLine.Clock) -> String? {
    switch clock {
    case .full(let parsed): parsed.instant()?.rfc3339(parsed.precision)
    case .exact(let time): time.start.rfc3339(time.precision)
    case .yearless, .none: nil
    }
  }
}
