import DebriefParsing
import Testing

struct `YAML is cut into records` {
  private func cuts(_ text: String, size: Int = 1 << 16) throws -> [Cut] {
    try Cut.all(YAMLFramer(elements: [["items"]]), text, size: size)
  }

  private static let list = """
    apiVersion: v1
    items:
    - a: 1
      b: |-
        - not an item

        kind: text
    -
      a: 2
    kind: List

    """

  @Test func `entries of items, then what stands around them`() throws {
    #expect(
      try cuts(Self.list) == [
        Cut(.element, "  a: 1\n  b: |-\n    - not an item\n\n    kind: text\n", line: 3, byte: 22),
        Cut(.element, " \n  a: 2\n", line: 8, byte: 71),
        Cut(.envelope, "apiVersion: v1\nitems:\nkind: List\n", line: 1, byte: 0),
      ])
  }

  @Test(arguments: [1, 2, 5, 17]) func `the same records at every chunk size`(_ size: Int) throws {
    let text = Self.list + "---\na: 1\n...\n# end\n--- {b: 2}\n---\n- c\n- d\n"
    #expect(try cuts(text, size: size) == cuts(text))
    #expect(try cuts(text).count == 7)
  }

  @Test func `indented entries and carriage returns`() throws {
    #expect(
      try cuts("items:\r\n  - a: 1\r\n    b: 2\r\n  - c\r\n").map(\.text) == [
        "    a: 1\n    b: 2\n", "    c\n", "items:\n",
      ])
  }

  @Test func `documents without a terminator`() throws {
    #expect(try cuts("---\na: 1\n---\nb: 2").map(\.text) == ["a: 1\n", "b: 2\n"])
    #expect(try cuts("---\na: 1\n---\nb: 2").map(\.line) == [2, 4])
  }

  @Test func `comments, directives and empty documents are no records`() throws {
    #expect(try cuts("# only a comment\n").isEmpty)
    #expect(try cuts("%YAML 1.2\n# c\n---\n---\n\n...\n---\na: 1\n").map { $0.text.hasSuffix("a: 1\n") } == [true])
    #expect(try cuts("").isEmpty)
  }

  @Test func `a comment before the first entry does not hide the list`() throws {
    #expect(
      try cuts("items: # two\n# first\n\n- a: 1\n# second\n- a: 2\n").map(\.role) == [.element, .element, .envelope])
  }

  @Test func `content on the line of the document's start`() throws {
    #expect(try cuts("--- {a: 1}\n--- # none\nb: 2\n").map(\.text) == ["{a: 1}\n", "b: 2\n"])
  }

  @Test func `a list at the top gives its entries`() throws {
    let cuts = try cuts("- kind: Event\n  n: 1\n- kind: Event\n")
    #expect(cuts.map(\.role) == [.whole, .whole])
    #expect(cuts.map(\.text) == ["  kind: Event\n  n: 1\n", "  kind: Event\n"])
  }

  @Test func `lists and items of other shapes stay in their document`() throws {
    for text in [
      "items: []\n", "items: [a, b]\n", "spec:\n  items:\n  - a\n", "items:\n  a: 1\n", "items: null\n",
      "other:\n- a\n",
    ] {
      #expect(try cuts(text).map(\.text) == [text])
    }
  }

  @Test func `an envelope follows its items whatever stands after them`() throws {
    // It was once taken for a document of its own when keys came after the list.
    #expect(try cuts("items:\n- a\nkind: List\nmetadata:\n  continue: x\n").map(\.role) == [.element, .envelope])
  }

  @Test func `a byte order mark belongs to no key`() throws {
    #expect(try cuts("\u{FEFF}items:\n- a: 1\n").map(\.text) == ["  a: 1\n", "items:\n"])
  }

  @Test func `tabs do not make entries`() throws {
    #expect(try cuts("items:\n\t- a: 1\n").map(\.role) == [.whole])
  }
}
