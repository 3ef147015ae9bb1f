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

    var basis: MilestoneCandidate.Basis {
      switch channel {
      case .alert: .alert
      case .page: .page
      case .chat: .chat
      case .note: .note
      }
    }
  }

  /// The earliest of an alert firing, a page and a person's note around the impact.
  func detected() -> Inference {
    let candidates = notices().compactMap { notice in
      let early = impact.map { notice.sighting.at ?? $0.at < $0.earliest } ?? false
      return seen.candidate(
        notice.basis, notice.sighting,
        "The earliest of an alert firing, a page and a person's note around the impact: \(notice.what).",
        impact == nil ? 0.6 : early ? 0.8 : notice.confidence)
    }
    return Inference(candidates: candidates, remarks: ignoredAlerts())
  }

  /// Who or what noticed first.
  func detection() -> Detection {
    guard let first = notices().first else { return .unknown }
    return Detection(
      first.source, channel: first.channel, at: first.sighting.at, what: first.what,
      evidence: [seen.citations.cite(first.sighting)])
  }

  private func notices() -> [Notice] {
    // Without an impact or a page nothing tells which notes are about it.
    let note = impact == nil && page == nil ? nil : note
    // At the same moment the alert goes first, whichever file was read first.
    let all = [alert, page, note].compactMap { $0 }.enumerated()
    return all.sorted { a, b in
      guard let first = a.element.sighting.at, let second = b.element.sighting.at, first != second else {
        return a.offset < b.offset
      }
      return first < second
    }.map(\.element)
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
    // That an impact started is written down afterwards.
    let note = seen.people.notes.first {
      $0.says != .impactStarted && isInTime($0.sighting.at, lead: .minutes(5))
    }
    return note.map {
      Notice(
        sighting: $0.sighting, what: "a person wrote about it", confidence: 0.7, source: .human,
        channel: $0.isChat ? .chat : .note)
    }
  }

  /// Explicit only: the pager's acknowledgement, else a person who says so.
  func acknowledged() -> Inference {
    let pages = seen.people.pages.filter { $0.action == "acknowledge" && isInTime($0.sighting.at) }
    let page = pages.first { $0.byHuman != false } ?? pages.first
    let byService = page?.byHuman == false
    let paged = page.flatMap {
      seen.candidate(.page, $0.sighting, "The first acknowledgement in the pager.", byService ? 0.5 : 0.95)
    }
    let note = impact == nil && page == nil ? nil : seen.people.notes.first { isAcknowledgement($0) }
    let noted = note.flatMap {
      seen.candidate(
        $0.isChat ? .chat : .note, $0.sighting, "The first note in which a person says they took over.", 0.6)
    }
    return Inference(
      candidates: [paged, noted].compactMap { $0 },
      remarks: byService ? ["The acknowledgement was made by a service, not by a person."] : [])
  }

  private func isAcknowledgement(_ note: People.Note) -> Bool {
    note.says == .acknowledged && isInTime(note.sighting.at)
  }

  /// Explicit only: a note that says so.
  func closed() -> Inference {
    let floor = recovered?.at ?? impact?.at ?? Instant(nanoseconds: .min)
    let note = seen.people.notes.first { $0.says == .closed && $0.sighting.at.map { at in at >= floor } ?? false }
    if let note,
      let candidate = seen.candidate(
        note.isChat ? .chat : .note, note.sighting, "A note says that the incident is closed.", 0.8)
    {
      return Inference(candidates: [candidate])
    }
    let stated = seen.manifest.status == "closed" && seen.manifest.milestones[.closed] == nil
    return Inference(remarks: stated ? ["The manifest says that the incident is closed, but not when."] : [])
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
