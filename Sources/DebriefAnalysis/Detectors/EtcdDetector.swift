public import DebriefModel

/// Notices an etcd that is slow or without a leader.
public struct EtcdDetector: Detector {
  public static let description = DetectorDescription(
    id: "etcd", title: "etcd slow or without a leader", category: .infrastructure, role: .mechanism,
    reads: [.log, .kubernetes],
    explanation: """
      At least \(least) log lines of one subject within \(LogBursts.minutes) minutes in which etcd says that requests, its disk or its heartbeats take \
      too long, that it lost its leader or its peers, or in which others pass on its time-outs. Slow disks are the usual reason, \
      then a starved node and large objects. On managed clusters etcd's own log is not to be had and only the answers show.
      """,
    playbook: "etcd",
    followUp: FollowUp(
      "Add an alert on the time that etcd takes to write to its disk", type: "detect",
      doneWhen: "a slowed disk in a test raises the alert before requests fail"))

  /// A slow request now and then is logged by every etcd.
  static let least = 5

  private static let phrases = Phrases([
    "apply request took too long", "took too long to execute", "slow fdatasync", "failed to send out heartbeat on time",
    "readindex response took too long", "etcdserver: request timed out", "etcdserver: leader changed",
    "etcdserver: no leader", "etcdserver: too many requests", "lost leader", "lost the tcp streaming connection",
    "leader is overloaded", "database space exceeded", "etcdserver: not healthy for reconfigure",
  ])
  private var slow = LogBursts(least: least)

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint || event.kind == .kubernetes && event.severity >= .warning,
      Self.phrases.isIn(event.message)
    else { return }
    slow.count(event, about: event.subject.object)
  }

  public mutating func observe(_ point: ChangePoint, into findings: inout Findings) {
    let name = point.series.metric
    guard point.direction == .up, point.confidence >= 0.5,
      ["etcd_disk_wal_fsync", "etcd_disk_backend_commit", "etcd_request_duration", "etcd_network_peer_round_trip"]
        .contains(
          where: name.contains)
    else { return }
    findings.report(
      point, title: "etcd took longer: from \(shortNumber(point.before)) to \(shortNumber(point.after))",
      cause: "slow etcd", severity: .warning, confidence: min(0.8, point.confidence))
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(slow)
    for (subject, number, run) in slow.bursts.all {
      findings.report(
        run, about: subject, number: number, title: "etcd was slow or without a leader (\(counted(run.count, "line")))",
        cause: "slow etcd", severity: .error, confidence: slow.wasCompared(subject) ? 0.9 : 0.75)
    }
  }
}
