import ArgumentParser
package import DebriefModel
import DebriefParsing

/// A time as people type it: a date, a date with a time of day, RFC 3339. Without a zone it is UTC.
package struct TimeArgument: Hashable, Sendable {
  /// The first instant it can mean.
  package let start: Instant
  /// The last instant it can mean: a date means its whole day.
  package let end: Instant

  /// Reads an argument; nil when it is no time.
  package init?(_ text: String) {
    guard let completed = TimeArgument.completed(text) else { return nil }
    var copy = completed
    let parsed = copy.withUTF8 { bytes -> Instant? in
      guard let time = unsafe Timestamp.rfc3339(bytes.span), time.length == bytes.count else { return nil }
      return time.instant()
    }
    guard let parsed else { return nil }
    start = parsed
    end = text.utf8.count == 10 ? parsed + TimeSpan(nanoseconds: 86_400_000_000_000 - 1) : parsed
  }

  /// Fills up what may be left out: the time of day, the seconds.
  private static func completed(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard text.allSatisfy({ $0.isASCII }), bytes.count >= 10 else { return nil }
    if bytes.count == 10 { return text + "T00:00:00" }
    guard bytes.count >= 16 else { return nil }
    let minutes = String(decoding: bytes[..<16], as: UTF8.self)
    let rest = String(decoding: bytes[16...], as: UTF8.self)
    return rest.hasPrefix(":") ? text : minutes + ":00" + rest
  }

  /// For options: throws a sentence that says what a time looks like.
  static func parse(_ text: String) throws -> TimeArgument {
    guard let time = TimeArgument(text) else {
      throw ValidationError("write 2026-08-27, '2026-08-27 18:00' (UTC) or 2026-08-27T18:00:00+02:00")
    }
    return time
  }
}
