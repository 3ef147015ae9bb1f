import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `debrief similar` {
  /// Three incidents: two out of memory, one of another kind.
  static func shell() throws -> Shell {
    let shell = try Shell()
    try incident("a", "web-1", "OOMKilling", "Memory cgroup out of memory", in: shell, at: "2026-03-01")
    try incident("b", "web-2", "OOMKilling", "Memory cgroup out of memory", in: shell, at: "2026-05-01")
    try incident("c", "cart-1", "FailedMount", "Unable to attach or mount volumes", in: shell, at: "2026-06-01")
    #expect(shell.run("batch", "archive").status == .done)
    return shell
  }

  private static func incident(
    _ id: String, _ pod: String, _ reason: String, _ message: String, in shell: Shell, at day: String
  ) throws {
    try shell.write(
      Evidence.list([.init(at: day + "T10:00:00Z", name: pod, reason: reason, message: message)]),
      to: "archive/\(id)/events.json")
    try shell.write(
      """
      id: \(id)
      title: Incident \(id)
      severity: SEV2
      status: resolved
      milestones: {impact_started: \(day)T10:00:00Z, recovered: \(day)T11:00:00Z}
      actions: [{title: One, status: done}, {title: Two}, {title: Set a limit, status: open}]

      """, to: "archive/\(id)/incident.yaml")
  }

  @Test(arguments: Listings.formats) func `in each format`(_ format: String) throws {
    let run = try Self.shell().run("similar", "b", "-o", format)
    #expect(run.status == .done)
    Golden.expect(run.out + run.err, matches: "similar.\(format).txt")
  }

  @Test func `says what is shared, with its weight, and what was left open`() throws {
    let run = try Self.shell().run("similar", "b", "-o", "jsonl")
    let row = try #require(
      run.out.split(separator: "\n").first.flatMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      })
    #expect(row["incident"] as? String == "a")
    #expect((row["shared"] as? [String])?.contains { $0.hasPrefix("finding:oom-killed (") } == true)
    #expect(row["open_actions"] as? [String] == ["2 Two", "3 Set a limit"])
  }

  @Test func `of an unknown incident names the nearest`() throws {
    let run = try Self.shell().run("similar", "bb")
    #expect(run.status == .failed && run.err.contains("did you mean 'b'?"))
  }

  @Test func `alone in a store finds nothing and says so`() throws {
    let shell = try Shell.withIncident()
    let run = shell.run("similar", "incident", "-o", "json")
    #expect(run.status == .done && run.out == "[]\n")
    #expect(run.err.contains("no incident in the store shares anything with it"))
  }

  @Test func `stands in the report and in the analysis, with hostile titles as text`() throws {
    let shell = try Self.shell()
    let manifest = try shell.read("archive/a/incident.yaml")
    try shell.write(
      manifest.replacingOccurrences(of: "title: Incident a", with: "title: \"<script>x</script> | **b**\""),
      to: "archive/a/incident.yaml")
    _ = shell.run("batch", "archive")
    #expect(shell.run("report", "b", "--to", "r").status == .done)
    let markdown = try shell.read("r/postmortem.md")
    #expect(markdown.contains("## Similar incidents") && markdown.contains(" a, whose actions 2 and 3 are still open"))
    #expect(!markdown.contains("<script>x"))
    #expect(try !shell.read("r/postmortem.html").contains("<script>x"))
    let analysis = try #require(JSONSerialization.jsonObject(with: shell.bytes("r/analysis.json")) as? [String: Any])
    let similar = try #require(analysis["similar"] as? [[String: Any]])
    #expect(similar.first?["incident"] as? String == "a")
    #expect((similar.first?["open_actions"] as? [[String: Any]])?.map { $0["number"] as? Int } == [2, 3])
  }
}
