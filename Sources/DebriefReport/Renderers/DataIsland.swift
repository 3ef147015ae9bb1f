import DebriefModel

/// The data that rides along in the page: the analysis, and the points of the picture's lines for the cursor.
enum DataIsland {
  /// The name and version of the format.
  static let schema = "debrief.report/1"

  static func json(_ narration: Narration) -> String {
    var json = JSONWriter(.compact, escapesMarkup: true)
    json.object { json in
      json.field("schema", schema)
      json.key("analysis")
      AnalysisJSON.write(narration.document.analysis, to: &json)
      json.array("lines") { list in for panel in narration.document.metrics { write(panel, to: &list) } }
    }
    return json.text
  }

  /// A line as `[milliseconds, value]` pairs, an empty pair at a gap.
  private static func write(_ panel: MetricPanel, to list: inout JSONWriter) {
    list.object { json in
      json.field("name", panel.series.metric)
      json.array("points") { list in
        for run in panel.runs {
          for sample in run {
            list.array { pair in
              pair.value(Double(sample.at.nanoseconds / 1_000_000))
              pair.value(sample.value)
            }
          }
          list.array { _ in }
        }
      }
    }
  }
}
