public import DebriefModel

/// Notices quotas that are used up and limit ranges that refuse.
public struct QuotaDetector: Detector {
  public static let description = DetectorDescription(
    id: "quota", title: "Quota or limit range refuses", category: .resource, role: .mechanism,
    reads: [.kubernetes, .log, .audit],
    explanation: """
      Events, log lines and refused requests that say that a quota was exceeded, that a quota wants requests or limits to be stated, \
      or that a limit range allows no container of this size. The finding is about the quota, or about the namespace where the \
      message does not name it; who could not create because of it is reported as failed-create.
      """,
    playbook: "quota",
    followUp: FollowUp(
      "Add an alert for {subject} being used to nine tenths", type: "detect",
      doneWhen: "filling the quota in a test namespace raises the alert"))

  private static let exceeded = Phrases(["exceeded quota:"])
  private static let unstated = Phrases(["failed quota:"])
  private static let range = Phrases([
    "usage per container is", "usage per pod is", "usage per persistentvolumeclaim is", "limit to request ratio per",
  ])
  private var full = Ledger()
  private var silent = Ledger()
  private var ranges = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.severity >= .warning || event.severity == .unknown else { return }
    if Self.exceeded.isIn(event.message) {
      full.add(event, about: Self.quota(event, after: "exceeded quota: "))
    } else if Self.unstated.isIn(event.message) {
      silent.add(event, about: Self.quota(event, after: "failed quota: "))
    } else if Self.range.isIn(event.message) {
      ranges.add(event, about: Self.namespace(event))
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(full, silent, ranges)
    for (subject, number, run) in full.all {
      findings.report(
        run, about: subject, number: number,
        title: "The quota was used up and refused new objects (\(counted(run.count, "report")))",
        cause: "exceeded quota", severity: .error, confidence: 0.95)
    }
    for (subject, number, run) in silent.all {
      findings.report(
        run, about: subject, number: number,
        title: "The quota refused pods that do not state their requests or limits (\(counted(run.count, "report")))",
        cause: "requests not stated", severity: .error, confidence: 0.9, category: .misconfiguration,
        discriminator: "unstated")
    }
    for (subject, number, run) in ranges.all {
      findings.report(
        run, about: subject, number: number,
        title: "A limit range refused containers of this size (\(counted(run.count, "report")))",
        cause: "limit range", severity: .error, confidence: 0.9, category: .misconfiguration, discriminator: "range")
    }
  }

  /// The quota that the message names: the word after `after`, up to a comma or colon.
  private static func quota(_ event: Event, after words: String) -> Subject {
    var rest = event.message[...]
    while let start = rest.firstIndex(of: words.first ?? "e") {
      rest = rest[start...]
      if rest.hasPrefix(words) {
        let name = rest.dropFirst(words.count).prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
        guard !name.isEmpty, name.utf8.count <= 253 else { break }
        return Subject(namespace: event.subject.namespace, kind: "ResourceQuota", name: String(name))
      }
      rest = rest.dropFirst()
    }
    return namespace(event)
  }

  private static func namespace(_ event: Event) -> Subject {
    event.subject.namespace.isEmpty ? event.subject.object : Subject(kind: "Namespace", name: event.subject.namespace)
  }
}
