public import DebriefModel

/// Repeats which alerts fired, for how long, about what.
public struct AlertFiringDetector: Detector {
  public static let description = DetectorDescription(
    id: "alert-firing", title: "Alert fired", category: .application, role: .notice, reads: [.alert],
    explanation: """
      Intervals in which an alert was firing, one finding for each alert and subject. Alerts that fire on purpose (\
      \(AlertInterval.heartbeats.sorted().joined(separator: ", "))) are left out. Pending alerts are not findings. An alert says \
      what its rule measures, not what is at fault.
      """,
    playbook: "alert-firing")

  /// How many different alert names are followed.
  static let names = 500

  private var alerts: [String: Ledger] = [:]

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .alert, event.attributes[Attribute.alertState] == "firing",
      !AlertInterval.heartbeats.contains(event.reason)
    else { return }
    guard alerts[event.reason] != nil || alerts.count < Self.names else {
      findings.overlook(event)
      return
    }
    let subject = event.subject.isEmpty ? Subject(kind: "Alert", name: event.reason) : event.subject
    alerts[event.reason, default: Ledger()].add(event, about: subject)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    for (name, ledger) in alerts.sorted(by: { $0.key < $1.key }) {
      findings.overlook(ledger)
      for (subject, number, run) in ledger.all {
        let times = run.records == 1 ? "" : " \(counted(run.records, "time"))"
        findings.report(
          run, about: subject, number: number, title: "Alert \(Citations.excerpt(name)) fired\(times)",
          cause: Citations.excerpt(name),
          severity: run.severity == .unknown ? .warning : run.severity, confidence: 0.95, discriminator: name)
      }
    }
  }
}
