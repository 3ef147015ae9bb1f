internal import DebriefParsing

/// What a Slack message says: its text, else its blocks, and the attachments that alert bots write into.
struct SlackText {
  /// Deeper blocks than this are not read: evidence may nest without end.
  private static let deepest = 12
  private let markup: SlackMarkup
  private var pieces: [String] = []

  /// Reads a message; `text` is empty where it says nothing.
  init(_ message: JSONValue, _ markup: SlackMarkup) {
    self.markup = markup
    let text = message["text"]?.string ?? ""
    add(markup.plain(text))
    if pieces.isEmpty { addBlocks(message["blocks"]) }
    let isSaid = !pieces.isEmpty
    for attachment in message["attachments"]?.elements ?? JSONValue.none {
      // A preview that Slack made of a link says nothing that was said.
      let isPreview = attachment["from_url"] != nil || attachment["original_url"] != nil
      if !isSaid || !isPreview { addAttachment(attachment) }
    }
    addFiles(message)
  }

  var text: String { Prose.clean(pieces.joined(separator: "\n")) }

  private mutating func add(_ piece: String) {
    guard pieces.count < 200, piece.utf8.contains(where: { !Text.isSpace($0) }) else { return }
    guard !pieces.contains(where: { $0 == piece || $0.hasSuffix(piece) }) else { return }
    pieces.append(piece)
  }

  private mutating func addMarked(_ value: JSONValue?) {
    if let text = value?.string { add(markup.plain(text)) }
  }

  private mutating func addAttachment(_ attachment: JSONValue) {
    let before = pieces.count
    addMarked(attachment["pretext"])
    addMarked(attachment["title"])
    addMarked(attachment["text"])
    for field in attachment["fields"]?.elements ?? JSONValue.none {
      let title = field["title"]?.string ?? ""
      let value = field["value"]?.scalarText ?? ""
      add(markup.plain(title.isEmpty || value.isEmpty ? title + value : "\(title): \(value)"))
    }
    addBlocks(attachment["blocks"])
    if pieces.count == before { addMarked(attachment["fallback"]) }
  }

  private mutating func addFiles(_ message: JSONValue) {
    for file in message["files"]?.elements ?? JSONValue.none {
      if let name = file["title"]?.string ?? file["name"]?.string { add("(file: \(name))") }
    }
  }

  /// Block Kit: sections, headers, contexts, and the rich text that people's messages are kept in.
  private mutating func addBlocks(_ blocks: JSONValue?) {
    for block in blocks?.elements ?? JSONValue.none {
      if block["type"]?.equals("rich_text") ?? false {
        var line = ""
        appendRich(block, depth: 0, to: &line)
        add(line)
        continue
      }
      addMarked(block["text"]?["text"] ?? block["text"])
      for field in block["fields"]?.elements ?? JSONValue.none { addMarked(field["text"]) }
      for element in block["elements"]?.elements ?? JSONValue.none { addMarked(element["text"]) }
    }
  }

  private func appendRich(_ value: JSONValue, depth: Int, to line: inout String) {
    guard depth < Self.deepest, line.utf8.count < LineText.longestMessage else { return }
    for element in value["elements"]?.elements ?? JSONValue.none {
      if depth == 0 && !line.isEmpty { line += "\n" }
      if element["elements"] != nil {
        appendRich(element, depth: depth + 1, to: &line)
      } else {
        line += leaf(element)
      }
    }
  }

  private func leaf(_ element: JSONValue) -> String {
    let text = element["text"]?.string
    switch element["type"]?.string {
    case "link":
      let url = element["url"]?.string ?? ""
      return text.map { "\($0) (\(url))" } ?? url
    case "user":
      let id = element["user_id"]?.string ?? ""
      return "@" + (markup.names[id] ?? id)
    case "channel": return "#" + (element["channel_id"]?.string ?? "")
    case "broadcast": return "@" + (element["range"]?.string ?? "here")
    case "usergroup": return "@" + (element["usergroup_id"]?.string ?? "")
    case "emoji": return ":" + (element["name"]?.string ?? "") + ":"
    default: return text ?? ""
    }
  }
}
