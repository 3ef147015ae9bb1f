internal import DebriefModel
internal import DebriefParsing

/// What follows the time in the lines of etcd before 3.4: ` W | etcdserver: request took too long` (coreos/pkg, capnslog,
/// formatters.go).
enum CapnslogLine {
  /// The severity of the letter at `end`, where the bar after it stands.
  static func severity(_ content: Span<UInt8>, _ end: Int) -> Severity? {
    guard end + 5 < content.count, content[end] == 0x20, Text.matches(content, at: end + 2, " | ") else { return nil }
    switch content[end + 1] {
    case 0x44, 0x54: return .debug
    case 0x49: return .info
    case 0x4E: return .notice
    case 0x57: return .warning
    case 0x45: return .error
    case 0x43: return .critical
    default: return nil
    }
  }

  /// Takes the package and the text.
  static func read(_ content: Span<UInt8>, _ start: Int, into line: inout LogLine) {
    var i = start
    while i < content.count, i - start < 60, Text.isLetter(content[i]) || content[i] == 0x2F { i += 1 }
    let hasPackage = i > start && Text.matches(content, at: i, ": ")
    if hasPackage { line.logger = LineText.part(content, start..<i) }
    line.message = LineText.part(content, (hasPackage ? i + 2 : start)..<content.count)
  }
}
