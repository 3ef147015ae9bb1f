internal import DebriefModel
internal import DebriefParsing

/// One row of the tree that the plugin `kubectl lineage` prints: objects below their owners, with their Events.
struct LineageRow {
  /// Steps below the root.
  let depth: Int
  let kind: String
  let name: String

  /// Reads `│   ├── Pod/web-1`; nil when the name has no kind.
  init?(_ line: Span<UInt8>, _ cell: String) {
    var (i, characters) = (0, 0)
    while i < line.count, !Text.isLetter(line[i]) {
      if line[i] & 0xC0 != 0x80 { characters += 1 }
      i += 1
    }
    let text = cell.drop { !$0.isLetter }
    guard let slash = text.firstIndex(of: "/"), slash > text.startIndex else { return nil }
    (depth, kind, name) = (characters / 4, String(text[..<slash]), String(text[text.index(after: slash)...]))
  }
}

/// The path from the root of the tree to the row being read.
struct LineagePath {
  /// Deeper trees do not occur.
  private static let deepest = 64
  private var subjects: [Subject] = []

  /// Adds what a row tells; an Event is about the object above it.
  mutating func read(_ row: LineageRow, _ cells: [String: String], namespace: String, into batch: inout EventBatch) {
    subjects.removeSubrange(min(row.depth, subjects.count)...)
    let isEvent = row.kind == "Event"
    guard !isEvent else { return addEvent(row, cells, &batch) }
    let subject = Subject(namespace: namespace, kind: row.kind, name: row.name)
    // Services and their slices hang below the pods that they select: they are not owned.
    if let above = subjects.last, ["Pod", "ReplicaSet", "Job"].contains(row.kind) {
      batch.add(Relation(.owns, from: above, to: subject))
    }
    if subjects.count < Self.deepest { subjects.append(subject) }
    if ["Pod", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"].contains(row.kind) {
      TableRow(subject, cells).read(into: &batch)
    }
  }

  private func addEvent(_ row: LineageRow, _ cells: [String: String], _ batch: inout EventBatch) {
    let status = (cells["STATUS"] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    let about = subjects.last ?? .none
    batch.add(
      Event(
        time: batch.time(AgeRange(cells["AGE"] ?? "")?.last), kind: .kubernetes, subject: about,
        reason: status.first ?? "", message: status.count > 1 ? String(status[1].drop { $0 == " " }) : "",
        identity: EventIdentity(key: "event:\(about.namespace)/\(row.name)")))
  }
}
