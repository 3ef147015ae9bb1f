import DebriefReport
package import DebriefStore

/// `docs/reference/schema.md`, printed from the schema.
package enum SchemaReference {
  /// The page: the views first, because they are what queries may rely on.
  package static func markdown(_ schema: SchemaDocument) -> String {
    var text = """
      # The store

      One SQLite file. `debrief sql` and any SQLite client may ask it; these views stay stable, the tables behind them may
      change with any version. Opening it elsewhere: `sqlite3 -readonly debrief.db`.

      # Views


      """
    for view in SchemaDocument.views { text += section(view, hasMeanings: true) }
    text += "# Tables\n\nTimes are nanoseconds since 1970-01-01T00:00:00Z.\n\n"
    for table in schema.tables { text += section(table, hasMeanings: false) }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  private static func section(_ relation: SchemaDocument.Relation, hasMeanings: Bool) -> String {
    var text = "## \(relation.name)\n\n\(relation.purpose)\n\n"
    text += hasMeanings ? "| column | type | meaning |\n|---|---|---|\n" : "| column | type |\n|---|---|\n"
    for column in relation.columns {
      let type = column.type.isEmpty ? "-" : column.type
      text += "| `\(column.name)` | \(type) |" + (hasMeanings ? " \(column.meaning) |" : "") + "\n"
    }
    return text + "\n"
  }
}
