/// Renews the generated blocks of a Markdown report and keeps every word people wrote.
///
/// Generated text lies between `<!-- debrief:begin NAME -->` and `<!-- debrief:end NAME -->`. A comment in the last line
/// holds a short hash of each block as generated: a block that differs from its hash was edited, and its text is kept
/// below the renewed block.
public enum MarkdownMerge {
  /// The existing text with renewed blocks; blocks that are new in the template come at the end, blocks that a person
  /// deleted stay deleted.
  public static func merge(existing: String, generated: String) -> String {
    let fresh = Parsed(generated)
    let old = Parsed(existing)
    let blocks = Dictionary(fresh.blocks.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var result = ""
    var seen: Set<String> = []
    for segment in old.segments {
      switch segment {
      case .text(let text): result += text
      case .block(let block):
        seen.insert(block.name)
        result += renewed(block, by: blocks[block.name], hash: old.hashes[block.name])
      }
    }
    let missing = fresh.blocks.filter { !seen.contains($0.name) && old.hashes[$0.name] == nil }
    for block in missing { result += separated(result) + block.marked }
    return withSeal(result, fresh.blocks)
  }

  /// A generated text with the hashes of its blocks in the last line.
  public static func sealed(_ generated: String) -> String { withSeal(generated, Parsed(generated).blocks) }

  private static func renewed(_ block: Block, by fresh: Block?, hash: String?) -> String {
    let isUntouched = hash == block.hash || fresh?.hash == block.hash
    guard let fresh else { return isUntouched ? "" : block.body }
    return isUntouched ? fresh.marked : fresh.marked + kept(block)
  }

  /// What a person wrote inside a block, outside the markers from now on.
  private static func kept(_ block: Block) -> String {
    """

    > **Kept from the edited block “\(block.name)”.** The block above was renewed; move what should stay, delete the rest.

    \(block.body)
    """
  }

  private static func separated(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\n\n") ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
  }

  private static func withSeal(_ text: String, _ blocks: [Block]) -> String {
    let hashes = blocks.map { " \($0.name)=\($0.hash)" }.joined()
    return text + (text.hasSuffix("\n") || text.isEmpty ? "" : "\n") + "<!-- debrief:blocks\(hashes) -->\n"
  }

  /// A generated block; `body` has its newline at the end.
  struct Block {
    var name: String
    var body: String
    var begin: String
    var end: String
    var marked: String { begin + body + end }
    /// Independent of line endings and of space at the ends of lines, which editors change by themselves.
    var hash: String {
      let lines = Lines.split(body).map { line in
        String(line.reversed().drop { $0.isWhitespace }.reversed())
      }
      return Digest.prefix(of: lines.joined(separator: "\n"), digits: 12)
    }
  }

  private enum Segment {
    case text(String)
    case block(Block)
  }

  private struct Parsed {
    var segments: [Segment] = []
    var hashes: [String: String] = [:]
    var blocks: [Block] {
      segments.compactMap { segment in
        if case .block(let block) = segment { block } else { nil }
      }
    }

    /// A begin marker without its end is text: nothing between two people's lines is ever taken for generated.
    init(_ text: String) {
      let lines = Lines.split(text)
      var index = 0
      while index < lines.count {
        if let name = Lines.name(in: lines[index], "debrief:begin"),
          let end = Parsed.end(of: name, in: lines, after: index)
        {
          append(name, lines, index, end)
          index = end + 1
        } else {
          appendText(lines[index])
          index += 1
        }
      }
    }

    private static func end(of name: String, in lines: [String], after start: Int) -> Int? {
      for index in (start + 1)..<max(start + 1, lines.count) {
        if Lines.name(in: lines[index], "debrief:begin") != nil { return nil }
        if let found = Lines.name(in: lines[index], "debrief:end") { return found == name ? index : nil }
      }
      return nil
    }

    private mutating func append(_ name: String, _ lines: [String], _ start: Int, _ end: Int) {
      let body = lines[(start + 1)..<end].joined()
      segments.append(.block(Block(name: name, body: body, begin: lines[start], end: lines[end])))
    }

    private mutating func appendText(_ line: String) {
      if let list = Lines.name(in: line, "debrief:blocks") { return readHashes(list) }
      if case .text(let before)? = segments.last {
        segments[segments.count - 1] = .text(before + line)
      } else {
        segments.append(.text(line))
      }
    }

    private mutating func readHashes(_ list: String) {
      for pair in list.split(separator: " ") {
        let parts = pair.split(separator: "=")
        if parts.count == 2 { hashes[String(parts[0])] = String(parts[1]) }
      }
    }
  }

  private enum Lines {
    /// Lines with their endings; split at bytes, because CR LF is one character.
    static func split(_ text: String) -> [String] {
      text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
        index, line in
        let end = line.endIndex
        let isLast = end == text.utf8.endIndex
        if isLast { return line.isEmpty ? nil : String(text[line.startIndex..<end]) }
        return String(text[line.startIndex..<end]) + "\n"
      }
    }

    /// What stands in a marker; nil for any other line. Markers begin in the first column.
    static func name(in line: String, _ marker: String) -> String? {
      var text = Substring(line)
      while let last = text.last, last.isWhitespace { text.removeLast() }
      let open = "<!-- \(marker) "
      guard text.hasPrefix(open), text.hasSuffix(" -->"), text.count > open.count + 4 else { return nil }
      return String(text.dropFirst(open.count).dropLast(4))
    }
  }
}
