internal import DebriefModel

/// An age as kubectl prints it (`58m`, `3m30s`, `2d21h`), cut down to its precision, in seconds.
///
/// Precision: `HumanDuration` of k8s.io/apimachinery/pkg/util/duration: to the second below 10 minutes, to the minute below
/// 8 hours, to the hour below 8 days, to the day below 8 years.
struct Age: Equatable {
  private static let units: [(letter: UInt8, seconds: Int64)] = [
    (0x79, 365 * 86_400), (0x64, 86_400), (0x68, 3600), (0x6D, 60), (0x73, 1),
  ]
  private static let steps: [(below: Int64, precision: Int64)] = [
    (600, 1), (8 * 3600, 60), (8 * 86_400, 3600), (8 * 365 * 86_400, 86_400),
  ]

  var seconds: Int64
  var precision: Int64

  /// Reads one or two numbers with their units, the larger unit first; nil for any other text.
  init?(_ text: some StringProtocol) {
    var total: Int64 = 0
    var (number, digits, parts, unit) = (Int64(0), 0, 0, -1)
    for byte in text.utf8 {
      if byte >= 0x30 && byte <= 0x39 {
        guard digits < 9 else { return nil }
        number = number * 10 + Int64(byte - 0x30)
        digits += 1
        continue
      }
      guard digits > 0, parts < 2, let next = Self.units.firstIndex(where: { $0.letter == byte }), next > unit else {
        return nil
      }
      total += number * Self.units[next].seconds
      (number, digits, parts, unit) = (0, 0, parts + 1, next)
    }
    guard parts > 0, digits == 0 else { return nil }
    seconds = total
    precision = Self.steps.first { total < $0.below }?.precision ?? 365 * 86_400
  }
}

/// How long ago something was seen last and first, and how often: `3m30s (x256 over 58m)` or one age alone.
struct AgeRange: Equatable {
  /// nil for `<unknown>` and `<invalid>`.
  var last: Age?
  var first: Age?
  var count = 1

  /// Reads the text of one cell; nil when it is no age.
  init?(_ text: String) {
    if text == "<unknown>" || text == "<invalid>" { return }
    let words = text.split(separator: " ")
    guard let word = words.first else { return nil }
    last = Age(word)
    guard last != nil || word == "<unknown>" || word == "<invalid>" else { return nil }
    if words.count == 1 || words.count == 2 && words[1] == "ago" { return }
    guard words.count == 4, words[1].hasPrefix("(x"), words[2] == "over", words[3].hasSuffix(")"),
      let count = Int(words[1].dropFirst(2))
    else { return nil }
    self.count = max(count, 1)
    first = Age(words[3].dropLast())
  }
}

extension EventBatch {
  /// The time that ages stand for, before the capture time; nil, with a note, where that is not known.
  ///
  /// An age is cut down, so the time may lie earlier by its precision and no later.
  mutating func time(_ last: Age?, since first: Age? = nil) -> EventTime? {
    guard let last else { return nil }
    guard let captured = context.capturedAt else {
      note(
        .missing,
        "ages are relative to the time of capture, which is not known: such events are undated; captured_at or --captured-at tells it"
      )
      return nil
    }
    let end = captured - .seconds(Double(last.seconds))
    let start = captured - .seconds(Double(max(first?.seconds ?? last.seconds, last.seconds)))
    return EventTime(
      start, through: end, early: .seconds(Double(max(last.precision, first?.precision ?? 0))), basis: .relativeAge)
  }
}
