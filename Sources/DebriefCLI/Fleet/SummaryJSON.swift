package import DebriefAnalysis
import DebriefModel
import DebriefReport

/// Writes and reads `IncidentSummary` as one line of JSON, as the store keeps it; the same value gives the same bytes.
///
/// What is nil or empty is left out. Reading passes over unknown keys and gives nil for what is no summary.
package enum SummaryJSON {
  package static func encode(_ summary: IncidentSummary) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("v", IncidentSummary.version)
      writeHead(summary, to: &json)
      writeTimes(summary, to: &json)
      writeWork(summary, to: &json)
    }
    return json.text
  }

  private static func writeHead(_ summary: IncidentSummary, to json: inout JSONWriter) {
    json.field("id", summary.id)
    json.field("title", summary.title)
    json.some("severity", summary.severity)
    json.field("status", summary.status)
    json.some("services", summary.services)
    json.some("teams", summary.teams)
    if let cause = summary.cause {
      json.object("cause") { json in
        json.field("category", cause.category.rawValue)
        json.field("basis", cause.basis.rawValue)
        json.field("confidence", cause.confidence)
      }
    }
    json.object("detection") { json in
      json.field("source", summary.detection.source.rawValue)
      if let first = summary.detection.alertBeforePeople { json.field("alert_before_people", first) }
    }
  }

  private static func writeTimes(_ summary: IncidentSummary, to json: inout JSONWriter) {
    json.object("milestones") { json in
      for (name, mark) in summary.milestones.sorted(by: { $0.key < $1.key }) {
        json.object(name.rawValue) { write(mark, to: &$0) }
      }
    }
    json.array("impact") { list in
      for interval in summary.impact {
        list.object { json in
          json.field("start", interval.start.description)
          if let end = interval.end {
            json.field("end", end.description)
          } else {
            json.field("seen_until", interval.seenUntil.description)
          }
        }
      }
    }
    json.field("open", summary.isOpen)
    json.object("metrics") { json in
      for metric in FleetMetric.allCases { json.some(metric.rawValue, metric.value(of: summary)) }
    }
    json.array("phases") { list in
      for phase in summary.phases {
        list.object { json in
          json.field("phase", phase.phase.rawValue)
          json.some("seconds", phase.seconds)
          json.some("with", phase.notSeparableFrom.map(\.rawValue))
        }
      }
    }
    if let span = summary.span { json.field("span", [span.start.description, span.end.description]) }
  }

  private static func write(_ mark: IncidentSummary.Mark, to json: inout JSONWriter) {
    json.field("at", mark.at.description)
    if mark.earliest != mark.at { json.field("earliest", mark.earliest.description) }
    if mark.latest != mark.at { json.field("latest", mark.latest.description) }
    json.field("basis", mark.basis.rawValue)
    json.field("confidence", mark.confidence)
  }

  private static func writeWork(_ summary: IncidentSummary, to json: inout JSONWriter) {
    json.array("alerts") { list in for alert in summary.alerts { write(alert, to: &list) } }
    json.array("actions") { list in for action in summary.actions { write(action, to: &list) } }
    json.array("slos") { list in for slo in summary.slos { write(slo, to: &list) } }
    json.object("readiness") { json in
      for answer in summary.readiness { json.field(answer.question, answer.answer.rawValue) }
    }
    json.object("terms") { json in
      for (term, weight) in summary.terms.sorted(by: { $0.key < $1.key }) { json.field(term, weight) }
    }
  }

  private static func write(_ alert: IncidentSummary.AlertRecord, to list: inout JSONWriter) {
    list.object { json in
      json.field("name", alert.name)
      json.field("firings", alert.firings)
      json.field("overlapping", alert.overlapping)
      json.some("duplicates", alert.duplicates)
      json.some("flaps", alert.flaps)
      json.some("pages", alert.pages)
    }
  }

  private static func write(_ action: ActionItem, to list: inout JSONWriter) {
    list.object { json in
      json.field("title", action.title)
      json.some("type", action.type)
      json.some("owner", action.owner)
      json.some("due", action.due)
      json.some("priority", action.priority)
      json.some("status", action.status)
      json.some("ticket", action.ticket)
      json.some("done_when", action.doneWhen)
      if action.suggested { json.field("suggested", true) }
      json.some("finding", action.finding)
      json.some("gap", action.gap)
    }
  }

  private static func write(_ slo: IncidentSummary.ObjectiveOutcome, to list: inout JSONWriter) {
    list.object { json in
      json.field("name", slo.name)
      json.field("objective", slo.objective)
      json.some("lost_seconds", slo.lostSeconds)
      json.some("bad", slo.bad)
      json.some("valid", slo.valid)
      json.array("burns") { list in
        for burn in slo.burns {
          list.object { json in
            json.field("window", burn.window)
            json.field("rate", burn.rate)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes the member only where there is something to write.
  fileprivate mutating func some(_ name: String, _ value: String?) { if let value { field(name, value) } }
  fileprivate mutating func some(_ name: String, _ value: Double?) { if let value { field(name, value) } }
  fileprivate mutating func some(_ name: String, _ values: [String]) { if !values.isEmpty { field(name, values) } }
  fileprivate mutating func some(_ name: String, _ count: Int) { if count != 0 { field(name, count) } }
}
