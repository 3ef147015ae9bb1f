internal import DebriefModel

/// What a file's name says about the rotation of logs: which log it is of, and how old a copy.
///
/// Known: kubelet (`0.log.20241010-125714.gz`), logrotate (`app.log.1`, `app.log.2.gz`, dateext `app.log-20241010`, with an
/// `extension` `app-20241010.log`), and dates behind the name as logback and log4j write them (`app.log.2024-10-10`).
public struct RotatedLog: Hashable, Sendable, Comparable {
  /// What all copies of one log share: the pod and container where the path tells them, else the live file's path.
  public let stream: String
  /// The digits of the date in the name; empty without one.
  private let date: String
  /// The number of the rotation; 0 for the live file.
  private let number: Int

  public init(path: String) {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let name = Self.rotation(Self.unpacked(path[slash...]))
    (date, number) = (name.date, name.number)
    let subject = PathFacts.subject(of: path)
    stream =
      subject.container.isEmpty
      ? String(path[..<slash]) + name.live
      : "\(subject.cluster)\n\(subject.namespace)\n\(subject.name)\n\(subject.container)"
  }

  /// Older copies come first: by date, then by descending number; the live file is the last.
  public static func < (a: RotatedLog, b: RotatedLog) -> Bool {
    if a.date != b.date { return !a.date.isEmpty && (b.date.isEmpty || a.date < b.date) }
    return a.number > b.number
  }

  private static func unpacked(_ name: Substring) -> Substring {
    for ending in [".gz", ".bz2", ".xz", ".zst"] where name.hasSuffix(ending) {
      return name.dropLast(ending.utf8.count)
    }
    return name
  }

  private static func rotation(_ name: Substring) -> (live: Substring, date: String, number: Int) {
    if name.hasSuffix(".log"), let (live, date) = dated(name.dropLast(4)) { return (live + ".log", date, 0) }
    if let (live, date) = dated(name) { return (live, date, 0) }
    if let dot = name.lastIndex(of: "."), dot > name.startIndex, let number = Int(name[name.index(after: dot)...]),
      (1...9999).contains(number)
    {
      return (name[..<dot], "", number)
    }
    return (name, "", 0)
  }

  /// Splits off a date of eight digits, or `2024-10-10`, with a time or counter behind it, behind a `.`, `-` or `_`.
  private static func dated(_ name: Substring) -> (live: Substring, date: String)? {
    let tail = name.utf8.reversed().prefix { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x54 || $0 == 0x2E }
    var start = name.utf8.index(name.endIndex, offsetBy: -tail.count)
    while start < name.endIndex, !isDigit(name.utf8[start]) { start = name.utf8.index(after: start) }
    let digits = name[start...].filter { $0.isASCII && $0.isNumber }
    guard start > name.startIndex, digits.count >= 8, digits.hasPrefix("19") || digits.hasPrefix("20") else {
      return nil
    }
    let live = name[..<name.index(before: start)]
    let separator = name[name.index(before: start)]
    guard !live.isEmpty, separator == "." || separator == "-" || separator == "_" else { return nil }
    return (live, digits)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
