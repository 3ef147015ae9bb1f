public import DebriefModel

/// Notices containers that fail, are restarted and fail again.
public struct CrashLoopDetector: Detector {
  public static let description = DetectorDescription(
    id: "crash-loop", title: "Container fails and restarts in a loop", category: .application, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Back-off events (“restarting failed container”), containers waiting in CrashLoopBackOff, and containers that ended with an \
      error and were restarted at least \(restarts) times. Where the evidence states the exit code, the finding says what it means; \
      why the process ends so, the previous container's log and what changed before it tell. Restarts without a back-off event in \
      the evidence are seen only through pod states.
      """,
    playbook: "crash-loop",
    followUp: FollowUp(
      "Add a start-up check for {subject} to the release pipeline", type: "prevent",
      doneWhen: "a release whose container exits during start-up is stopped before it reaches production"))

  /// From so many restarts on, an ended container counts as looping even when no back-off was reported.
  static let restarts = 3

  private static let backOff = Phrases(["restarting failed container"])
  private var loops = Ledger()
  private var endings = Ledger()
  private var codes: [Subject: ExitCodes] = [:]

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    noteCode(event)
    switch event.kind {
    case .kubernetes where event.reason == "BackOff" || event.reason.isEmpty:
      if Self.backOff.isIn(event.message) { loops.add(event, about: event.subject.object) }
    case .kubernetes, .state:
      if event.reason == "CrashLoopBackOff" {
        loops.add(event, about: event.subject.object)
      } else if event.kind == .state, Self.isRepeatedFailure(event) {
        endings.add(event, about: event.subject.object)
      }
    default: break
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(loops, endings)
    for (subject, number, run) in loops.all {
      findings.report(
        run, about: subject, number: number,
        title:
          "A container fails and is restarted with growing pauses; reported \(counted(run.count, "time"))\(codes[subject]?.words ?? "")",
        cause: "CrashLoopBackOff", severity: .error, confidence: run.count >= 3 ? 0.95 : 0.8,
        category: codes[subject]?.category)
    }
    for (subject, number, run) in endings.all where !loops.holds(subject) {
      findings.report(
        run, about: subject, number: number,
        title: "A container ended with an error and was restarted several times\(codes[subject]?.words ?? "")",
        cause: "repeated container failure", severity: .error, confidence: 0.75, category: codes[subject]?.category)
    }
  }

  private mutating func noteCode(_ event: Event) {
    guard event.kind == .state, let code = event.attributes[Attribute.exitCode].flatMap({ Int($0) }) else { return }
    let subject = event.subject.object
    if codes[subject] != nil || codes.count < Ledger.subjects { codes[subject, default: ExitCodes()].add(code) }
  }

  private static func isRepeatedFailure(_ event: Event) -> Bool {
    guard ["Error", "ContainerCannotRun", "StartError", "DeadlineExceeded"].contains(event.reason) else { return false }
    return (event.attributes[Attribute.restartCount].flatMap { Int($0) } ?? 0) >= restarts
  }
}

/// The exit codes of one pod's containers and what they mean.
///
/// Above 128 is 128 + the signal that ended the process (POSIX shells, container runtimes); 126 and 127 are those of `exec`.
private struct ExitCodes: Sendable {
  /// How many different codes are counted.
  private static let limit = 8

  private var counts: [Int: Int] = [:]

  mutating func add(_ code: Int) {
    if counts[code] != nil || counts.count < Self.limit { counts[code, default: 0] &+= 1 }
  }

  private var main: Int? { counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }

  /// `; exit code 127: the command was not found`, to follow a sentence.
  var words: String {
    guard let main else { return "" }
    let meaning =
      switch main {
      case 0: ": it ended without an error, as if its work were done"
      case 1: ": an error of the program's own"
      case 126: ": the command could not be executed"
      case 127: ": the command was not found"
      case 134: ": it aborted (SIGABRT)"
      case 137: ": it was ended by force (SIGKILL)"
      case 139: ": it accessed memory that is not its own (SIGSEGV)"
      case 143: ": it was told to end (SIGTERM)"
      case 129...192: ": it was ended by signal \(main - 128)"
      default: ""
      }
    return "; exit code \(main)\(meaning)"
  }

  /// Commands that are not there point to configuration.
  var category: CauseCategory? { main == 126 || main == 127 ? .misconfiguration : nil }
}
