internal import DebriefParsing

/// A number in a cell of a table, with the unit that Grafana writes behind it.
struct CellNumber: Hashable {
  var value: Double
  /// `s`, `bytes`, `bytes/s`, `%` or the cell's own word; empty for a bare number.
  var unit: String

  init(value: Double, unit: String) { (self.value, self.unit) = (value, unit) }

  /// What stands in a cell that holds no value.
  static func isAbsent(_ text: String) -> Bool {
    text.isEmpty || ["null", "-", "n/a", "none", "undefined", "nil", "no data"].contains(text.lowercased())
  }

  /// A bare number; nil for anything else.
  static func plain(_ text: String) -> Double? {
    // Swift reads "0x10" and "infinity", which no table means.
    guard let first = text.utf8.first, Text.isDigit(first) || [0x2B, 0x2D, 0x2E, 0x4E, 0x49, 0x6E].contains(first)
    else { return nil }
    if let value = Double(text) { return text.utf8.contains(0x78) ? nil : value }
    return nil
  }

  /// `12.3 ms`, `45%`, `1.2 K`, `1.5 MiB/s`, `1,234`; nil for anything else.
  init?(_ text: String) {
    if let value = Self.plain(text) {
      (self.value, unit) = (value, "")
      return
    }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.,eE".contains($0)) }
    var number = String(digits)
    // An exponent needs a digit behind it; "5 Eb" has none.
    while let last = number.last, "eE+-".contains(last) { number.removeLast() }
    let rest = text.dropFirst(number.count)
    guard let plain = Self.plain(Self.withoutGroups(number)) else { return nil }
    var words = rest.split(separator: " ").map(String.init)
    guard words.count <= 3 else { return nil }
    var factor = 1.0
    if let first = words.first, let scale = Self.counts[first] {
      factor = scale
      words.removeFirst()
    }
    guard let word = words.first else {
      (value, unit) = (plain * factor, "")
      return
    }
    guard words.count == 1, let known = Self.unit(word) else { return nil }
    (value, unit) = (plain * factor * known.factor, known.name)
  }

  /// `1,234,567` as a number; the text itself where commas do not part thousands.
  private static func withoutGroups(_ text: String) -> String {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1 else { return text }
    let inner = groups.dropFirst()
    let isGrouped = inner.enumerated().allSatisfy { index, group in
      let whole = index == inner.count - 1 ? group.prefix { $0 != "." } : group
      return whole.count == 3 && whole.allSatisfy(\.isNumber)
    }
    return isGrouped ? groups.joined() : text
  }

  /// Grafana's short scale (packages/grafana-data/src/valueFormats).
  private static let counts: [String: Double] = [
    "K": 1e3, "k": 1e3, "Mil": 1e6, "Bil": 1e9, "Tri": 1e12, "Quadr": 1e15,
  ]

  private static let times: [String: Double] = [
    "ns": 1e-9, "µs": 1e-6, "μs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "min": 60, "mins": 60, "minute": 60, "minutes": 60, "hour": 3600, "hours": 3600, "h": 3600, "day": 86400,
    "days": 86400, "week": 604_800, "weeks": 604_800, "year": 31_536_000, "years": 31_536_000,
  ]

  private static let prefixes: [String: Double] = [
    "": 1, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 1024, "Mi": 1_048_576, "Gi": 1_073_741_824, "Ti": 1_099_511_627_776, "Pi": 1_125_899_906_842_624,
  ]

  private static func unit(_ word: String) -> (name: String, factor: Double)? {
    if word == "%" { return ("%", 1) }
    if let factor = times[word] { return ("s", factor) }
    let isRate = word.hasSuffix("/s") || word.hasSuffix("ps") && word.hasSuffix("bps")
    let bare = word.hasSuffix("/s") ? String(word.dropLast(2)) : word
    if bare.hasSuffix("B"), let factor = prefixes[String(bare.dropLast())] {
      return (isRate ? "bytes/s" : "bytes", factor)
    }
    if word.hasSuffix("b/s") || word.hasSuffix("bps"), let factor = prefixes[String(word.dropLast(3))] {
      return ("bits/s", factor)
    }
    // `req/s`, `cores`, `mCPU`: a short word, kept as it is.
    let isWord = word.utf8.count <= 12 && word.utf8.allSatisfy { Text.isLetter($0) || $0 == 0x2F || $0 == 0x25 }
    return isWord ? (word, 1) : nil
  }
}
