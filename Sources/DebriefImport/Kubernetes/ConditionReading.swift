internal import DebriefModel
internal import DebriefParsing

/// Reads the `conditions` of an object: the last transition of each, as a state named `Ready=False`.
///
/// Good conditions are kept where they say when the object came back or was done.
struct ConditionReading {
  private static let recoveries: Set<String> = ["Available", "Complete"]

  let subject: Subject
  let identity: ObjectIdentity
  /// Whether type, status and reason together mean trouble.
  let isBad: (String, String, String) -> Bool

  func read(_ conditions: JSONValue?, into batch: inout EventBatch) {
    for condition in conditions?.elements ?? JSONValue.none {
      guard let type = condition["type"]?.string, let status = condition["status"]?.string else { continue }
      add(
        type, status, reason: condition["reason"]?.string ?? "", message: condition["message"]?.string ?? "",
        at: Timestamp.rfc3339(condition["lastTransitionTime"]), into: &batch)
    }
  }

  /// Adds one condition where it says something; `time` is that of its last transition.
  func add(
    _ type: String, _ status: String, reason: String, message: String, at time: EventTime?, into batch: inout EventBatch
  ) {
    let bad = isBad(type, status, reason)
    guard bad || type == "Ready" || (Self.recoveries.contains(type) && status == "True" && time?.basis == .stated)
    else {
      return
    }
    batch.add(
      Event(
        time: time, kind: .state, severity: bad ? .warning : .info, subject: subject, reason: "\(type)=\(status)",
        message: text(message, reason, type, status),
        attributes: ["condition": type, "condition_status": status, "condition_reason": reason].filter {
          !$0.value.isEmpty
        },
        identity: identity.fact("condition", type, status, time.map { "\($0.start)" } ?? "")))
  }

  private func text(_ message: String, _ reason: String, _ type: String, _ status: String) -> String {
    if message.isEmpty { return reason.isEmpty ? "\(type) is \(status)" : reason }
    return reason.isEmpty ? message : "\(reason): \(message)"
  }
}
