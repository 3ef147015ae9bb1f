import DebriefModel

extension HTMLParts {
  /// What was logged before and during.
  func logPatterns() -> Markup {
    let patterns = narration.document.analysis.logPatterns
    guard !patterns.patterns.isEmpty else { return paragraph("No dated log line is in the evidence.") }
    var table = HTMLTable(
      "Log patterns, the most telling first; <*> stands for what differs",
      [
        .init("Change"), .init("Before", "r"), .init("During", "r"), .init("Score", "r"), .init("Severity"),
        .init("Pattern"), .init("Objects", "r"), .init("First", "t"),
      ], style: "filter")
    for (pattern, numbers) in narration.logPatterns {
      table.row([
        "\(PatternText.change(pattern))", "<span class=\"num\">\(Words.count(pattern.baseline))</span>",
        "<span class=\"num\">\(Words.count(pattern.incident))</span>",
        pattern.score.map { "<span class=\"num\">\(Words.fixed($0, 1))</span>" } ?? unknown(),
        severity(pattern.severity),
        "<code>\(VisibleText.excerpt(pattern.pattern, limit: 300))</code>\(citations(numbers))",
        "<span class=\"num\">\(Words.count(pattern.objects))</span>",
        pattern.first.map { time($0) } ?? unknown(),
      ])
    }
    let rest: Markup =
      PatternText.remainder(patterns, shown: narration.logPatterns.count).map { paragraph($0) } ?? ""
    return "<p class=\"meta\">\(PatternText.windows(of: patterns)).</p>\(table.markup)\(rest)"
  }
}

extension MarkdownParts {
  /// What was logged before and during.
  func logPatterns() -> MarkdownText {
    let patterns = narration.document.analysis.logPatterns
    let rows = narration.logPatterns.map { pattern, numbers -> [MarkdownText] in
      [
        "\(PatternText.change(pattern))", "\(Words.count(pattern.baseline))", "\(Words.count(pattern.incident))",
        pattern.score.map { "\(Words.fixed($0, 1))" } ?? "\(Words.unknown)", "\(pattern.severity.name)",
        "\(code(VisibleText.excerpt(pattern.pattern, limit: 300)))\(citations(numbers))",
        "\(Words.count(pattern.objects))", pattern.first.map { time($0) } ?? "\(Words.unknown)",
      ]
    }
    guard !rows.isEmpty else { return "No dated log line is in the evidence." }
    let all = table(
      ["Change", "Before", "During", "Score", "Severity", "Pattern", "Objects", "First (UTC)"], rows, none: "")
    let rest: MarkdownText =
      PatternText.remainder(patterns, shown: narration.logPatterns.count).map { "\n\n\($0)" } ?? ""
    return "\(PatternText.windows(of: patterns)).\n\n\(all)\(rest)"
  }
}
