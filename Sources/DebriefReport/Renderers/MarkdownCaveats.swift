import DebriefModel

/// What single sources cannot show, and the words beside the conclusions that rest on them.
extension MarkdownParts {
  /// The first rows of the ledger as a list; nil when there is nothing to say.
  func caveats() -> MarkdownText? {
    let ledger = CaveatLedger(narration.document.analysis.caveats)
    guard !ledger.rows.isEmpty else { return nil }
    let lines = ledger.first.map { row -> MarkdownText in
      let more: MarkdownText = row.unnamed > 0 ? " and \(Words.count(row.unnamed)) more" : ""
      let when: MarkdownText = row.when.isEmpty ? "" : ", \(row.when)"
      return "- \(row.kind.words): \(row.text)\(when) (\(row.named.map(code).joined(", "))\(more))"
    }
    let rest: MarkdownText =
      ledger.rest.isEmpty ? "" : "\n- \(Words.count(ledger.rest.count)) more: see analysis.json"
    return lines.joined("\n") + rest
  }

  /// The caveats of one conclusion.
  func caveats(_ caveats: [Caveat]) -> MarkdownText {
    caveats.map { caveat -> MarkdownText in " *Caveat: \(CaveatLedger.line(caveat)).*" }.joined()
  }
}
