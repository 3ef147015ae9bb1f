import DebriefReport
import Testing

struct `A Markdown report that is made again` {
  static let first = MarkdownMerge.sealed(
    """
    # Title

    <!-- debrief:begin a -->
    one
    <!-- debrief:end a -->

    ## Lessons

    _Write here._

    <!-- debrief:begin b -->
    two
    <!-- debrief:end b -->

    """)
  static let second = MarkdownMerge.sealed(
    """
    # Title

    <!-- debrief:begin a -->
    ONE
    <!-- debrief:end a -->

    <!-- debrief:begin b -->
    TWO
    <!-- debrief:end b -->

    """)

  @Test func `keeps words outside the blocks and renews the blocks`() {
    let edited = Self.first.replacing("_Write here._", with: "We learned | a lot.\n\n- really")
    let merged = MarkdownMerge.merge(existing: edited, generated: Self.second)
    #expect(merged.contains("We learned | a lot.\n\n- really"))
    #expect(merged.contains("<!-- debrief:begin a -->\nONE\n<!-- debrief:end a -->"))
    #expect(!merged.contains("\none\n"))
    #expect(!merged.contains("Kept from"))
  }

  @Test func `keeps words written inside a block`() {
    let edited = Self.first.replacing("one\n", with: "one, but in fact two\n")
    let merged = MarkdownMerge.merge(existing: edited, generated: Self.second)
    #expect(merged.contains("<!-- debrief:end a -->\n\n> **Kept from the edited block “a”.**"))
    #expect(merged.contains("\none, but in fact two\n"))
    #expect(MarkdownMerge.merge(existing: merged, generated: Self.second) == merged)
  }

  @Test func `is stable`() {
    #expect(MarkdownMerge.merge(existing: Self.first, generated: Self.first) == Self.first)
  }

  @Test func `takes space at line ends and CR LF for no edit`() {
    let windows = Self.first.replacing("\n", with: "\r\n")
    let merged = MarkdownMerge.merge(existing: windows, generated: Self.second)
    #expect(!merged.contains("Kept from"))
    #expect(merged.contains("_Write here._\r\n"))
  }

  @Test func `leaves a deleted block deleted`() {
    let edited = Self.first.replacing("<!-- debrief:begin b -->\ntwo\n<!-- debrief:end b -->\n", with: "")
    let merged = MarkdownMerge.merge(existing: edited, generated: Self.second)
    #expect(!merged.contains("TWO"))
  }

  @Test func `adds a block that is new in the template at the end`() {
    let older = MarkdownMerge.sealed("<!-- debrief:begin a -->\none\n<!-- debrief:end a -->\nmine\n")
    let merged = MarkdownMerge.merge(existing: older, generated: Self.second)
    #expect(merged.contains("mine\n\n<!-- debrief:begin b -->\nTWO\n"))
  }

  @Test func `takes nothing for generated when an end marker is missing`() {
    let edited = Self.first.replacing("<!-- debrief:end a -->\n", with: "")
    let merged = MarkdownMerge.merge(existing: edited, generated: Self.second)
    #expect(merged.contains("\none\n"))
    #expect(merged.contains("_Write here._"))
    #expect(merged.contains("TWO"))
  }

  @Test func `loses no word when the hashes are gone`() {
    let edited = Self.first.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.hasPrefix("<!-- debrief:blocks")
    }
    .joined(separator: "\n")
    let merged = MarkdownMerge.merge(existing: edited, generated: Self.second)
    #expect(merged.contains("\none\n") && merged.contains("ONE"))
  }

  /// Random edits: every line a person added is still there afterwards, each exactly as often.
  @Test(arguments: 0..<200)
  func `keeps every added line`(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var lines = Self.first.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let added = (0..<4).map { "human \(seed) \($0) | <!-- x --> {{y}}" }
    for line in added { lines.insert(line, at: next(lines.count)) }
    if next(3) == 0 { lines.remove(at: lines.firstIndex { $0.hasPrefix("<!-- debrief:end") } ?? 0) }
    let merged = MarkdownMerge.merge(existing: lines.joined(separator: "\n"), generated: Self.second)
    for line in added { #expect(merged.split(separator: "\n").count { $0 == line } == 1, "seed \(seed): \(line)") }
  }
}
