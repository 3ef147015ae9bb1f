import DebriefModel

/// What the archive remembers: incidents that look like this one.
extension MarkdownParts {
  /// A list; nil when the archive has nothing like it.
  func similar() -> MarkdownText? {
    let incidents = narration.document.analysis.similar
    guard !incidents.isEmpty else { return nil }
    return incidents.map { incident -> MarkdownText in
      let shared = incident.shared.prefix(SimilarWords.terms).map { code($0.text) }.joined(", ")
      return "- \(SimilarWords.line(incident)): both have \(shared)"
    }.joined("\n")
  }
}

extension HTMLParts {
  /// A list; nil when the archive has nothing like it.
  func similar() -> Markup? {
    let incidents = narration.document.analysis.similar
    guard !incidents.isEmpty else { return nil }
    let items = incidents.map { incident -> Markup in
      let shared = incident.shared.prefix(SimilarWords.terms).map { term -> Markup in "<code>\(term.text)</code>" }
      return "<li>\(SimilarWords.line(incident)): both have \(shared.joined(", "))</li>"
    }
    return "<ul>\(items.joined())</ul>"
  }
}

private enum SimilarWords {
  /// Terms shown of one incident, the weightiest first.
  static let terms = 6

  static func line(_ incident: SimilarIncident) -> String {
    let date = incident.impactStarted.map { ", \($0.date)" } ?? ""
    return "\(incident.title) (\(Words.number(incident.score))\(date)): \(incident.sentence)"
  }
}
