import DebriefAnalysis
import DebriefModel

/// The tables of shares: phases, causes, detection, recurrence, alerts, action items, objectives, preparation.
extension FleetTables {
  var phases: FleetTable {
    var table = FleetTable(
      "Where the minutes went", ["Phase", "Incidents#", "Together#", "Share#", "Median#"],
      none: "No phase between impact and recovery is known in this period.",
      note: "Sums over the incidents whose phases are known"
        + (report.phases.without > 0 ? "; \(Words.count(report.phases.without)) have none." : ".")
        + " Long incidents weigh most: the shares say where the minutes went, not what a usual incident looks like.")
    table.rows = report.phases.rows.map {
      [
        FleetWords.phases($0.phases), Words.count($0.incidents), FleetWords.duration($0.seconds),
        FleetWords.percent($0.share),
        FleetWords.duration($0.median),
      ]
    }
    return table
  }

  var causes: FleetTable {
    var table = FleetTable(
      "Causes", ["Cause", "Incidents#", "Declared#", "Share (95 %)#", "Impact together#"],
      none: "No incident began in this period.",
      note:
        "Declared by a reviewer in incident.yaml, else the best lead where its confidence is at least medium: an inference. "
        + "Shares with Wilson's interval.")
    guard report.overall.incidents > 0 else { return table }
    table.rows = report.causes.map {
      [
        $0.category?.rawValue ?? Words.unknown, Words.count($0.incidents), Words.count($0.declared),
        FleetWords.share($0.share),
        FleetWords.duration($0.seconds),
      ]
    }
    return table
  }

  var detection: FleetTable {
    var table = FleetTable(
      "Who or what noticed first", ["Noticed by", "Incidents#", "Share (95 %)#", "Median time to detect#", "of n#"],
      none: "No incident began in this period.",
      note:
        "Where both an alert and a person are in the evidence, the alert came first in \(FleetWords.proportion(report.detection.alertFirst))."
    )
    guard report.overall.incidents > 0 else { return table }
    table.rows = report.detection.rows.map {
      let names = ["alert": "an alert", "human": "a person"]
      return [
        names[$0.source.rawValue] ?? Words.unknown, Words.count($0.incidents), FleetWords.share($0.share),
        FleetWords.duration($0.median), Words.count($0.known),
      ]
    }
    return table
  }

  var recurrence: FleetTable {
    var table = FleetTable(
      "Incidents that look like an earlier one", ["Incident", "Same as", "Alike#", "They share", "Left to do there"],
      none: "No incident of this period looks like an earlier one in the store.",
      note:
        "\(FleetWords.proportion(report.recurrence.share)) of the incidents. Alike: half the cosine of tf-idf weights, half the weighted "
        + "Jaccard index, of alerts, findings, workloads and changes; listed from \(Words.fixed(Recurrence.threshold, 2)) on. "
        + "It says that they look alike, not that they have one cause.")
    table.rows = report.recurrence.links.prefix(Self.limit).map { link in
      [
        link.incident, link.earlier, Words.ratio(link.score), link.shared.prefix(5).joined(separator: ", "), left(link),
      ]
    }
    if report.recurrence.links.count > Self.limit {
      table.note += " The first \(Self.limit) of \(Words.count(report.recurrence.links.count)) are listed."
    }
    return table
  }

  private func left(_ link: Recurrence.Link) -> String {
    let open = link.openActions.prefix(3).map { "action \($0.number) is still open: \($0.action.title)" }
    let more = link.openActions.count > 3 ? ["\(link.openActions.count - 3) more"] : []
    guard open.isEmpty else { return (open + more).joined(separator: "; ") }
    return link.finishedActions > 0
      ? "every action finished (\(Words.count(link.finishedActions))), and it came back" : "no action was written down"
  }

  var alerts: FleetTable {
    var table = FleetTable(
      "Alert rules",
      ["Rule", "Incidents#", "Firings#", "During an impact (95 %)#", "Duplicates#", "Repeats#", "Pages#", "Remark"],
      none: "The evidence of this period holds no alerts.",
      note:
        "During an impact: the share of firings that overlap one (precision), with Wilson's interval. Only what the evidence of "
        + "incidents holds is counted, so firings far from any incident are missing and the true share is lower. Duplicate: began "
        + "while the rule was firing for another subject. Repeat: began at most ten minutes after it had stopped for the same "
        + "subject. Noisy: less than half during an impact, with the doubt in its favour.")
    guard report.alerts.total.firings > 0 else { return table }
    table.rows = ([report.alerts.total] + report.alerts.rules.prefix(40)).enumerated().map { index, rule in
      [
        index == 0 ? "all \(Words.count(report.alerts.rules.count, "rule"))" : rule.name, Words.count(rule.incidents),
        Words.count(rule.firings), FleetWords.share(rule.precision), Words.count(rule.duplicates),
        Words.count(rule.flaps),
        Words.count(rule.pages), index == 0 ? "" : remark(rule),
      ]
    }
    if report.alerts.rules.count > 40 { table.note += " The 40 rules with the most firings are listed." }
    return table
  }

  private func remark(_ rule: FleetAlerts.Rule) -> String {
    [rule.isNoisy ? "noisy" : nil, rule.isFlapping ? "flapping" : nil].compactMap { $0 }.joined(separator: ", ")
  }

  var actions: FleetTable {
    let balance = report.actions
    var table = FleetTable(
      "Action items", ["What", "How many#"], none: "No action item was written down.",
      note:
        "As the incidents' files say, at the end of the watch. They hold no date on which an item was finished, so this is a "
        + "state, not a history. Suggestions of the analysis that nobody took up are not counted.")
    table.rows = [
      ["opened for incidents of this period", Words.count(balance.opened)],
      ["of those finished", Words.count(balance.done)],
      ["of those without an owner", Words.count(balance.withoutOwner)],
      ["of those without a due date", Words.count(balance.withoutDue)],
      ["still open from before this period", Words.count(balance.olderOpen)],
      ["overdue, from any period", Words.count(balance.overdue.count)],
      ["incidents that came back although every action was finished", Words.count(balance.recurredAfterClosing.count)],
    ]
    return table
  }

  var overdue: FleetTable {
    var table = FleetTable(
      "Overdue action items, longest first", ["Due", "Incident", "Action", "Type", "Owner", "Ticket"],
      none: "No action item is overdue.")
    table.rows = report.actions.overdue.prefix(50).map {
      [
        $0.action.due ?? "", $0.incident, "\($0.number). \($0.action.title)", $0.action.type ?? "",
        $0.action.owner ?? Words.unknown, $0.action.ticket ?? "",
      ]
    }
    if report.actions.overdue.count > 50 {
      table.note = "The 50 longest overdue of \(Words.count(report.actions.overdue.count)); reliability.json lists all."
    }
    return table
  }

  var objectives: FleetTable {
    var table = FleetTable(
      "Objectives",
      [
        "Objective", "Target#", "Incidents#", "Lost to incidents#", "Budget#", "Used#", "Left#", "Attained#",
        "Fastest burns",
      ],
      none: "No incident of this period declares an objective.",
      note:
        "Lost: error ratio × time, summed over the impacts. Budget: (1 − target) × watched time. Even traffic and no loss outside "
        + "of incidents are assumed. A burn of 1 uses up the budget exactly in its period; pages at 14.4 over 1 h (and 5 min) and 6 "
        + "over 6 h (and 30 min), a ticket at 3 over 1 d (and 2 h) and 1 over 3 d (and 6 h).")
    table.rows = report.objectives.map { balance in
      let unmeasured = balance.unmeasured > 0 ? ", not measured in \(Words.count(balance.unmeasured))" : ""
      return [
        balance.name, "\(Words.fixed(balance.objective, 3)) %", Words.count(balance.incidents) + unmeasured,
        FleetWords.duration(balance.lostSeconds), FleetWords.duration(balance.budgetSeconds),
        FleetWords.percent(balance.consumed), FleetWords.percent(balance.remaining),
        FleetWords.availability(balance.attainment), burns(balance),
      ]
    }
    return table
  }

  private func burns(_ balance: ObjectiveBalance) -> String {
    balance.burns.map { burn in
      let reached = burn.reached > 0 ? ", over the line in \(Words.count(burn.reached))" : ""
      return "\(Words.number(burn.highest)) over \(FleetWords.duration(burn.window))\(reached)"
    }.joined(separator: "; ")
  }

  var readiness: FleetTable {
    var table = FleetTable(
      "Preparation",
      ["Was it in place?", "Yes#", "No#", "Not known#", "Yes of those known (95 %)#", "Before#", "Remark"],
      none: "No incident of this period says anything about preparation.",
      note:
        "Asked of each incident's evidence. “Missing again”: missing in both periods, a lesson that has not come back into preparation."
    )
    table.rows = report.readiness.filter { $0.now.yes + $0.now.no + $0.now.unknown > 0 }.map {
      [
        $0.question, Words.count($0.now.yes), Words.count($0.now.no), Words.count($0.now.unknown),
        FleetWords.share($0.now.share),
        $0.before.share.map { "\($0.count) of \($0.total)" } ?? Words.unknown, $0.cameBack ? "missing again" : "",
      ]
    }
    return table
  }
}
