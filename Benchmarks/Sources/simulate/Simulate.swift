#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Repeats with Debrief's own code the simulations that its choice of statistics rests on, and fails when they come out differently.
///
/// `simulate [REPETITIONS]`; 1000 unless said otherwise. Seeds are fixed, so two runs print the same.
@main enum Simulate {
  static func main() {
    let repetitions = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
    guard repetitions >= 100 else {
      print("usage: simulate [REPETITIONS], at least 100")
      exit(64)
    }
    let sections: [(String, (Int) -> [Check])] = [
      ("How often a nominal 95 % interval holds the truth; durations lognormal, sd(log) 1.2", Coverage.checks),
      ("One quarter against the next", Quarters.checks),
      ("How often unrelated things look related, at a nominal 5 %", Dependence.checks),
    ]
    var failed = 0
    for (title, checks) in sections {
      print("\n\(title)\n\(Check.head)")
      for check in checks(repetitions) {
        print(check)
        if !check.holds { failed += 1 }
      }
    }
    print(failed == 0 ? "\nall within their bands" : "\n\(failed) outside their bands")
    exit(failed == 0 ? 0 : 1)
  }
}

/// One simulated figure and what it should be.
struct Check: CustomStringConvertible {
  /// The reference was itself simulated, with 300 repetitions.
  static let ofReference = 0.03

  let what: String
  let measured: Double
  let stated: Double
  /// How far off is still the same figure.
  let band: Double

  /// A share: the band is that of the reference and two standard errors of this run.
  init(_ what: String, share hits: Int, of repetitions: Int, stated: Double, reference: Double = ofReference) {
    let share = Double(hits) / Double(repetitions)
    let spread = max(share * (1 - share), stated * (1 - stated))
    self.init(what, share, stated: stated, band: reference + 2 * (spread / Double(repetitions)).squareRoot())
  }

  init(_ what: String, _ measured: Double, stated: Double, band: Double) {
    (self.what, self.measured, self.stated, self.band) = (what, measured, stated, band)
  }

  var holds: Bool { abs(measured - stated) <= band }

  static let head = "\(pad("", 62)) measured  stated    band"

  var description: String {
    let numbers = [measured, stated].map { Check.pad(Check.round($0), 9) }.joined()
    return "\(Check.pad(what, 62)) \(numbers) ±\(Check.round(band))\(holds ? "" : "  OUTSIDE")"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func round(_ value: Double) -> String {
    let thousandths = Int((abs(value) * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return (value < 0 ? "-" : "") + "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count)
      + fraction
  }
}
