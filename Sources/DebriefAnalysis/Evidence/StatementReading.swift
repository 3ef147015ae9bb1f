import DebriefModel

/// What a note or a message says explicitly about the state of the incident, by fixed phrases.
///
/// Questions, negations and plans say nothing. What is said in other words is not seen, which is better than a guess.
enum StatementReading {
  static func statement(of event: Event) -> People.Statement? {
    if let stated = byStatus(event) ?? byType(event) { return stated }
    let text = event.message
    if text.lowercased().hasPrefix("ack ") || text.lowercased() == "ack" { return .acknowledged }
    guard let said = phrases.first(where: { $0.phrases.isIn(text) }), !hedges.isIn(text) else { return nil }
    // What began is written down afterwards; a message in a chat is sent when someone notices.
    return said.says == .impactStarted && event.kind == .chat ? nil : said.says
  }

  /// The state of a status page: `monitoring` after the repair, `resolved` after the recovery.
  private static func byStatus(_ event: Event) -> People.Statement? {
    guard event.kind == .annotation, let status = event.attributes["status"], status == event.reason else { return nil }
    switch status {
    case "monitoring": return .contained
    case "resolved": return .recovered
    default: return nil
    }
  }

  /// The column of a timeline that names the kind of entry.
  private static func byType(_ event: Event) -> People.Statement? {
    guard event.kind == .annotation, let type = event.attributes["type"]?.lowercased() else { return nil }
    return types.first { type.hasPrefix($0.word) }?.says
  }

  private static let types: [(word: String, says: People.Statement)] = [
    ("impact", .impactStarted), ("ack", .acknowledged), ("contain", .contained), ("mitigat", .contained),
    ("eradicat", .eradicated), ("fix", .eradicated), ("recover", .recovered), ("resol", .recovered), ("clos", .closed),
  ]

  private static let phrases: [(says: People.Statement, phrases: Phrases)] = [
    (.closed, of("incident closed", "closing the incident", "closing this incident", "incident is closed")),
    (
      .recovered,
      of(
        "incident resolved", "is resolved", "now resolved", "fully recovered", "has recovered", "have recovered",
        "service recovered", "services recovered", "back to normal", "all clear")
    ),
    (
      .eradicated,
      of("fix deployed", "fix is deployed", "fix is live", "deployed the fix", "fix rolled out", "fix is out")
    ),
    (
      .contained,
      of(
        "mitigated", "mitigation is in place", "mitigation in place", "impact contained", "is contained", "rolled back",
        "rollback complete", "rollback finished", "failed over", "traffic shifted", "flag is off", "flag off",
        "turned the flag off", "disabled the flag")
    ),
    (
      .acknowledged,
      of("i'm on it", "i am on it", "acknowledged", "acking", "taking a look", "i'll take this")
    ),
    (
      .impactStarted,
      of("impact started", "impact began", "outage started", "outage began", "incident started", "incident began")
    ),
  ]

  private static let hedges = of(
    "?", " not ", "n't ", "not yet", " will ", " should ", " until ", "if ", "unless ", "hopefully")

  private static func of(_ texts: String...) -> Phrases { Phrases(texts) }
}
