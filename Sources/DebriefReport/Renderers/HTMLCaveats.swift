import DebriefModel

/// What single sources cannot show, and the lines beside the conclusions that rest on them.
extension HTMLParts {
  /// The ledger, folded after its first rows; nil when there is nothing to say.
  func caveats() -> Markup? {
    let ledger = CaveatLedger(narration.document.analysis.caveats)
    guard !ledger.rows.isEmpty else { return nil }
    let first = table(ledger.first, "What single sources cannot show")
    guard !ledger.rest.isEmpty else { return first }
    return """
      \(first)
      <details class="more"><summary>\(Words.count(ledger.rest.count)) more</summary>
      \(table(ledger.rest, "More of what single sources cannot show"))
      </details>
      """
  }

  private func table(_ rows: ArraySlice<CaveatLedger.Row>, _ caption: String) -> Markup {
    var table = HTMLTable(
      caption, [.init("Limit"), .init("What"), .init("When (UTC)", "t"), .init("Source", "src")], style: "filter")
    for row in rows {
      let places = row.named.map { path -> Markup in
        sources.anchor(of: path).map { "<a href=\"#\($0)\">\(path)</a>" } ?? "\(path)"
      }
      let more: Markup = row.unnamed > 0 ? "<br><small>and \(Words.count(row.unnamed)) more</small>" : ""
      table.row(["\(row.kind.words)", "\(row.text)", "\(row.when)", "\(places.joined("<br>"))\(more)"])
    }
    return table.markup
  }

  /// The caveats of one conclusion, a line each.
  func caveats(_ caveats: [Caveat]) -> Markup {
    caveats.map { caveat -> Markup in "<br><small class=\"caveat\">caveat: \(CaveatLedger.line(caveat))</small>" }
      .joined()
  }
}
