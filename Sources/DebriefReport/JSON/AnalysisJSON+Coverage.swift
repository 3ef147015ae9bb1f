import DebriefModel

extension AnalysisJSON {
  static func write(_ source: Source, _ caveats: [Caveat], to json: inout JSONWriter) {
    json.object { json in
      json.field("source", source.path)
      json.field("format", source.format.isEmpty ? nil : source.format)
      json.field("sha256", source.sha256)
      json.field("bytes", source.bytes)
      json.field("events", source.events)
      json.field("samples", source.samples)
      json.field("rejected", source.rejected)
      json.field("undated", source.undated)
      json.field("shift", source.shift.seconds)
      json.field("first", source.first?.description)
      json.field("last", source.last?.description)
      json.field("warnings", source.notes.map { $0.text })
      json.array("notes") { list in
        for note in source.notes {
          list.object { json in
            json.field("kind", note.kind.rawValue)
            json.field("text", note.text)
          }
        }
      }
      json.array("rejections") { list in
        for rejection in source.rejections {
          list.object { json in
            json.field("reason", rejection.reason)
            json.field("count", rejection.count)
          }
        }
      }
      json.array("caveats") { list in
        for caveat in caveats where caveat.sources.contains(source.path) { write(caveat, to: &list) }
      }
    }
  }

  static func write(_ caveat: Caveat, to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", caveat.kind.rawValue)
      json.field("sources", caveat.sources)
      // Without a known beginning a range reaches back to the beginning of time.
      let start = caveat.range?.start
      json.field("start", start == Instant(nanoseconds: .min) ? nil : start?.description)
      json.field("end", caveat.range?.end.description)
      json.object("subject") { if let subject = caveat.subject { write(subject, to: &$0) } }
      json.field("text", caveat.text)
    }
  }
}
