/// Text for HTML and SVG: element content and quoted attribute values.
public enum HTML {
  /// Escapes text for an element or a quoted attribute; invisible characters are made visible.
  public static func text(_ raw: String) -> String {
    var result = ""
    for scalar in VisibleText.of(raw).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Escapes text for a quoted attribute: as `text`, on one line.
  public static func attribute(_ raw: String) -> String { text(VisibleText.line(raw)) }

  /// A name that is safe as an id and in a fragment: letters, digits, `-`, `_` and `.`; everything else becomes `-`.
  ///
  /// Ids of events and findings consist of these letters already; hostile ones cannot break out.
  public static func identifier(_ raw: String) -> String {
    var result = ""
    for scalar in raw.unicodeScalars {
      let plain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      result.unicodeScalars.append(plain || scalar == "-" || scalar == "_" || scalar == "." ? scalar : "-")
    }
    return result
  }
}
