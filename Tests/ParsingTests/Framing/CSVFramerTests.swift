import DebriefParsing
import Testing

@Suite struct `Rows of CSV` {
  private static func rows(_ text: String, chunk: Int = 4096, longest: Int = CSVFramer.longest) throws
    -> [(text: String, byte: Int, line: Int, problem: String?)]
  {
    var framer = CSVFramer(longest: longest)
    var buffer = FrameBuffer(MemoryInput(Array(text.utf8)), chunkSize: chunk)
    var rows: [(text: String, byte: Int, line: Int, problem: String?)] = []
    while let frame = try framer.next(&buffer) {
      rows.append((String(decoding: buffer.bytes[frame.range], as: UTF8.self), frame.byte, frame.line, frame.problem))
    }
    return rows
  }

  @Test(arguments: [1, 2, 3, 4096]) func `end at newlines outside quotes, at every chunk size`(_ chunk: Int) throws {
    let text = "\u{FEFF}\"a\nb\",c\r\n\r\nd,\"say \"\"hi\n\"\"\",e\n5\" wide,f\nlast,\"g\""
    let rows = try Self.rows(text, chunk: chunk)
    #expect(
      rows.map(\.text) == ["\u{FEFF}\"a\nb\",c", "d,\"say \"\"hi\n\"\"\",e", "5\" wide,f", "last,\"g\""])
    #expect(rows.map(\.line) == [1, 4, 6, 7])
    #expect(rows.allSatisfy { $0.problem == nil })
  }

  @Test func `whose quote is never closed lose one line, not the file`() throws {
    let rows = try Self.rows("a,b\n\"open,c\nd,e\nf,g\n")
    #expect(rows.map(\.text) == ["a,b", "\"open,c", "d,e", "f,g"])
    #expect(rows.map { $0.problem != nil } == [false, true, false, false])
  }

  @Test func `that are too long are rejected and reading goes on`() throws {
    let rows = try Self.rows("a\n" + String(repeating: "x", count: 50) + "\nb\n", chunk: 4, longest: 20)
    #expect(rows.first?.text == "a" && rows.last?.text == "b")
    #expect(rows.contains { $0.problem != nil })
  }

  @Test func `are taken apart into fields`() {
    let row = Array("\"a,1\",b, c ,\"d\"\"e\",".utf8)
    #expect(CSVRow.fields(row.span) == ["a,1", "b", " c ", "d\"e", ""])
    #expect(CSVRow.delimiter(Array("Series;Time;Value".utf8).span) == 0x3B)
    #expect(CSVRow.delimiter(Array("word".utf8).span) == nil)
  }
}
