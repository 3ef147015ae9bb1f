/// Replaces what varies in a log line - numbers, addresses, ids, paths, times, sizes - by one byte for each value.
///
/// Whitespace becomes single spaces, colour codes are dropped, and a value is taken whole: `10.0.0.1:80` and
/// `payments-7d4b9c6f5-x2x4z` are one value each. Names that merely contain one digit (`ssh2`, `IPv4`) stay words.
/// Works on bytes of any encoding; O(line), and no more than ``longest`` bytes of it.
struct LineMask {
  /// A value that is a number alone.
  static let number: UInt8 = 1
  /// Any other value.
  static let value: UInt8 = 2
  /// Stands for what was cut off a long line.
  static let rest: UInt8 = 3
  /// How many bytes of a line are read.
  static let longest = 2048

  private let table = ByteClass.table
  private var buffer = [UInt8](repeating: 0, count: longest + 8)
  private var length = 0

  /// The masked line.
  var text: ArraySlice<UInt8> { buffer[..<length] }

  /// Masks one line; the result replaces the one before.
  mutating func mask(_ line: Span<UInt8>) {
    let classes = table
    length = LineMask.write(line, classes.span, buffer.mutableSpan)
  }

  /// Writes the masked line; answers its length.
  private static func write(_ line: Span<UInt8>, _ table: Span<UInt8>, _ target: consuming MutableSpan<UInt8>) -> Int {
    var out = target
    var walk = MaskWalk(end: min(line.count, longest))
    walk.run(line, table, &out)
    var length = walk.written
    if length > 0, out[length - 1] == 0x20 { length -= 1 }
    // A list of values that was cut off is a list of values still.
    guard line.count > longest, length > 0, out[length - 1] != value, out[length - 1] != number else { return length }
    out[length] = rest
    return length + 1
  }

  /// A hash of the masked line: the same on every machine and in every run.
  var hash: UInt64 {
    let bytes = buffer.span
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(length)
    var index = 0
    while index + 8 <= length {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = (hash ^ word.littleEndian) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 29
      index += 8
    }
    while index < length {
      hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
      index += 1
    }
    return hash ^ (hash >> 32)
  }
}
