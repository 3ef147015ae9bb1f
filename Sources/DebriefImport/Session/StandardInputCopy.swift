internal import DebriefModel
internal import DebriefParsing
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An archive from standard input, kept packed in a temporary file because it is read more than once.
final class StandardInputCopy {
  /// Where it lies until the import ends.
  let location: String
  private(set) var bytes = 0

  private static let most = 16 << 30

  /// Copies the input. Throws when there is more of it than 16 GiB, or no room.
  init(_ input: any ByteInput) throws {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    location = folder + "/debrief-\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let file = try FileDescriptor.open(
      FilePath(location), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
    try file.closeAfter { try copy(input, to: file) }
  }

  deinit { _ = unsafe unlink(location) }

  private func copy(_ input: any ByteInput, to file: FileDescriptor) throws {
    var input = input
    var chunk: [UInt8] = []
    while try input.read(1 << 18, into: &chunk) > 0 {
      bytes += try file.writeAll(chunk)
      guard bytes <= Self.most else {
        throw Diagnostic(.error, "standard input is larger than 16 GiB", help: "save it to a file and import that")
      }
      chunk.removeAll(keepingCapacity: true)
    }
  }
}
