/// A run of letters, digits, dots, dashes and slashes, and what it is taken for.
struct NameRun {
  enum Verdict: Equatable {
    /// A word.
    case plain
    case number
    case value
    /// A word and, at its end, a number of that many digits: `core.2286`.
    case tail(Int)
  }

  private(set) var verdict: Verdict = .plain
  /// Dots inside, as host names have them.
  var hasDots: Bool { dots > 0 }
  private var dots = 0
  private var slashes = 0
  private var dashes = 0
  private var digits = 0
  private var tailDigits = 0
  private var capitals = 0
  private var lastDot = -1
  private var lastSlash = -1
  private var lastDigit = -1

  init(_ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>) {
    for index in run { count(table[Int(line[index])], index) }
    verdict = slashes > 0 ? path(run, seen, line, table) : name(run, seen, line, table)
  }

  private mutating func count(_ kind: UInt8, _ index: Int) {
    if kind & ByteClass.digit != 0 {
      digits += 1
      tailDigits += 1
      lastDigit = index
    } else if kind == ByteClass.dot {
      dots += 1
      tailDigits = 0
      lastDot = index
    } else if kind == ByteClass.slash {
      slashes += 1
      lastSlash = index
    } else if kind == ByteClass.dash {
      dashes += 1
    } else if kind & ByteClass.capital != 0 {
      capitals += 1
    }
  }

  /// `/var/log`, `a/b/c`, `conf/app.yaml`, `10/12`; `read/write` and `I/O` are words.
  private func path(_ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>) -> Verdict {
    let isAbsolute = run.count > 1 && table[Int(line[run.lowerBound])] == ByteClass.slash
    let isFile = lastDot > lastSlash + 1 && lastDot < run.upperBound - 1
    guard isAbsolute || slashes > 1 || digits > 0 || isFile else { return .plain }
    return seen & ByteClass.letters == 0 && !isAbsolute ? .number : .value
  }

  private func name(_ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>) -> Verdict {
    guard digits > 0 else {
      // `a.b.example.com`; class names have capitals.
      return dots >= 3 && capitals == 0 && run.upperBound - lastDot <= 7 ? .value : .plain
    }
    if seen & ByteClass.letters == 0 { return dots > 1 || dashes > 1 ? .value : .number }
    if lastDot > run.lowerBound, tailDigits == digits, digits == run.upperBound - lastDot - 1, dashes == 0 {
      return .tail(digits)
    }
    if digits == 1, dashes == 0, lastDigit > run.lowerBound, table[Int(line[lastDigit - 1])] & ByteClass.letters != 0 {
      return .plain
    }
    let isHexadecimal = run.count > 2 && line[run.lowerBound] == 0x30 && line[run.lowerBound + 1] | 0x20 == 0x78
    return isHexadecimal ? .number : .value
  }
}
