#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Cuts at newlines; `\r\n` too. Empty lines are records, a last line without newline is one.
public struct LineFramer: Framer {
  /// A longer line is rejected and skipped: 4 MiB.
  public static let longest = 4 << 20
  private(set) var position = 0
  private let longest: Int

  public init(longest: Int = LineFramer.longest) { self.longest = longest }

  /// Goes on at an absolute offset.
  mutating func seek(to position: Int) { self.position = position }

  public mutating func next(_ buffer: inout FrameBuffer) throws -> Frame? {
    buffer.discard(upTo: position)
    let start = position
    var searched = start
    var tooLong = false
    while true {
      if let newline = LineFramer.newline(in: buffer.bytes, from: searched - buffer.base) {
        position = buffer.base + newline + 1
        return frame(&buffer, start: start, end: newline, tooLong: tooLong)
      }
      searched = buffer.base + buffer.bytes.count
      if searched - start > longest {
        tooLong = true
        _ = buffer.line(at: start)
        buffer.discard(upTo: searched)
      }
      guard try buffer.fill() else { break }
    }
    let end = buffer.base + buffer.bytes.count
    guard end > start else { return nil }
    position = end
    return frame(&buffer, start: start, end: buffer.bytes.count, tooLong: tooLong)
  }

  private func frame(_ buffer: inout FrameBuffer, start: Int, end: Int, tooLong: Bool) -> Frame {
    let line = buffer.line(at: start)
    guard !tooLong else {
      return Frame(
        role: .whole, range: 0..<0, byte: start, line: line, problem: "line longer than \(longest >> 20) MiB")
    }
    let lower = start - buffer.base
    let upper = end > lower && buffer.bytes[end - 1] == 0x0D ? end - 1 : end
    return Frame(role: .whole, range: lower..<upper, byte: start, line: line)
  }

  private static func newline(in bytes: [UInt8], from: Int) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, from < buffer.count else { return nil }
      guard let hit = unsafe memchr(base + from, 0x0A, buffer.count - from) else { return nil }
      return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }
  }
}
