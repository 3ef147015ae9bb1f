import DebriefAnalysis
import DebriefModel
import Testing

@Suite struct `The check of action items` {
  private static let good = ActionItem(
    title: "Alert on pool saturation", type: "detect", owner: "team-payments", due: "2026-09-15", status: "open",
    ticket: "PAY-812", doneWhen: "a page fires in staging")

  private func rules(
    _ actions: [ActionItem], severity: String? = nil, secondsToDetect: Double? = nil
  ) -> [ActionProblem.Rule] {
    ActionLint(actions, severity: severity, secondsToDetect: secondsToDetect).problems().map(\.rule)
  }

  private func titled(_ title: String, doneWhen: String? = "it is there") -> ActionItem {
    var item = Self.good
    (item.title, item.doneWhen) = (title, doneWhen)
    return item
  }

  @Test func `accepts one that is actionable, specific, bounded, owned and dated`() {
    #expect(rules([Self.good]).isEmpty)
  }

  @Test(arguments: [
    "Add a readiness probe", "Redeploy the cache with two replicas", "Load-test checkout", "Double-check nothing twice",
    "Re-run the migration in staging", "page the secondary after three minutes", "**Set** limits",
  ]) func `accepts a title that begins with a verb`(_ title: String) { #expect(rules([titled(title)]).isEmpty) }

  @Test(arguments: ["Pool metrics", "Better alerting", "Alerts on saturation", "The cache", "", "3 replicas"])
  func `wants a verb at the beginning`(_ title: String) { #expect(rules([titled(title)]) == [.verb]) }

  @Test(arguments: [
    "Investigate the outage", "Look into pool sizes", "Make sure this never happens", "Improve monitoring",
  ])
  func `finds a vague beginning empty without a test that ends it`(_ title: String) {
    #expect(rules([titled(title, doneWhen: nil)]) == [.vague, .doneWhen])
    #expect(rules([titled(title, doneWhen: "the cause is written down in PAY-1")]).isEmpty)
  }

  @Test(arguments: [
    "Be more careful with releases", "Retrain the operator", "Write about Ada's mistake",
    "Tell @ada failed to check it",
    "Record human error as the cause",
  ]) func `never takes a person for the cause`(_ title: String) { #expect(rules([titled(title)]) == [.person]) }

  @Test func `does not mistake words of the trade for blame`() {
    #expect(rules([titled("Review the blameless postmortem with @ada")]).isEmpty)
    #expect(rules([titled("Retry requests that failed to connect")]).isEmpty)
  }

  @Test func `wants type, owner, due date, ticket and a test`() {
    #expect(rules([ActionItem(title: "Add an alert", owner: " ")]) == [.type, .owner, .due, .ticket, .doneWhen])
  }

  @Test func `wants items of more than one type`() {
    var other = Self.good
    other.title = "Alert on latency"
    #expect(rules([Self.good, other]) == [.oneType])
    other.type = "prevent"
    #expect(rules([Self.good, other]).isEmpty)
  }

  @Test func `wants a detecting one for what was found late`() {
    var item = Self.good
    item.type = "prevent"
    #expect(rules([item], secondsToDetect: 301) == [.noDetect])
    #expect(rules([item], secondsToDetect: 300).isEmpty)
    #expect(rules([item], secondsToDetect: nil).isEmpty)
    #expect(rules([Self.good], secondsToDetect: 9000).isEmpty)
  }

  @Test(arguments: [
    ("SEV1", true), ("sev-0", true), ("P1", true), ("1", true), ("critical", true), ("SEV2", false), ("10", false),
    ("major", false),
  ])
  func `wants at least one for the gravest incidents`(_ severity: String, _ isWanted: Bool) {
    #expect(rules([], severity: severity) == (isWanted ? [.noActions] : []))
  }

  @Test func `wants ten at most`() {
    func items(_ count: Int) -> [ActionItem] {
      (0..<count).map { number in
        var item = titled("Add probe \(number)")
        item.type = number % 2 == 0 ? "detect" : "prevent"
        return item
      }
    }
    #expect(rules(items(10)).isEmpty)
    #expect(rules(items(11)) == [.tooMany])
  }

  @Test func `leaves out what debrief suggested`() {
    #expect(rules([ActionItem(title: "pools", suggested: true)]).isEmpty)
    #expect(rules([ActionItem(title: "pools", suggested: true)], severity: "SEV1") == [.noActions])
  }
}

@Suite struct `Action items` {
  @Test(arguments: ["done", "Closed", "Won't fix", "CANCELLED", "wont-do"]) func `are over`(_ status: String) {
    #expect(ActionItem(title: "a", due: "2026-01-01", status: status).isFinished)
    #expect(!ActionItem(title: "a", due: "2026-01-01", status: status).isOverdue(on: "2026-02-01"))
  }

  @Test(arguments: [nil, "open", "in progress", "undone", "not done"]) func `are open`(_ status: String?) {
    let item = ActionItem(title: "a", due: "2026-01-31", status: status)
    #expect(!item.isFinished)
    #expect(item.isOverdue(on: "2026-02-01") && !item.isOverdue(on: "2026-01-31"))
    #expect(!ActionItem(title: "a", status: status).isOverdue(on: "2026-02-01"))
  }
}
