public import DebriefModel

/// Notices images that cannot be pulled.
public struct ImagePullDetector: Detector {
  public static let description = DetectorDescription(
    id: "image-pull", title: "Image cannot be pulled", category: .misconfiguration, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Failed pulls and their back-off, and containers waiting in ErrImagePull, ImagePullBackOff or InvalidImageName. Names and \
      credentials point to configuration, time-outs and refused connections to the network. A single failed pull that later \
      succeeded is reported with less confidence.
      """,
    playbook: "image-pull",
    followUp: FollowUp(
      "Check in the pipeline that the images of {subject} exist and can be pulled before they are rolled out",
      type: "prevent",
      doneWhen: "a rollout with a missing image fails in the pipeline"))

  private static let states: Set<String> = [
    "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
    "ImageInspectError",
  ]
  private static let phrases = Phrases([
    "failed to pull image", "back-off pulling image", "errimagepull", "imagepullbackoff",
  ])
  private static let network = Phrases([
    "i/o timeout", "connection refused", "no such host", "tls handshake", "deadline exceeded",
  ])
  private var failures = Ledger()
  private var unreachable: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes || event.kind == .state, Self.concerns(event) else { return }
    let subject = event.subject.object
    failures.add(event, about: subject)
    if failures.holds(subject), Self.network.isIn(event.message) { unreachable.insert(subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.all {
      let far = unreachable.contains(subject)
      findings.report(
        run, about: subject, number: number,
        title: far
          ? "An image could not be pulled because the registry was out of reach (\(counted(run.count, "report")))"
          : "An image could not be pulled (\(counted(run.count, "report")))",
        cause: "image pull failed", severity: .error, confidence: run.count >= 3 ? 0.95 : 0.7,
        category: far ? .network : nil)
    }
  }

  private static func concerns(_ event: Event) -> Bool {
    if states.contains(event.reason) { return true }
    guard ["Failed", "BackOff", ""].contains(event.reason) else { return false }
    return phrases.isIn(event.message)
  }
}
