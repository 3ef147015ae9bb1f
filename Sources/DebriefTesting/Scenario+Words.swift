import DebriefModel

/// The words of one line of a scenario.
struct Words {
  private var rest: ArraySlice<Substring>
  private let place: Scenario.Malformed

  init(_ line: Substring, place: Scenario.Malformed) {
    rest = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }[...]
    self.place = place
  }

  func malformed(_ reason: String) -> Scenario.Malformed {
    Scenario.Malformed(scenario: place.scenario, line: place.line, reason: reason)
  }

  mutating func next() -> Substring? { rest.popFirst() }

  private mutating func need(_ what: String) throws -> Substring {
    guard let word = next() else { throw malformed("expected \(what)") }
    return word
  }

  /// Takes the next word when it has a meaning here.
  private mutating func take<T>(_ meaning: (Substring) -> T?) -> T? {
    guard let word = rest.first, let value = meaning(word) else { return nil }
    rest.removeFirst()
    return value
  }

  // MARK: Events

  mutating func events(line: Int) throws -> [Event] {
    let time = try need("a time")
    let range = time == "?" ? nil : try timeRange(time)
    let count = take { $0.hasPrefix("x") ? Int($0.dropFirst()) : nil } ?? 1
    let repetition = try repetition()
    let subject = try self.subject(try need("a subject"))
    var event = Event(
      time: range.map { EventTime($0.start, through: $0.end) }, count: count, kind: .kubernetes, severity: .info,
      subject: subject,
      provenance: Provenance(line: line, byte: line * 1000))
    try describe(&event)
    guard let repetition, let first = range?.start else { return [event] }
    return copies(of: event, from: first, step: repetition.step, until: repetition.until)
  }

  private func copies(of event: Event, from first: Instant, step: TimeSpan, until end: Instant) -> [Event] {
    var copies: [Event] = []
    var at = first
    while at <= end, copies.count < 10_000 {
      var copy = event
      copy.time = EventTime(at)
      copy.provenance.byte += copies.count
      copies.append(copy)
      at = at + step
    }
    return copies
  }

  private mutating func describe(_ event: inout Event) throws {
    event.kind = take(Words.kind) ?? .kubernetes
    if let severity = take(Words.severity) { event.severity = severity }
    switch event.kind {
    case .alert:
      event.attributes[Attribute.alertState] = String(try need("pending or firing"))
      event.severity = max(event.severity, .warning)
    case .page: event.attributes[Attribute.page] = String(try need("what was done"))
    case .change: event.attributes[Attribute.change] = String(try need("what was done"))
    default: break
    }
    if let severity = take(Words.severity) { event.severity = severity }
    if [.kubernetes, .state, .alert].contains(event.kind) { event.reason = take(Words.reason) ?? "" }
    event.message = message(&event)
  }

  private mutating func message(_ event: inout Event) -> String {
    let isProse = [.log, .chat, .annotation].contains(event.kind)
    var text: [Substring] = []
    while let word = next() {
      let parts = word.split(separator: "=", maxSplits: 1)
      if !isProse, parts.count == 2, parts[0].allSatisfy({ $0.isLowercase || $0 == "_" || $0 == "." }) {
        event.attributes[String(parts[0])] = String(parts[1])
      } else {
        text.append(word)
      }
    }
    return text.joined(separator: " ")
  }

  private mutating func repetition() throws -> (step: TimeSpan, until: Instant)? {
    guard take({ $0 == "every" ? true : nil }) != nil else { return nil }
    let step = try span(try need("a step"))
    guard step > .zero, take({ $0 == "until" ? true : nil }) != nil else { throw malformed("expected “until TIME”") }
    return (step, Scenario.origin + (try span(try need("a time"))))
  }

  private static func kind(_ word: Substring) -> EventKind? {
    switch word {
    case "event": .kubernetes
    case "note": .annotation
    case "log", "alert", "page", "change", "state", "chat", "audit", "trace": EventKind(rawValue: String(word))
    default: nil
    }
  }

  private static func severity(_ word: Substring) -> Severity? {
    word == "normal" ? .info : Severity(name: String(word))
  }

  private static func reason(_ word: Substring) -> String? {
    guard word.first?.isUppercase == true, word.count > 2, word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "=" })
    else {
      return nil
    }
    return String(word)
  }

  // MARK: Times and subjects

  private func timeRange(_ word: Substring) throws -> TimeRange {
    let dots = word.split(separator: ".", omittingEmptySubsequences: true)
    guard let first = dots.first, let last = dots.last, dots.count <= 2 else {
      throw malformed("“\(word)” is not a time")
    }
    return TimeRange(Scenario.origin + (try span(first)), Scenario.origin + (try span(last)))
  }

  private func span(_ word: Substring) throws -> TimeSpan {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    var seconds = 0
    var digits = ""
    for character in word {
      if character.isNumber {
        digits.append(character)
      } else if let unit = units[character], let value = Int(digits), value < 1_000_000 {
        seconds += value * unit
        digits = ""
      } else {
        throw malformed("“\(word)” is not a length of time such as 1m30s")
      }
    }
    guard digits.isEmpty, !word.isEmpty else { throw malformed("“\(word)” has no unit") }
    return .seconds(Double(seconds))
  }

  private static let kinds = Dictionary(
    uniqueKeysWithValues: [
      "Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "ConfigMap",
      "Secret",
      "Namespace", "PersistentVolumeClaim", "Ingress", "NetworkPolicy", "HorizontalPodAutoscaler",
    ].map { ($0.lowercased(), $0) })

  private func subject(_ word: Substring) throws -> Subject {
    if word == "-" { return .none }
    var path = word
    var container = ""
    if let bracket = word.firstIndex(of: "["), word.hasSuffix("]") {
      container = String(word[word.index(after: bracket)...].dropLast())
      path = word[..<bracket]
    }
    let parts = path.split(separator: "/").map(String.init)
    switch parts.count {
    case 1: return Subject(namespace: "default", kind: "Pod", name: parts[0], container: container)
    case 2:
      guard let kind = Words.kinds[parts[0].lowercased()] else {
        return Subject(namespace: parts[0], kind: "Pod", name: parts[1], container: container)
      }
      return Subject(namespace: kind == "Node" ? "" : "default", kind: kind, name: parts[1], container: container)
    case 3:
      let kind = Words.kinds[parts[1].lowercased()] ?? parts[1]
      return Subject(namespace: parts[0], kind: kind, name: parts[2], container: container)
    default: throw malformed("“\(word)” is not a subject")
    }
  }

  // MARK: Other statements

  mutating func relation() throws -> Relation {
    let from = try subject(try need("a subject"))
    let verb = try need("owns, runs_on or calls")
    guard let kind = Relation.Kind(rawValue: String(verb)) else {
      throw malformed("“\(verb)” is not owns, runs_on or calls")
    }
    return Relation(kind, from: from, to: try subject(try need("a subject")))
  }

  mutating func series() throws -> (series: Series, samples: [Sample]) {
    let selector = String(try need("a metric"))
    let step = take { $0 == "every" ? true : nil } == nil ? TimeSpan.seconds(15) : try span(try need("a step"))
    var samples: [Sample] = []
    var at = Scenario.origin
    while let word = next() {
      let parts = word.split(separator: "x", maxSplits: 1)
      guard let count = parts.count == 2 ? Int(parts[1]) : 1, count <= 100_000 else {
        throw malformed("“\(word)” is not VALUExCOUNT")
      }
      let level = parts[0].split(separator: "~", maxSplits: 1).map { Double($0) }
      guard let value = level.first, let value = value ?? (parts[0] == "_" ? .nan : nil),
        let noise = level.count == 2 ? level[1] : 0
      else { throw malformed("“\(word)” is not VALUExCOUNT") }
      for _ in 0..<count {
        if parts[0] != "_" { samples.append(Sample(at: at, value: value + noise * Words.jitter(samples.count))) }
        at = at + step
      }
    }
    let (metric, labels) = try name(selector)
    return (
      Series(metric: metric, labels: labels, step: step.seconds, provenance: Provenance(line: place.line, byte: 0)),
      samples
    )
  }

  /// The same irregular value within −1…1 for the same sample in every run.
  private static func jitter(_ index: Int) -> Double {
    var z = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z ^= z >> 27
    return Double(z >> 11) / Double(1 << 52) - 1
  }

  private func name(_ selector: String) throws -> (String, [String: String]) {
    guard let brace = selector.firstIndex(of: "{") else { return (selector, [:]) }
    guard selector.hasSuffix("}") else { throw malformed("“\(selector)” has no closing brace") }
    var labels: [String: String] = [:]
    for pair in selector[selector.index(after: brace)...].dropLast().split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw malformed("“\(pair)” is not label=\"value\"") }
      labels[String(parts[0])] = String(parts[1].filter { $0 != "\"" })
    }
    return (String(selector[..<brace]), labels)
  }

  /// The rest of the line as it was written, but for its spaces.
  var remainder: String { rest.joined(separator: " ") }

  mutating func truth() throws -> (Milestone.Name, TimeSpan?) {
    let word = try need("a milestone")
    guard let name = Milestone.Name(rawValue: String(word)) else { throw malformed("“\(word)” is not a milestone") }
    let time = try need("a time or unknown")
    return (name, time == "unknown" ? nil : try span(time))
  }

  mutating func expectation() throws -> Scenario.Expectation {
    let word = try need("what to expect")
    switch word {
    case "nothing": return .nothing
    case "lead": return .lead(subject: String(try need("a subject")))
    case "no":
      let name = try need("a milestone")
      guard let milestone = Milestone.Name(rawValue: String(name)) else {
        throw malformed("“\(name)” is not a milestone")
      }
      return .noMilestone(milestone)
    default:
      if let milestone = Milestone.Name(rawValue: String(word)) {
        return .milestone(milestone, try span(try need("a time")))
      }
      return .finding(detector: String(word), subject: String(try need("a subject")))
    }
  }
}
