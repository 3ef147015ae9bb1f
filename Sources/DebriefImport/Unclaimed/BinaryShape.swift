internal import DebriefModel
internal import DebriefParsing

/// Files that are no text: archives, images, programs, by their first bytes.
enum BinaryShape {
  /// The note of a file that is empty or no text; nil for text.
  static func note(_ bytes: [UInt8]) -> SourceNote? {
    if bytes.isEmpty {
      return SourceNote(.missing, "an empty file: whatever was to be collected here is not in it")
    }
    if let name = packed.first(where: { bytes.starts(with: $0.magic) })?.name {
      return SourceNote(.missing, "\(name): unpack it to have it read")
    }
    if let name = other.first(where: { bytes.starts(with: $0.magic) })?.name { return .notEvidence(name) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return SourceNote(.missing, "text in UTF-16: convert it to UTF-8 to have it read")
    }
    if isTar(bytes) { return SourceNote(.missing, "a tar archive: unpack it to have it read") }
    if isOTLP(bytes) {
      return SourceNote(.missing, "OpenTelemetry data in protobuf: export it with the format json to have it read")
    }
    return isText(bytes) ? nil : SourceNote(.missing, "binary data of no known format")
  }

  private static let packed: [(magic: [UInt8], name: String)] = [
    ([0x1F, 0x8B], "compressed with gzip"), ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz"), ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd"),
    ([0x42, 0x5A, 0x68], "compressed with bzip2"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4"), (Array("Rar!".utf8), "a rar archive"),
  ]

  private static let other: [(magic: [UInt8], name: String)] = [
    ([0x89, 0x50, 0x4E, 0x47], "an image (PNG)"), ([0xFF, 0xD8, 0xFF], "an image (JPEG)"),
    (Array("GIF8".utf8), "an image (GIF)"), (Array("RIFF".utf8), "a media file (RIFF)"),
    ([0x00, 0x00, 0x01, 0x00], "an icon"), (Array("%PDF".utf8), "a PDF document"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)"), (Array("MZ".utf8) + [0x90, 0x00], "a program (Windows)"),
    ([0xCF, 0xFA, 0xED, 0xFE], "a program (Mach-O)"),
    ([0xCA, 0xFE, 0xBA, 0xBE], "compiled Java, or a program (Mach-O)"),
    ([0x00, 0x61, 0x73, 0x6D], "a program (WebAssembly)"), (Array("SQLite format 3\0".utf8), "an SQLite database"),
    (Array("wOFF".utf8), "a font"), (Array("wOF2".utf8), "a font"),
    ([0xD4, 0xC3, 0xB2, 0xA1], "a packet capture"), ([0x0A, 0x0D, 0x0D, 0x0A], "a packet capture"),
    (Array("LPKSHHRH".utf8), "a systemd journal: export it with journalctl -o json"),
  ]

  /// `ustar` stands at byte 257 of a tar archive.
  private static func isTar(_ bytes: [UInt8]) -> Bool {
    bytes.count > 262 && bytes[257..<262].elementsEqual("ustar".utf8)
  }

  /// The collector's file exporter writes each message after its length (four bytes, big-endian). The message is a list of resources:
  /// field 1, whose own field 1 is the resource, whose attributes begin with the length and letters of a key.
  private static func isOTLP(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 24, bytes[0] == 0, bytes[4] == 0x0A else { return false }
    let length = bytes[1...3].reduce(0) { $0 << 8 | Int($1) }
    var i = 5
    guard length > 16, let outer = varint(bytes, &i), outer <= length, bytes.indices.contains(i), bytes[i] == 0x0A
    else {
      return false
    }
    i += 1
    guard let resource = varint(bytes, &i), resource <= outer, bytes.indices.contains(i), bytes[i] == 0x0A else {
      return false
    }
    i += 1
    guard let pair = varint(bytes, &i), pair <= resource, i + 2 < bytes.count, bytes[i] == 0x0A else { return false }
    let key = bytes[(i + 2)...].prefix(Int(bytes[i + 1]))
    return key.count > 2 && key.allSatisfy { Text.isLetter($0) || Text.isDigit($0) || $0 == 0x2E || $0 == 0x5F }
  }

  /// A base-128 number of at most four bytes.
  private static func varint(_ bytes: [UInt8], _ i: inout Int) -> Int? {
    var value = 0
    for shift in 0..<4 {
      guard bytes.indices.contains(i) else { return nil }
      value |= Int(bytes[i] & 0x7F) << (7 * shift)
      i += 1
      if bytes[i - 1] & 0x80 == 0 { return value }
    }
    return nil
  }

  /// Text has no NUL and few control characters.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    let controls = bytes.count { $0 < 0x20 && !($0 >= 0x08 && $0 <= 0x0D) && $0 != 0x1B && $0 != 0x1E }
    return controls * 50 <= bytes.count && !bytes.prefix(1024).contains(0)
  }
}
