/// What a byte of a log line may be part of, as bits.
enum ByteClass {
  static let letter: UInt8 = 1
  /// `a`–`f`: a letter that may also be a digit of a hexadecimal number.
  static let hexLetter: UInt8 = 2
  static let digit: UInt8 = 4
  static let dot: UInt8 = 8
  static let dash: UInt8 = 16
  static let slash: UInt8 = 32
  static let capital: UInt8 = 64
  static let space: UInt8 = 128

  static let letters = letter | hexLetter
  /// What a run of name characters consists of.
  static let name = letters | digit | dot | dash | slash

  /// The class of every byte; bytes of other scripts count as letters.
  static let table: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0x00...0x20, 0x7F: space
    case 0x30...0x39: digit
    case 0x41...0x46: hexLetter | capital
    case 0x47...0x5A: letter | capital
    case 0x61...0x66: hexLetter
    case 0x67...0x7A, 0x80...0xFF, UInt8(ascii: "_"), UInt8(ascii: "$"): letter
    case UInt8(ascii: "."): dot
    case UInt8(ascii: "-"): dash
    case UInt8(ascii: "/"), UInt8(ascii: "\\"): slash
    default: 0
    }
  }
}
