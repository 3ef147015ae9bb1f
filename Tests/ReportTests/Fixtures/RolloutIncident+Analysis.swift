import DebriefModel

extension RolloutIncident {
  static func event(_ id: String, _ source: String, _ line: Int, _ text: String) -> Evidence {
    Evidence(source: source, line: line, byte: line * 230, event: id, text: text)
  }

  static let onset = Evidence(
    source: promPath, line: nil, byte: 71_000,
    text: "service:http_errors:ratio_rate1m{service=\"checkout\"} 0.004 → 0.6 at 18:13:37")
  static let firing = event("a1e47002", promPath, 0, "CheckoutErrorRatio firing")
  static let rollout = event("c0ffee01", auditPath, 12, "rollout payments:1.4.1 to payments:1.4.2")
  static let rollback = event("c0ffee02", auditPath, 31, "rollback to payments:1.4.1")
  static let backOff = event("e0b00000", eventsPath, 120, "BackOff × 57: Back-off restarting failed container")
  static let relation = event("10600101", logPath, 4001, "relation \"payment_intent\" does not exist")

  mutating func fillAnalysis() {
    analysis.window = TimeRange(at("17:00:00"), at("19:04:30"))
    fillMilestones()
    analysis.metrics = TimeTo(detect: 173, acknowledge: 351, contain: 1493, eradicate: nil, recover: 1893)
    analysis.phases = [
      Phase(.preparation, start: nil, end: at("18:13:37")),
      Phase(
        .identification, start: at("18:13:37"), end: at("18:22:21"),
        parts: [
          Phase.Part(name: "undetected", start: at("18:13:37"), end: at("18:16:30")),
          Phase.Part(name: "confirmation", start: at("18:16:30"), end: at("18:22:21")),
        ]),
      Phase(.containment, start: at("18:22:21"), end: at("18:38:30")),
      Phase(.eradication, start: at("18:38:30"), end: at("18:45:10"), notSeparableFrom: [.recovery]),
      Phase(.recovery, start: at("18:38:30"), end: at("18:45:10"), notSeparableFrom: [.eradication]),
    ]
    fillResponse()
    fillLeads()
    fillChanges()
    fillShifts()
    fillRest()
    analysis.coverage = evidence.sourceList
  }

  private mutating func fillMilestones() {
    analysis.milestones = [
      .impactStarted: Milestone(
        .impactStarted, at: at("18:13:37"), earliest: at("18:13:22"), latest: at("18:13:37"),
        rule: "the error ratio of checkout left its usual range (gate, then PELT)", confidence: 0.9,
        evidence: [Self.onset]),
      .detected: Milestone(
        .detected, at: at("18:16:30"), rule: "the first alert fired", confidence: 0.95, evidence: [Self.firing]),
      .acknowledged: Milestone(
        .acknowledged, at: at("18:22:21"), rule: "a person acknowledged the page", confidence: 1,
        evidence: [Self.event("9a6e0002", Self.pagePath, 19, "acknowledged")]),
      .contained: Milestone(
        .contained, at: at("18:38:30"), earliest: at("18:38:15"), latest: at("18:39:30"), basis: .declared,
        rule: "incident.yaml says so", confidence: 1, inferredAt: at("18:38:45"), evidence: [Self.rollback]),
      .recovered: Milestone(
        .recovered, at: at("18:45:10"), rule: "the page was resolved and the error ratio stayed in its usual range",
        confidence: 0.8,
        evidence: [Self.event("9a6e0003", Self.pagePath, 40, "resolved")]),
    ]
    analysis.remarks = [
      "KubePodCrashLooping was still firing when the export ended, after the declared end of containment."
    ]
  }

  private mutating func fillResponse() {
    let page = Self.event("9a6e0001", Self.pagePath, 3, "triggered")
    let resolved = MilestoneCandidate(
      at: at("18:45:10"), basis: .page, rule: "The page was resolved.", confidence: 0.5,
      evidence: [Self.event("9a6e0003", Self.pagePath, 40, "resolved")])
    let measured = MilestoneCandidate(
      at: at("18:40:07"), earliest: at("18:39:52"), basis: .indicator, rule: "The error ratio is back.",
      confidence: 0.9, evidence: [Self.onset])
    analysis.clocks = [
      TwoClocks(
        .detected,
        paperwork: MilestoneCandidate(at: at("18:16:40"), basis: .page, rule: "", confidence: 1, evidence: [page]),
        telemetry: MilestoneCandidate(
          at: at("18:16:30"), basis: .alert, rule: "", confidence: 1, evidence: [Self.firing])),
      TwoClocks(.recovered, paperwork: resolved, telemetry: measured),
    ]
    analysis.detectionLadder = [
      LadderRung(
        .firstAnomaly, at: at("18:13:37"), earliest: at("18:13:22"), detail: "service:http_errors:ratio_rate1m",
        evidence: [Self.onset]),
      LadderRung(.firstWarning, at: at("18:14:05"), detail: "BackOff", evidence: [Self.backOff]), LadderRung(.pending),
      LadderRung(.firing, at: at("18:16:30"), detail: "CheckoutErrorRatio", evidence: [Self.firing]),
      LadderRung(.notified, at: at("18:16:40"), detail: "triggered", evidence: [page]),
      LadderRung(.acknowledged, at: at("18:22:21"), detail: "acknowledged"),
      LadderRung(.firstMitigation, at: at("18:36:05"), detail: "rollback", evidence: [Self.rollback]),
    ]
    analysis.impactIntervals = [
      ImpactInterval(
        start: .init(at("18:13:37"), earliest: at("18:13:22")), end: .init(at("18:45:10")),
        observedUntil: at("18:45:10"),
        rule: "From the start of the impact to its recovery.", evidence: [Self.onset])
    ]
    analysis.detection = Detection(
      .alert, channel: .alert, at: at("18:16:30"), what: "alert CheckoutErrorRatio fired", evidence: [Self.firing])
  }

  private mutating func fillLeads() {
    analysis.leads = [
      Lead(
        rank: 1, subject: Self.payments, cause: "rollout", category: .application, score: 0.93, confidence: 0.82,
        why:
          "The rollout to payments:1.4.2 came 20 s before the impact on the workload whose pods then restarted; the rollback was followed by recovery.",
        refutedBy: "the same errors in the logs of the earlier image, or in another workload before 18:13.",
        evidence: [Self.rollout, Self.backOff, Self.relation, Self.rollback],
        evidenceAgainst: [
          Self.event("e0b00031", Self.eventsPath, 240, "EvictionThresholdMet on worker-3 during the impact")
        ]),
      Lead(
        rank: 2, subject: Subject(namespace: "shop", kind: "ConfigMap", name: "checkout-flags"), cause: "config change",
        category: .misconfiguration, score: 0.31, confidence: 0.3,
        why: "It changed 15 min before the impact in the same namespace.",
        refutedBy: "checkout reads its flags at start only, and no pod of it restarted.",
        evidence: [Self.event("c0ffee03", Self.auditPath, 2, "checkout-flags changed")]),
    ]
    analysis.findings = [
      Finding(
        id: "crash-loop-1f3a9c", detector: "crash-loop", title: "Containers of payments crash again and again",
        subject: Self.payments,
        start: at("18:14:05"), end: at("18:36:50"), severity: .error, confidence: 0.97, playbook: "crash-loop",
        evidence: [Self.backOff])
    ]
  }

  private mutating func fillChanges() {
    analysis.changes = [
      Change(
        at: at("17:58:02"), subject: Subject(namespace: "shop", kind: "ConfigMap", name: "checkout-flags"),
        what: "configuration changed",
        kind: "config", by: "alex@example.org", secondsBeforeImpact: 935,
        evidence: [Self.event("c0ffee03", Self.auditPath, 2, "checkout-flags changed")]),
      Change(
        at: at("18:13:17"), subject: Self.payments, what: "rollout to image payments:1.4.2", kind: "rollout",
        by: "ci-deployer",
        secondsBeforeImpact: 20, evidence: [Self.rollout]),
      Change(
        at: at("18:36:05"), subject: Self.payments, what: "rollback to image payments:1.4.1", kind: "rollback", by: nil,
        secondsBeforeImpact: -1348, evidence: [Self.rollback]),
    ]
  }

  private mutating func fillShifts() {
    let (errors, latency, replicas) = (
      evidence.seriesList[0].series, evidence.seriesList[1].series, evidence.seriesList[2].series
    )
    analysis.changePoints = [
      ChangePoint(
        series: errors, at: at("18:13:37"), direction: .up, before: 0.004, after: 0.6, confidence: 0.99, magnitude: 310,
        ramp: false,
        recoveredAt: at("18:38:30"), evidence: [Self.onset]),
      ChangePoint(
        series: latency, at: at("18:14:00"), direction: .up, before: 0.2, after: 2.5, confidence: 0.98, magnitude: 80,
        ramp: true,
        recoveredAt: at("18:38:00"),
        evidence: [Evidence(source: Self.promPath, line: nil, byte: 142_000, text: "p99 0.2 → 2.5")]),
      ChangePoint(
        series: replicas, at: at("18:14:00"), direction: .down, before: 3, after: 1, confidence: 0.97, magnitude: 40,
        ramp: false,
        recoveredAt: nil,
        evidence: [Evidence(source: Self.promPath, line: nil, byte: 213_000, text: "available replicas 3 → 1")]),
    ]
  }

  private mutating func fillRest() {
    analysis.readiness = [
      ReadinessCheck(
        question: "An alert for what broke?", answer: .yes,
        detail: "CheckoutErrorRatio fired 2 min 53 s into the impact.", evidence: [Self.firing]),
      ReadinessCheck(
        question: "A runbook linked from the alert?", answer: .no, detail: "The alert has no runbook_url annotation.",
        evidence: [Self.firing]),
      ReadinessCheck(
        question: "A probe that keeps bad pods out?", answer: .unknown,
        detail: "No pod specification is in the evidence.", evidence: []),
    ]
    analysis.actions = [
      ActionItem(
        title: "Alert on a failed schema migration before the rollout continues", type: "detect",
        owner: "team-payments", due: "2026-09-15",
        priority: "P1", status: "open", ticket: "PAY-812", doneWhen: "a failed migration stops the rollout in staging"),
      ActionItem(
        title: "Add a runbook to CheckoutErrorRatio", type: "mitigate", suggested: true, finding: "crash-loop-1f3a9c"),
    ]
    analysis.gaps = [
      "Kubernetes events are kept for one hour: nothing before 18:05 can be seen in them.",
      "No logs of checkout were collected.",
    ]
    fillCaveats()
    analysis.incident.narrative.wentWell = ["The rollback took two minutes once it was decided."]
    analysis.incident.narrative.wentPoorly = [
      "The page reached the wrong rotation first.", "The migration had no check.",
    ]
  }

  private mutating func fillCaveats() {
    let silence = Caveat(
      .silence, [Self.logPath], range: TimeRange(at("18:13:40"), at("18:25:40")),
      "no record for 12 min; up to 40 s are usual there")
    let expired = Caveat(
      .expired, [Self.eventsPath], range: TimeRange(Instant(nanoseconds: .min), at("18:05:11")),
      "the oldest event was last seen 59 min before the capture: earlier ones have expired")
    analysis.caveats = [
      expired, silence,
      Caveat(.assumption, [Self.logPath], "no zone in the timestamps: UTC is assumed"),
      Caveat(.clocksAgree, [Self.eventsPath, Self.auditPath], "their clocks agree within 1 s (12 pairs)"),
    ]
    for pod in 1...9 {
      let container = Subject(namespace: "shop", kind: "Pod", name: "payments-\(pod)", container: "app")
      let text = "\(container) restarted 7 times, and no log from before is among the sources"
      analysis.caveats.append(Caveat(.previousLog, [Self.eventsPath + ".pods"], subject: container, text))
    }
    analysis.milestones[.impactStarted]?.caveats = [silence]
    analysis.leads[0].caveats = [expired]
    analysis.findings[0].caveats = [expired, silence]
  }
}
