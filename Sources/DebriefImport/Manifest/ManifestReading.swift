internal import DebriefModel
internal import DebriefParsing

/// Reads a manifest key by key: what is right is taken, what is wrong is listed, what is unknown is named.
struct ManifestReading {
  /// The keys of the contract.
  static let keys = [
    "id", "title", "severity", "status", "services", "teams", "cause", "timezone", "captured_at", "milestones",
    "narrative",
    "actions",
    "slos", "ignore",
  ]
  /// Keys that tell a manifest from other files.
  static let tellingKeys = [
    "title", "severity", "status", "services", "milestones", "narrative", "actions", "slos", "captured_at",
  ]
  static let statuses = ["open", "resolved", "reviewed", "closed"]
  static let causes = ["application", "misconfiguration", "resource", "network", "infrastructure"]
  static let actionTypes = ["prevent", "mitigate", "detect", "process"]
  /// More entries of one list than this are rejected.
  static let longestList = 1000

  static let actionKeys = ["title", "type", "owner", "due", "priority", "status", "ticket", "done_when"]

  /// A value that cannot be used.
  struct Problem {
    /// Where it stands, e.g. `actions[1].due`.
    var path: String
    var text: String
    var excerpt: String
    var reason: String { "\(path) \(text)" }
  }

  /// A key that means nothing.
  struct UnknownKey {
    var path: String
    /// The known key that was probably meant.
    var nearest: String?
    var known: [String]
    var warning: String { "unknown key '\(path)' is not used" + (nearest.map { "; did you mean '\($0)'?" } ?? "") }
  }

  let root: JSONValue
  /// The manifest's own zone; where it names none, the zone assumed for the folder.
  private(set) var zone: AssumedZone
  var manifest = Manifest()
  private(set) var milestones: [(name: Milestone.Name, time: EventTime)] = []
  private(set) var problems: [Problem] = []
  private(set) var unknownKeys: [UnknownKey] = []
  /// Where each action of the manifest stands, e.g. `actions[2]`.
  private(set) var actionPaths: [String] = []
  private(set) var assumedZone = false

  init(_ root: JSONValue, zone: AssumedZone) { (self.root, self.zone) = (root, zone) }

  /// Reads everything. The zone comes first, because times further down may depend on it.
  mutating func read() {
    readZone()
    for member in root.members {
      let key = member.key.string ?? ""
      if !member.value.isNull { read(key, member.value) }
    }
    milestones.sort { $0.name < $1.name }
  }

  private mutating func readZone() {
    guard let value = root["timezone"] else { return }
    guard let name = value.string, let named = AssumedZone(name) else {
      return reject(
        "timezone", "is no zone: use an IANA name such as Europe/Berlin, or an offset such as +02:00", value)
    }
    (zone, manifest.timezone) = (named, name)
  }

  private mutating func read(_ key: String, _ value: JSONValue) {
    switch key {
    case "id": manifest.id = text(key, value)
    case "title": manifest.title = text(key, value)
    case "severity": manifest.severity = text(key, value)
    case "status": manifest.status = choice(key, value, Self.statuses)
    case "cause": manifest.cause = choice(key, value, Self.causes)
    case "services": manifest.services = texts(key, value)
    case "teams": manifest.teams = texts(key, value)
    case "ignore": manifest.ignore = texts(key, value)
    case "timezone": break
    case "captured_at": manifest.capturedAt = time(key, value)?.start
    case "milestones": readMilestones(value)
    case "narrative": readNarrative(value)
    case "actions": for item in items(key, value) { readAction(item.name, item.value) }
    case "slos": for item in items(key, value) { readObjective(item.name, item.value) }
    default: unknown(key, in: "", among: Self.keys)
    }
  }

  private mutating func readMilestones(_ value: JSONValue) {
    guard value.isObject else { return reject("milestones", "must map names to times", value) }
    for member in value.members where !member.value.isNull {
      let key = member.key.string ?? ""
      guard let name = Milestone.Name(rawValue: key) else {
        unknown(key, in: "milestones.", among: Milestone.Name.allCases.map(\.rawValue))
        continue
      }
      guard let time = time("milestones.\(key)", member.value), manifest.milestones[name] == nil else { continue }
      manifest.milestones[name] = time.start
      milestones.append((name, time))
    }
  }

  private mutating func readNarrative(_ value: JSONValue) {
    guard value.isObject else {
      return reject("narrative", "must hold summary, went_well, went_poorly and got_lucky", value)
    }
    for member in value.members where !member.value.isNull {
      let key = member.key.string ?? ""
      switch key {
      case "summary": manifest.narrative.summary = text("narrative.summary", member.value)
      case "went_well": manifest.narrative.wentWell = texts("narrative.went_well", member.value)
      case "went_poorly": manifest.narrative.wentPoorly = texts("narrative.went_poorly", member.value)
      case "got_lucky": manifest.narrative.gotLucky = texts("narrative.got_lucky", member.value)
      default: unknown(key, in: "narrative.", among: ["summary", "went_well", "went_poorly", "got_lucky"])
      }
    }
  }

  private mutating func readAction(_ path: String, _ value: JSONValue) {
    if let title = value.string, !title.isEmpty { return add(ActionItem(title: title), path) }
    guard value.isObject, let title = value["title"].flatMap({ text("\(path).title", $0) }), !title.isEmpty else {
      return reject(path, "needs a title", value)
    }
    var action = ActionItem(title: title)
    for member in value.members where !member.value.isNull {
      let (key, value) = (member.key.string ?? "", member.value)
      let place = "\(path).\(key)"
      switch key {
      case "title": break
      case "type": action.type = choice(place, value, Self.actionTypes)
      case "owner": action.owner = text(place, value)
      case "due": action.due = date(place, value)
      case "priority": action.priority = text(place, value)
      case "status": action.status = text(place, value)
      case "ticket": action.ticket = text(place, value)
      case "done_when": action.doneWhen = text(place, value)
      default:
        unknown(key, in: "\(path).", among: Self.actionKeys)
      }
    }
    add(action, path)
  }

  private mutating func add(_ action: ActionItem, _ path: String) {
    manifest.actions.append(action)
    actionPaths.append(path)
  }

  private mutating func readObjective(_ path: String, _ value: JSONValue) {
    for member in value.members where !["name", "objective", "errors"].contains(member.key.string ?? "") {
      unknown(member.key.string ?? "", in: "\(path).", among: ["name", "objective", "errors"])
    }
    guard let errors = value["errors"].flatMap({ text("\(path).errors", $0) }), !errors.isEmpty else {
      return reject("\(path).errors", "must be a series selector such as error_ratio{service=\"checkout\"}", value)
    }
    let number = value["objective"].flatMap { $0.double ?? $0.string.flatMap { Double($0) } }
    guard let objective = number, objective > 0, objective < 100 else {
      return reject(
        "\(path).objective", "must be a percentage above 0 and below 100, such as 99.9", value["objective"] ?? value)
    }
    let name = value["name"].flatMap { text("\(path).name", $0) } ?? errors
    manifest.slos.append(Manifest.SLO(name: name, objective: objective, errors: errors))
  }
}

extension ManifestReading {
  private mutating func text(_ path: String, _ value: JSONValue) -> String? {
    if let text = value.scalarText { return text }
    reject(path, "must be text", value)
    return nil
  }

  private mutating func choice(_ path: String, _ value: JSONValue, _ choices: [String]) -> String? {
    guard let word = value.string, choices.contains(word.lowercased()) else {
      let hint =
        value.string.flatMap { NearestName.of($0.lowercased(), among: choices) }.map { "; did you mean '\($0)'?" } ?? ""
      reject(path, "must be one of \(choices.joined(separator: ", "))\(hint)", value)
      return nil
    }
    return word.lowercased()
  }

  /// A list of texts; a single text counts as a list of one.
  private mutating func texts(_ path: String, _ value: JSONValue) -> [String] {
    if let text = value.scalarText { return text.isEmpty ? [] : [text] }
    return items(path, value).compactMap { text($0.name, $0.value) }
  }

  private mutating func items(_ path: String, _ value: JSONValue) -> [(name: String, value: JSONValue)] {
    guard value.isArray else {
      reject(path, "must be a list", value)
      return []
    }
    let items = Array(value.elements.prefix(Self.longestList + 1))
    if items.count > Self.longestList {
      reject(path, "has more than \(Self.longestList) entries: the rest is left out", value)
    }
    return items.prefix(Self.longestList).enumerated().map { ("\(path)[\($0.offset)]", $0.element) }
  }

  /// A time: RFC 3339, or without an offset in the manifest's zone, or without seconds.
  private mutating func time(_ path: String, _ value: JSONValue) -> EventTime? {
    guard let text = value.string, let parsed = Self.parse(text) ?? Self.parse(text + ":00"),
      let time = parsed.eventTime(assumedOffset: parsed.offset == nil ? zone.offset(at: parsed.civil) : 0)
    else {
      reject(path, "is no time: write it as 2026-08-27T18:16:37Z", value)
      return nil
    }
    if parsed.offset == nil { assumedZone = true }
    return time
  }

  private static func parse(_ text: String) -> ParsedTime? {
    var copy = text
    return copy.withUTF8 { buffer in
      guard let parsed = unsafe Timestamp.rfc3339(buffer.span), parsed.length == buffer.count else { return nil }
      return parsed
    }
  }

  /// A date as `YYYY-MM-DD`, a time of day after it left out.
  private mutating func date(_ path: String, _ value: JSONValue) -> String? {
    let text = value.string ?? ""
    let day = String(text.prefix(10))
    let rest = text.dropFirst(10)
    guard Self.parse(day + "T00:00:00Z") != nil, rest.isEmpty || rest.hasPrefix("T") || rest.hasPrefix(" ") else {
      reject(path, "is no date: write it as 2026-09-15", value)
      return nil
    }
    return day
  }

  private mutating func unknown(_ key: String, in path: String, among keys: [String]) {
    unknownKeys.append(
      UnknownKey(path: "\(path)\(key.prefix(80))", nearest: NearestName.of(key, among: keys), known: keys))
  }

  private mutating func reject(_ path: String, _ reason: String, _ value: JSONValue) {
    let excerpt = value.scalarText ?? (value.isArray ? "a list" : value.isObject ? "a mapping" : "nothing")
    problems.append(Problem(path: path, text: reason, excerpt: String(excerpt.prefix(200))))
  }
}
