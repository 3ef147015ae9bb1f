public import DebriefModel
internal import DebriefParsing

/// Reads the messages of a Slack export, `<channel>/YYYY-MM-DD.json`, and what `conversations.history` answers.
///
/// The channel is the name of the folder. Who wrote is named as far as the messages say it (`user_profile`); ids stay
/// visible. `ts` is both time and id, and keeps all its digits. Format: slack.com/help, "Understand Slack data exports";
/// fields: docs.slack.dev, "message event".
public struct SlackExportImporter: Importer {
  public static let description = ImporterDescription(
    id: "slack-export", title: "Slack export", framing: .objects(elements: [["messages"]]),
    summary:
      "Each message becomes one chat event, a bot's too, its mark-up as plain text; who joined and left is only counted.",
    origin: "Slack: Settings & administration > Workspace settings > Import/Export Data; unpacked or as it is")

  /// Only about the channel itself; they would hide the conversation.
  private static let noise: Set<String> = [
    "channel_join", "channel_leave", "group_join", "group_leave", "bot_add", "bot_remove",
  ]
  /// Names that are remembered.
  private static let mostNames = 5000

  private var names: [String: String] = [:]
  private var comings = 0
  private var edited = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", "messages[]."] {
      guard outline[prefix + "type"] == "message", let ts = outline[prefix + "ts"], isStamp(ts) else { continue }
      return outline.hasAny(prefix + "user", prefix + "bot_id", prefix + "username", prefix + "text")
        ? .certain : .likely
    }
    return .no
  }

  /// `1456427378.000002`
  private static func isStamp(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 17, bytes[10] == 0x2E else { return false }
    return Timestamp.number(bytes.span, 0, 10) != nil && Timestamp.number(bytes.span, 11, 6) != nil
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope || root["messages"] != nil { return readEnvelope(root, &batch) }
    guard root.isObject, root["type"]?.equals("message") ?? false || root["ts"] != nil else {
      throw Rejection("not a Slack message: it has neither type nor ts")
    }
    let subtype = root["subtype"]?.string ?? ""
    guard !Self.noise.contains(subtype) else {
      comings += 1
      return
    }
    remember(root)
    batch.add(event(root, subtype, batch.context.path))
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if comings > 0 {
      batch.note(.assumption, "messages that only say who joined or left are no events: \(comings)")
    }
    if edited > 0 {
      batch.note(.warning, "messages edited after they were sent, whose text is later than their time: \(edited)")
    }
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    if root["has_more"]?.bool ?? false { batch.note(.limit, "the channel has more messages than this page") }
    if let error = root["error"]?.string { batch.note(.warning, "Slack answered: \(error)") }
  }

  private mutating func event(_ message: JSONValue, _ subtype: String, _ path: String) -> Event {
    let ts = message["ts"]?.scalarText ?? ""
    let channel = SlackExportImporter.channel(path)
    var attributes = author(message, subtype)
    attributes["channel"] = channel
    attributes["ts"] = ts
    if let thread = message["thread_ts"]?.scalarText, thread != ts { attributes["thread"] = thread }
    if let change = message["edited"] {
      edited += 1
      attributes["edited"] = change["ts"]?.scalarText ?? "true"
    }
    let reason = subtype.isEmpty || subtype == "bot_message" ? "message" : Prose.line(subtype)
    return Event(
      time: Self.time(ts), kind: .chat, severity: Self.severity(message),
      reason: attributes["thread"] != nil ? "reply" : reason,
      message: SlackText(message, SlackMarkup(names: names)).text, attributes: attributes.filter { !$0.value.isEmpty },
      identity: ts.isEmpty ? nil : EventIdentity(key: "slack:\(channel):\(ts)"))
  }

  private static func time(_ ts: String) -> EventTime? {
    let bytes = Array(ts.utf8)
    guard let stamp = Timestamp.epochText(bytes.span, at: 0), stamp.length == bytes.count else { return nil }
    return stamp.time
  }

  /// The colour that an alert bot gave its attachment.
  private static func severity(_ message: JSONValue) -> Severity {
    for attachment in message["attachments"]?.elements ?? JSONValue.none {
      switch attachment["color"]?.string?.lowercased() {
      case "danger": return .error
      case "warning": return .warning
      default: continue
      }
    }
    return .info
  }

  private func author(_ message: JSONValue, _ subtype: String) -> [String: String] {
    var attributes: [String: String] = [:]
    let isBot = message["bot_id"] != nil || subtype == "bot_message"
    let user = message["user"]?.string ?? message["bot_id"]?.string ?? ""
    let name = message["username"]?.string ?? message["bot_profile"]?["name"]?.string
    attributes[Attribute.actor] = Prose.line(names[user] ?? name ?? user)
    attributes[Attribute.actorKind] = isBot ? "service" : "human"
    attributes["user"] = Prose.line(user)
    return attributes
  }

  private mutating func remember(_ message: JSONValue) {
    guard let id = message["user"]?.string, let profile = message["user_profile"], names.count < Self.mostNames else {
      return
    }
    for name in [profile["real_name"], profile["display_name"], profile["name"]] {
      guard let text = name?.string, !text.isEmpty else { continue }
      names[id] = Prose.line(text)
      return
    }
  }

  /// The folder that a day's file lies in.
  private static func channel(_ path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : ""
  }
}
