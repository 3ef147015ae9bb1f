public import DebriefModel

/// Notices volumes that cannot be provisioned, attached or mounted.
public struct VolumeMountDetector: Detector {
  public static let description = DetectorDescription(
    id: "volume-mount", title: "Volume cannot be used", category: .infrastructure, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      FailedMount, FailedAttachVolume, FailedMapVolume, FailedBinding and ProvisioningFailed events, and claims that lost their \
      volume. A volume that refers to a config map, secret or storage class that does not exist is configuration, everything else \
      is taken as storage. One failed mount right after a pod starts is \
      common while its secret is being created, and is not reported.
      """,
    playbook: "volume-mount",
    followUp: FollowUp(
      "Add an alert for volumes of {subject} that fail to attach or mount", type: "detect",
      doneWhen: "a volume that does not mount for five minutes raises the alert in a test"))

  /// A single failed mount is how a slow secret looks.
  static let failures = 2

  private static let reasons: Set<String> = [
    "FailedMount", "FailedAttachVolume", "FailedMapVolume", "ProvisioningFailed", "FailedDetachVolume",
    "VolumeResizeFailed",
    "VolumeFailedDelete", "WaitForPodScheduled", "VolumeMismatch", "FileSystemResizeFailed",
  ]
  private static let missing = Phrases([
    "configmap", "secret \"", "references non-existent", "storageclass", "no storage class is set",
  ])
  private var troubles = Ledger()
  private var dangling: Set<Subject> = []
  private var lost: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard Self.isTrouble(event) else { return }
    troubles.add(event)
    if event.kind == .state, troubles.holds(event.subject) { lost.insert(event.subject) }
    if troubles.holds(event.subject), Self.missing.isIn(event.message) { dangling.insert(event.subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(troubles)
    for (subject, number, run) in troubles.all where run.count >= Self.failures || lost.contains(subject) {
      let missing = dangling.contains(subject)
      findings.report(
        run, about: subject, number: number,
        title: missing
          ? "A volume refers to something that does not exist (\(counted(run.count, "report")))"
          : "A volume could not be provisioned, attached or mounted (\(counted(run.count, "report")))",
        cause: "volume unavailable", severity: .error, confidence: run.count >= 5 ? 0.9 : 0.75,
        category: missing ? .misconfiguration : nil)
    }
  }

  private static func isTrouble(_ event: Event) -> Bool {
    if event.kind == .state { return event.reason == "ClaimLost" || event.reason == "VolumeFailed" }
    // That nothing can be bound is reported as a normal event.
    return event.reason == "FailedBinding" || event.severity >= .warning && reasons.contains(event.reason)
  }
}
