/// One walk over one line: reads name after name, writes words as they are and values as one byte.
///
/// `line` is what is read, `table` the classes of bytes, `out` what is written; never more is written than was read.
struct MaskWalk {
  var at = 0
  let end: Int
  var written = 0

  init(end: Int) { self.end = end }

  mutating func run(_ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
    while at < end {
      let byte = line[at]
      let kind = table[Int(byte)]
      if kind & ByteClass.name != 0 {
        name(line, table, &out)
      } else if kind == ByteClass.space {
        space(line, &out)
      } else {
        out[written] = byte
        written += 1
        at += 1
      }
    }
  }

  private mutating func space(_ line: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
    if line[at] == 0x1B, at + 1 < end, line[at + 1] == 0x5B { return skipColour(line) }
    if written > 0, out[written - 1] != 0x20 {
      out[written] = 0x20
      written += 1
    }
    at += 1
  }

  /// Steps over `ESC [ parameters letter`.
  private mutating func skipColour(_ line: Span<UInt8>) {
    at += 2
    while at < end, line[at] >= 0x20, line[at] < 0x40 { at += 1 }
    if at < end { at += 1 }
  }

  /// Reads one run of name characters and decides what it is.
  private mutating func name(_ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
    let start = at
    var seen: UInt8 = 0
    while at < end {
      let kind = table[Int(line[at])]
      if kind & ByteClass.name == 0 { break }
      // Two dots are a leader (`size........4`), not part of a name.
      if kind == ByteClass.dot, at + 1 < end, line[at + 1] == 0x2E { break }
      seen |= kind
      at += 1
    }
    if at == start { return leader(line, &out) }
    let run = start..<at
    if at < end, line[at] == 0x3A || line[at] == 0x3D, isSettled(run, seen, line, table, &out) { return }
    if seen & (ByteClass.digit | ByteClass.dot | ByteClass.slash) == 0 {
      if isPlain(run, seen, line, table) { copy(run, line, &out) } else { absorb(false, line, table, &out) }
    } else {
      judge(run, seen, line, table, &out)
    }
  }

  private mutating func leader(_ line: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
    let start = at
    while at < end, line[at] == 0x2E { at += 1 }
    copy(start..<at, line, &out)
  }

  private mutating func copy(_ run: Range<Int>, _ line: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
    for index in run {
      out[written] = line[index]
      written += 1
    }
  }

  /// A run of letters and dashes is a word, unless it is a truth value, part of a date, or a long hexadecimal number.
  private func isPlain(_ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>) -> Bool {
    if run.count > 5 { return run.count < 8 || seen & (ByteClass.letter | ByteClass.dash) != 0 }
    guard run.count >= 3 else { return true }
    let key = KnownWords.key(line, run)
    if run.count > 3 { return !KnownWords.truths.contains(key) }
    if KnownWords.isMonth(key) { return !digitFollows(line, table) }
    return !KnownWords.isDay(key) || !(digitFollows(line, table) || monthFollows(line))
  }

  private func afterSpace(_ line: Span<UInt8>) -> Int {
    var next = at
    if next < end, line[next] == 0x2C { next += 1 }
    while next < end, line[next] == 0x20 { next += 1 }
    return next
  }

  private func digitFollows(_ line: Span<UInt8>, _ table: Span<UInt8>) -> Bool {
    let next = afterSpace(line)
    return next > at && next < end && table[Int(line[next])] == ByteClass.digit
  }

  private func monthFollows(_ line: Span<UInt8>) -> Bool {
    let next = afterSpace(line)
    return next > at && next + 3 < end && KnownWords.isMonth(KnownWords.key(line, next..<next + 3))
  }

  /// Decides on a run with digits, dots or slashes.
  private mutating func judge(
    _ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>
  ) {
    // A full stop or a dash at the end belongs to the sentence.
    while at > run.lowerBound + 1, table[Int(line[at - 1])] & (ByteClass.dot | ByteClass.dash) != 0 { at -= 1 }
    let name = NameRun(run.lowerBound..<at, seen, line, table)
    switch name.verdict {
    case .number: absorb(true, line, table, &out)
    case .value: absorb(false, line, table, &out)
    case .tail(let length):
      copy(run.lowerBound..<at - length, line, &out)
      absorb(true, line, table, &out)
    case .plain:
      if name.hasDots, portFollows(line, table), !isSourceFile(run.lowerBound..<at, line) {
        absorb(false, line, table, &out)
      } else {
        copy(run.lowerBound..<at, line, &out)
      }
    }
    guard at < run.upperBound else { return }
    copy(at..<run.upperBound, line, &out)
    at = run.upperBound
  }

  /// `Store.java` before `:48`: a file of a program, where other names with dots are hosts with their ports.
  private func isSourceFile(_ run: Range<Int>, _ line: Span<UInt8>) -> Bool {
    var dot = run.upperBound - 1
    while dot > run.lowerBound, line[dot] != 0x2E { dot -= 1 }
    let length = run.upperBound - dot - 1
    return length > 0 && length <= 6 && KnownWords.sources.contains(KnownWords.key(line, dot + 1..<run.upperBound))
  }

  private func portFollows(_ line: Span<UInt8>, _ table: Span<UInt8>) -> Bool {
    at + 1 < end && line[at] == 0x3A && table[Int(line[at + 1])] == ByteClass.digit
  }
}
