/// Whether an alert goes on and off too often, as Nagios judges it: recent changes weigh more than old ones.
public struct Flapping: Hashable, Sendable {
  /// How many states are looked at.
  public static let window = 21
  public static let start = 0.2
  public static let stop = 0.05

  /// The weighted share of changes, 0…1: each of the 20 steps weighs 0.75 (oldest) to 1.25 (latest).
  public let change: Double

  /// The states at equal steps, oldest first; only the last 21 count. nil with fewer.
  public init?(_ states: some BidirectionalCollection<Bool>) {
    let recent = Array(states.suffix(Self.window))
    guard recent.count == Self.window else { return nil }
    let steps = Double(Self.window - 1)
    var weighted = 0.0
    for index in 1..<Self.window where recent[index] != recent[index - 1] {
      weighted += 0.75 + 0.5 * Double(index - 1) / (steps - 1)
    }
    change = weighted / steps
  }

  /// Starts above 20 % and ends only below 5 %.
  public func isFlapping(before: Bool) -> Bool { before ? change >= Self.stop : change > Self.start }
}
