internal import DebriefParsing

/// Tells archives and compressed files from their first bytes; names are not asked.
enum ArchiveMagic {
  /// Whether a file that begins like this is read member by member.
  static func matches(_ head: [UInt8]) -> Bool { isCompressed(head) || isZip(head) || isTar(head) }

  /// gzip (RFC 1952), xz, zstd (RFC 8878) and bzip2, whose block mark is looked at too because `BZh9` alone could be text.
  static func isCompressed(_ head: [UInt8]) -> Bool {
    head.starts(with: [0x1F, 0x8B, 0x08]) || head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
      || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isBzip2(head)
  }

  private static func isBzip2(_ head: [UInt8]) -> Bool {
    guard head.count >= 10, head.starts(with: [0x42, 0x5A, 0x68]), (0x31...0x39).contains(head[3]) else { return false }
    let mark = head[4..<10]
    return mark.elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
      || mark.elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
  }

  /// A local file header, or the end record of an empty archive.
  private static func isZip(_ head: [UInt8]) -> Bool {
    head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  /// POSIX and GNU archives say `ustar`; in all of them the header's bytes add up to the sum written in it.
  private static func isTar(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, head[0] != 0 else { return false }
    var sum = 0
    for (i, byte) in head[..<512].enumerated() { sum += (148..<156).contains(i) ? 0x20 : Int(byte) }
    return octal(head[148..<156]) == sum
  }

  private static func octal(_ digits: ArraySlice<UInt8>) -> Int? {
    let trimmed = digits.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    return trimmed.isEmpty ? nil : trimmed.reduce(0) { $0 &* 8 &+ Int($1 &- 0x30) }
  }
}
