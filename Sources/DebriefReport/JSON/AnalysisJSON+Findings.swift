public import DebriefModel

extension AnalysisJSON {
  static func write(_ lead: Lead, to json: inout JSONWriter) {
    json.object { json in
      json.field("rank", lead.rank)
      json.object("subject") { write(lead.subject, to: &$0) }
      json.field("cause", lead.cause)
      json.field("category", lead.category.rawValue)
      json.field("score", lead.score)
      json.field("confidence", lead.confidence)
      json.field("why", lead.why)
      json.field("refuted_by", lead.refutedBy)
      json.array("evidence") { write(lead.evidence, to: &$0) }
      json.array("evidence_against") { write(lead.evidenceAgainst, to: &$0) }
      json.array("caveats") { list in for caveat in lead.caveats { write(caveat, to: &list) } }
    }
  }

  static func write(_ change: Change, to json: inout JSONWriter) {
    json.object { json in
      json.field("at", change.at.description)
      json.object("subject") { write(change.subject, to: &$0) }
      json.field("what", change.what)
      json.field("kind", change.kind)
      json.field("by", change.by)
      json.field("seconds_before_impact", change.secondsBeforeImpact)
      json.array("evidence") { write(change.evidence, to: &$0) }
    }
  }

  static func write(_ point: ChangePoint, to json: inout JSONWriter) {
    json.object { json in
      json.object("series") { write(point.series, to: &$0) }
      json.field("at", point.at.description)
      json.field("direction", point.direction.rawValue)
      json.field("before", point.before)
      json.field("after", point.after)
      json.field("confidence", point.confidence)
      json.field("magnitude", point.magnitude)
      json.field("ramp", point.ramp)
      json.field("recovered_at", point.recoveredAt?.description)
      json.array("evidence") { write(point.evidence, to: &$0) }
    }
  }

  static func write(_ pair: SeriesCorrelation, to json: inout JSONWriter) {
    json.object { json in
      json.object("a") { write(pair.indicator, to: &$0) }
      json.object("b") { write(pair.other, to: &$0) }
      json.field("lag", pair.lag)
      json.field("coefficient", pair.coefficient)
      json.field("p", pair.p)
      json.field("q", pair.q)
      json.field("effective_n", pair.effectiveCount)
    }
  }

  static func write(_ finding: Finding, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", finding.id)
      json.field("detector", finding.detector)
      json.field("title", finding.title)
      json.object("subject") { write(finding.subject, to: &$0) }
      json.field("start", finding.start.description)
      json.field("end", finding.end.description)
      json.field("severity", finding.severity.name)
      json.field("confidence", finding.confidence)
      json.field("playbook", finding.playbook)
      json.array("evidence") { write(finding.evidence, to: &$0) }
      json.array("caveats") { list in for caveat in finding.caveats { write(caveat, to: &list) } }
    }
  }

  static func write(_ check: ReadinessCheck, to json: inout JSONWriter) {
    json.object { json in
      json.field("question", check.question)
      json.field("answer", check.answer.rawValue)
      json.field("detail", check.detail)
      json.array("evidence") { write(check.evidence, to: &$0) }
    }
  }

  static func write(_ incident: SimilarIncident, to json: inout JSONWriter) {
    json.object { json in
      json.field("incident", incident.id)
      json.field("title", incident.title)
      json.field("impact_started", incident.impactStarted?.description)
      json.field("score", incident.score)
      json.field("cosine", incident.cosine)
      json.field("jaccard", incident.jaccard)
      json.field("same", incident.isSame)
      json.array("shared") { list in
        for term in incident.shared {
          list.object { json in
            json.field("term", term.text)
            json.field("weight", term.weight)
          }
        }
      }
      json.array("open_actions") { list in
        for action in incident.openActions {
          list.object { json in
            json.field("number", action.number)
            json.field("title", action.title)
          }
        }
      }
    }
  }

  static func write(_ action: ActionItem, to json: inout JSONWriter) {
    json.object { json in
      json.field("title", action.title)
      json.field("type", action.type)
      json.field("owner", action.owner)
      json.field("due", action.due)
      json.field("priority", action.priority)
      json.field("status", action.status)
      json.field("ticket", action.ticket)
      json.field("done_when", action.doneWhen)
      json.field("suggested", action.suggested)
      json.field("finding", action.finding)
      json.field("gap", action.gap)
    }
  }

  /// Writes the members of a subject; parts the source did not say are left out, `kind` and `name` never.
  public static func write(_ subject: Subject, to json: inout JSONWriter) {
    json.field("kind", subject.kind.isEmpty ? nil : subject.kind)
    if !subject.cluster.isEmpty { json.field("cluster", subject.cluster) }
    json.field("namespace", subject.namespace.isEmpty ? nil : subject.namespace)
    json.field("name", subject.name.isEmpty ? nil : subject.name)
    if !subject.container.isEmpty { json.field("container", subject.container) }
  }

  /// Writes the members of a series, labels in the order of their names.
  public static func write(_ series: Series, to json: inout JSONWriter) {
    json.field("name", series.metric)
    json.object("labels") { json in
      for (name, value) in series.labels.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
    }
  }

  /// Writes a list of evidence.
  public static func write(_ evidence: [Evidence], to list: inout JSONWriter) {
    for item in evidence {
      list.object { json in
        json.field("source", item.source)
        json.field("line", item.line)
        json.field("byte", item.byte)
        json.field("event", item.event)
        json.field("text", item.text)
      }
    }
  }
}
