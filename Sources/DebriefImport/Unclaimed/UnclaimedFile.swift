public import DebriefModel

/// Says what a file is that no importer claims, from its first 64 KiB: no file is left without a stated reason.
///
/// What clearly holds no record of what happened (a manifest, a chart, source code, an image) is `not_evidence`; what looks
/// like data that could have been read is `missing`. Only shapes are named: of contents at most a few keys or column names.
public enum UnclaimedFile {
  /// The reason, as the note of the source. O(head).
  public static func reason(_ head: FileHead) -> SourceNote {
    if let note = BinaryShape.note(head.bytes) { return note }
    let text = HeadText(head.bytes)
    guard !text.lines.isEmpty else { return SourceNote(.missing, "nothing but white space") }
    if let note = JSONShape.note(head) { return note }
    return ProseShape.note(text) ?? CodeShape.marked(text) ?? YAMLShape.note(head, text) ?? TableShape.note(text)
      ?? CodeShape.note(text) ?? TextShape.note(text)
  }
}

extension SourceNote {
  static func notEvidence(_ text: String) -> SourceNote { SourceNote(.notEvidence, text) }
}

/// The first lines of a file as text.
struct HeadText {
  static let mostLines = 300
  private static let longest = 4096

  /// Lines that are not blank, without their ends, each cut after 4 KiB.
  private(set) var lines: [String] = []
  /// Whether a line follows that was not looked at.
  private(set) var isCut = false

  init(_ bytes: [UInt8]) {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      if lines.count == Self.mostLines {
        isCut = true
        return
      }
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      add(bytes[start..<end])
      start = end + 1
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    let ends: [UInt8] = [0x0D, 0x20, 0x09]
    guard let last = line.lastIndex(where: { !ends.contains($0) }) else { return }
    lines.append(String(decoding: line[...last].prefix(Self.longest), as: UTF8.self))
  }

  var first: String { lines.first ?? "" }

  /// How many lines satisfy a condition.
  func count(_ condition: (String) -> Bool) -> Int { lines.count(where: condition) }

  /// Whether at least this share of the lines satisfies a condition.
  func most(_ share: Double, _ condition: (String) -> Bool) -> Bool {
    Double(count(condition)) >= share * Double(lines.count)
  }
}

/// Names in a sentence: at most six, no longer than 40 characters, and only such as look like names, not like contents.
enum NameList {
  private static let most = 6

  static func of(_ names: [String]) -> String {
    let shown = names.filter(isName).prefix(most)
    let hidden = names.count - shown.count
    let more = hidden > 0 ? "\(hidden) \(shown.isEmpty ? "" : "more ")\(hidden == 1 ? "name" : "names")" : nil
    return (Array(shown) + [more].compactMap { $0 }).joined(separator: ", ")
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
          || " _-.$@/:%()".utf8.contains(byte)
      }
  }
}
