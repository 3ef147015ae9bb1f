import DebriefModel

/// The impact and how it was noticed.
extension AnalysisJSON {
  static func write(_ interval: ImpactInterval, to json: inout JSONWriter) {
    json.object { json in
      write(interval.start, "start", to: &json)
      write(interval.end, "end", to: &json)
      json.field("seconds", interval.seconds)
      json.field("observed_until", interval.observedUntil.description)
      json.field("rule", interval.rule)
      json.array("evidence") { write(interval.evidence, to: &$0) }
    }
  }

  static func write(_ measure: ImpactMeasure, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", measure.name)
      json.field("objective", measure.objective)
      json.object("series") { write(measure.series, to: &$0) }
      json.field("lost_seconds", measure.lostSeconds)
      json.field("covered_seconds", measure.coveredSeconds)
      json.field("error_ratio", measure.errorRatio)
      json.field("failed_requests", measure.failedRequests)
      json.field("requests", measure.requests)
      json.field("user_minutes", measure.userMinutes)
      json.field("budget_share", measure.budgetShare)
      json.field("burn", measure.burn)
      json.field("how", measure.how)
      json.array("evidence") { write(measure.evidence, to: &$0) }
    }
  }

  private static func write(_ bound: ImpactInterval.Bound?, _ name: String, to json: inout JSONWriter) {
    json.field(name, bound?.at.description)
    json.field("\(name)_earliest", bound?.earliest.description)
    json.field("\(name)_latest", bound?.latest.description)
  }

  static func write(_ detection: Detection, to json: inout JSONWriter) {
    json.field("source", detection.source.rawValue)
    json.field("channel", detection.channel?.rawValue)
    json.field("at", detection.at?.description)
    json.field("what", detection.what.isEmpty ? nil : detection.what)
    json.array("evidence") { write(detection.evidence, to: &$0) }
  }

  static func write(_ rung: LadderRung, to json: inout JSONWriter) {
    json.object { json in
      json.field("step", rung.name.rawValue)
      json.field("at", rung.at?.description)
      json.field("earliest", rung.earliest?.description)
      json.field("latest", rung.latest?.description)
      json.field("detail", rung.detail.isEmpty ? nil : rung.detail)
      json.array("evidence") { write(rung.evidence, to: &$0) }
    }
  }

  static func write(_ clocks: TwoClocks, to json: inout JSONWriter) {
    json.object { json in
      json.field("milestone", clocks.milestone.rawValue)
      for (name, candidate) in [("paperwork", clocks.paperwork), ("telemetry", clocks.telemetry)] {
        if let candidate {
          json.object(name) { write(candidate, to: &$0) }
        } else {
          json.field(name, String?.none)
        }
      }
      json.field("gap", clocks.gap)
    }
  }

  static func write(_ candidate: MilestoneCandidate, to json: inout JSONWriter) {
    json.field("at", candidate.at.description)
    json.field("earliest", candidate.earliest.description)
    json.field("latest", candidate.latest.description)
    json.field("basis", candidate.basis.rawValue)
    json.field("clock", candidate.clock.rawValue)
    json.field("rule", candidate.rule)
    json.field("confidence", candidate.confidence)
    json.array("evidence") { write(candidate.evidence, to: &$0) }
  }

  static func write(_ conflict: MilestoneConflict, to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", conflict.kind.rawValue)
      json.field("milestones", conflict.milestones.map { $0.rawValue })
      json.field("seconds", conflict.seconds)
      json.field("text", conflict.text)
    }
  }
}
