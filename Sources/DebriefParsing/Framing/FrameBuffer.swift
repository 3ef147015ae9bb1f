/// Where bytes come from: a file, standard input, an array.
public protocol ByteInput {
  /// Appends up to `count` bytes to `buffer` and returns how many; 0 at the end.
  mutating func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int
}

/// Bytes already in memory; chunk borders fall where the reader asks.
public struct MemoryInput: ByteInput {
  private let bytes: [UInt8]
  private var position = 0
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public mutating func read(_ count: Int, into buffer: inout [UInt8]) -> Int {
    let end = min(bytes.count, position + count)
    defer { position = end }
    buffer.append(contentsOf: bytes[position..<end])
    return end - position
  }
}

/// The window of an input that a framer looks at: grows at the end, is discarded from the front.
public struct FrameBuffer {
  /// The bytes in view.
  public private(set) var bytes: [UInt8] = []
  /// The offset of `bytes[0]` in the input.
  public private(set) var base = 0
  /// Whether the input has ended; then `bytes` holds all that is left.
  public private(set) var ended = false
  private var discarded = 0
  private var lineOffset = 0
  private var line = 1
  private let chunkSize: Int
  private var input: any ByteInput

  /// Creates a buffer that reads `chunkSize` bytes at a time.
  public init(_ input: any ByteInput, chunkSize: Int = 1 << 18) {
    self.input = input
    self.chunkSize = max(chunkSize, 1)
  }

  /// Reads a further chunk; returns false at the end of the input. May move bytes: offsets stay valid through `base`.
  public mutating func fill() throws -> Bool {
    guard !ended else { return false }
    if discarded > 0 {
      // The newlines leave with their bytes, so they are counted first.
      _ = line(at: base + discarded)
      bytes.removeSubrange(0..<discarded)
      base += discarded
      discarded = 0
    }
    if try input.read(chunkSize, into: &bytes) == 0 { ended = true }
    return !ended
  }

  /// Lets go of everything before the absolute offset `end`; the bytes leave with the next `fill`.
  public mutating func discard(upTo end: Int) { discarded = max(discarded, min(end - base, bytes.count)) }

  /// The 1-based line of an absolute offset still in view; offsets must be asked for in ascending order. Linear in the bytes between.
  public mutating func line(at offset: Int) -> Int {
    let from = max(lineOffset - base, 0)
    let to = offset - base
    guard to > from else { return line }
    line += FrameBuffer.newlines(bytes, from..<to)
    lineOffset = offset
    return line
  }

  /// Counts newlines, eight bytes at a time: the high bit of each byte that is 0x0A remains (exact, Hacker's Delight 6–1).
  private static func newlines(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    unsafe bytes.withUnsafeBytes { raw in
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      var count = 0
      var i = range.lowerBound
      while i + 8 <= range.upperBound {
        let word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
        count &+= (~(((word & low) &+ low) | word | low)).nonzeroBitCount
        i += 8
      }
      while i < range.upperBound {
        unsafe count &+= raw[i] == 0x0A ? 1 : 0
        i += 1
      }
      return count
    }
  }
}

/// One record of an input.
public struct Frame: Sendable {
  /// What part of a document a record is.
  public enum Role: Sendable {
    /// A line, a document of its own, or an element of a top-level array.
    case whole
    /// An element of the array that the framing names (`items` of a List, `data.result` of a query).
    case element
    /// What is left of a document when its elements are taken out: `{"kind":"List","items":[]}`. Follows its elements.
    case envelope
    /// A line of a file that has objects, too.
    case line
  }

  /// How a record is written, where one file has several notations.
  public enum Notation: Sendable { case json, yaml }
  public var role: Role
  /// nil where the whole file has one notation.
  public var notation: Notation?
  /// The record's bytes in the buffer, unless `detached` holds them.
  public var range: Range<Int>
  /// An envelope, put together from what stood around the elements.
  public var detached: [UInt8]?
  /// Absolute offset of the first byte.
  public var byte: Int
  /// 1-based line of the first byte.
  public var line: Int
  /// Why the record cannot be read (cut off, too large); such a frame goes to the rejections.
  public var problem: String?
}

/// Cuts an input into records.
public protocol Framer {
  /// The next record, or nil at the end. Ranges are valid until the next call.
  mutating func next(_ buffer: inout FrameBuffer) throws -> Frame?
}
