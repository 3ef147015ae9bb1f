public import DebriefModel
internal import DebriefParsing

/// Reads a timeline kept in a spreadsheet and saved as CSV: when, who, what.
///
/// It claims a file only when the names of all its columns are known, time and what among them. RFC 4180, any of four delimiters.
public struct TimelineCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "timeline-csv", title: "Timeline as CSV", framing: .rows,
    summary: "Each row becomes an annotation at its time, with who wrote or did it.",
    origin: "a spreadsheet with the columns time, who and what, saved as CSV")

  private static let vocabulary: [(meaning: String, names: Set<String>)] = [
    ("date", ["date", "day"]),
    (
      "time",
      ["time", "timestamp", "datetime", "date time", "date/time", "when", "at", "event time", "clock", "time utc"]
    ),
    ("who", ["who", "author", "actor", "user", "person", "by", "reporter", "responder", "name", "owner", "who/what"]),
    (
      "what",
      [
        "what", "description", "event", "message", "note", "notes", "text", "details", "summary", "entry", "update",
        "comment", "action", "what happened", "activity", "observation",
      ]
    ),
    ("about", ["service", "system", "component"]),
    ("type", ["type", "category", "phase", "kind", "tag", "tags", "severity", "status"]),
    ("source", ["source", "link", "url", "evidence", "ticket", "reference", "id", "#", "no"]),
  ]

  private var columns: CSVColumns?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard let columns = CSVColumns.known(head, vocabulary, needed: ["what"]) else { return .no }
    return columns.has("who") ? .certain : .likely
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard let columns else {
      columns = try CSVColumns.header(record, Self.vocabulary)
      return
    }
    let row = CSVRow.fields(record, delimiter: columns.delimiter)
    let what = Prose.clean(columns.field("what", row))
    guard !what.isEmpty else { throw Rejection("a row that does not say what happened") }
    let time = columns.notedTime(row, &batch)
    var attributes = [Attribute.actorKind: "human"]
    attributes[Attribute.actor] = Prose.line(columns.field("who", row))
    attributes["type"] = Prose.line(columns.field("type", row))
    attributes["source"] = Prose.line(columns.field("source", row))
    let about = Prose.line(columns.field("about", row))
    batch.add(
      Event(
        time: time, kind: .annotation, severity: .notice,
        subject: about.isEmpty ? .none : Subject(kind: "Service", name: about),
        reason: "note", message: what, attributes: attributes.filter { !$0.value.isEmpty }))
  }
}
