internal import Crypto
internal import DebriefModel
internal import DebriefParsing
internal import SystemPackage

/// Reads a file in chunks and hashes what it reads.
final class FileInput: ByteInput {
  private let file: FileDescriptor
  private let closes: Bool
  private var hash = SHA256()
  private(set) var count = 0

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
    hash.update(data: chunk)
    self.count += chunk.count
    buffer.append(contentsOf: chunk)
    return chunk.count
  }

  /// The SHA-256 of everything read, as 64 lower-case hex digits.
  var sha256: String { hash.finalize().map { byte in Hex.pair(byte) }.joined() }

  /// The SHA-256 of bytes in memory.
  static func sha256(of bytes: [UInt8]) -> String { SHA256.hash(data: bytes).map { byte in Hex.pair(byte) }.joined() }

  /// The SHA-256 of a whole file.
  static func sha256(path: String) throws -> String {
    let input = try FileInput(path: path)
    var chunk: [UInt8] = []
    while try input.read(1 << 18, into: &chunk) > 0 { chunk.removeAll(keepingCapacity: true) }
    return input.sha256
  }
}

enum Hex {
  static func pair(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }
}
