public import DebriefAnalysis
import DebriefModel

/// Writes the report of a period, `debrief.reliability/1`.
///
/// Every key of the format is present. Times are RFC 3339 in UTC, durations seconds, quantiles of type 7, intervals of 95 %;
/// unknown values and ends of intervals that do not exist are `null`.
public enum ReliabilityJSON {
  /// The name and version of the format.
  public static let schema = "debrief.reliability/1"

  /// The document, indented, with a newline at its end.
  public static func encode(_ report: Reliability) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", schema)
      write(report.period, to: &json)
      json.field("as_of", report.asOf.description)
      json.field("last_evidence", report.lastEvidence?.description)
      write(report.overall, to: &json)
      json.array("groups") { list in
        for group in report.groups {
          list.object { json in
            json.field("by", report.grouping.rawValue)
            json.field("value", group.value)
            write(group, to: &json)
          }
        }
      }
      writeComparison(report.comparison, to: &json)
      writeShares(report, to: &json)
      writeWork(report, to: &json)
      json.field("undated", report.undated)
      json.array("list") { list in for incident in report.incidents { write(incident, to: &list) } }
      json.field("remarks", report.remarks)
    }
    return json.text + "\n"
  }

  static func write(_ period: Period, to json: inout JSONWriter) {
    json.object("period") { json in
      json.field("name", period.name)
      json.field("start", period.start.description)
      json.field("end", period.end.description)
    }
  }

  static func write(_ group: FleetGroup, to json: inout JSONWriter) {
    json.field("incidents", group.incidents)
    json.field("open", group.open)
    json.field("end_unknown", group.endUnknown)
    json.interval("rate_per_day", group.rate?.rate, group.rate?.interval)
    json.interval("mtbf_days", group.failures?.meanTimeBetween, group.failures?.meanTimeBetweenInterval)
    json.field("availability", group.availability)
    json.field("availability_seen", group.seenDowntime.availability)
    json.field("impact_seconds", group.downtime.total)
    json.object("metrics") { json in
      for metric in FleetMetric.allCases {
        if let figures = group.metrics[metric] { json.object(metric.rawValue) { write(figures, to: &$0) } }
      }
    }
  }

  static func write(_ figures: MetricFigures, to json: inout JSONWriter) {
    json.field("n", figures.count)
    json.field("unknown", figures.unknown)
    json.field("median", figures.median)
    json.field("median_low", figures.medianInterval?.low)
    json.field("median_high", figures.medianInterval?.high)
    json.field("p90", figures.p90)
    json.field("geometric_mean", figures.geometricMean?.mean)
    json.field("geometric_mean_low", figures.geometricMean?.interval?.low)
    json.field("geometric_mean_high", figures.geometricMean?.interval?.high)
    json.field("mean", figures.mean)
    json.field("min", figures.shortest)
    json.field("max", figures.longest)
    json.field("negative", figures.negative)
    json.field("not_positive", figures.geometricMean?.leftOut ?? figures.count)
    json.field("km_median", figures.survival?.median)
    json.field("km_median_low", figures.survival?.medianInterval?.low)
    json.field("km_median_high", figures.survival?.medianInterval?.high)
  }

  private static func writeShares(_ report: Reliability, to json: inout JSONWriter) {
    json.array("causes") { list in
      for cause in report.causes {
        list.object { json in
          json.field("cause", cause.category?.rawValue)
          json.field("incidents", cause.incidents)
          json.field("declared", cause.declared)
          json.share(cause.share)
          json.field("seconds", cause.seconds)
        }
      }
    }
    json.array("detection") { list in
      for row in report.detection.rows {
        list.object { json in
          json.field("source", row.source.rawValue)
          json.field("incidents", row.incidents)
          json.share(row.share)
          json.field("time_to_detect_median", row.median)
        }
      }
    }
    json.object("alert_first") { $0.proportion(report.detection.alertFirst) }
    json.array("phases") { list in
      for row in report.phases.rows {
        list.object { json in
          json.field("phases", row.phases.map(\.rawValue))
          json.field("incidents", row.incidents)
          json.field("seconds", row.seconds)
          json.field("share", row.share)
          json.field("median", row.median)
        }
      }
    }
    json.array("recurrence") { list in for link in report.recurrence.links { write(link, to: &list) } }
    json.object("recurrence_share") { $0.proportion(report.recurrence.share) }
  }

  private static func write(_ link: Recurrence.Link, to list: inout JSONWriter) {
    list.object { json in
      json.field("incident", link.incident)
      json.field("same_as", link.earlier)
      json.field("score", link.score)
      json.field("shared", link.shared)
      json.array("open_actions") { list in for item in link.openActions { write(item, to: &list) } }
      json.field("finished_actions", link.finishedActions)
    }
  }

  private static func write(_ item: ActionBalance.Item, to list: inout JSONWriter) {
    list.object { json in
      json.field("incident", item.incident)
      json.field("number", item.number)
      json.field("title", item.action.title)
      json.field("type", item.action.type)
      json.field("owner", item.action.owner)
      json.field("due", item.action.due)
      json.field("status", item.action.status)
      json.field("ticket", item.action.ticket)
    }
  }

  private static func writeWork(_ report: Reliability, to json: inout JSONWriter) {
    json.object("alerts") { json in
      write(report.alerts.total, to: &json)
      json.object("covered") { $0.proportion(report.alerts.covered) }
      json.field("noisy", report.alerts.noisy.map(\.name))
      json.field("flapping", report.alerts.flapping.map(\.name))
      json.array("rules") { list in
        for rule in report.alerts.rules {
          list.object { json in
            json.field("name", rule.name)
            write(rule, to: &json)
          }
        }
      }
    }
    writeActions(report.actions, to: &json)
    json.array("slos") { list in for balance in report.objectives { write(balance, to: &list) } }
    json.array("readiness") { list in
      for trend in report.readiness {
        list.object { json in
          json.field("question", trend.question)
          write(trend.now, to: &json)
          json.object("previous") { write(trend.before, to: &$0) }
          json.field("came_back", trend.cameBack)
        }
      }
    }
  }

  private static func write(_ rule: FleetAlerts.Rule, to json: inout JSONWriter) {
    json.field("incidents", rule.incidents)
    json.field("firings", rule.firings)
    json.field("overlapping", rule.overlapping)
    json.interval("precision", rule.precision?.share, rule.precision?.interval)
    json.field("duplicates", rule.duplicates)
    json.field("flaps", rule.flaps)
    json.field("pages", rule.pages)
  }

  private static func writeActions(_ balance: ActionBalance, to json: inout JSONWriter) {
    json.object("actions") { json in
      json.field("opened", balance.opened)
      json.field("done", balance.done)
      json.field("without_owner", balance.withoutOwner)
      json.field("without_due", balance.withoutDue)
      json.field("overdue", balance.overdue.count)
      json.field("older_open", balance.olderOpen)
      json.field("suggested", balance.suggested)
      json.array("overdue_items") { list in for item in balance.overdue { write(item, to: &list) } }
      json.array("recurred_after_closing") { list in for link in balance.recurredAfterClosing { write(link, to: &list) }
      }
    }
  }

  private static func write(_ balance: ObjectiveBalance, to list: inout JSONWriter) {
    list.object { json in
      json.field("name", balance.name)
      json.field("objective", balance.objective)
      json.field("incidents", balance.incidents)
      json.field("unmeasured", balance.unmeasured)
      json.field("lost_seconds", balance.lostSeconds)
      json.field("budget_seconds", balance.budgetSeconds)
      json.field("consumed", balance.consumed)
      json.field("remaining", balance.remaining)
      json.field("attainment", balance.attainment)
      json.field("bad", balance.bad)
      json.field("valid", balance.valid)
      json.array("burns") { list in
        for burn in balance.burns {
          list.object { json in
            json.field("window_seconds", burn.window)
            json.field("highest", burn.highest)
            json.field("threshold", burn.threshold)
            json.field("reached", burn.reached)
          }
        }
      }
    }
  }

  private static func write(_ answers: ReadinessTrend.Answers, to json: inout JSONWriter) {
    json.field("yes", answers.yes)
    json.field("no", answers.no)
    json.field("unknown", answers.unknown)
    json.interval("share", answers.share?.share, answers.share?.interval)
  }

  private static func write(_ incident: IncidentSummary, to list: inout JSONWriter) {
    list.object { json in
      json.field("id", incident.id)
      json.field("title", incident.title)
      json.field("severity", incident.severity)
      json.field("status", incident.status)
      json.field("services", incident.services)
      json.field("cause", incident.cause?.category.rawValue)
      json.field("impact_started", incident.impactStarted?.description)
      for metric in FleetMetric.allCases { json.field(metric.rawValue, metric.known(incident)) }
    }
  }
}

extension JSONWriter {
  /// A value between two ends.
  mutating func interval(_ name: String, _ value: Double?, _ interval: ConfidenceInterval?) {
    object(name) { json in
      json.field("value", value)
      json.field("low", interval?.low)
      json.field("high", interval?.high)
    }
  }

  /// A share with its interval among the members of the object at hand.
  fileprivate mutating func share(_ proportion: Proportion?) {
    field("share", proportion?.share)
    field("share_low", proportion?.interval.low)
    field("share_high", proportion?.interval.high)
  }

  fileprivate mutating func proportion(_ proportion: Proportion?) {
    field("count", proportion?.count)
    field("of", proportion?.total)
    share(proportion)
  }
}
