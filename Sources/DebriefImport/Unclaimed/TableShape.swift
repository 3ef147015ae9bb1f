internal import DebriefModel

/// Tables that no importer claims: CSV, TSV and columns as command-line tools print them.
enum TableShape {
  static func note(_ text: HeadText) -> SourceNote? {
    for (separator, name) in [("\t", "TSV"), (",", "CSV"), (";", "CSV with semicolons")] {
      if let note = separated(text, Character(separator), name) { return note }
    }
    return printed(text)
  }

  /// Rows with as many separators as the first one has, give or take quoted ones.
  private static func separated(_ text: HeadText, _ separator: Character, _ name: String) -> SourceNote? {
    let columns = fields(text.first, separator)
    guard columns.count >= 2, text.lines.count >= 2 else { return nil }
    let rows = text.lines.dropFirst()
    let fitting = rows.count { fields($0, separator).count == columns.count }
    guard fitting * 10 >= rows.count * 8 else { return nil }
    // Without a header the first row looks like the others, and its values must not be told.
    guard columns.allSatisfy({ $0.isEmpty || NameList.isName($0) && !TextShape.hasTime($0) }),
      columns.count(where: { $0.contains(where: \.isLetter) }) * 2 > columns.count
    else { return nil }
    let times = columns.filter(isTime)
    let hasTime = times.isEmpty ? "without a column of times" : "with times (\(NameList.of(times)))"
    return SourceNote(.missing, "\(name) \(hasTime), of no known shape: its columns are \(NameList.of(columns))")
  }

  private static func fields(_ line: String, _ separator: Character) -> [String] {
    var isQuoted = false
    var fields = [""]
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator && !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  private static func isTime(_ column: String) -> Bool {
    let name = column.lowercased()
    return ["time", "timestamp", "date", "datetime", "@timestamp", "ts", "started", "created"].contains(name)
      || name.hasSuffix("_time") || name.hasSuffix("_at") || name.hasSuffix("timestamp")
  }

  /// A header of capital words, as kubectl prints: `NAME   READY   STATUS`.
  private static func printed(_ text: HeadText) -> SourceNote? {
    let words = text.first.split(separator: " ").map { String($0) }
    let isHeader =
      words.count >= 2 && text.first.contains("  ")
      && words.allSatisfy { $0.allSatisfy { $0.isUppercase || "()-/%".contains($0) } }
    guard isHeader else { return nil }
    return SourceNote(.missing, "a printed table of no known shape: its columns are \(NameList.of(words))")
  }
}
