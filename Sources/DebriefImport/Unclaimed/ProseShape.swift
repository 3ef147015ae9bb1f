internal import DebriefModel

/// Text for people and mark-up: Markdown, HTML, XML, licences, certificates, patches.
enum ProseShape {
  static func note(_ text: HeadText) -> SourceNote? {
    if let name = marked(text.first) { return .notEvidence(name) }
    if isLicence(text) { return .notEvidence("the text of a licence") }
    return isMarkdown(text) ? .notEvidence("text for people (Markdown)") : nil
  }

  private static func marked(_ first: String) -> String? {
    let lowered = first.lowercased()
    let beginnings = [
      ("<!doctype html", "a web page (HTML)"), ("<html", "a web page (HTML)"), ("<svg", "an image (SVG)"),
      ("-----begin certificate", "a certificate (PEM)"), ("-----begin", "a key or certificate (PEM)"),
      ("diff --git", "a patch"), ("--- a/", "a patch"), ("{\\rtf", "a text document (RTF)"),
    ]
    if let name = beginnings.first(where: { lowered.hasPrefix($0.0) })?.1 { return name }
    guard lowered.hasPrefix("<?xml") || (lowered.hasPrefix("<") && lowered.hasSuffix(">") && !lowered.contains(" - "))
    else { return nil }
    return lowered.first(where: { $0.isNumber }) != nil && !lowered.hasPrefix("<?xml") ? nil : "XML"
  }

  private static func isLicence(_ text: HeadText) -> Bool {
    let top = text.lines.prefix(12).joined(separator: " ").lowercased()
    let words = ["permission is hereby granted", "redistribution and use", "licensed under the", "public license"]
    return top.contains("license") && words.contains { top.contains($0) } || top.contains("apache license")
      || top.contains("permission is hereby granted")
  }

  /// Headings, fences, links and lists, in proportion.
  private static func isMarkdown(_ text: HeadText) -> Bool {
    let headings = text.count(isHeading)
    let fences = text.count { $0.hasPrefix("```") }
    let links = text.count { $0.contains("](") }
    let sentences = text.count {
      $0.utf8.count > 60 && $0.first?.isLetter ?? false && $0.split(separator: " ").count > 8
    }
    if headings == 0 && links < 2 { return false }
    return isHeading(text.first) && (sentences > 0 || fences > 0 || links > 0)
      || headings >= 2 && fences + links + sentences >= 2
  }

  /// `# Title`: a comment of a script looks the same, so a capital or a digit must follow, and no HELP of a metric.
  private static func isHeading(_ line: String) -> Bool {
    let marks = line.prefix { $0 == "#" }
    guard (1...4).contains(marks.count) else { return false }
    let rest = line.dropFirst(marks.count)
    guard rest.first == " ", let letter = rest.dropFirst().first else { return false }
    return (letter.isUppercase || letter.isNumber) && !rest.hasPrefix(" HELP ") && !rest.hasPrefix(" TYPE ")
  }
}
