internal import DebriefModel
internal import DebriefParsing

/// Reads one Job: when it began, how it ended, how often it failed.
struct JobReading {
  private let job: JSONValue
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ job: JSONValue) throws(Rejection) {
    self.job = job
    identity = try ObjectIdentity(job)
    subject = Subject(namespace: identity.namespace, kind: "Job", name: identity.name)
  }

  func read(into batch: inout EventBatch) {
    OwnerReading.read(job, kind: "Job", into: &batch)
    let status = job["status"]
    if let started = Timestamp.rfc3339(status?["startTime"]) {
      add("JobStarted", .info, "job started", at: started, &batch)
    }
    ConditionReading(subject: subject, identity: identity, isBad: WorkloadConditions.isBad(kind: "Job")).read(
      status?["conditions"], into: &batch)
    guard let failed = status?["failed"]?.int, failed > 0, failed < 1 << 31 else { return }
    add("JobPodsFailed", .warning, "\(failed) failed pods of the job, times unknown", at: nil, count: failed, &batch)
  }

  private func add(
    _ reason: String, _ severity: Severity, _ message: String, at time: EventTime?, count: Int = 1,
    _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: time, count: count, kind: .state, severity: severity, subject: subject, reason: reason, message: message,
        identity: identity.fact("job", reason, rank: count)))
  }
}
