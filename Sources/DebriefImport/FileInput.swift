internal import Crypto
internal import DebriefParsing
internal import SystemPackage

/// Reads a file in chunks.
final class FileInput: ByteInput {
  private let file: FileDescriptor
  private let closes: Bool

  /// Opens a file; `-` is standard input.
  init(path: String) throws {
    closes = path != "-"
    file = path == "-" ? .standardInput : try FileDescriptor.open(FilePath(path), .readOnly)
  }

  deinit { if closes { try? file.close() } }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let chunk = try unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      initialized = unsafe try file.read(into: UnsafeMutableRawBufferPointer(target))
    }
    buffer.append(contentsOf: chunk)
    return chunk.count
  }

  /// The SHA-256 of a whole file.
  static func sha256(path: String) throws -> String {
    let input = HashedInput(try FileInput(path: path))
    try input.drain()
    return input.sha256
  }
}

/// Counts and hashes what is read of another input.
final class HashedInput: ByteInput {
  private var input: any ByteInput
  private var hash = SHA256()
  private(set) var count = 0
  private let reached: (Int) -> Void

  /// Wraps an input; calls `reached` with the bytes read so far.
  init(_ input: any ByteInput, reached: @escaping (Int) -> Void = { _ in }) {
    (self.input, self.reached) = (input, reached)
  }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let start = buffer.count
    let got = try input.read(count, into: &buffer)
    unsafe buffer.withUnsafeBytes { bytes in
      unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
    self.count += got
    reached(self.count)
    return got
  }

  /// Reads what is left.
  func drain() throws {
    var rest: [UInt8] = []
    while try read(1 << 18, into: &rest) > 0 { rest.removeAll(keepingCapacity: true) }
  }

  /// The SHA-256 of everything read, as 64 lower-case hex digits.
  var sha256: String { hash.finalize().map { byte in Hex.pair(byte) }.joined() }
}

/// Bytes already read, then the rest of an input.
final class ReplayedInput: ByteInput {
  private var head: MemoryInput
  private var rest: any ByteInput

  init(_ head: [UInt8], then rest: any ByteInput) { (self.head, self.rest) = (MemoryInput(head), rest) }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let got = head.read(count, into: &buffer)
    return got > 0 ? got : try rest.read(count, into: &buffer)
  }
}

enum Hex {
  static func pair(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }
}
