public import DebriefModel

/// A playbook that applies to an incident, with what the evidence says was done.
public struct AppliedPlaybook: Sendable {
  /// How many playbooks a report shows.
  static let limit = 5

  public var playbook: Playbook
  /// What it applies to.
  public var findings: [Finding]
  /// For each step, by phase and number, the change that suggests that it was done: its place in the list of changes.
  public var done: [Playbook.Phase: [Int: Int]] = [:]
  /// What of the commands' open values the findings tell.
  var values: [String: String] = [:]

  /// The playbooks that apply: those of the most severe and earliest findings first. Alerts only add what no detector did.
  static func all(for analysis: IncidentAnalysis, among playbooks: [Playbook]) -> [AppliedPlaybook] {
    var applied: [AppliedPlaybook] = []
    for finding in analysis.findings.sorted(by: order) {
      for playbook in playbooks where playbook.appliesTo(finding) {
        add(finding, to: &applied, playbook)
      }
    }
    for finding in analysis.findings.sorted(by: order) {
      guard let alert = alertName(finding), !applied.contains(where: { $0.playbook.alerts.contains(alert) }) else {
        continue
      }
      let fitting = playbooks.filter { $0.alerts.contains(alert) }
      if let best = fitting.min(by: { rank(alert, $0) < rank(alert, $1) }) { add(finding, to: &applied, best) }
    }
    // What an alert measures is the last resort.
    let specific = applied.filter { $0.playbook.id != "alert-firing" }
    return (specific.isEmpty ? applied : specific).prefix(limit).map { $0.marked(analysis) }
  }

  private static func add(_ finding: Finding, to applied: inout [AppliedPlaybook], _ playbook: Playbook) {
    if let index = applied.firstIndex(where: { $0.playbook.id == playbook.id }) {
      if !applied[index].findings.contains(finding) { applied[index].findings.append(finding) }
    } else {
      applied.append(AppliedPlaybook(playbook: playbook, findings: [finding], values: values(finding.subject)))
    }
  }

  private static func order(_ a: Finding, _ b: Finding) -> Bool {
    (b.severity, a.start, a.id) < (a.severity, b.start, b.id)
  }

  /// A team's own first, then the one that names the alert foremost.
  private static func rank(_ alert: String, _ playbook: Playbook) -> (Int, Int, String) {
    (playbook.place == nil ? 1 : 0, playbook.alerts.firstIndex(of: alert) ?? .max, playbook.id)
  }

  /// `X` in the title `Alert X fired`; nil for findings of other detectors.
  private static func alertName(_ finding: Finding) -> String? {
    guard finding.detector == "alert-firing" else { return nil }
    return finding.title.split(separator: " ").dropFirst().first.map(String.init)
  }

  // MARK: What was done

  /// Changes of a matching kind, to what the findings are about, from the detection on.
  private func marked(_ analysis: IncidentAnalysis) -> AppliedPlaybook {
    var copy = self
    let start = analysis.milestones[.detected]?.earliest ?? findings.map(\.start).min()
    guard let start else { return copy }
    for section in playbook.sections {
      for (number, step) in section.steps.enumerated() where !step.done.isEmpty {
        let match = analysis.changes.firstIndex { change in
          change.at >= start && step.done.contains(change.kind) && concerns(change)
        }
        if let match { copy.done[section.phase, default: [:]][number] = match }
      }
    }
    return copy
  }

  private func concerns(_ change: Change) -> Bool {
    findings.contains { finding in
      let (a, b) = (finding.subject, change.subject)
      if a.name == b.name || a.namespace.isEmpty || b.namespace.isEmpty { return true }
      return a.namespace == b.namespace
    }
  }

  // MARK: Open values

  private static let kinds = [
    "Pod": "POD", "Node": "NODE", "Service": "SERVICE", "PersistentVolumeClaim": "CLAIM", "Job": "JOB",
    "CronJob": "CRONJOB", "HorizontalPodAutoscaler": "AUTOSCALER", "ResourceQuota": "QUOTA",
    "ServiceAccount": "ACCOUNT", "NetworkPolicy": "POLICY", "Lease": "LEASE", "Certificate": "CERTIFICATE",
  ]
  private static let workloads: Set<String> = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"]

  /// What a subject tells; only names that Kubernetes allows, for they end in commands that people copy.
  private static func values(_ subject: Subject) -> [String: String] {
    var values: [String: String] = [:]
    if isName(subject.namespace) { values["NAMESPACE"] = subject.namespace }
    if isName(subject.container) { values["CONTAINER"] = subject.container }
    guard isName(subject.name) else { return values }
    if let value = kinds[subject.kind] { values[value] = subject.name }
    if workloads.contains(subject.kind) { values["WORKLOAD"] = "\(subject.kind.lowercased())/\(subject.name)" }
    if subject.kind == "Namespace" { values["NAMESPACE"] = subject.name }
    return values
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 253, first != 45 else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
  }
}

extension Playbook {
  /// Whether it helps with a finding: by its detector, or, for a team's own, by a reason in its evidence.
  fileprivate func appliesTo(_ finding: Finding) -> Bool {
    if finding.playbook == id || detectors.contains(finding.detector) { return true }
    guard place != nil else { return false }
    return finding.evidence.contains { evidence in
      reasons.contains { evidence.text == $0 || evidence.text.hasPrefix("\($0):") }
    }
  }
}
