import DebriefModel

/// When people knew, took over and closed: detected, acknowledged, closed.
struct ResponseInference {
  /// An alert this long before the impact may still have detected it …
  static let lead = TimeSpan.minutes(30)
  /// … unless it was resolved this long before.
  static let over = TimeSpan.minutes(5)

  let seen: Observations
  let impact: Milestone?
  let recovered: Milestone?

  /// One way in which the word came.
  private struct Notice {
    var sighting: Sighting
    var what: String
    var confidence: Double
    var source: Detection.Source
    var channel: Detection.Channel
  }

  /// The earliest of an alert firing, a page and a person's note around the impact.
  func detected() -> Inference {
    let notices = notices()
    guard let first = notices.first, let at = first.sighting.at else { return Inference(remarks: ignoredAlerts()) }
    return Inference(
      milestone: Milestone(
        .detected, at: at, earliest: first.sighting.earliest, latest: first.sighting.latest,
        rule: "The earliest of an alert firing, a page and a person's note around the impact: \(first.what).",
        confidence: impact == nil ? 0.6 : at < impact?.earliest ?? at ? 0.8 : first.confidence,
        evidence: notices.map { seen.citations.cite($0.sighting) }),
      remarks: ignoredAlerts())
  }

  /// Who or what noticed first.
  func detection() -> Detection {
    guard let first = notices().first else { return .unknown }
    return Detection(
      first.source, channel: first.channel, at: first.sighting.at, what: first.what,
      evidence: [seen.citations.cite(first.sighting)])
  }

  private func notices() -> [Notice] {
    let note = impact == nil ? nil : note
    return [alert, page, note].compactMap { $0 }.sorted { $0.sighting < $1.sighting }
  }

  /// Silenced, inhibited and muted alerts tell nobody.
  private var alert: Notice? {
    let alert = seen.firing.first { alert in
      isInTime(alert.start) && impact.map { alert.end >= $0.earliest - Self.over } ?? true
    }
    return alert.map {
      Notice(
        sighting: $0.sighting, what: "alert \(Citations.excerpt($0.name)) fired", confidence: 0.95, source: .alert,
        channel: .alert)
    }
  }

  /// A page that a service sent comes from a rule, one that a person sent from a person.
  private var page: Notice? {
    let page = seen.people.pages.first { $0.action == "trigger" && isInTime($0.sighting.at) }
    return page.map {
      let source: Detection.Source = $0.byHuman.map { $0 ? .human : .alert } ?? .unknown
      let what = $0.byHuman == true ? "a person sent a page" : "a page was sent"
      return Notice(sighting: $0.sighting, what: what, confidence: 0.95, source: source, channel: .page)
    }
  }

  private var note: Notice? {
    let note = seen.people.notes.first { isInTime($0.sighting.at, lead: .minutes(5)) }
    return note.map {
      Notice(
        sighting: $0.sighting, what: "a person wrote about it", confidence: 0.7, source: .human,
        channel: $0.isChat ? .chat : .note)
    }
  }

  /// Explicit only: the pager's acknowledgement, else a person who says so.
  func acknowledged() -> Inference {
    let pages = seen.people.pages.filter { $0.action == "acknowledge" && isInTime($0.sighting.at) }
    if let page = pages.first(where: { $0.byHuman != false }) ?? pages.first, let at = page.sighting.at {
      let byService = page.byHuman == false
      return Inference(
        milestone: explicit(
          .acknowledged, page.sighting, at, "The first acknowledgement in the pager.", byService ? 0.5 : 0.95),
        remarks: byService ? ["The acknowledgement was made by a service, not by a person."] : [])
    }
    guard impact != nil,
      let note = seen.people.notes.first(where: { $0.says == .acknowledged && isInTime($0.sighting.at) }),
      let at = note.sighting.at
    else { return Inference() }
    return Inference(
      milestone: explicit(
        .acknowledged, note.sighting, at, "The first note in which a person says they took over.", 0.6))
  }

  /// Explicit only: a note that says so.
  func closed() -> Inference {
    let floor = recovered?.at ?? impact?.at ?? Instant(nanoseconds: .min)
    let note = seen.people.notes.first { $0.says == .closed && $0.sighting.at.map { at in at >= floor } ?? false }
    guard let note, let at = note.sighting.at else {
      let stated = seen.manifest.status == "closed" && seen.manifest.milestones[.closed] == nil
      return Inference(remarks: stated ? ["The manifest says that the incident is closed, but not when."] : [])
    }
    return Inference(milestone: explicit(.closed, note.sighting, at, "A note says that the incident is closed.", 0.8))
  }

  private func explicit(
    _ name: Milestone.Name, _ sighting: Sighting, _ at: Instant, _ rule: String, _ confidence: Double
  ) -> Milestone {
    Milestone(
      name, at: at, earliest: sighting.earliest, latest: sighting.latest, rule: rule, confidence: confidence,
      evidence: [seen.citations.cite(sighting)])
  }

  private func isInTime(_ at: Instant?, lead: TimeSpan = ResponseInference.lead) -> Bool {
    guard let at else { return false }
    guard let impact else { return true }
    if let recovered, at > recovered.latest + .minutes(15) { return false }
    return at >= impact.earliest - lead
  }

  /// Alerts that fired long before the impact and still did when it started did not detect it.
  private func ignoredAlerts() -> [String] {
    guard let impact else { return [] }
    let early = seen.firing.filter { $0.start < impact.earliest - Self.lead && $0.end >= impact.at }
    guard let first = early.first else { return [] }
    let more = early.count > 1 ? " and \(early.count - 1) more" : ""
    return [
      "Alert \(Citations.excerpt(first.name))\(more) had been firing since \(first.start), "
        + "\(spoken((impact.at - first.start).seconds)) before the impact; it does not count as its detection."
    ]
  }
}
