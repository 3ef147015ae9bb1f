/// Text with URLs in it.
enum URLText {
  /// The text with the password of each `scheme://user:password@host` replaced by `***`.
  static func masked(_ text: String) -> String {
    guard text.contains("://"), text.contains("@") else { return text }
    var result = ""
    var rest = Substring(text)
    while let scheme = rest.firstRange(of: "://") {
      result += rest[..<scheme.upperBound]
      rest = rest[scheme.upperBound...]
      let authority = rest.prefix { !"/?#\"' \n".contains($0) }
      guard let at = authority.lastIndex(of: "@") else { continue }
      if let colon = authority[..<at].firstIndex(of: ":") {
        result += authority[...colon] + "***"
      } else {
        result += authority[..<at]
      }
      rest = rest[at...]
    }
    return result + rest
  }
}
