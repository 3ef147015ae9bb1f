import DebriefParsing
import Testing

struct `JSON values` {
  private func parse(_ text: String, _ body: (JSONValue) -> Void) throws { try parse(Array(text.utf8), body) }

  private func parse(_ bytes: [UInt8], _ body: (JSONValue) -> Void) throws {
    let reader = JSONReader()
    body(try reader.parse(bytes.span))
  }

  @Test func `of every kind`() throws {
    try parse(
      "{\"s\":\"a\\u00e9\\n\",\"i\":-5,\"u\":18446744073709551615,\"d\":1.5,\"t\":true,\"f\":false,\"n\":null,\"a\":[1,[2],{}],\"o\":{\"x\":1}}"
    ) {
      #expect($0["s"]?.string == "aé\n")
      #expect($0["i"]?.int == -5 && $0["i"]?.double == -5)
      #expect($0["u"]?.int == nil && $0["u"]?.double == 18_446_744_073_709_551_616)
      #expect($0["d"]?.int == nil && $0["d"]?.scalarText == "1.5")
      #expect($0["t"]?.bool == true && $0["f"]?.bool == false)
      #expect($0["n"] == nil && $0.member("n")?.isNull == true && $0.member("z") == nil)
      #expect(Array($0["a"]?.elements ?? JSONValue.none).count == 3)
      #expect($0["o"]?["x"]?.int == 1 && $0[name: "o"]?.isObject == true)
      #expect(Array($0.members).map { $0.key.string } == ["s", "i", "u", "d", "t", "f", "n", "a", "o"])
    }
  }

  @Test func `numbers as text lose nothing and never trap`() throws {
    try parse("[1e15,-1e300,1e-7,9007199254740993,2.0]") {
      #expect($0.elements.map(\.scalarText) == ["1000000000000000", "-1e+300", "1e-07", "9007199254740993", "2"])
    }
  }

  @Test func `with invalid UTF-8 are repaired`() throws {
    try parse(Array("{\"a\":\"x".utf8) + [0xFF, 0xC3] + Array("\"}".utf8)) {
      #expect($0["a"]?.string == "x\u{FFFD}\u{FFFD}")
    }
  }

  @Test func `of keys with escapes are found by their text`() throws {
    try parse("{\"a\\u0062\":1,\"a\":2}") { #expect($0["ab"]?.int == 1 && $0["a"]?.int == 2) }
  }

  @Test(arguments: ["", "{", "{\"a\":}", "[1,]", "nul", "\"a", "{\"a\":1}}", "\u{01}"]) func `that are none say why`(
    _ text: String
  ) {
    let reader = JSONReader()
    let bytes = Array(text.utf8)
    do {
      _ = try reader.parse(bytes.span)
      Issue.record("parsed")
    } catch { #expect(!error.reason.isEmpty) }
  }
}
