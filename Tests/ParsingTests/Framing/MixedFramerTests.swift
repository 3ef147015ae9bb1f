import DebriefParsing
import Testing

struct `A framer of objects and lines` {
  private static func frames(_ text: String, isYAML: Bool = false, chunk: Int) throws -> [String] {
    var buffer = FrameBuffer(MemoryInput(Array(text.utf8)), chunkSize: chunk)
    var framer = MixedFramer(elements: [["items"]], isYAML: isYAML)
    var frames: [String] = []
    while let frame = try framer.next(&buffer) {
      let bytes = frame.detached ?? Array(buffer.bytes[frame.range])
      frames.append(
        "\(frame.line) \(frame.role) \(String(decoding: bytes, as: UTF8.self))\(frame.problem.map { " !" + $0 } ?? "")")
    }
    return frames
  }

  @Test(arguments: [1, 5, 4096]) func `takes values, elements and lines as they come`(_ chunk: Int) throws {
    let text =
      "{\"a\":1}\nstdout:\n{\"kind\":\"L\",\"items\":[{\"b\":2}]}\n==== START logs for x\n{\"c\":\n[d\n==== END logs for x\n{\"e\":3}\n  tail"
    #expect(
      try Self.frames(text, chunk: chunk) == [
        "1 whole {\"a\":1}", "2 line stdout:", "3 element {\"b\":2}", "3 envelope {\"kind\":\"L\",\"items\":[]}",
        "4 line ==== START logs for x", "5 line {\"c\":", "6 line [d", "7 line ==== END logs for x",
        "8 whole {\"e\":3}",
        "9 line tail",
      ])
  }

  @Test(arguments: [1, 5, 4096]) func `goes from lines to YAML, to logs and back`(_ chunk: Int) throws {
    let text =
      "$ get\napiVersion: v1\nitems:\n- a: 1\n==== START logs for x\napiVersion: no\n==== END logs for x\n---\nb: 2\n"
    #expect(
      try Self.frames(text, chunk: chunk) == [
        "1 line $ get", "4 element   a: 1\n", "2 envelope apiVersion: v1\nitems:\n", "5 line ==== START logs for x",
        "6 line apiVersion: no", "7 line ==== END logs for x", "9 whole b: 2\n",
      ])
  }

  @Test(arguments: [1, 4096]) func `ends on damage`(_ chunk: Int) throws {
    for text in ["{\"a\":", "x", "", "[", "==== START logs for x", "---\n", "]}\n]}"] {
      #expect(try Self.frames(text, chunk: chunk).count <= 2)
    }
  }
}
