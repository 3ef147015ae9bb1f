internal import DebriefModel
internal import DebriefParsing

/// One commit, whatever wrote it down. It changes nothing that runs by itself, so it is a record and no change.
struct CommitRecord {
  var id: String
  var author = ""
  var authored: EventTime?
  var committed: EventTime?
  var refs = ""
  var isMerge = false
  /// The first line of its message.
  var subject = ""

  /// Its time is that of the commit where it is known, else the author's, which may be much earlier.
  func event(_ place: Provenance, _ batch: inout EventBatch) -> Event {
    let time = committed ?? authored
    if time == nil { batch.note(.missing, "commits whose date is relative or cannot be read have no time") }
    var attributes = [Attribute.delivery: "commit", "commit": id, "refs": refs, Attribute.actor: author]
    if !author.isEmpty { attributes[Attribute.actorKind] = "human" }
    if isMerge { attributes["merge"] = "true" }
    if let authored, authored.start != time?.start { attributes["authored"] = "\(authored.start)" }
    let what = subject.isEmpty ? "a commit without a subject" : subject
    return Event(
      time: time, kind: .audit, severity: .info, reason: "Commit", message: "\(id.prefix(10)) \(what)",
      attributes: attributes.filter { !$0.value.isEmpty }, identity: EventIdentity(key: "commit:\(id)"),
      provenance: place)
  }

  /// Whether a text is the id of a commit: 7 to 64 hex digits.
  static func isID(_ text: String) -> Bool {
    (7...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { Text.isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0) }
  }

  /// RFC 3339 and its kin, or seconds since 1970.
  static func time(_ text: String, _ batch: inout EventBatch) -> EventTime? {
    let bytes = Array(text.utf8)
    if let stamp = Timestamp.epochText(bytes.span, at: 0), stamp.length == bytes.count { return stamp.time }
    guard let time = WrittenTime.whole(text)?.eventTime(batch.context.zone) else { return nil }
    if time.basis == .assumedZone {
      batch.note(.timeAssumption, "times without a zone: \(batch.context.zone.name) was assumed")
    }
    return time
  }
}
