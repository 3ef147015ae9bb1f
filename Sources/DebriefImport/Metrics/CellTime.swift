internal import DebriefModel
internal import DebriefParsing

/// A time in a cell of a table: RFC 3339 and its relatives, with what Go's `time.String()` adds, or a Unix time.
enum CellTime {
  /// Reads a cell; nil when it is no time. The basis says whether the zone was assumed.
  static func read(_ text: String, _ zone: AssumedZone) -> EventTime? {
    var copy = text
    return copy.withUTF8 { buffer in
      let bytes = unsafe buffer.span
      let range = Text.trimmed(bytes, 0..<bytes.count)
      return range.isEmpty ? nil : read(bytes.extracting(range), zone)
    }
  }

  private static func read(_ bytes: Span<UInt8>, _ zone: AssumedZone) -> EventTime? {
    if let civil = civil(bytes) {
      let offset = civil.offset == nil ? zone.offset(at: civil.civil) : 0
      return civil.eventTime(assumedOffset: offset)
    }
    // pandas writes `1681853520.0`.
    guard let (time, length) = Timestamp.epochText(bytes, at: 0) else { return nil }
    if length == bytes.count { return time }
    return Text.string(bytes, length..<bytes.count).wholeMatchOfZeros ? time : nil
  }

  private static func civil(_ bytes: Span<UInt8>) -> ParsedTime? {
    if let time = Timestamp.rfc3339(bytes) { return isRest(bytes, time.length) ? time : nil }
    // Grafana and spreadsheets leave out the seconds.
    guard bytes.count >= 16, bytes.count < 19 || bytes[16] != 0x3A else { return nil }
    var padded: [UInt8] = []
    for i in 0..<16 { padded.append(bytes[i]) }
    padded += Array(":00".utf8)
    for i in 16..<bytes.count { padded.append(bytes[i]) }
    guard let time = Timestamp.rfc3339(padded.span), isRest(padded.span, time.length) else { return nil }
    return time
  }

  /// Nothing, or what Go adds to a time: the zone's name and the monotonic clock, ` UTC m=+0.113112869`.
  private static func isRest(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard start < bytes.count else { return true }
    let words = Text.string(bytes, start..<bytes.count).split(separator: " ")
    return words.count <= 2
      && words.allSatisfy { word in
        word.hasPrefix("m=") || word.utf8.count <= 5 && word.utf8.allSatisfy { Text.isLetter($0) && $0 & 0x20 == 0 }
      }
  }
}

extension String {
  /// `.0` and `.000`.
  fileprivate var wholeMatchOfZeros: Bool { first == "." && dropFirst().allSatisfy { $0 == "0" } }
}
