internal import DebriefModel
internal import DebriefParsing

/// One sample as text: `name{label="value",…} value [time]`, the name also among the labels or quoted (UTF-8 names).
///
/// Sources: prometheus.io/docs/instrumenting/exposition_formats/, the OpenMetrics 1.0 specification, and what
/// `promtool tsdb dump` and `dump-openmetrics` print (cmd/promtool/tsdb.go).
struct ExpositionLine {
  /// Name and labels as written.
  let series: Range<Int>
  let value: Double
  /// The time as written; nil where there is none.
  let time: Range<Int>?
  let hasExemplar: Bool

  /// Reads a line; nil when it is no sample.
  init?(_ line: Span<UInt8>) {
    guard let series = Self.series(line, from: 0) else { return nil }
    self.series = series
    var i = series.upperBound
    guard let word = Self.word(line, &i), let value = Double(Text.string(line, word)) else { return nil }
    self.value = value
    var next = Self.word(line, &i)
    if let found = next, Self.isTime(line, found) {
      time = found
      next = Self.word(line, &i)
    } else {
      time = nil
    }
    hasExemplar = next.map { line[$0.lowerBound] == 0x23 } ?? false
    guard next == nil || hasExemplar else { return nil }
  }

  /// The bytes of name and labels; nil when there is neither. Nothing is copied.
  static func series(_ line: Span<UInt8>, from start: Int) -> Range<Int>? {
    var i = skipSpace(line, start)
    let lower = i
    while i < line.count && isNamePart(line[i]) { i += 1 }
    guard i == lower || !Text.isDigit(line[lower]) else { return nil }
    let name = lower..<i
    let brace = skipSpace(line, i)
    guard brace < line.count, line[brace] == 0x7B else { return name.isEmpty ? nil : name }
    i = brace + 1
    while i < line.count {
      if line[i] == 0x22 {
        guard let end = quoteEnd(line, i) else { return nil }
        i = end
      } else if line[i] == 0x7D {
        return lower..<(i + 1)
      } else {
        i += 1
      }
    }
    return nil
  }

  /// Takes the bytes of name and labels apart; nil when they are damaged.
  static func parse(_ line: Span<UInt8>, _ series: Range<Int>) -> (metric: String, labels: [String: String])? {
    var i = series.lowerBound
    while i < series.upperBound && isNamePart(line[i]) { i += 1 }
    var metric = Text.string(line, series.lowerBound..<i)
    var labels: [String: String] = [:]
    i = skipSpace(line, i)
    guard i < series.upperBound, line[i] == 0x7B else { return (metric, labels) }
    i += 1
    while true {
      while i < series.upperBound && (line[i] == 0x2C || Text.isSpace(line[i])) { i += 1 }
      guard i < series.upperBound else { return nil }
      if line[i] == 0x7D { break }
      guard let name = name(line, &i, series.upperBound) else { return nil }
      i = skipSpace(line, i)
      guard i < series.upperBound, line[i] == 0x3D else {
        // A quoted text without a value is the metric's name.
        metric = name
        continue
      }
      i = skipSpace(line, i + 1)
      guard i < series.upperBound, line[i] == 0x22, let end = quoteEnd(line, i) else { return nil }
      labels[name] = unescaped(line, (i + 1)..<(end - 1))
      i = end
    }
    if let name = labels.removeValue(forKey: "__name__") { metric = name }
    return (metric, labels)
  }

  private static func name(_ line: Span<UInt8>, _ i: inout Int, _ limit: Int) -> String? {
    if line[i] == 0x22 {
      guard let end = quoteEnd(line, i) else { return nil }
      defer { i = end }
      return unescaped(line, (i + 1)..<(end - 1))
    }
    let start = i
    while i < limit && isNamePart(line[i]) { i += 1 }
    return i > start ? Text.string(line, start..<i) : nil
  }

  /// The offset after the quote that closes the one at `start`.
  private static func quoteEnd(_ line: Span<UInt8>, _ start: Int) -> Int? {
    var i = start + 1
    while i < line.count {
      if line[i] == 0x5C {
        i += 2
      } else if line[i] == 0x22 {
        return i + 1
      } else {
        i += 1
      }
    }
    return nil
  }

  /// `\n`, `\"` and `\\` as the formats define them; other escapes stay as they are.
  private static func unescaped(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    var i = range.lowerBound
    while i < range.upperBound {
      guard line[i] == 0x5C, i + 1 < range.upperBound else {
        bytes.append(line[i])
        i += 1
        continue
      }
      switch line[i + 1] {
      case 0x6E: bytes.append(0x0A)
      case 0x22, 0x5C: bytes.append(line[i + 1])
      default: bytes += [0x5C, line[i + 1]]
      }
      i += 2
    }
    return Text.string(bytes.span)
  }

  /// The next run of bytes that are no white space, and moves past it.
  static func word(_ line: Span<UInt8>, _ i: inout Int) -> Range<Int>? {
    i = skipSpace(line, i)
    let start = i
    while i < line.count && !Text.isSpace(line[i]) { i += 1 }
    return i > start ? start..<i : nil
  }

  private static func isTime(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let first = line[range.lowerBound]
    guard Text.isDigit(first) || first == 0x2D && range.count > 1 else { return false }
    for i in range {
      let byte = line[i]
      guard Text.isDigit(byte) || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte | 0x20 == 0x65 else {
        return false
      }
    }
    return true
  }

  static func skipSpace(_ line: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < line.count && Text.isSpace(line[i]) { i += 1 }
    return i
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x5F || byte == 0x3A || byte == 0x2E
  }
}
