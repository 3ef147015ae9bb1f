public import DebriefModel

/// Notices file systems, volumes and databases that are full.
public struct StorageFullDetector: Detector {
  public static let description = DetectorDescription(
    id: "storage-full", title: "Storage is full", category: .resource, role: .mechanism, reads: [.log, .kubernetes],
    explanation: """
      Log lines and events that say that no space is left on a device, that a disk quota is used up, or that a database stopped \
      writing for want of space (Elasticsearch's flood stage, etcd's NOSPACE alarm). Inodes that are used up look the same. \
      Pressure that the kubelet sees on its own disks is reported as node-pressure.
      """,
    playbook: "storage-full",
    followUp: FollowUp(
      "Add an alert that predicts when the storage of {subject} is full", type: "detect",
      doneWhen: "a volume that grows by a tenth an hour in a test raises the alert a day before it is full"))

  private static let phrases = Phrases([
    "no space left on device", "enospc", "disk quota exceeded", "disk is full", "disk full", "not enough disk space",
    "flood stage disk watermark", "flood-stage watermark", "could not extend file", "database space exceeded",
    "alarm:nospace", "insufficient disk space", "out of disk space",
  ])
  private var full = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint || event.kind == .kubernetes && event.severity >= .warning,
      Self.phrases.isIn(event.message)
    else { return }
    full.add(event, about: event.subject.object)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(full)
    for (subject, number, run) in full.all {
      findings.report(
        run, about: subject, number: number, title: "No space was left to write to (\(counted(run.count, "report")))",
        cause: "storage full", severity: .error, confidence: run.count >= 3 ? 0.95 : 0.8)
    }
  }
}
