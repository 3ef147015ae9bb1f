extension MaskWalk {
  /// Writes a value, with what belongs to it: a port, the rest of a time, thousands, a unit, a sign.
  mutating func absorb(
    _ isNumber: Bool, _ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>
  ) {
    var mask = isNumber ? LineMask.number : LineMask.value
    while at + 1 < end {
      if line[at] == 0x3A, let next = groupEnd(line, table) {
        at = next
        mask = LineMask.value
      } else if line[at] == 0x2C, let next = thousandsEnd(line, table) {
        at = next
      } else {
        break
      }
    }
    if at < end, line[at] == 0x25 { at += 1 }
    if isNumber, at < end, line[at] == 0x20, let next = Units.end(line, table, at, end) { at = next }
    write(mask, &out)
  }

  /// Writes one byte for a value; `<1`, `~3` and `+7` lose their sign, which belongs to the value.
  private mutating func write(_ mask: UInt8, _ out: inout MutableSpan<UInt8>) {
    if written > 0, KnownWords.isSign(out[written - 1]), written == 1 || out[written - 2] == 0x20 { written -= 1 }
    out[written] = mask
    written += 1
  }

  /// The end of what a colon joins to the value before it: digits of a time, a port, an IPv6 or hardware address.
  private func groupEnd(_ line: Span<UInt8>, _ table: Span<UInt8>) -> Int? {
    var next = line[at + 1] == 0x3A ? at + 2 : at + 1
    let first = next
    var digits = 0
    while next < end {
      let kind = table[Int(line[next])]
      if kind & ByteClass.digit != 0 {
        digits += 1
      } else if kind & ByteClass.hexLetter == 0 {
        guard digits > 0, goesOn(line, table, next) else { break }
      }
      next += 1
    }
    // The zone of a time.
    if digits > 0, next < end, line[next] == 0x5A { next += 1 }
    if next < end, table[Int(line[next])] & (ByteClass.letter | ByteClass.dash | ByteClass.slash) != 0 { return nil }
    return digits > 0 || next > first && next - first <= 4 ? next : nil
  }

  /// Whether a dot or a sign has a digit behind it: a fraction of a second, the offset of a zone.
  private func goesOn(_ line: Span<UInt8>, _ table: Span<UInt8>, _ index: Int) -> Bool {
    guard index + 1 < end, table[Int(line[index + 1])] == ByteClass.digit else { return false }
    return line[index] == 0x2E || line[index] == 0x2D || line[index] == 0x2B
  }

  /// The end of `,123` after a number: thousands, or the milliseconds of a time.
  private func thousandsEnd(_ line: Span<UInt8>, _ table: Span<UInt8>) -> Int? {
    var next = at + 1
    while next < end, next < at + 5, table[Int(line[next])] == ByteClass.digit { next += 1 }
    guard next - at == 4, next >= end || table[Int(line[next])] & ByteClass.letters == 0 else { return nil }
    return next
  }

  /// Decides on a name before a colon or an equals sign by what follows; false when that does not matter.
  mutating func isSettled(
    _ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>
  ) -> Bool {
    if line[at] == 0x3D {
      // `r24=…`: a key is no value.
      guard table[Int(line[run.lowerBound])] & ByteClass.letters != 0 else { return false }
      for index in run {
        out[written] = line[index]
        written += 1
      }
      return true
    }
    return isURL(line, &out) || isDrive(run, line, table, &out) || isGroups(run, seen, line, table, &out)
  }

  /// `scheme://…`
  private mutating func isURL(_ line: Span<UInt8>, _ out: inout MutableSpan<UInt8>) -> Bool {
    guard at + 3 < end, line[at + 1] == 0x2F, line[at + 2] == 0x2F else { return false }
    at += 3
    let path = at
    while at < end, KnownWords.isAddress(line[at]) { at += 1 }
    while at > path, line[at - 1] == 0x2E || line[at - 1] == 0x3A { at -= 1 }
    write(LineMask.value, &out)
    return true
  }

  /// `C:\…`
  private mutating func isDrive(
    _ run: Range<Int>, _ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>
  ) -> Bool {
    guard run.count == 1, at + 1 < end, table[Int(line[at + 1])] == ByteClass.slash else { return false }
    at += 1
    while at < end, table[Int(line[at])] & ByteClass.name != 0 { at += 1 }
    write(LineMask.value, &out)
    return true
  }

  /// `FF:F2:9F:16`: an address that begins with letters.
  private mutating func isGroups(
    _ run: Range<Int>, _ seen: UInt8, _ line: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>
  ) -> Bool {
    guard run.count <= 4, seen & ByteClass.hexLetter != 0,
      seen & ~(ByteClass.hexLetter | ByteClass.capital | ByteClass.digit) == 0
    else { return false }
    var groups = 1
    while at + 1 < end, line[at] == 0x3A, let next = groupEnd(line, table) {
      at = next
      groups += 1
    }
    guard groups > 2 else {
      at = run.upperBound
      return false
    }
    write(LineMask.value, &out)
    return true
  }
}
