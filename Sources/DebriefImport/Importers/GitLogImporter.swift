public import DebriefModel
internal import DebriefParsing

/// Reads the output of `git log`: the default layout, `--pretty=full`, `fuller` and `raw`, with `--stat`, `-p` or `--graph`, and
/// every `--date` that tells the time of day.
///
/// A commit is no deployment: it is kept as a record, not as a change to the running system. Its time is the commit date where
/// the layout shows it, else the author's date, which may be much earlier. Format: git-log(1), "Pretty formats".
public struct GitLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "git-log", title: "git log", framing: .lines,
    summary: "Each commit becomes a record with its author, subject and tags; it changes nothing that runs by itself.",
    origin: "git log --pretty=fuller --decorate --since='2 days ago'")

  private struct Commit {
    var record: CommitRecord
    var place: Provenance
  }

  private var commit: Commit?
  private var isAuthorDateOnly = false
  /// Whether `--graph` drew lines before each line.
  private var isGraph = false

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      let start = Text.matches(bytes, at: 0, "\u{FEFF}") ? 3 : 0
      if Text.matches(bytes, at: start, "* commit ") {
        return Text.contains(bytes, "\n| Author: ") || Text.contains(bytes, "\n  Author: ") ? .certain : .no
      }
      guard commitID(bytes, start) != nil else { return .no }
      let isRaw = Text.contains(bytes, "\ntree ") && Text.contains(bytes, "\ncommitter ")
      return isRaw || Text.contains(bytes, "\nAuthor: ") ? .certain : .no
    }
  }

  /// Where a line begins behind what `--graph` draws before it: bars, slashes and the star of a commit.
  private static func behindGraph(_ line: Span<UInt8>) -> Int {
    var i = 0
    while i < line.count, [0x2A, 0x7C, 0x2F, 0x5C, 0x5F].contains(line[i]) {
      i += 1
      if i < line.count, line[i] == 0x20 { i += 1 }
    }
    // A message is indented by four; less is the room that a branch beside takes.
    var text = i
    while text < line.count, line[text] == 0x20 { text += 1 }
    return text - i < 4 ? text : i
  }

  /// The id of `commit 3f2a… (HEAD -> main)` at `start`, and where it ends.
  private static func commitID(_ line: Span<UInt8>, _ start: Int) -> Range<Int>? {
    guard Text.matches(line, at: start, "commit ") else { return nil }
    var end = start + 7
    while end < line.count, Text.isDigit(line[end]) || (0x61...0x66).contains(line[end]) { end += 1 }
    let isEnd = end == line.count || Text.isSpace(line[end])
    return isEnd && (7...64).contains(end - start - 7) ? (start + 7)..<end : nil
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    isGraph = isGraph || commit == nil && Text.matches(record, at: 0, "* commit ")
    let start = isGraph ? Self.behindGraph(record) : 0
    try readLine(record.extracting(start..<record.count), into: &batch)
  }

  private mutating func readLine(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let start = Text.matches(record, at: 0, "\u{FEFF}") ? 3 : 0
    if let id = Self.commitID(record, start) {
      flush(into: &batch)
      let refs = Prose.line(Text.string(record, id.upperBound..<record.count))
      commit = Commit(record: CommitRecord(id: Text.string(record, id), refs: refs), place: batch.place)
    } else if record.count > 4, record[0] == 0x20, record[3] == 0x20 {
      guard commit?.record.subject.isEmpty ?? false else { return }
      commit?.record.subject = Prose.line(Text.string(record))
    } else if commit != nil {
      readHeader(record, &batch)
    } else if !record.isEmpty {
      throw Rejection("a line before the first commit")
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    flush(into: &batch)
    if isAuthorDateOnly {
      batch.note(
        .warning,
        "this layout shows only when a commit was written; git log --pretty=fuller shows when it was committed")
    }
  }

  private mutating func readHeader(_ line: Span<UInt8>, _ batch: inout EventBatch) {
    guard commit?.record.subject.isEmpty ?? false else { return }
    if let value = Self.value(line, "Author:") {
      commit?.record.author = Self.name(value)
    } else if let value = Self.value(line, "AuthorDate:") ?? Self.value(line, "Date:") {
      commit?.record.authored = Self.time(value, &batch)
    } else if let value = Self.value(line, "CommitDate:") {
      commit?.record.committed = Self.time(value, &batch)
    } else if let value = Self.value(line, "author ") {
      commit?.record.author = Self.name(value)
      commit?.record.authored = Self.time(Self.rawTime(value), &batch)
    } else if let value = Self.value(line, "committer ") {
      commit?.record.committed = Self.time(Self.rawTime(value), &batch)
    } else if Text.matches(line, at: 0, "Merge:") {
      commit?.record.isMerge = true
    }
  }

  private static func value(_ line: Span<UInt8>, _ key: StaticString) -> String? {
    guard Text.matches(line, at: 0, key) else { return nil }
    return Prose.line(Text.string(line, key.utf8CodeUnitCount..<line.count))
  }

  /// `Alex` of `Alex <alex@example.com>`
  private static func name(_ author: String) -> String {
    let name = author.prefix { $0 != "<" }.reversed().drop { $0 == " " }.reversed()
    return name.isEmpty ? author : String(name)
  }

  /// `1787854500 +0200` of `Alex <alex@example.com> 1787854500 +0200`
  private static func rawTime(_ author: String) -> String {
    let time = author.split(separator: ">").last ?? ""
    return String(time.drop { $0 == " " })
  }

  /// `Thu Aug 27 18:15:00 2026 +0200`, `2026-08-27 18:15:00 +0200`, `2026-08-27T18:15:00+02:00`, `Thu, 27 Aug 2026 18:15:00
  /// +0200`, `1787854500 +0200`; nil for "5 hours ago" and for a day alone.
  private static func time(_ text: String, _ batch: inout EventBatch) -> EventTime? {
    let bytes = Array(text.utf8)
    let span = bytes.span
    if let stamp = Timestamp.epochText(span, at: 0), stamp.length >= 9 { return stamp.time }
    if bytes.count > 5, bytes[3] == 0x2C {
      return WrittenTime(span, at: 5)?.eventTime(batch.context.zone)
    }
    guard var parsed = Timestamp.ctime(span, at: 0) ?? gitTime(span) ?? Timestamp.rfc3339(span) else { return nil }
    if parsed.offset == nil {
      var end = parsed.length
      parsed.offset = Timestamp.zone(span, &end)
    }
    guard parsed.offset == nil else { return parsed.eventTime() }
    batch.note(.timeAssumption, "times without a zone: \(batch.context.zone.name) was assumed")
    return parsed.eventTime(assumedOffset: batch.context.zone.offset(at: parsed.civil))
  }

  /// git writes days below ten without padding: `Thu Aug 6 18:15:00 2026 +0200`.
  private static func gitTime(_ bytes: Span<UInt8>) -> ParsedTime? {
    guard bytes.count > 10, bytes[3] == 0x20, bytes[7] == 0x20, Text.isDigit(bytes[8]), bytes[9] == 0x20 else {
      return nil
    }
    var padded: [UInt8] = []
    for i in 0..<bytes.count {
      if i == 8 { padded.append(0x20) }
      padded.append(bytes[i])
    }
    guard var parsed = Timestamp.ctime(padded.span, at: 0) else { return nil }
    parsed.length -= 1
    return parsed
  }

  private mutating func flush(into batch: inout EventBatch) {
    guard let commit else { return }
    self.commit = nil
    if commit.record.committed == nil && commit.record.authored != nil { isAuthorDateOnly = true }
    batch.add(commit.record.event(commit.place, &batch))
  }
}
