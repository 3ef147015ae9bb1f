internal import DebriefParsing

/// Turns text in UTF-16 with its mark (as Windows PowerShell redirects output into files) into UTF-8 while it is read, and remembers
/// where each part of it stands in the file.
///
/// Lone halves of pairs become U+FFFD. Memory: one chunk, and 16 bytes for each character beyond ASCII that is still ahead of the reader.
final class UTF16Input: ByteInput {
  private var input: any ByteInput
  private var isBigEndian = false
  private var sawMark = false
  private var raw: [UInt8] = []
  private var high: UInt32?
  /// UTF-8 and file offsets after which each byte of text takes two of the file, until the next such place.
  private var places: [(text: Int, file: Int)] = [(0, 2)]
  private var place = 0
  private var text = 0
  private var file = 2

  init(_ input: any ByteInput) { self.input = input }

  /// Whether bytes begin with the mark of UTF-16 and go on as text; UTF-32 does not.
  static func isMarked(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    if bytes[0] == 0xFE && bytes[1] == 0xFF { return true }
    return bytes[0] == 0xFF && bytes[1] == 0xFE && (bytes[2] != 0 || bytes[3] != 0)
  }

  /// The beginning of a text as UTF-8.
  static func text(of bytes: [UInt8]) -> [UInt8] {
    let input = UTF16Input(MemoryInput(bytes))
    var text: [UInt8] = []
    do { while try input.read(1 << 16, into: &text) > 0 {} } catch {}
    return text
  }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let start = buffer.count
    while buffer.count == start {
      let got = try input.read(max(count, 64), into: &raw)
      decode(&buffer)
      if got == 0 {
        if high != nil || raw.count == 1 { add(0xFFFD, from: raw.count + (high == nil ? 0 : 2), &buffer) }
        (high, raw) = (nil, [])
        break
      }
    }
    return buffer.count - start
  }

  private func decode(_ buffer: inout [UInt8]) {
    var i = 0
    if !sawMark, raw.count >= 2 {
      isBigEndian = raw[0] == 0xFE
      sawMark = true
      i = 2
    }
    while i + 1 < raw.count {
      let unit = isBigEndian ? UInt32(raw[i]) << 8 | UInt32(raw[i + 1]) : UInt32(raw[i + 1]) << 8 | UInt32(raw[i])
      i += 2
      take(unit, &buffer)
    }
    raw.removeFirst(i)
  }

  private func take(_ unit: UInt32, _ buffer: inout [UInt8]) {
    if let first = high {
      high = nil
      if unit & 0xFC00 == 0xDC00 { return add(0x10000 + (first & 0x3FF) << 10 + unit & 0x3FF, from: 4, &buffer) }
      add(0xFFFD, from: 2, &buffer)
    }
    if unit & 0xFC00 == 0xD800 {
      high = unit
    } else {
      add(unit & 0xFC00 == 0xDC00 ? 0xFFFD : unit, from: 2, &buffer)
    }
  }

  private func add(_ scalar: UInt32, from bytes: Int, _ buffer: inout [UInt8]) {
    file += bytes
    if scalar < 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: scalar))
      text += 1
      return
    }
    let encoded = Unicode.UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? Unicode.UTF8.encodedReplacementCharacter
    buffer.append(contentsOf: encoded)
    text += encoded.count
    places.append((text, file))
  }

  /// Where a byte of the text stands in the file; offsets asked for may step back a little.
  func fileOffset(of offset: Int) -> Int {
    while place > 0, places[place].text > offset { place -= 1 }
    while place + 1 < places.count, places[place + 1].text <= offset { place += 1 }
    if place > 8192 {
      places.removeFirst(place - 4096)
      place = 4096
    }
    return places[place].file + 2 * max(offset - places[place].text, 0)
  }
}
