import DebriefModel

/// A bad rollout with a rollback: every exhibit has something to show.
struct RolloutIncident {
  var evidence = ArrayEvidence()
  var analysis: IncidentAnalysis

  static let eventsPath = "kubernetes/events.json"
  static let promPath = "prometheus/checkout-errors.json"
  static let auditPath = "audit/audit.log"
  static let pagePath = "pagerduty/log_entries.json"
  static let logPath = "logs/payments.log"

  init() {
    analysis = IncidentAnalysis(
      incident: IncidentHead(
        id: "2026-08-27-payments", title: "Card payments failing", severity: "SEV2", status: "resolved",
        services: ["payments", "checkout"], slos: [Self.objective]))
    fillSources()
    fillEvents()
    fillMetrics()
    fillAnalysis()
  }

  static let objective = Manifest.SLO(
    name: "checkout availability", objective: 99.9, errors: #"service:http_errors:ratio_rate1m{service="checkout"}"#)
  static let payments = Subject(namespace: "shop", kind: "Deployment", name: "payments")
  static let replicaSet = Subject(namespace: "shop", kind: "ReplicaSet", name: "payments-7d9f8b6c5")
  static let node = Subject(kind: "Node", name: "worker-3")

  static func pod(_ suffix: String) -> Subject {
    Subject(namespace: "shop", kind: "Pod", name: "payments-7d9f8b6c5-\(suffix)", container: "app")
  }

  private mutating func fillSources() {
    let (first, last) = (at("17:00:00"), at("19:04:30"))
    func hash(_ seed: Int) -> String { String(String(repeating: "\(seed)f3a9c2d0e4b5768", count: 4).prefix(64)) }
    evidence.sourceList = [
      Source(
        id: 1, path: Self.auditPath, format: "kubernetes-audit", sha256: hash(1), bytes: 90_112, events: 42,
        first: at("17:58:02"), last: at("18:52:00")),
      Source(
        id: 2, path: Self.eventsPath, format: "kubernetes-events", sha256: hash(2), bytes: 481_233, events: 318,
        undated: 1,
        first: at("18:05:11"), last: last,
        notes: [SourceNote(.limit, "events are kept for one hour: what happened before 18:05 may be missing")]),
      Source(
        id: 3, path: Self.logPath, format: "container-log", sha256: hash(3), bytes: 5_221_004, events: 20_144,
        rejected: 3,
        first: at("17:40:00"), last: last, notes: [SourceNote(.assumption, "no zone in the timestamps: UTC is assumed")]
      ),
      Source(
        id: 4, path: Self.pagePath, format: "pagerduty-log-entries", sha256: hash(4), bytes: 8_204, events: 4,
        first: at("18:16:40"), last: at("18:45:10")),
      Source(
        id: 5, path: Self.promPath, format: "prometheus-range", sha256: hash(5), bytes: 220_118, samples: 2_940,
        first: first, last: last),
      Source(
        id: 6, path: "notes/screenshot.png", sha256: hash(6), bytes: 88_211,
        notes: [SourceNote(.missing, "no importer claims this file")]),
    ]
  }

  private mutating func add(
    _ id: String, _ clock: String, to end: String? = nil, _ kind: EventKind, _ severity: Severity, _ subject: Subject,
    _ reason: String,
    _ message: String, count: Int = 1, source: Int, line: Int, attributes: [String: String] = [:]
  ) {
    evidence.eventList.append(
      Event(
        id: id, time: EventTime(at(clock), through: end.map { at($0) }), count: count, kind: kind, severity: severity,
        subject: subject,
        reason: reason, message: message, attributes: attributes,
        provenance: Provenance(source: source, line: line, byte: line * 230)))
  }

  private mutating func fillEvents() {
    add(
      "c0ffee01", "18:13:17", .change, .notice, Self.payments, "rollout", "image payments:1.4.1 to payments:1.4.2",
      source: 1, line: 12, attributes: [Attribute.change: "rollout", Attribute.actor: "ci-deployer"])
    add(
      "c0ffee02", "18:36:05", .change, .notice, Self.payments, "rollback", "image payments:1.4.2 to payments:1.4.1",
      source: 1, line: 31, attributes: [Attribute.change: "rollback"])
    add(
      "c0ffee03", "17:58:02", .change, .notice, Subject(namespace: "shop", kind: "ConfigMap", name: "checkout-flags"),
      "config", "checkout-flags changed", source: 1, line: 2, attributes: [Attribute.change: "config"])
    add(
      "a1e47001", "18:14:30", to: "18:16:30", .alert, .warning, Subject(kind: "Alert", name: "CheckoutErrorRatio"),
      "CheckoutErrorRatio", "Checkout answers more than 5 % of requests with an error", source: 5, line: 0,
      attributes: [Attribute.alertState: "pending"])
    add(
      "a1e47002", "18:16:30", to: "18:39:30", .alert, .critical, Subject(kind: "Alert", name: "CheckoutErrorRatio"),
      "CheckoutErrorRatio", "Checkout answers more than 5 % of requests with an error", source: 5, line: 0,
      attributes: [Attribute.alertState: "firing"])
    add(
      "a1e47003", "18:20:00", to: "19:04:30", .alert, .warning, Subject(kind: "Alert", name: "PodRestarts"),
      "KubePodCrashLooping", "Pod shop/payments restarts again and again", source: 5, line: 0,
      attributes: [Attribute.alertState: "firing", Attribute.openEnded: "true"])
    add(
      "9a6e0001", "18:16:40", .page, .critical, Subject(kind: "Service", name: "checkout"), "trigger",
      "CheckoutErrorRatio is firing", source: 4, line: 3, attributes: [Attribute.page: "trigger"])
    add(
      "9a6e0002", "18:22:21", .page, .notice, Subject(kind: "Service", name: "checkout"), "acknowledge", "acknowledged",
      source: 4, line: 19, attributes: [Attribute.page: "acknowledge", Attribute.actorKind: "human"])
    add(
      "9a6e0003", "18:45:10", .page, .notice, Subject(kind: "Service", name: "checkout"), "resolve", "resolved",
      source: 4, line: 40, attributes: [Attribute.page: "resolve"])
    fillWarnings()
    fillLogs()
    evidence.eventList.append(
      Event(
        id: "dead0001", time: nil, kind: .kubernetes, severity: .warning, reason: "FailedMount",
        provenance: Provenance(source: 2, line: 900, byte: 99)))
  }

  private mutating func fillWarnings() {
    for (index, suffix) in ["x2x4z", "k8qmd", "p5w7t"].enumerated() {
      let minute = 14 + index
      add(
        "e0b0000\(index)", "18:\(minute):05", to: "18:\(35 + index % 2):50", .kubernetes, .warning, Self.pod(suffix),
        "BackOff", "Back-off restarting failed container app in pod payments-7d9f8b6c5-\(suffix)_shop",
        count: 57 - index * 9, source: 2, line: 120 + index)
      add(
        "e0b0001\(index)", "18:\(minute):40", .kubernetes, .warning, Self.pod(suffix), "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 500", count: 1, source: 2, line: 180 + index)
      add(
        "e0b0002\(index)", "18:\(minute):12", .state, .error, Self.pod(suffix), "Error",
        "container app terminated with exit code 1", source: 2, line: 220 + index, attributes: [Attribute.exitCode: "1"]
      )
      evidence.relationList.append(Relation(.owns, from: Self.replicaSet, to: Self.pod(suffix).object))
    }
    evidence.relationList.append(Relation(.owns, from: Self.payments, to: Self.replicaSet))
    add(
      "e0b00030", "18:13:20", .kubernetes, .info, Self.payments, "ScalingReplicaSet",
      "Scaled up replica set payments-7d9f8b6c5 to 3", source: 2, line: 90)
    add(
      "e0b00031", "18:21:00", to: "18:29:30", .kubernetes, .warning, Self.node, "EvictionThresholdMet",
      "Attempting to reclaim memory", count: 4, source: 2, line: 240)
  }

  private mutating func fillLogs() {
    for index in 0..<120 {
      let second = index * 11
      let clock = "18:\(13 + second / 60):\(second % 60)"
      let isError = index % 3 != 0
      add(
        "10600\(100 + index)", clock, .log, isError ? .error : .info, Self.pod("x2x4z"), "",
        isError
          ? "payment \(4411 + index) failed: relation \"payment_intent\" does not exist"
          : "request \(index) served in 12 ms", source: 3, line: 4000 + index)
    }
    add(
      "10601000", "18:13:44", .log, .error, Self.pod("k8qmd"), "",
      "panic: migration 42 is missing\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:88 +0x1d", source: 3,
      line: 3990)
  }

  private mutating func fillMetrics() {
    func series(_ id: Int, _ metric: String, _ labels: [String: String], _ value: (Double) -> Double?) {
      let start = at("17:00:00")
      let samples = (0..<498).compactMap { index -> Sample? in
        let moment = start + .seconds(Double(index) * 15)
        return value(Double(index) * 15 / 60).map { Sample(at: moment, value: $0) }
      }
      evidence.seriesList.append(
        (
          Series(
            id: id, metric: metric, labels: labels, step: 15,
            provenance: Provenance(source: 5, line: 0, byte: id * 71_000)), samples
        ))
    }
    func wobble(_ minute: Double) -> Double { (minute * 7.3).truncatingRemainder(dividingBy: 1) }
    series(1, "service:http_errors:ratio_rate1m", ["service": "checkout"]) { minute in
      if minute >= 84 && minute < 86 { return nil }
      return minute >= 73.6 && minute < 98.5 ? 0.52 + 0.16 * wobble(minute) : 0.003 + 0.002 * wobble(minute)
    }
    series(2, "http_request_duration_seconds:p99", ["service": "payments"]) { minute in
      minute >= 74 && minute < 98 ? 2.1 + 0.9 * wobble(minute) : 0.18 + 0.04 * wobble(minute)
    }
    series(3, "kube_deployment_status_replicas_available", ["deployment": "payments", "namespace": "shop"]) { minute in
      minute >= 74 && minute < 97 ? (minute < 90 ? 1 : .nan) : 3
    }
  }
}
