/// Makes characters visible that could hide, reorder or forge what a reader sees.
///
/// Control characters become their control pictures (␀ … ␡); bidirectional controls, zero-width characters, line
/// separators and tag characters become `⟨U+XXXX⟩`. Newline and tab stay: each kind of output decides about them.
public enum VisibleText {
  /// The text with everything invisible made visible; at most linear in its length.
  public static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { needsReplacement($0) }) else { return text }
    var result = ""
    for scalar in normalisedNewlines(text) { append(scalar, to: &result) }
    return result
  }

  /// The text on one line: newlines become `⏎`, tabs become spaces.
  public static func line(_ text: String) -> String {
    var result = ""
    for scalar in normalisedNewlines(text) {
      switch scalar {
      case "\n": result += " ⏎ "
      case "\t": result += " "
      default: append(scalar, to: &result)
      }
    }
    return result
  }

  /// At most `limit` characters, with a note of how many were left out.
  public static func excerpt(_ text: String, limit: Int) -> String {
    guard let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex else {
      return text
    }
    let rest = text.distance(from: end, to: text.endIndex)
    return "\(text[..<end])… (\(Words.count(rest)) more characters)"
  }

  /// Whether a scalar hides or reorders text and is therefore shown as a name.
  static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || scalar.value == 0x7F }

  private static func needsReplacement(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && (isControl(scalar) || isDeceptive(scalar))
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    guard needsReplacement(scalar) else { return result.unicodeScalars.append(scalar) }
    if let picture = controlPicture(scalar) {
      result.unicodeScalars.append(picture)
    } else {
      let hex = String(scalar.value, radix: 16, uppercase: true)
      result += "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
    }
  }

  private static func controlPicture(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard isControl(scalar) else { return nil }
    return Unicode.Scalar(scalar.value == 0x7F ? 0x2421 : 0x2400 + scalar.value)
  }

  /// CR LF is one newline; a lone CR stays and is shown, because it overwrites a line on a terminal.
  private static func normalisedNewlines(_ text: String) -> String.UnicodeScalarView {
    guard text.unicodeScalars.contains("\r") else { return text.unicodeScalars }
    var result = String.UnicodeScalarView()
    var pending = false
    for scalar in text.unicodeScalars {
      if pending && scalar != "\n" { result.append("\r") }
      pending = scalar == "\r"
      if !pending { result.append(scalar) }
    }
    if pending { result.append("\r") }
    return result
  }
}
