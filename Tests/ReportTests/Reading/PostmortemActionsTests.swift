import DebriefModel
import DebriefReport
import Testing

@Suite struct `Action items in a postmortem` {
  private func titles(_ text: String) -> [String] { PostmortemActions(text).items.map(\.action.title) }

  @Test func `are tasks with their keys in any order`() throws {
    let text = """
      ## Action items

      - [ ] Alert on pool saturation (owner: team-payments, due: 2026-09-15, type: Detect, ticket: PAY-812; done when: it fires (twice))
      """
    let item = try #require(PostmortemActions(text).items.first)
    #expect(
      item.action
        == ActionItem(
          title: "Alert on pool saturation", type: "detect", owner: "team-payments", due: "2026-09-15",
          ticket: "PAY-812", doneWhen: "it fires (twice)"))
    #expect((item.line, item.column) == (3, 1) && item.problems.isEmpty)
  }

  @Test func `may have their keys on lines of their own`() throws {
    let text =
      "## Follow-up\n1. [x] **Add limits**\n   - **Owner:** @ada\n   - done_when: refused\n\n   type: prevent\n"
    let item = try #require(PostmortemActions(text).items.first)
    #expect(item.action.title == "Add limits" && item.action.owner == "@ada" && item.action.status == "done")
    #expect(item.action.doneWhen == "refused" && item.action.type == nil)
  }

  @Test func `name their owner and ticket in passing`() throws {
    let item = try #require(PostmortemActions("- [ ] Page the secondary sooner @team-sre (OPS-291)").items.first)
    #expect(item.action.owner == "team-sre" && item.action.ticket == "OPS-291")
  }

  @Test func `count below headings that speak of them, and everywhere where none does`() {
    #expect(titles("# A\n- [ ] one\n## Action items\n### Now\n- [ ] two\n## Notes\n- [ ] three\n") == ["two"])
    #expect(titles("# A\n- [ ] one\n## Notes\n- [ ] three\n") == ["one", "three"])
  }

  @Test func `do not stand in code or in generated blocks`() {
    #expect(titles("```\n- [ ] one\n```\n<!-- debrief:begin logs -->\n- [ ] two\n<!-- debrief:end logs -->\n").isEmpty)
  }

  @Test func `are read back from the table that debrief writes, suggestions left out`() throws {
    let text = """
      <!-- debrief:begin head -->
      | Severity | ▲ SEV1 |
      <!-- debrief:end head -->
      <!-- debrief:begin actions -->
      | Title | Type | Owner | Due | Priority | Status | Ticket | Done when |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      | Alert on a \\| b | detect | not known | 2026-09-15 | P1 | open | PAY-1 | it &lt; 3 |
      | Add limits (suggested; answers oom) | prevent | not known | not known | not known | not known | not known | x |
      <!-- debrief:end actions -->
      """
    let read = PostmortemActions(text)
    #expect(read.severity == "SEV1")
    #expect(
      read.items.map(\.action) == [
        ActionItem(
          title: "Alert on a | b", type: "detect", due: "2026-09-15", priority: "P1", status: "open", ticket: "PAY-1",
          doneWhen: "it < 3")
      ])
    #expect(read.items.first?.line == 7)
  }

  @Test func `tell values that cannot be used`() {
    let item = PostmortemActions("- [ ] Add x (due: next week, type: fix)").items.first
    #expect(item?.problems.map(\.key) == ["due", "type"])
  }

  @Test(arguments: ["", "- [", "- [ ]", "-[ ] a", "1. [?] a", "|", "- [ ] ", "```\n- [ ] a", "\r\n\r\n# action\r\n"])
  func `are absent from odd text without a trap`(_ text: String) {
    #expect(PostmortemActions(text).items.allSatisfy { $0.action.title.isEmpty })
  }
}
