public import DebriefModel

/// Writes the analysis document, `debrief.analysis/1`.
///
/// Every key of the format is present; unknown values are `null`. Times are RFC 3339 in UTC, durations are seconds.
public enum AnalysisJSON {
  /// The name and version of the format.
  public static let schema = "debrief.analysis/1"

  /// The document, indented, with a newline at its end.
  public static func encode(_ analysis: IncidentAnalysis) -> String {
    var json = JSONWriter()
    write(analysis, to: &json)
    return json.text + "\n"
  }

  /// Writes the document as one value of a larger one.
  public static func write(_ analysis: IncidentAnalysis, to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", schema)
      json.object("incident") { write(analysis.incident, to: &$0) }
      writeWindow(analysis.window, to: &json)
      json.object("milestones") { writeMilestones(analysis.milestones, to: &$0) }
      json.field("open", analysis.isOpen)
      json.array("impact_intervals") { list in for interval in analysis.impactIntervals { write(interval, to: &list) } }
      json.array("impact") { list in for measure in analysis.impact { write(measure, to: &list) } }
      json.object("detection") { write(analysis.detection, to: &$0) }
      json.array("detection_ladder") { list in for rung in analysis.detectionLadder { write(rung, to: &list) } }
      json.array("clocks") { list in for clock in analysis.clocks { write(clock, to: &list) } }
      json.array("conflicts") { list in for conflict in analysis.conflicts { write(conflict, to: &list) } }
      json.array("phases") { list in for phase in analysis.phases { write(phase, to: &list) } }
      json.object("metrics") { write(analysis.metrics, to: &$0) }
      json.array("leads") { list in for lead in analysis.leads { write(lead, to: &list) } }
      json.array("changes") { list in for change in analysis.changes { write(change, to: &list) } }
      json.array("change_points") { list in for point in analysis.changePoints { write(point, to: &list) } }
      json.array("correlations") { list in for pair in analysis.correlations.pairs { write(pair, to: &list) } }
      json.array("log_patterns") { list in
        for pattern in analysis.logPatterns.patterns { write(pattern, to: &list) }
      }
      json.object("log_windows") { writeWindows(analysis.logPatterns, to: &$0) }
      json.array("findings") { list in for finding in analysis.findings { write(finding, to: &list) } }
      json.array("readiness") { list in for check in analysis.readiness { write(check, to: &list) } }
      json.array("similar") { list in for incident in analysis.similar { write(incident, to: &list) } }
      json.array("actions") { list in for action in analysis.actions { write(action, to: &list) } }
      json.array("coverage") { list in for source in analysis.coverage { write(source, analysis.caveats, to: &list) } }
      json.array("caveats") { list in for caveat in analysis.caveats { write(caveat, to: &list) } }
      json.field("gaps", analysis.gaps)
      json.field("remarks", analysis.remarks)
    }
  }

  private static func write(_ incident: IncidentHead, to json: inout JSONWriter) {
    json.field("id", incident.id)
    json.field("title", incident.title)
    json.field("severity", incident.severity)
    json.field("status", incident.status)
    json.field("services", incident.services)
    json.field("cause", incident.cause)
  }

  private static func writeWindow(_ window: TimeRange?, to json: inout JSONWriter) {
    json.object("window") { json in
      json.field("start", window?.start.description)
      json.field("end", window?.end.description)
    }
  }

  private static func writeMilestones(_ milestones: [Milestone.Name: Milestone], to json: inout JSONWriter) {
    for name in Milestone.Name.allCases {
      if let milestone = milestones[name] {
        json.object(name.rawValue) { write(milestone, to: &$0) }
      } else {
        json.field(name.rawValue, String?.none)
      }
    }
  }

  private static func write(_ milestone: Milestone, to json: inout JSONWriter) {
    json.field("at", milestone.at.description)
    json.field("earliest", milestone.earliest.description)
    json.field("latest", milestone.latest.description)
    json.field("basis", milestone.basis.rawValue)
    json.field("rule", milestone.rule)
    json.field("confidence", milestone.confidence)
    json.field("inferred_at", milestone.inferredAt?.description)
    json.array("evidence") { write(milestone.evidence, to: &$0) }
    json.array("caveats") { list in for caveat in milestone.caveats { write(caveat, to: &list) } }
    json.array("candidates") { list in
      for candidate in milestone.candidates { list.object { write(candidate, to: &$0) } }
    }
  }

  private static func write(_ phase: Phase, to json: inout JSONWriter) {
    json.object { json in
      json.field("phase", phase.name.rawValue)
      json.field("start", phase.start?.description)
      json.field("end", phase.end?.description)
      json.field("seconds", phase.seconds)
      json.array("parts") { list in for part in phase.parts { write(part, to: &list) } }
      json.field("not_separable_from", phase.notSeparableFrom.map { $0.rawValue })
    }
  }

  private static func write(_ part: Phase.Part, to json: inout JSONWriter) {
    json.object { json in
      json.field("part", part.name)
      json.field("start", part.start.description)
      json.field("end", part.end.description)
      json.field("seconds", (part.end - part.start).seconds)
    }
  }

  private static func write(_ metrics: TimeTo, to json: inout JSONWriter) {
    json.field("time_to_detect", metrics.detect)
    json.field("time_to_acknowledge", metrics.acknowledge)
    json.field("time_to_contain", metrics.contain)
    json.field("time_to_eradicate", metrics.eradicate)
    json.field("time_to_recover", metrics.recover)
  }
}
