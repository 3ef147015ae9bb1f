package import DebriefAnalysis
import DebriefModel
package import DebriefParsing

extension SummaryJSON {
  /// Reads one summary; nil for other JSON and for summaries of another version.
  package static func decode(_ text: String, _ reader: JSONReader) -> IncidentSummary? {
    guard let json = try? reader.parse(text.utf8Span.span), json["v"]?.int == IncidentSummary.version else {
      return nil
    }
    guard let id = json["id"]?.string, let status = json["status"]?.string else { return nil }
    var summary = IncidentSummary(
      id: id, title: json["title"]?.string ?? id, severity: json["severity"]?.string, status: status)
    readHead(json, into: &summary)
    readTimes(json, into: &summary)
    readWork(json, into: &summary)
    return summary
  }

  private static func readHead(_ json: JSONValue, into summary: inout IncidentSummary) {
    summary.services = strings(json["services"])
    summary.teams = strings(json["teams"])
    if let cause = json["cause"], let category = cause["category"]?.string.flatMap(CauseCategory.init) {
      summary.cause = .init(
        category: category, basis: basis(cause), confidence: cause["confidence"]?.double ?? 0)
    }
    let detection = json["detection"]
    summary.detection = .init(
      source: detection?["source"]?.string.flatMap { .init(rawValue: $0) } ?? .unknown,
      alertBeforePeople: detection?["alert_before_people"]?.bool)
  }

  private static func readTimes(_ json: JSONValue, into summary: inout IncidentSummary) {
    if let milestones = json["milestones"] {
      for (key, value) in milestones.members {
        guard let name = key.string.flatMap(Milestone.Name.init), let at = instant(value["at"]) else { continue }
        summary.milestones[name] = .init(
          at: at, earliest: instant(value["earliest"]), latest: instant(value["latest"]), basis: basis(value),
          confidence: value["confidence"]?.double ?? 0)
      }
    }
    for interval in json["impact"]?.elements ?? JSONValue.none {
      guard let start = instant(interval["start"]) else { continue }
      summary.impact.append(
        .init(start: start, end: instant(interval["end"]), seenUntil: instant(interval["seen_until"])))
    }
    summary.isOpen = json["open"]?.bool ?? false
    let metrics = json["metrics"]
    summary.metrics = TimeTo(
      detect: metrics?["time_to_detect"]?.double, acknowledge: metrics?["time_to_acknowledge"]?.double,
      contain: metrics?["time_to_contain"]?.double, eradicate: metrics?["time_to_eradicate"]?.double,
      recover: metrics?["time_to_recover"]?.double)
    for phase in json["phases"]?.elements ?? JSONValue.none {
      guard let name = phase["phase"]?.string.flatMap(Phase.Name.init) else { continue }
      summary.phases.append(
        .init(
          phase: name, seconds: phase["seconds"]?.double,
          notSeparableFrom: strings(phase["with"]).compactMap { Phase.Name(rawValue: $0) }))
    }
    let span = (json["span"]?.elements ?? JSONValue.none).compactMap { instant($0) }
    if span.count == 2 { summary.span = TimeRange(span[0], span[1]) }
  }

  private static func readWork(_ json: JSONValue, into summary: inout IncidentSummary) {
    for alert in json["alerts"]?.elements ?? JSONValue.none {
      summary.alerts.append(
        .init(
          name: alert["name"]?.string ?? "", firings: alert["firings"]?.int ?? 0,
          overlapping: alert["overlapping"]?.int ?? 0, duplicates: alert["duplicates"]?.int ?? 0,
          flaps: alert["flaps"]?.int ?? 0, pages: alert["pages"]?.int ?? 0))
    }
    for action in json["actions"]?.elements ?? JSONValue.none { summary.actions.append(readAction(action)) }
    for slo in json["slos"]?.elements ?? JSONValue.none { summary.slos.append(readObjective(slo)) }
    if let readiness = json["readiness"] {
      for (key, value) in readiness.members {
        guard let question = key.string, let answer = value.string.flatMap(ReadinessCheck.Answer.init) else { continue }
        summary.readiness.append(.init(question: question, answer: answer))
      }
    }
    if let terms = json["terms"] {
      for (key, value) in terms.members {
        if let term = key.string, let weight = value.double { summary.terms[term] = weight }
      }
    }
  }

  private static func readAction(_ json: JSONValue) -> ActionItem {
    ActionItem(
      title: json["title"]?.string ?? "", type: json["type"]?.string, owner: json["owner"]?.string,
      due: json["due"]?.string, priority: json["priority"]?.string, status: json["status"]?.string,
      ticket: json["ticket"]?.string, doneWhen: json["done_when"]?.string, suggested: json["suggested"]?.bool ?? false,
      finding: json["finding"]?.string, gap: json["gap"]?.string)
  }

  private static func readObjective(_ json: JSONValue) -> IncidentSummary.ObjectiveOutcome {
    let burns = (json["burns"]?.elements ?? JSONValue.none).compactMap { burn -> IncidentSummary.Burn? in
      guard let window = burn["window"]?.double, let rate = burn["rate"]?.double else { return nil }
      return .init(window: window, rate: rate)
    }
    return .init(
      name: json["name"]?.string ?? "", objective: json["objective"]?.double ?? 0,
      lostSeconds: json["lost_seconds"]?.double, bad: json["bad"]?.double, valid: json["valid"]?.double, burns: burns)
  }

  private static func instant(_ json: JSONValue?) -> Instant? { Timestamp.rfc3339(json)?.start }

  private static func basis(_ json: JSONValue) -> Milestone.Basis {
    json["basis"]?.string.flatMap { Milestone.Basis(rawValue: $0) } ?? .inferred
  }

  private static func strings(_ json: JSONValue?) -> [String] {
    (json?.elements ?? JSONValue.none).compactMap { $0.string }
  }
}
