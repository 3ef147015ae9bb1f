public import DebriefModel

/// How numbers, lengths of time and confidences are said on the page.
public enum Words {
  /// What stands where a value is unknown; never 0.
  public static let unknown = "not known"

  /// A whole number with thousands separated by commas.
  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var result = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A number with its noun: "1 event", "2 events".
  public static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// A length of time: "45 s", "3 min 05 s", "1 h 04 min", "2 d 3 h"; a minus sign where it is negative.
  public static func duration(_ seconds: Double?) -> String {
    guard let seconds, seconds.isFinite else { return unknown }
    // Clocks are not read more finely than a millisecond; a microsecond left over from a precision is no time at all.
    let value = (min(abs(seconds), 4e15) * 1000).rounded() / 1000
    let sign = seconds < 0 && value > 0 ? "−" : ""
    if value > 0 && value < 10 && value != value.rounded() { return "\(sign)\(number(value)) s" }
    let whole = Int(value.rounded())
    return sign + wholeDuration(whole)
  }

  private static func wholeDuration(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min" + tail(seconds % 60, "s")
    case ..<86_400: "\(seconds / 3600) h" + tail(seconds % 3600 / 60, "min")
    default: "\(count(seconds / 86_400)) d" + (seconds % 86_400 < 3600 ? "" : " \(seconds % 86_400 / 3600) h")
    }
  }

  private static func tail(_ value: Int, _ unit: String) -> String {
    value == 0 ? "" : " \(value < 10 ? "0" : "")\(value) \(unit)"
  }

  /// How far times were moved: `+42 s`, `−1.5 s`.
  static func shift(_ span: TimeSpan) -> String {
    (span > .zero ? "+" : "") + (abs(span.seconds) < 60 ? "\(fixed(span.seconds, 3)) s" : duration(span.seconds))
  }

  /// A measured value with three significant digits and k, M, G, T above ten thousand.
  public static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−Inf" : "+Inf" }
    let magnitude = abs(value)
    let sign = value < 0 ? "−" : ""
    for (factor, unit) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where magnitude >= factor && magnitude >= 1e4 {
      return magnitude / factor >= 1e6 ? value.description : sign + significant(magnitude / factor) + " " + unit
    }
    return sign + significant(magnitude)
  }

  /// Three significant digits without an exponent down to 0.0001.
  private static func significant(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value < 1e-4 { return value.description }
    if value >= 100 { return String(Int(value.rounded())) }
    var decimals = 2
    var bound = 1.0
    while value < bound && decimals < 7 {
      decimals += 1
      bound /= 10
    }
    if value >= 10 { decimals = 1 }
    return fixed(value, decimals)
  }

  /// A number with at most `decimals` decimals, trailing zeros left out.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard value.isFinite, abs(value) * scale < 9e15 else { return value.description }
    let scaled = Int((abs(value) * scale).rounded())
    var fraction = String(scaled % Int(scale))
    fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let whole = String(scaled / Int(scale))
    return (value < 0 && scaled > 0 ? "−" : "") + (fraction.isEmpty || decimals == 0 ? whole : "\(whole).\(fraction)")
  }

  /// A confidence in words; the bounds are 0.5 and 0.8.
  public static func confidence(_ value: Double) -> String {
    value >= 0.8 ? "high confidence" : value >= 0.5 ? "medium confidence" : "low confidence"
  }

  /// A confidence as a number with two decimals.
  public static func ratio(_ value: Double) -> String { value.isFinite ? fixed(value, 2) : unknown }

  /// A share as a percentage: `42.1 %`.
  static func percent(_ share: Double) -> String { share.isFinite ? "\(fixed(share * 100, 2)) %" : unknown }

  /// A list in a sentence: "a", "a and b", "a, b and c".
  public static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The name of a milestone in a sentence: "impact started".
  public static func milestone(_ name: Milestone.Name) -> String { spaced(name.rawValue) }

  /// The name of a phase in a sentence: "post incident".
  public static func phase(_ name: Phase.Name) -> String { spaced(name.rawValue) }

  static func spaced(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }
}
