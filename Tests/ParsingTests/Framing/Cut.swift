import DebriefParsing

/// A frame as text, for comparing.
struct Cut: Equatable, CustomStringConvertible {
  var role: Frame.Role
  var text: String
  var line: Int
  var byte: Int
  var problem: String?

  init(_ role: Frame.Role, _ text: String, line: Int, byte: Int, problem: String? = nil) {
    (self.role, self.text, self.line, self.byte, self.problem) = (role, text, line, byte, problem)
  }

  var description: String { "\(role) \(line):\(byte) \(problem ?? "") \(text)" }

  /// All frames of a text read in chunks of `size` bytes.
  static func all(_ framer: some Framer, _ text: String, size: Int = 1 << 16) throws -> [Cut] {
    try all(framer, Array(text.utf8), size: size)
  }

  static func all(_ framer: some Framer, _ bytes: [UInt8], size: Int = 1 << 16) throws -> [Cut] {
    var framer = framer
    var buffer = FrameBuffer(MemoryInput(bytes), chunkSize: size)
    var cuts: [Cut] = []
    while let frame = try framer.next(&buffer) {
      let bytes = frame.detached ?? Array(buffer.bytes[frame.range])
      cuts.append(
        Cut(
          frame.role, String(decoding: bytes, as: UTF8.self), line: frame.line, byte: frame.byte, problem: frame.problem
        ))
      if cuts.count > 10_000 { break }
    }
    return cuts
  }
}
