internal import DebriefParsing

/// Slack's mark-up as plain text: mentions, channels, links, dates and the three escaped characters
/// (docs.slack.dev, "Formatting message text").
struct SlackMarkup {
  /// Names of people by their id, as far as the messages read so far give them.
  let names: [String: String]

  /// The text without mark-up; what is not closed stays as it is. O(n).
  func plain(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var clean: [UInt8] = []
    clean.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == 0x3C, let end = close(bytes.span, i), let link = link(Text.string(bytes.span, (i + 1)..<end)) {
        clean.append(contentsOf: link.utf8)
        i = end + 1
      } else {
        Self.step(bytes.span, &i, into: &clean)
      }
    }
    return Text.string(clean.span)
  }

  /// The `>` that closes the `<` at `start`, on the same line and near.
  private func close(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    var i = start + 1
    while i < bytes.count, i - start < 4096, bytes[i] != 0x0A, bytes[i] != 0x3C {
      if bytes[i] == 0x3E { return i > start + 1 ? i : nil }
      i += 1
    }
    return nil
  }

  /// What stands between `<` and `>`; nil when it is no mark-up.
  private func link(_ inner: String) -> String? {
    let parts = inner.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let target = String(parts[0].dropFirst())
    let label = parts.count > 1 ? Self.unescaped(String(parts[1])) : ""
    switch parts[0].first {
    case "@": return "@" + (label.isEmpty ? names[target] ?? target : label)
    case "#": return "#" + (label.isEmpty ? target : label)
    case "!": return special(target, label)
    default:
      guard parts[0].utf8.contains(0x3A) else { return nil }
      let url = Self.unescaped(String(parts[0]))
      return label.isEmpty || url.hasSuffix(label) ? url : "\(label) (\(url))"
    }
  }

  /// `<!here>`, `<!subteam^S1|@payments>`, `<!date^1787847300^{date}|27 Aug 2026>`.
  private func special(_ target: String, _ label: String) -> String {
    if target.hasPrefix("date^") { return label.isEmpty ? target : label }
    let name = label.isEmpty ? String(target.prefix { $0 != "^" }) : label
    return name.hasPrefix("@") ? name : "@" + name
  }

  /// `&amp;`, `&lt;` and `&gt;` as characters.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(0x26) else { return text }
    let bytes = Array(text.utf8)
    var clean: [UInt8] = []
    var i = 0
    while i < bytes.count { step(bytes.span, &i, into: &clean) }
    return Text.string(clean.span)
  }

  private static func step(_ bytes: Span<UInt8>, _ i: inout Int, into clean: inout [UInt8]) {
    let escapes: [(StaticString, UInt8)] = [("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E)]
    if bytes[i] == 0x26, let escape = escapes.first(where: { Text.matches(bytes, at: i, $0.0) }) {
      clean.append(escape.1)
      i += escape.0.utf8CodeUnitCount
    } else {
      clean.append(bytes[i])
      i += 1
    }
  }
}
