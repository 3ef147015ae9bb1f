import DebriefModel

/// What people and pagers said: pages, chat messages, notes.
struct People: Sendable {
  /// How many pages and how many notes are kept.
  static let limit = 5000

  struct Page: Sendable {
    /// `trigger`, `acknowledge`, `resolve`, ….
    var action: String
    /// nil when the source does not say whether a person or a service acted.
    var byHuman: Bool?
    var sighting: Sighting
  }

  /// The milestones that people state.
  enum Statement: Sendable { case impactStarted, acknowledged, contained, eradicated, recovered, closed }

  struct Note: Sendable {
    /// What the note says explicitly; nil when it only shows that someone knew.
    var says: Statement?
    /// A message in a chat; else a note, an update of a status page, an entry of a timeline.
    var isChat: Bool
    var sighting: Sighting
  }

  private(set) var pages: [Page] = []
  private(set) var notes: [Note] = []
  private(set) var overlooked = 0
  /// The notes that carry milestones of the manifest: where they are written.
  private(set) var declared: [Milestone.Name: Sighting] = [:]

  mutating func observe(_ event: Event) {
    switch event.kind {
    case .page: page(event)
    case .chat, .annotation: note(event)
    default: break
    }
  }

  private mutating func page(_ event: Event) {
    guard let action = event.attributes[Attribute.page], event.time != nil else { return }
    guard pages.count < People.limit else {
      overlooked += 1
      return
    }
    let kind = event.attributes[Attribute.actorKind]
    pages.append(Page(action: action, byHuman: kind.map { $0 == "human" }, sighting: Sighting(event)))
  }

  private mutating func note(_ event: Event) {
    if let name = event.attributes[Attribute.milestone] {
      if let milestone = Milestone.Name(rawValue: name) { declared[milestone] = Sighting(event) }
      return
    }
    guard event.time != nil, event.attributes[Attribute.actorKind] != "service" else { return }
    guard notes.count < People.limit else {
      overlooked += 1
      return
    }
    notes.append(
      Note(says: StatementReading.statement(of: event), isChat: event.kind == .chat, sighting: Sighting(event)))
  }
}
