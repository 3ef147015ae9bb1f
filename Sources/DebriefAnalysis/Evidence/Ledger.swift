public import DebriefModel

/// Runs of events by subject. Runs are separated by pauses; subjects and runs are bounded, and what does not fit is counted.
public struct Ledger: Sendable {
  /// A pause longer than this begins a new run: what failed in the morning and in the evening are two findings.
  public static let pause = TimeSpan.minutes(60)
  /// How many subjects a detector follows.
  public static let subjects = 2000
  /// How many runs of one subject are told apart; later ones extend the last.
  public static let runs = 3

  private var entries: [Subject: [Occurrences]] = [:]
  /// How many events were about subjects beyond the bound.
  public private(set) var overlooked = 0

  /// Creates an empty ledger.
  public init() {}

  /// Adds an event to the run of a subject.
  public mutating func add(_ event: Event, about subject: Subject) {
    guard entries[subject] != nil || entries.count < Ledger.subjects else {
      overlooked = saturatingSum(overlooked, 1)
      return
    }
    Ledger.add(event, to: &entries[subject, default: []])
  }

  /// Adds an event to the run of its own subject.
  public mutating func add(_ event: Event) { add(event, about: event.subject) }

  /// Whether a subject has a run.
  public func holds(_ subject: Subject) -> Bool { entries[subject] != nil }

  /// All runs, by subject, then by time.
  public var all: [(subject: Subject, number: Int, run: Occurrences)] {
    entries.sorted { $0.key < $1.key }.flatMap { entry in
      entry.value.enumerated().map { (entry.key, $0.offset, $0.element) }
    }
  }

  private static func add(_ event: Event, to runs: inout [Occurrences]) {
    let last = runs.count - 1
    if last >= 0, runs.count == Ledger.runs || continues(runs[last], event) {
      runs[last].add(event)
    } else {
      var run = Occurrences()
      run.add(event)
      runs.append(run)
    }
  }

  private static func continues(_ run: Occurrences, _ event: Event) -> Bool {
    guard let end = run.range?.end, let start = event.time?.start else { return true }
    return start <= end + Ledger.pause
  }
}
