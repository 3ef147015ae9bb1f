internal import DebriefParsing

/// A file, or what was already read of standard input; counts and hashes.
final class SourceInput: ByteInput {
  private let file: FileInput
  private var replay: MemoryInput?
  private let replayed: [UInt8]?

  init(_ file: FileInput, replay: [UInt8]?) {
    self.file = file
    replayed = replay
    self.replay = replay.map { MemoryInput($0) }
  }

  var count: Int { replayed?.count ?? file.count }
  var sha256: String { replayed.map { FileInput.sha256(of: $0) } ?? file.sha256 }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    try replay?.read(count, into: &buffer) ?? file.read(count, into: &buffer)
  }

  func drain() throws {
    var rest: [UInt8] = []
    while try read(1 << 18, into: &rest) > 0 { rest.removeAll(keepingCapacity: true) }
  }
}
