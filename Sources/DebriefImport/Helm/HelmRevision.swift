internal import DebriefModel
internal import DebriefParsing

/// One revision of a Helm release: what was installed, when, and what became of it.
///
/// Status words: helm.sh/helm/v3/pkg/release `Status`. `updated` is when the operation began; its end is not recorded.
struct HelmRevision {
  var release: HelmRelease
  var revision = ""
  var updated = ""
  var status = ""
  var chart = ""
  var appVersion = ""
  var description = ""

  private enum Outcome { case done, failed, unfinished }

  private var outcome: Outcome {
    if status == "failed" { return .failed }
    return status.hasPrefix("pending") || status == "uninstalling" ? .unfinished : .done
  }

  private var change: String {
    let text = description.lowercased()
    if text.hasPrefix("rollback to") || text.hasPrefix("rolled back to") || status == "pending-rollback" {
      return "rollback"
    }
    return revision == "1" ? "create" : "rollout"
  }

  /// Adds the revision as a change; `rank` is higher for the record that tells more.
  func read(rank: Int, into batch: inout EventBatch) {
    let key = "helm:\(release.namespace)/\(release.name):\(revision)"
    add(change, message, at: time(&batch), severity, EventIdentity(key: key, rank: rank), &batch)
    // The time of the revision stays that of its deployment; when the release was taken away is written nowhere.
    guard status == "uninstalled" || status == "deleted" else { return }
    add(
      "delete", "release \(release.name) was uninstalled, time unknown", at: nil, .notice,
      EventIdentity(key: key + ":delete"), &batch)
  }

  private func time(_ batch: inout EventBatch) -> EventTime? {
    let zone = batch.context.zone
    let time = CellTime.read(updated, zone) ?? Self.clock(updated, zone)
    if time == nil { batch.note(.missing, "revisions whose time is absent or cannot be read are kept without one") }
    if time?.basis == .assumedZone {
      batch.note(
        .timeAssumption,
        "helm's tables print the clock of the machine that deployed, without its zone: \(zone.name) is assumed")
    }
    return time
  }

  /// `Thu Aug 27 18:02:11 2026`: Go's `time.ANSIC`.
  private static func clock(_ text: String, _ zone: AssumedZone) -> EventTime? {
    guard let parsed = Timestamp.ctime(Array(text.utf8).span, at: 0) else { return nil }
    return parsed.eventTime(assumedOffset: parsed.offset ?? zone.offset(at: parsed.civil))
  }

  private var severity: Severity {
    switch outcome {
    case .done: .notice
    case .failed: .error
    case .unfinished: .warning
    }
  }

  private var message: String {
    let word = ["rollback": "rollback", "create": "installation"][change] ?? "upgrade"
    var text = "\(word) of release \(release.name)"
    if !chart.isEmpty { text += " to chart \(chart)" }
    if !appVersion.isEmpty { text += ", app version \(appVersion)" }
    if !revision.isEmpty { text += ", revision \(revision)" }
    if outcome == .failed { text += ", failed" }
    if outcome == .unfinished { text += ", did not finish (\(status))" }
    return description.isEmpty ? text : "\(text): \(SecretMask.masked(String(description.prefix(500))))"
  }

  private func add(
    _ change: String, _ message: String, at time: EventTime?, _ severity: Severity, _ identity: EventIdentity,
    _ batch: inout EventBatch
  ) {
    let facts = [
      Attribute.change: change, "status": status, "chart": chart, "version": appVersion, "revision": revision,
    ]
    batch.add(
      Event(
        time: time, kind: .change, severity: severity, subject: release.subject, reason: change, message: message,
        attributes: facts.filter { !$0.value.isEmpty }, identity: identity))
  }
}

extension HelmRevision {
  /// Reads an element of `helm history -o json` or `helm list -o json`.
  init(_ record: JSONValue, _ release: HelmRelease) {
    let text = { (value: JSONValue?) in value?.scalarText ?? "" }
    self.init(
      release: release, revision: text(record["revision"]), updated: text(record["updated"]),
      status: text(record["status"]).lowercased(), chart: text(record["chart"]),
      appVersion: text(record["app_version"]), description: text(record["description"]))
  }

  /// Reads a row of a table, cells by heading.
  init(_ cells: [String: String], _ release: HelmRelease) {
    let cell = { (name: String) in cells[name] ?? "" }
    self.init(
      release: release, revision: cell("REVISION"), updated: cell("UPDATED"), status: cell("STATUS").lowercased(),
      chart: cell("CHART"), appVersion: cell("APP VERSION"), description: cell("DESCRIPTION"))
  }
}
