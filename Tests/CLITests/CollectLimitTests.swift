import DebriefCLI
import DebriefTesting
import Foundation
import Testing

/// What the script does when things are many, odd, absent or cut short.
@Suite struct `The collecting script, when things go wrong,` {
  private func shop(_ standIns: [String] = ["kubectl", "helm", "curl"]) throws -> Rehearsal {
    let rehearsal = try Rehearsal(standIns)
    try rehearsal.answerAsShop()
    return rehearsal
  }

  private func errors(_ rehearsal: Rehearsal) throws -> [String] {
    let text = (try? rehearsal.shell.read("evidence/collector-errors.jsonl")) ?? ""
    return try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["collector_error"] as? String ?? ""
    }
  }

  @Test(arguments: Interpreter.found) func `does the same in every shell`(_ interpreter: [String]) throws {
    let options = `The printed script`.servers + ["--to", "evidence", "--namespace", "shop", "--namespace", "it's"]
    let (here, there) = (try shop(), try shop())
    try here.failure("get-jobs", "Error: \"no\" \\ way")
    try there.failure("get-jobs", "Error: \"no\" \\ way")
    let usual = try here.run(options)
    let other = try there.run(options, interpreter: interpreter)
    #expect(other.status == usual.status && other.out == usual.out)
    #expect(other.err == usual.err)
    #expect(try there.files() == here.files())
    for file in try here.files() {
      #expect(try there.shell.bytes("evidence/" + file) == here.shell.bytes("evidence/" + file), "\(file)")
    }
    #expect(there.calls() == here.calls())
  }

  @Test func `prints in a dry run what it would run, runs nothing and writes nothing`() throws {
    let rehearsal = try shop()
    let run = try rehearsal.run(`The printed script`.servers + ["--to", "evidence", "--archive"], arguments: ["-n"])
    #expect(run.status == 0)
    #expect(rehearsal.calls().isEmpty && !rehearsal.shell.exists("evidence"))
    #expect(run.out.hasPrefix("kubectl get events --all-namespaces -o json > kubernetes/events.json\n"))
    for word in ["kubectl logs", "--previous", "helm history", "query=up", "api/v2/silences", "loki/api", "_search"] {
      #expect(run.out.contains(word), "\(word)")
    }
  }

  @Test func `never overwrites`() throws {
    let rehearsal = try shop()
    try rehearsal.shell.write("mine", to: "evidence/kubernetes/events.json")
    let run = try rehearsal.run(["--to", "evidence"])
    #expect(run.status == 1)
    #expect(run.err == "error: evidence exists; nothing is overwritten\n")
    #expect(rehearsal.calls().isEmpty)
    #expect(try rehearsal.files() == ["kubernetes/events.json"])
    try rehearsal.shell.write("mine", to: "other.tar.gz")
    #expect(try rehearsal.run(["--to", "other"], arguments: ["-z"]).status == 1)
    #expect(try rehearsal.shell.read("other.tar.gz") == "mine")
    #expect(!rehearsal.shell.exists("other"))
  }

  @Test func `names its folder after the time when none is given`() throws {
    let rehearsal = try shop()
    #expect(try rehearsal.run().out == "debrief-evidence-20260827T184000Z\n")
  }

  @Test func `packs the folder when asked`() throws {
    let rehearsal = try shop()
    let run = try rehearsal.run(["--to", "evidence"], arguments: ["-z"])
    #expect(run.status == 0, "\(run.err)")
    let tar = try #require(Rehearsal.find("tar"))
    let list = try Command.run(tar, ["-tzf", "evidence.tar.gz"], in: rehearsal.folder)
    #expect(list.out.contains("evidence/kubernetes/events.json\n") && !list.out.contains(".collecting"))
  }

  @Test func `fetches the logs of a bounded number of containers, the most broken first`() throws {
    let rehearsal = try shop(["kubectl"])
    let healthy = (0..<9_900).map { "shop|web-\($0)|web|0|running|True|Running\n" }
    let restarted = (0..<60).map { "shop|late-\($0)|late|\($0 + 1)|running|True|Running\n" }
    let broken = (0..<40).map { "shop|broken-\($0)|broken|0|running|False|Running\n" }
    try rehearsal.answer("get-pods-template", (healthy + restarted + broken).joined())
    let run = try rehearsal.run(["--to", "evidence", "--max-logs", "50", "--logs", "shop/web-777"])
    #expect(run.status == 0)
    let logs = rehearsal.calls().filter { $0.contains("logs") && !$0.contains("--previous") }
    #expect(logs.count == 50)
    #expect(Set(logs.prefix(11).map { $0[4] }) == Set(["web-777"] + (0..<10).map { "web-777\($0)" }))
    #expect(logs.dropFirst(11).allSatisfy { $0[4].hasPrefix("broken-") })
    #expect(rehearsal.calls().filter { $0.contains("describe") && $0.contains("pod") }.count == 40)
    #expect(try errors(rehearsal) == ["61 of 111 containers are beyond the limit of 50 (--max-logs)"])
  }

  @Test func `passes over names that Kubernetes does not allow`() throws {
    let rehearsal = try shop(["kubectl"])
    let names = ["a b", "a\nb", "../../up", "-n", "$(touch owned)", "a/b", "..", "", "'", "*"]
    try rehearsal.answer(
      "get-pods-template",
      names.map { "shop|\($0)|c|1|running|False|Running\n" }.joined() + "shop|cart-1|cart|1|running|False|Running\n")
    try rehearsal.answer("get-nodes-template", names.map { "\($0)|False\n" }.joined())
    let run = try rehearsal.run(["--to", "evidence"])
    #expect(run.status == 0)
    #expect(Set(rehearsal.calls().filter { $0.contains("logs") }.map { $0[4] }) == ["cart-1"])
    #expect(!rehearsal.calls().contains { call in names.contains { !$0.isEmpty && $0 != "-n" && call.contains($0) } })
    #expect(try errors(rehearsal).contains("11 lines of the list of containers are no names that Kubernetes allows"))
    #expect(!rehearsal.shell.exists("owned"))
  }

  @Test func `keeps one of two equal logs, and says when a log was cut`() throws {
    let rehearsal = try shop(["kubectl"])
    try rehearsal.answer("logs-cart-1-cart-previous", "2026-08-27T18:30:00Z same\n")
    try rehearsal.answer("logs-cart-1-cart", "2026-08-27T18:30:00Z same\n")
    _ = try rehearsal.run(["--to", "evidence"])
    #expect(try rehearsal.files().filter { $0.hasPrefix("logs/") } == ["logs/shop/cart-1/cart.log"])
    try rehearsal.answer("logs-cart-1-cart", String(repeating: "2026-08-27T18:30:00Z 0123456789\n", count: 1_700_000))
    try FileManager.default.removeItem(atPath: rehearsal.folder + "/evidence")
    _ = try rehearsal.run(["--to", "evidence"])
    #expect(try errors(rehearsal) == ["the log ends at the limit of 52428800 bytes: what came later is missing"])
  }

  @Test func `goes on without curl, without helm, without kubectl`() throws {
    let options = `The printed script`.servers + ["--to", "evidence"]
    let withoutCurl = try shop(["kubectl"])
    #expect(try withoutCurl.run(options).status == 0)
    #expect(
      try errors(withoutCurl) == [
        "curl was not found", "curl was not found", "curl was not found", "curl was not found",
      ])
    #expect(withoutCurl.shell.exists("evidence/kubernetes/pods.json"))
    let withoutKubectl = try shop(["curl"])
    #expect(try withoutKubectl.run(options).status == 0)
    #expect(try errors(withoutKubectl) == ["kubectl was not found"])
    #expect(withoutKubectl.shell.exists("evidence/prometheus/alerts.json"))
    let withNothing = try shop([])
    #expect(try withNothing.run(options).status == 1)
  }

  @Test func `stops asking a server that does not answer`() throws {
    let rehearsal = try shop()
    try rehearsal.failure("api-v1-alerts", "curl: (7) Failed to connect to p port 9090")
    try rehearsal.failure(
      "get-events", "E0827 18:40:00.000000 1 memcache.go:265] noise\nThe connection to the server was refused")
    try rehearsal.failure("version", "The connection to the server was refused")
    try FileManager.default.removeItem(atPath: rehearsal.folder + "/answers/get-events")
    let run = try rehearsal.run(["--prometheus", "http://p:9090", "--to", "evidence"])
    #expect(run.status == 0)
    let refused = "The connection to the server was refused"
    #expect(try errors(rehearsal) == [refused, refused, "curl: (7) Failed to connect to p port 9090"])
  }

  @Test(.timeLimit(.minutes(1))) func `interrupted, keeps what it has and says where it stopped`() throws {
    let rehearsal = try shop(["kubectl"])
    try rehearsal.command(
      "kubectl",
      (StandIn.text["kubectl"] ?? "").replacing(
        "answer \"${words#-}\"",
        with: "case $words in *-nodes*) kill -INT $PPID; sleep 1 ;; esac\nanswer \"${words#-}\""))
    let run = try rehearsal.run(["--to", "evidence"])
    #expect(run.status == 130)
    #expect(try errors(rehearsal).last == "the run was interrupted")
    #expect(
      rehearsal.shell.exists("evidence/kubernetes/events.json")
        && rehearsal.shell.exists("evidence/kubernetes/pods.json"))
    #expect(!(try rehearsal.files()).contains { $0.hasPrefix(".collecting") || $0.contains("replicasets") })
    #expect(rehearsal.shell.run("import", "evidence").status == .done)
  }
}

/// Reading page by page.
@Suite struct `The pages of` {
  /// A curl that answers from `lines` (a time each) as a server would, at most 5,000 from the start asked for: `line` is
  /// awk's format of a line with its arguments, `start` the shell's case that takes the start out of a word.
  private static func server(line: String, start: String, head: String, tail: String) -> String {
    """
    from= body= previous=
    for word in "$@"; do
      [ "$previous" != --output ] || body=$word
      case $word in \(start) ;; esac
      previous=$word
    done
    echo "$from" >>"$STAND_IN/starts"
    awk -v from="$from" '
      ($1 "") >= (from "") && n < 5000 { printf "%s", (n++ ? "," : "\(head)"); printf \(line) }
      END { print n ? "\(tail)" : "{}" }' "$STAND_IN/lines" >"$body"
    printf 200

    """
  }

  private func rehearse(_ curl: String, _ times: [String], _ option: String) throws -> (Rehearsal, [String]) {
    let rehearsal = try Rehearsal(["kubectl"])
    try rehearsal.command("curl", curl)
    try rehearsal.shell.write(times.joined(separator: "\n") + "\n", to: "lines")
    let run = try rehearsal.run([option, "http://server:1", "--to", "evidence"])
    #expect(run.status == 0, "\(run.err)")
    return (rehearsal, try rehearsal.shell.read("starts").split(separator: "\n").map(String.init))
  }

  /// Every line that came, told apart by its number.
  private func numbers(_ rehearsal: Rehearsal, _ folder: String) throws -> Set<Substring> {
    var found: Set<Substring> = []
    for file in try rehearsal.files().filter({ $0.hasPrefix(folder) }) {
      for part in try rehearsal.shell.read("evidence/" + file).split(separator: "#").dropFirst() {
        found.insert(part.prefix { $0.isNumber })
      }
    }
    return found
  }

  private static let loki = server(
    line: ##""[\"%s\",\"line #%d \\\"[\\\"\"]", $1, NR"##, start: "start=*) from=${word#start=}",
    head:
      #"{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{\"app\":\"a\"},\"values\":["#,
    tail: "]}]}}")
  private static let elasticsearch = server(
    line: ##""{\"_id\":\"#%d\",\"_source\":{\"@timestamp\":\"x\"},\"sort\":[%s]}", NR, $1"##,
    start: "q=*) from=${word##*@timestamp:\\[} from=${from%% *}", head: #"{\"took\":1,\"hits\":{\"hits\":["#,
    tail: "]}}")

  @Test func `Loki lose no line, three to an instant`() throws {
    let times = (0..<12_000).map { "\(1_787_850_000_000_000_000 + $0 / 3)" }
    let (rehearsal, starts) = try rehearse(Self.loki, times, "--loki")
    #expect(starts.count == 3)
    #expect(try numbers(rehearsal, "loki/").count == 12_000)
    #expect(!rehearsal.shell.exists("evidence/collector-errors.jsonl"))
  }

  @Test func `Loki overlap, and no line is two events after the import`() throws {
    let times = (0..<6_000).map { "\(1_787_850_000_000_000_000 + $0 / 3)" }
    let (rehearsal, _) = try rehearse(Self.loki, times, "--loki")
    let pages = try ["0001", "0002"].map { try rehearsal.shell.read("evidence/loki/\($0).json") }
    #expect(pages.reduce(0) { $0 + $1.split(separator: "line #").count - 1 } > 6_000)
    #expect(rehearsal.shell.run("import", "evidence/loki").status == .done)
    let count = rehearsal.shell.run("sql", "SELECT count(*) AS n FROM events WHERE kind = 'log'", "-o", "csv")
    #expect(count.out == "n\r\n6000\r\n", "\(count.err)")
  }

  @Test func `Loki go on after more lines of one instant than a page holds, and this is recorded`() throws {
    let times = Array(repeating: "1787850000000000000", count: 6_000) + ["1787850000000000001"]
    let (rehearsal, starts) = try rehearse(Self.loki, times, "--loki")
    #expect(starts.count == 3)
    #expect(try numbers(rehearsal, "loki/").contains("6001"))
    #expect(
      try rehearsal.shell.read("evidence/collector-errors.jsonl").contains(
        "more than 5000 lines bear the time 1787850000000000000"))
  }

  @Test func `Elasticsearch lose no hit`() throws {
    let times = (0..<12_000).map { "\(1_787_850_000_000 + $0 / 3)" }
    let (rehearsal, starts) = try rehearse(Self.elasticsearch, times, "--elasticsearch")
    #expect(starts.count == 3)
    #expect(try numbers(rehearsal, "elasticsearch/").count == 12_000)
  }

  @Test func `Loki end at a limit, which is recorded`() throws {
    let times = (0..<5_000).map { _ in "1999999999999999999" }
    let (rehearsal, starts) = try rehearse(
      Self.loki.replacing("($1 \"\") >= (from \"\") && n", with: "n"), times, "--loki")
    #expect(starts.count <= 200)
    #expect(try rehearsal.shell.read("evidence/collector-errors.jsonl").contains("5000 lines"))
  }
}
