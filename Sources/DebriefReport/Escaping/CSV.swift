/// Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet.
public enum CSV {
  /// One record with its CR LF.
  public static func record(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// One field: quoted where needed, invisible characters made visible, and text that a spreadsheet would run as a
  /// formula preceded by an apostrophe (OWASP, "CSV Injection").
  public static func cell(_ raw: String) -> String {
    let isFormula = raw.unicodeScalars.first.map(startsFormula) ?? false
    let text = (isFormula ? "'" : "") + VisibleText.of(raw)
    let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\t" || $0 == "'" }
    guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"\(doubled)\""
  }

  private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
    ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"].contains(scalar)
  }
}
