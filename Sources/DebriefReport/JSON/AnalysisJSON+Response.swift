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
}
