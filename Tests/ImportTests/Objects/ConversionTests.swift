import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefImport

struct `YAML becomes JSON` {
  private func json(_ yaml: String) throws -> String {
    let bytes = Array(yaml.utf8)
    return String(decoding: try YAMLConversion.json(bytes.span), as: UTF8.self)
  }

  private func problem(_ yaml: String) -> String? {
    do {
      _ = try json(yaml)
      return nil
    } catch { return (error as? Rejection)?.reason }
  }

  @Test func `scalars keep their kind, and text that looks like a number its digits`() throws {
    #expect(
      try json(
        "{a: 1, b: '1', c: 1.5, d: 0123, e: 1e3, f: 123456789012345678901, g: ~, h: yes, i: true, j: -, k: 0.50, l: 1., m: }"
      )
        == "{\"a\":1,\"b\":\"1\",\"c\":1.5,\"d\":\"0123\",\"e\":\"1e3\",\"f\":\"123456789012345678901\",\"g\":null,\"h\":\"yes\","
        + "\"i\":true,\"j\":\"-\",\"k\":0.50,\"l\":\"1.\",\"m\":null}")
  }

  @Test func `times stay text`() throws {
    #expect(try json("t: 2026-03-02T14:00:00Z") == "{\"t\":\"2026-03-02T14:00:00Z\"}")
  }

  @Test func `quotes, control characters and line breaks are escaped`() throws {
    #expect(try json("a: \"q\\\" b\\\\ t\\t n\\n u\\x01\"") == "{\"a\":\"q\\\" b\\\\ t\\u0009 n\\n u\\u0001\"}")
    #expect(try json("a: |-\n  one\n  two: {\n") == "{\"a\":\"one\\ntwo: {\"}")
  }

  @Test func `aliases are resolved within bounds`() throws {
    #expect(try json("a: &x [1]\nb: *x\n") == "{\"a\":[1],\"b\":[1]}")
    var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for i in 1...12 {
      bomb += "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(problem(bomb) == "YAML larger than 32 MiB once its aliases are resolved")
  }

  @Test(arguments: ["[", "{a: ", "- "]) func `deep nesting is refused before it is composed`(_ opening: String) {
    #expect(problem(String(repeating: opening, count: 100_000)) == "YAML nested deeper than 64 levels")
    #expect(problem(String(repeating: opening, count: 100))?.isEmpty == false)
  }

  @Test func `staircases are refused`() {
    let stairs = (0..<2000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(problem(stairs) == "YAML nested deeper than 64 levels")
  }

  @Test func `what does not parse says where`() {
    #expect(problem("a: b: c")?.hasPrefix("not YAML: ") == true)
    #expect(problem("a: b: c")?.contains("line 1") == true)
    #expect(problem("a:\n\t- b")?.hasPrefix("not YAML: ") == true)
    #expect(problem("") == "an empty YAML document")
  }
}

struct `The outline of a file` {
  private func outline(_ text: String) -> ObjectOutline { ObjectOutline(Array(text.utf8).span) }

  @Test func `bookkeeping and deep values do not hide what follows`() {
    let deep = String(repeating: "{\"x\":[", count: 20) + "\"]}\"" + String(repeating: "]}", count: 20)
    let fields = (0..<600).map { "\"f:\($0)\":{}" }.joined(separator: ",")
    let text = "{\"items\":[{\"metadata\":{\"managedFields\":[{\(fields)}],\"deep\":\(deep)},\"kind\":\"Pod\"}]}"
    #expect(outline(text)["items[].kind"] == "Pod")
    #expect(outline(text)["items[].metadata.managedFields"] == nil)
  }

  @Test func `YAML lists at and below their key`() {
    for text in ["items:\n- kind: A\n  b:\n    c: d\n", "items:\n  - kind: A\n    b:\n      c: d\n"] {
      #expect(outline(text)["items[].kind"] == "A")
      #expect(outline(text)["items[].b.c"] == "d")
    }
  }

  @Test(arguments: [
    "{", "[", "{\"a\"", "{\"a\":", "{\"a\":\"\\", "[[[[", "\u{FEFF}", "", ":", "a:", "- - -",
    "{\"a\":{\"b\":[{\"managedFields\":[",
  ])
  func `heads cut anywhere do not trap`(_ text: String) {
    _ = outline(text)
    for end in 0..<text.utf8.count { _ = ObjectOutline(Array(text.utf8.prefix(end)).span) }
  }
}
