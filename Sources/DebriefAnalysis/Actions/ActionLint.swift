public import DebriefModel

/// What is wrong with an action item, or with all of them together.
public struct ActionProblem: Hashable, Sendable {
  public enum Rule: String, Sendable, CaseIterable {
    case verb, vague, person, type, owner, due, ticket
    case doneWhen = "done-when"
    case oneType = "one-type"
    case noDetect = "no-detect"
    case noActions = "no-actions"
    case tooMany = "too-many"
  }
  public var rule: Rule
  /// The position of the item, from 0; nil for what concerns all of them.
  public var item: Int?
  /// The manifest's key that it is about, e.g. `owner`.
  public var key: String?
  /// A lower-case sentence.
  public var text: String
  public var reason: String
  public var help: String
}

/// Checks action items: actionable, specific, bounded (Lunney, Lueder, Beyer, ";login:" 2017), owned and dated, and as a
/// whole neither absent nor too many nor all of one kind. It knows English.
///
/// Items that debrief suggested are left out: nobody has agreed to them.
public struct ActionLint {
  /// More items than this are not done.
  public static let most = 10
  /// Detection later than this many seconds after the impact is late.
  public static let lateDetection = 300.0

  private let actions: [ActionItem]
  private let severity: String?
  private let secondsToDetect: Double?

  /// What is checked: the items, the incident's severity, and how long detection took where that is known.
  public init(_ actions: [ActionItem], severity: String? = nil, secondsToDetect: Double? = nil) {
    (self.actions, self.severity, self.secondsToDetect) = (actions, severity, secondsToDetect)
  }

  /// All problems: those of each item in their order, then those of the whole.
  public func problems() -> [ActionProblem] {
    let own = actions.enumerated().filter { !$0.element.suggested }
    return own.flatMap { problems(of: $0.element, at: $0.offset) } + problems(ofAll: own.map(\.element))
  }

  private func problems(of action: ActionItem, at index: Int) -> [ActionProblem] {
    wording(action, index) + missing(action, index)
  }

  private func wording(_ action: ActionItem, _ index: Int) -> [ActionProblem] {
    var problems: [ActionProblem] = []
    if let words = ActionWords.blaming(action.title) ?? action.doneWhen.flatMap(ActionWords.blaming) {
      problems.append(.person(words, index))
    } else if let phrase = vague(action) {
      problems.append(
        ActionProblem(
          rule: .vague, item: index, key: "title", text: "'\(action.title)' does not say what will be different",
          reason: "'\(phrase)' alone has no end that anybody could see",
          help: "name the change and its scope, or say under done_when what will be there"))
    } else if !ActionWords.beginsWithVerb(action.title) {
      problems.append(
        ActionProblem(
          rule: .verb, item: index, key: "title", text: "'\(action.title)' does not begin with a verb",
          reason: "an action item says what somebody will do",
          help: "begin with what to do: Add, Alert, Limit, Document, …"))
    }
    return problems
  }

  /// A vague beginning: enough to object where nothing says when it is done, and always where it is a wish.
  private func vague(_ action: ActionItem) -> String? {
    if let wish = ActionWords.beginning(of: action.title, among: ActionWords.wishes) { return wish }
    guard (action.doneWhen ?? "").isEmpty else { return nil }
    return ActionWords.beginning(of: action.title, among: ActionWords.vague)
  }

  private func missing(_ action: ActionItem, _ index: Int) -> [ActionProblem] {
    let needs: [(ActionProblem.Rule, String, String?, String, String)] = [
      (
        .type, "type", action.type, "nobody can see what kinds of work are missing",
        "prevent, mitigate, detect or process"
      ),
      (.owner, "owner", action.owner, "what everybody owns is done by nobody", "a team or a role that has agreed"),
      (.due, "due", action.due, "without a date it is never late", "a date such as 2026-09-15"),
      (.ticket, "ticket", action.ticket, "work that no tracker holds is forgotten", "the ticket's key or address"),
      (
        .doneWhen, "done_when", action.doneWhen, "nobody can tell whether it is done",
        "a test whose outcome is yes or no"
      ),
    ]
    return needs.filter { ($0.2 ?? "").allSatisfy(\.isWhitespace) }.map { rule, key, _, reason, what in
      ActionProblem(
        rule: rule, item: index, key: key, text: "'\(action.title)' has no \(key)", reason: reason,
        help: "add \(key): \(what)")
    }
  }

  private func problems(ofAll actions: [ActionItem]) -> [ActionProblem] {
    if actions.isEmpty { return noActions() }
    var problems: [ActionProblem] = []
    let types = Set(actions.compactMap(\.type))
    if actions.count > Self.most {
      problems.append(
        .whole(
          .tooMany, "there are \(actions.count) action items", "more than \(Self.most) compete, and few are done",
          "keep those that matter most, and write down which ones you decided against"))
    }
    if let type = types.first, types.count == 1, actions.count > 1, actions.allSatisfy({ $0.type != nil }) {
      problems.append(
        .whole(
          .oneType, "all action items are of the type '\(type)'", "what prevents, detects and mitigates adds up",
          "ask of each of prevent, detect and mitigate what would have helped"))
    }
    if let late = secondsToDetect, late > Self.lateDetection, !types.contains("detect") {
      problems.append(
        .whole(
          .noDetect, "no action item would detect it earlier",
          "it was detected \(spoken(late)) after the impact began, and none is of the type 'detect'",
          "add one that makes the next detection faster"))
    }
    return problems
  }

  private func noActions() -> [ActionProblem] {
    guard let severity, Self.isGravest(severity) else { return [] }
    return [
      .whole(
        .noActions, "there is no action item, and the severity is \(severity)",
        "an incident of this severity that changes nothing can come back",
        "add what was agreed; where nothing is to be done, write down that decision as an item of the type 'process'")
    ]
  }

  /// SEV1 and above, in the spellings in use: `SEV1`, `sev-0`, `S1`, `P1`, `1`, `critical`.
  static func isGravest(_ severity: String) -> Bool {
    let text = severity.lowercased().filter { $0.isLetter || $0.isNumber }
    if ["critical", "blocker"].contains(text) { return true }
    let letters = text.prefix { $0.isLetter }
    guard ["", "s", "sev", "p", "severity", "priority"].contains(letters),
      let number = Int(text.dropFirst(letters.count))
    else { return false }
    return number <= 1
  }
}

/// Finds a person named as the cause in what people wrote about an incident.
public enum BlamelessLint {
  /// The first words of `text` that make a person the cause, as a problem; nil when there are none.
  public static func problem(in text: String) -> ActionProblem? { ActionWords.blaming(text).map { .person($0, nil) } }
}

extension ActionProblem {
  fileprivate static func person(_ words: String, _ index: Int?) -> ActionProblem {
    ActionProblem(
      rule: .person, item: index, key: "title", text: "'\(words)' makes a person the cause",
      reason: "the next person in the same place would do the same",
      help: "say what made it easy to do and hard to notice, and change that")
  }

  fileprivate static func whole(_ rule: Rule, _ text: String, _ reason: String, _ help: String) -> ActionProblem {
    ActionProblem(rule: rule, text: text, reason: reason, help: help)
  }
}
