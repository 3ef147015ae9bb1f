/// Ids of incidents: what can stand in a path, a link and a command without quoting.
package enum Slug {
  static let longest = 80

  /// A name as an id: letters, digits, `-`, `_` and `.` stay, everything between becomes `-`; nil when nothing is left.
  package static func of(_ name: String) -> String? {
    var slug = ""
    for scalar in name.unicodeScalars {
      if isAllowed(scalar) { slug.unicodeScalars.append(scalar) } else if !slug.hasSuffix("-") { slug += "-" }
    }
    let trimmed = slug.prefix(longest).drop { $0 == "-" || $0 == "." }
    let end = trimmed.lastIndex { $0 != "-" && $0 != "." }
    return end.map { String(trimmed[...$0]) }
  }

  /// Whether a text is an id as it stands.
  package static func isSlug(_ text: String) -> Bool { of(text) == text }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
    default: false
    }
  }
}
