import DebriefModel

/// Preparation: was in place what would have shown or shortened this incident? Missing evidence answers “unknown”, not “no”.
struct Readiness {
  let seen: Observations
  let milestones: [Milestone.Name: Milestone]
  let indicators: Int
  let subjects: [Subject]

  func checks() -> [ReadinessCheck] {
    guard milestones[.impactStarted] != nil || !seen.findings.isEmpty else { return [] }
    return [alert, alertBeforePeople, runbook, logs, probes, limits, indicator]
  }

  /// Alerts that fired around the impact and of which someone was told.
  private var alerts: [AlertInterval] { during(seen.firing) }

  private func during(_ alerts: [AlertInterval]) -> [AlertInterval] {
    guard let impact = milestones[.impactStarted] else { return alerts }
    let end = milestones[.recovered]?.latest ?? Instant(nanoseconds: .max)
    return alerts.filter {
      $0.start >= impact.earliest - ResponseInference.lead && $0.start <= end
        && $0.end >= impact.earliest - ResponseInference.over
    }
  }

  private var alert: ReadinessCheck {
    let question = "Was there an alert for what broke?"
    if let first = alerts.first {
      let names = Set(alerts.map(\.name)).sorted().prefix(5).map(Citations.excerpt).joined(separator: ", ")
      return check(question, .yes, "Fired during the incident: \(names).", [first.sighting])
    }
    if let quiet = during(seen.conditions).first {
      return check(
        question, .no, "\(Citations.excerpt(quiet.name)) fired, but it was silenced or inhibited: nobody was told.",
        [quiet.sighting])
    }
    return seen.survey.has(.alert)
      ? check(question, .no, "Alerts are in the evidence, but none fired during the incident.")
      : check(question, .unknown, "The evidence holds no alerts.")
  }

  private var alertBeforePeople: ReadinessCheck {
    let question = "Did the alert come before people noticed?"
    let start = milestones[.impactStarted]?.earliest ?? Instant(nanoseconds: .min)
    let note = seen.people.notes.first { $0.sighting.at.map { $0 >= start - .minutes(5) } ?? false }
    switch (alerts.first, note) {
    case (let alert?, let note?):
      let first = alert.start <= note.sighting.at ?? alert.start
      return check(
        question, first ? .yes : .no, first ? "The alert was first." : "A person wrote first.",
        [alert.sighting, note.sighting])
    case (nil, let note?) where seen.survey.has(.alert):
      return check(question, .no, "A person wrote; no alert fired.", [note.sighting])
    case (_?, nil):
      return check(question, .unknown, "An alert fired; no notes or messages of people are in the evidence.")
    default: return check(question, .unknown, "The evidence holds too little to compare.")
    }
  }

  private var runbook: ReadinessCheck {
    let question = "Did the alert link a runbook?"
    guard !alerts.isEmpty else { return check(question, .unknown, "No alert fired during the incident.") }
    if let linked = alerts.first(where: \.hasRunbook) {
      return check(question, .yes, "A runbook link is among its labels and annotations.", [linked.sighting])
    }
    if let annotated = alerts.first(where: \.hasAnnotations) {
      return check(question, .no, "None of its labels and annotations is a runbook link.", [annotated.sighting])
    }
    return check(question, .unknown, "No runbook link is among the labels; exports of series leave annotations out.")
  }

  private var logs: ReadinessCheck {
    let question = "Are there logs of what broke?"
    guard !subjects.isEmpty else { return check(question, .unknown, "Nothing in the evidence says what broke.") }
    guard seen.survey.has(.log) else { return check(question, .unknown, "The evidence holds no logs.") }
    let logged = subjects.filter { subject in seen.survey.logged.contains { seen.topology.related($0, subject) } }
    guard let first = logged.first else {
      return check(question, .no, "Logs are in the evidence, but none of \(names(subjects)).")
    }
    return check(question, .yes, "There are logs of \(names(logged.isEmpty ? [first] : logged)).")
  }

  private var probes: ReadinessCheck {
    let question = "Did a probe watch what broke?"
    let probed = subjects.filter { subject in seen.survey.probed.contains { seen.topology.related($0, subject) } }
    if !probed.isEmpty { return check(question, .yes, "Probes of \(names(probed)) reported failures.") }
    return setUp(question, "a readiness or liveness probe", \.isProbed)
      ?? check(question, .unknown, "No probe failure is in the evidence; probes that pass leave no trace.")
  }

  private var limits: ReadinessCheck {
    let question = "Was memory limited for what broke?"
    return setUp(question, "a memory limit", \.isMemoryLimited)
      ?? check(question, .unknown, "No pod of what broke is in the evidence, so its limits are unknown.")
  }

  /// Whether all containers of what broke have something; nil where none of their pods is in the evidence.
  private func setUp(_ question: String, _ what: String, _ has: (Survey.Setup) -> Bool) -> ReadinessCheck? {
    let ours = seen.survey.setups.filter { entry in subjects.contains { seen.topology.related(entry.key, $0) } }
      .sorted { $0.key < $1.key }
    guard let first = ours.first else { return nil }
    let without = ours.filter { !has($0.value) }
    guard let lacking = without.first else {
      return check(question, .yes, "All containers of it in the evidence have \(what).", [first.value.sighting])
    }
    return check(question, .no, "Without \(what): \(names(without.map(\.key))).", [lacking.value.sighting])
  }

  private var indicator: ReadinessCheck {
    let question = "Is what users feel measured?"
    if !seen.manifest.slos.isEmpty {
      return check(question, .yes, "\(counted(seen.manifest.slos.count, "objective")) declared.")
    }
    return indicators > 0
      ? check(
        question, .yes,
        "Series that by their names measure errors, latency or availability: \(indicators). No objective is declared.")
      : check(question, .unknown, "No series in the evidence measures errors, latency or availability.")
  }

  private func names(_ subjects: [Subject]) -> String {
    let shown = subjects.prefix(3).map { Citations.excerpt($0.description) }.joined(separator: ", ")
    return subjects.count > 3 ? "\(shown) and \(subjects.count - 3) more" : shown
  }

  private func check(
    _ question: String, _ answer: ReadinessCheck.Answer, _ detail: String, _ sightings: [Sighting] = []
  ) -> ReadinessCheck {
    ReadinessCheck(question: question, answer: answer, detail: detail, evidence: sightings.map(seen.citations.cite))
  }
}
