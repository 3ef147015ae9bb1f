import DebriefAnalysis
import DebriefModel
import Testing

@testable import DebriefReport

/// Alert names of kubernetes-mixin (github.com/kubernetes-monitoring/kubernetes-mixin, alerts/), old and new.
private let mixin: Set<String> = [
  "KubePodCrashLooping", "KubePodNotReady", "KubeDeploymentGenerationMismatch", "KubeDeploymentReplicasMismatch",
  "KubeDeploymentRolloutStuck", "KubeStatefulSetReplicasMismatch", "KubeStatefulSetGenerationMismatch",
  "KubeStatefulSetUpdateNotRolledOut", "KubeDaemonSetRolloutStuck", "KubeContainerWaiting",
  "KubeDaemonSetNotScheduled", "KubeDaemonSetMisScheduled", "KubeJobNotCompleted", "KubeJobCompletion",
  "KubeJobFailed", "KubeCronJobRunning", "KubeHpaReplicasMismatch", "KubeHpaMaxedOut", "KubePdbNotEnoughHealthyPods",
  "KubeCPUOvercommit", "KubeMemoryOvercommit", "KubeCPUQuotaOvercommit", "KubeMemoryQuotaOvercommit",
  "KubeQuotaAlmostFull", "KubeQuotaFullyUsed", "KubeQuotaExceeded", "CPUThrottlingHigh",
  "KubePersistentVolumeFillingUp", "KubePersistentVolumeInodesFillingUp", "KubePersistentVolumeErrors",
  "KubeVersionMismatch", "KubeClientErrors", "KubeAPIErrorBudgetBurn", "KubeClientCertificateExpiration",
  "KubeAggregatedAPIErrors", "KubeAggregatedAPIDown", "KubeAPIDown", "KubeAPITerminatedRequests", "KubeNodeNotReady",
  "KubeNodePressure", "KubeNodeUnreachable", "KubeletTooManyPods", "KubeNodeReadinessFlapping", "KubeNodeEviction",
  "KubeletPlegDurationHigh", "KubeletPodStartUpLatencyHigh", "KubeletClientCertificateExpiration",
  "KubeletServerCertificateExpiration", "KubeletClientCertificateRenewalErrors",
  "KubeletServerCertificateRenewalErrors", "KubeletDown", "KubeSchedulerDown", "KubeControllerManagerDown",
  "KubeProxyDown",
]

private func read(_ text: String) throws -> Playbook { try PlaybookReading.read(text, place: "own.md", isOwn: true) }

private let small = """
  ---
  id: cell-down
  title: A cell is down
  detectors: [node-not-ready]
  reasons: [CellLost]
  CELL: the name of the cell
  ---

  A cell does not answer.

  ## Contain

  1. Take it out. <!-- done: cordon -->

     ```sh
     kubectl cordon NODE
     cellctl drain CELL
     ```

     Look at: its clients.

  Stop when no client is left.
  """

@Suite struct `The built-in playbooks` {
  @Test func `are all read`() throws {
    for path in TemplateLibrary.paths(below: "playbooks") {
      let text = try #require(TemplateLibrary.file(path))
      let playbook = try PlaybookReading.read(text, place: path, isOwn: false)
      #expect(path == "playbooks/\(playbook.id).md")
    }
    #expect(PlaybookLibrary.builtIn.count == TemplateLibrary.paths(below: "playbooks").count)
  }

  @Test func `are what the detectors name`() {
    let ids = Set(PlaybookLibrary.builtIn.map(\.id))
    for detector in DetectorRegistry.descriptions {
      #expect(detector.playbook.map(ids.contains) == true, "\(detector.id) names no playbook that exists")
      #expect(PlaybookLibrary.builtIn.contains { $0.detectors.contains(detector.id) }, "\(detector.id)")
    }
  }

  @Test(arguments: PlaybookLibrary.builtIn.map(\.id)) func `have every phase, and say when to stop`(_ id: String) throws
  {
    let playbook = try PlaybookLibrary.playbook(id, in: PlaybookLibrary.builtIn)
    #expect(playbook.sections.map(\.phase) == Playbook.Phase.allCases)
    for section in playbook.sections {
      #expect(!section.steps.isEmpty)
      #expect((section.stop == nil) == (section.phase == .learn), "\(section.phase)")
    }
    #expect(!playbook.intro.isEmpty)
    #expect(playbook.sections[0].steps.contains { $0.lookAt != nil } || playbook.id == "change-freeze")
  }

  @Test(arguments: PlaybookLibrary.builtIn.map(\.id)) func `have commands that could be run`(_ id: String) throws {
    let playbook = try PlaybookLibrary.playbook(id, in: PlaybookLibrary.builtIn)
    let commands = playbook.sections.flatMap(\.steps).flatMap(\.commands)
    #expect(!commands.isEmpty)
    let verbs: Set<String> = [
      "get", "describe", "logs", "exec", "rollout", "scale", "set", "top", "delete", "cordon", "uncordon", "drain",
      "patch", "edit", "auth", "annotate", "create", "debug",
    ]
    for command in commands {
      #expect(command.hasPrefix("kubectl "), "\(command)")
      #expect(command.count { $0 == "'" } % 2 == 0 && !command.contains("<"), "\(command)")
      let words = command.split(separator: " ").map(String.init)
      let verb = words[1] == "-n" ? words[3] : words[1]
      #expect(verbs.contains(verb), "\(command)")
    }
  }

  @Test(arguments: PlaybookLibrary.builtIn.map(\.id)) func `name alerts that kubernetes-mixin has`(_ id: String) throws
  {
    let playbook = try PlaybookLibrary.playbook(id, in: PlaybookLibrary.builtIn)
    #expect(playbook.alerts.filter { !mixin.contains($0) } == [])
    #expect(Set(playbook.alerts).count == playbook.alerts.count)
  }
}

@Suite struct `A playbook of one's own` {
  @Test func `is read with its steps, commands and marks`() throws {
    let playbook = try read(small)
    #expect(playbook.values["CELL"] == "the name of the cell")
    let section = try #require(playbook.sections.first)
    #expect(section.stop == "Stop when no client is left.")
    #expect(section.steps.first?.text == "Take it out.")
    #expect(section.steps.first?.done == ["cordon"])
    #expect(section.steps.first?.commands == ["kubectl cordon NODE", "cellctl drain CELL"])
    #expect(section.steps.first?.lookAt == "its clients.")
  }

  @Test(arguments: [
    ("", "without front matter"), ("---\nid: x\n---\n", "no title"), ("---\ntitle: X\n---\n", "no id"),
    ("---\nid: x\ntitle: X\n---\n## Contaim\n", "unknown phase"),
    ("---\nid: x\ntitle: X\ndetector: [a]\n---\n", "unknown key"),
    ("---\nid: x\ntitle: X\ndetectors: [crash-lop]\n---\n## Learn\n1. Ask.\n", "no detector"),
    ("---\nid: x\ntitle: X\n---\n1. Ask.\n", "before the first phase"),
    ("---\nid: x\ntitle: X\n---\n## Learn\n1. Ask. <!-- done: thinking -->\n", "no change is called"),
    ("---\nid: x\ntitle: X\n---\n## Learn\n1. Ask.\n```\nkubectl get THING\n```\n", "THING is not explained"),
    ("---\nid: x\ntitle: X\n---\n## Learn\n1. Ask.\n```\nkubectl get pods\n", "does not end"),
    ("---\nid: x\ntitle: X\n---\n## Learn\n", "no steps"),
  ]) func `says what is wrong with it, and where`(_ text: String, _ reason: String) {
    let error = #expect(throws: Diagnostic.self) { try read(text) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.place?.hasPrefix("own.md") == true)
  }

  @Test func `fills in what is known and leaves the rest open`() {
    let command = "kubectl -n NAMESPACE logs POD -c CONTAINER --since=1h NAMESPACES"
    #expect(
      Playbook.filled(command, ["NAMESPACE": "shop", "POD": "web-1"])
        == "kubectl -n shop logs web-1 -c CONTAINER --since=1h NAMESPACES")
  }
}

@Suite struct `The playbooks that apply` {
  private static let time = Instant(seconds: 1_767_225_600)

  private func finding(_ detector: String, _ name: String, namespace: String = "shop", text: String = "x") -> Finding {
    Finding(
      id: "\(detector)-\(name)", detector: detector, title: detector == "alert-firing" ? "Alert \(name) fired" : "t",
      subject: Subject(namespace: namespace, kind: "Deployment", name: name), start: Self.time, end: Self.time,
      severity: .error, confidence: 0.9, playbook: detector,
      evidence: [Evidence(source: "s", line: 1, byte: 0, text: text)])
  }

  private func applied(_ findings: [Finding], changes: [Change] = [], own: [Playbook] = []) -> [AppliedPlaybook] {
    var analysis = IncidentAnalysis(
      incident: IncidentHead(
        id: "x", title: "x", severity: nil, status: "open", services: [], cause: nil, narrative: Manifest.Narrative(),
        slos: []))
    (analysis.findings, analysis.changes) = (findings, changes)
    return AppliedPlaybook.all(for: analysis, among: own + PlaybookLibrary.builtIn)
  }

  private func change(_ kind: String, minutes: Double, namespace: String = "shop") -> Change {
    Change(
      at: Self.time + .minutes(minutes), subject: Subject(namespace: namespace, kind: "Deployment", name: "other"),
      what: kind, kind: kind, by: nil, secondsBeforeImpact: nil, evidence: [])
  }

  @Test func `are those of the detectors that found something`() {
    #expect(
      applied([finding("crash-loop", "web"), finding("dns-failure", "api")]).map(\.playbook.id) == [
        "crash-loop", "dns-failure",
      ])
    #expect(applied([]).isEmpty)
  }

  @Test func `are found by an alert alone`() {
    #expect(applied([finding("alert-firing", "KubeHpaMaxedOut")]).map(\.playbook.id) == ["hpa"])
    #expect(applied([finding("alert-firing", "OurOwn")]).map(\.playbook.id) == ["alert-firing"])
  }

  @Test func `mark a step that a later change of its kind suggests`() {
    let book = applied(
      [finding("crash-loop", "web")], changes: [change("rollback", minutes: -5), change("rollback", minutes: 5)])
    #expect(book.first?.done[.contain]?[0] == 1)
    #expect(book.first?.done[.identify] == nil)
    #expect(
      applied([finding("crash-loop", "web")], changes: [change("rollback", minutes: 5, namespace: "lab")]).first?.done
        == [:])
  }

  @Test func `include a team's own by the reason in the evidence`() throws {
    let own = try read(small)
    #expect(
      applied([finding("crash-loop", "web", text: "CellLost: cell 4")], own: [own]).contains {
        $0.playbook.id == "cell-down"
      })
    #expect(!applied([finding("crash-loop", "web")], own: [own]).contains { $0.playbook.id == "cell-down" })
  }

  @Test func `put only names that Kubernetes allows into commands`() {
    let hostile = finding("crash-loop", "web; rm -rf /", namespace: "$(id)")
    #expect(applied([hostile]).first?.values == [:])
    #expect(applied([finding("crash-loop", "web")]).first?.values["WORKLOAD"] == "deployment/web")
  }
}
