public import DebriefModel

/// Notices changes made while a freeze was announced.
public struct ChangeFreezeDetector: Detector {
  public static let description = DetectorDescription(
    id: "change-freeze", title: "Change during a freeze", category: .misconfiguration, role: .notice,
    reads: [.change, .annotation, .chat],
    explanation: """
      New versions, images and configurations between the start and the end of a change freeze, as an annotation over a time says \
      it (“change freeze”, “code freeze”, “deployment freeze”) or messages that say that it begins and ends. A freeze that is kept \
      in a calendar only is not known here. Exceptions may have been agreed on: ask, do not blame.
      """,
    playbook: "change-freeze",
    followUp: FollowUp(
      "Let the pipeline know of freezes and ask for a second person before {subject} is changed in one",
      type: "process",
      doneWhen: "a release in a test freeze waits for an approval"))

  /// How many freezes are followed.
  static let freezes = 50

  private static let words = Phrases([
    "change freeze", "code freeze", "deployment freeze", "deploy freeze", "release freeze",
  ])
  private static let begins = Phrases([
    "freeze begins", "freeze starts", "freeze started", "freeze in effect", "freeze is in effect",
  ])
  private static let ends = Phrases([
    "freeze ends", "freeze ended", "freeze is over", "freeze lifted", "end of the freeze", "unfreeze",
  ])
  private static let kinds: Set<String> = ["rollout", "image", "config", "secret", "policy"]
  private var known: [(notice: Event, from: Instant, to: Instant?)] = []
  private var changes = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .change {
      note(event)
    } else if let time = event.time {
      if Self.ends.isIn(event.message) {
        for index in known.indices where known[index].to == nil { known[index].to = time.start }
      } else if known.count < Self.freezes, Self.announces(event, time) {
        known.append((event, time.start, time.isInstant ? nil : time.end))
      }
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(changes)
    for (subject, number, run) in changes.all {
      findings.report(
        run, about: subject, number: number, title: "Changed while a freeze was announced", cause: "change in a freeze",
        severity: .notice, confidence: 0.8)
    }
  }

  /// An annotation over a time needs the word alone; a message must say that it begins.
  private static func announces(_ event: Event, _ time: EventTime) -> Bool {
    if event.kind == .annotation, !time.isInstant { return words.isIn(event.message) || words.isIn(event.reason) }
    return begins.isIn(event.message)
  }

  private mutating func note(_ event: Event) {
    guard let at = event.time?.start, Self.kinds.contains(event.attributes[Attribute.change] ?? ""),
      let freeze = known.first(where: { $0.from < at && at < ($0.to ?? .init(nanoseconds: .max)) })
    else { return }
    let subject = event.subject.object
    if !changes.holds(subject) { changes.add(freeze.notice, about: subject) }
    changes.add(event, about: subject)
  }
}
