public import DebriefModel

/// Notices containers that cannot be created from what the pod asks for.
public struct ContainerConfigDetector: Detector {
  public static let description = DetectorDescription(
    id: "container-config", title: "Container cannot be created", category: .misconfiguration, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Containers waiting in CreateContainerConfigError, CreateContainerError or RunContainerError, and Failed events that name a \
      config map, a secret, a key or a command that is not there. The container never ran, so there is no log of it.
      """,
    playbook: "container-config",
    followUp: FollowUp(
      "Validate in the pipeline that every config map, secret and key that {subject} refers to exists", type: "prevent",
      doneWhen: "a manifest with a dangling reference fails in the pipeline"))

  private static let states: Set<String> = [
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun",
    "PreStartHookError", "PostStartHookError",
  ]
  private static let phrases = Phrases([
    "configmap", "secret \"", "couldn't find key", "createcontainerconfigerror", "no command specified",
    "executable file not found",
    "failed to create containerd task", "failed to start container",
  ])
  private var failures = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes || event.kind == .state else { return }
    let named = event.kind == .kubernetes && event.reason == "Failed" && Self.phrases.isIn(event.message)
    if named || Self.states.contains(event.reason) { failures.add(event, about: event.subject.object) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.all {
      findings.report(
        run, about: subject, number: number,
        title: "A container could not be created from its configuration (\(counted(run.count, "report")))",
        cause: "container configuration", severity: .error, confidence: 0.9)
    }
  }
}
