internal import DebriefModel

/// What is said about a file that no importer claims.
enum UnclaimedFile {
  /// The note of the source, as far as the first bytes tell why it is not read.
  static func note(_ head: [UInt8]) -> SourceNote { SourceNote(.missing, reason(head)) }

  private static func reason(_ head: [UInt8]) -> String {
    let magics: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed with gzip: unpack it to have it read"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive: unpack it to have it read"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz: unpack it to have it read"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd: unpack it to have it read"),
      ([0x42, 0x5A, 0x68], "compressed with bzip2: unpack it to have it read"),
    ]
    if head.isEmpty { return "an empty file" }
    return magics.first { head.starts(with: $0.0) }?.1 ?? "no importer claims this file"
  }
}
