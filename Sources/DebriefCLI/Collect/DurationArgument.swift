import ArgumentParser

/// A length of time as people type it: `90m`, `6h`, `1d12h`, `45` (seconds).
struct DurationArgument: Equatable {
  /// Positive, at most a year.
  let seconds: Int

  /// Reads an argument; nil when it is none, is 0, or is longer than a year.
  init?(_ text: String) {
    var (total, number, hasDigits) = (0, 0, false)
    for byte in text.utf8 {
      if (0x30...0x39).contains(byte) {
        number = min(number * 10 + Int(byte - 0x30), Self.year + 1)
        hasDigits = true
      } else {
        guard hasDigits, let unit = Self.units[byte] else { return nil }
        total += number * unit
        (number, hasDigits) = (0, false)
      }
      guard total <= Self.year else { return nil }
    }
    total += number
    guard total > 0, total <= Self.year else { return nil }
    seconds = total
  }

  private static let year = 366 * 86_400
  private static let units: [UInt8: Int] = [0x73: 1, 0x6D: 60, 0x68: 3600, 0x64: 86_400]

  /// For options: throws a sentence that says what a duration looks like.
  static func parse(_ text: String) throws -> DurationArgument {
    guard let duration = DurationArgument(text) else { throw ValidationError("write 45s, 90m, 6h or 1d12h") }
    return duration
  }
}
