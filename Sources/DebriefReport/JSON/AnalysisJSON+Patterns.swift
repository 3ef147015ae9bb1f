import DebriefModel

extension AnalysisJSON {
  static func write(_ pattern: LogPattern, to json: inout JSONWriter) {
    json.object { json in
      json.field("pattern", pattern.pattern)
      json.field("baseline", pattern.baseline)
      json.field("incident", pattern.incident)
      json.field("score", pattern.score)
      json.field("log_ratio", pattern.logRatio)
      json.field("q", pattern.q)
      json.field("new", pattern.isNew)
      json.field("severity", pattern.severity.name)
      json.field("objects", pattern.objects)
      json.array("subjects") { list in for subject in pattern.subjects { list.object { write(subject, to: &$0) } } }
      json.field("first", pattern.first?.description)
      json.field("last", pattern.last?.description)
      json.array("evidence") { write(pattern.evidence, to: &$0) }
    }
  }

  static func writeWindows(_ patterns: LogPatterns, to json: inout JSONWriter) {
    for (name, range) in [("baseline", patterns.baseline), ("incident", patterns.incident)] {
      json.object(name) { json in
        json.field("start", range?.start.description)
        json.field("end", range?.end.description)
      }
    }
    json.field("hidden", patterns.hidden)
  }
}
