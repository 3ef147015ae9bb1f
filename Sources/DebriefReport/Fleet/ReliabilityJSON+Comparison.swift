import DebriefAnalysis

extension ReliabilityJSON {
  /// The period before, and for each metric what changed; `null` when nothing in the store began in it.
  static func writeComparison(_ comparison: FleetComparison?, to json: inout JSONWriter) {
    guard let comparison else {
      json.key("comparison")
      json.value(nil as String?)
      return
    }
    json.object("comparison") { json in
      json.object("previous") { json in
        write(comparison.previous, to: &json)
        write(comparison.group, to: &json)
      }
      json.object("rate") { json in
        json.field("ratio", comparison.rate?.ratio)
        json.field("ratio_low", comparison.rate?.ratioInterval.low)
        json.field("ratio_high", comparison.rate?.ratioInterval.high)
        json.field("p", comparison.rate?.p)
      }
      for metric in FleetMetric.allCases {
        if let change = comparison.metrics[metric] { json.object(metric.rawValue) { write(change, to: &$0) } }
      }
    }
  }

  private static func write(_ change: MetricComparison, to json: inout JSONWriter) {
    write(change.ranks, to: &json)
    json.field("smallest_detectable_ratio", change.detectable?.ratio)
    json.field("power", change.detectable?.power)
    json.field("log_rank_p", change.logRank?.p)
    json.field("stratified_a12", change.stratifiedSuperiority)
    json.field("reversed_by_severity", change.isReversedBySeverity)
    json.array("strata") { list in
      for stratum in change.strata {
        list.object { json in
          json.field("severity", stratum.severity)
          json.field("n", stratum.count)
          json.field("previous_n", stratum.before)
          write(stratum.ranks, to: &json)
        }
      }
    }
  }

  private static func write(_ ranks: RankComparison?, to json: inout JSONWriter) {
    json.field("a12", ranks?.superiority)
    json.field("shift", ranks?.shift)
    json.field("shift_low", ranks?.shiftInterval?.low)
    json.field("shift_high", ranks?.shiftInterval?.high)
    json.field("p", ranks?.p)
  }
}
