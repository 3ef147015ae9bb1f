import ArgumentParser
import DebriefModel

/// `debrief collect`.
struct CollectCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Print a shell script that gathers the evidence from a cluster.",
    usage: "debrief collect [<options>]",
    discussion: """
      Printing contacts nothing. The script needs kubectl, and curl for servers: read it, and run it where the access is. \
      It only reads, leaves out Secrets, ConfigMaps and the values of environment variables, and makes one new folder; \
      sh collect.sh -n prints its commands. Events come first: Kubernetes forgets them after an hour.

      EXAMPLES
        debrief collect > collect.sh && sh collect.sh
        debrief collect --namespace shop --window 2h --prometheus http://127.0.0.1:9090 > collect.sh
        debrief collect --since '2026-08-27 17:00' --until '2026-08-27 19:00' --to incident > collect.sh
        debrief collect --logs shop/checkout --archive | ssh bastion sh
      """)

  @Option(help: ArgumentHelp("The kubectl context (default: the current one).", valueName: "name"))
  var context: String?

  @Option(help: ArgumentHelp("Only this namespace; repeat it for more (default: all).", valueName: "name"))
  var namespace: [String] = []

  @OptionGroup var range: RangeOptions

  @Option(
    help: ArgumentHelp(
      "How far to look back from --until or from the run, e.g. 90m (default: 6h).", valueName: "duration"),
    transform: DurationArgument.parse)
  var window: DurationArgument?

  @Option(
    help: ArgumentHelp(
      "Also the logs of healthy pods: a namespace, or namespace/beginning-of-the-name; repeatable.", valueName: "pods"))
  var logs: [String] = []

  @Option(help: ArgumentHelp("Containers whose logs are fetched at most (default: 200).", valueName: "number"))
  var maxLogs = 200

  @Option(help: ArgumentHelp("Also query this Prometheus (or what speaks its language).", valueName: "url"))
  var prometheus: String?

  @Option(
    help: ArgumentHelp("Seconds between samples, e.g. 30s (default: 15s).", valueName: "duration"),
    transform: DurationArgument.parse)
  var step: DurationArgument?

  @Option(
    help: ArgumentHelp("A query of your own for Prometheus, as name=expression; repeatable.", valueName: "query"))
  var query: [String] = []

  @Option(help: ArgumentHelp("Also ask this Alertmanager for alerts and silences.", valueName: "url"))
  var alertmanager: String?

  @Option(help: ArgumentHelp("Also fetch log lines from this Loki.", valueName: "url"))
  var loki: String?

  @Option(help: ArgumentHelp("Which lines (default: all streams with a namespace).", valueName: "logql"))
  var lokiQuery: String?

  @Option(help: ArgumentHelp("Also search this Elasticsearch or OpenSearch.", valueName: "url"))
  var elasticsearch: String?

  @Option(help: ArgumentHelp("Its index or pattern, e.g. logs-* (default: _all).", valueName: "index"))
  var elasticsearchIndex: String?

  @Option(help: ArgumentHelp("Which hits (default: all of the namespaces).", valueName: "lucene"))
  var elasticsearchQuery: String?

  @Option(help: ArgumentHelp("The new folder (default: debrief-evidence-<time>).", valueName: "dir"))
  var to: String?

  @Flag(help: "Pack the folder as .tar.gz as well, as sh collect.sh -z does.")
  var archive = false

  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let request = try request()
    terminal.out.write(try CollectScript.text(request))
    for warning in warnings { DiagnosticRenderer(terminal).show(warning) }
    return .done
  }

  private func request() throws -> CollectRequest {
    var request = CollectRequest()
    (request.context, request.namespaces, request.logs) = (context ?? "", namespace, logs)
    (request.since, request.until, request.window) = try span(request.window)
    guard maxLogs >= 0 else { throw UsageProblem("--max-logs must not be negative", help: "0 leaves out all logs") }
    request.mostLogs = maxLogs
    (request.folder, request.archive) = (try folder(), archive)
    try setServers(&request)
    return request
  }

  private func span(_ usual: Int) throws -> (since: Instant?, until: Instant?, window: Int) {
    if range.since != nil, window != nil {
      throw UsageProblem(
        "--since and --window exclude each other", help: "give one of them, and --until where it is past")
    }
    _ = try range.range()
    return (range.since?.start, range.until?.end, window?.seconds ?? usual)
  }

  private func folder() throws -> String {
    guard let to else { return "" }
    guard !to.isEmpty else { throw UsageProblem("--to is empty", help: "name a folder that does not exist yet") }
    return to
  }

  private func setServers(_ request: inout CollectRequest) throws {
    request.prometheus = try prometheus.map { text throws in try CollectAddress(text, option: "--prometheus") }
    request.step = step?.seconds ?? request.step
    request.queries = try query.map { try ownQuery($0) }
    request.alertmanager = try alertmanager.map { text throws in try CollectAddress(text, option: "--alertmanager") }
    request.loki = try loki.map { text throws in try CollectAddress(text, option: "--loki") }
    request.lokiQuery = lokiQuery
    request.elasticsearch = try elasticsearch.map { text throws in try CollectAddress(text, option: "--elasticsearch") }
    request.elasticsearchIndex = try index() ?? request.elasticsearchIndex
    request.elasticsearchQuery = elasticsearchQuery
    try checkServers()
  }

  private func checkServers() throws {
    let needs: [(option: String, isGiven: Bool, server: String, hasServer: Bool)] = [
      ("--step", step != nil, "--prometheus", prometheus != nil),
      ("--query", !query.isEmpty, "--prometheus", prometheus != nil),
      ("--loki-query", lokiQuery != nil, "--loki", loki != nil),
      ("--elasticsearch-index", elasticsearchIndex != nil, "--elasticsearch", elasticsearch != nil),
      ("--elasticsearch-query", elasticsearchQuery != nil, "--elasticsearch", elasticsearch != nil),
    ]
    for need in needs where need.isGiven && !need.hasServer {
      throw UsageProblem("\(need.option) without \(need.server)", help: "give the address with \(need.server) URL")
    }
  }

  private func ownQuery(_ text: String) throws -> (name: String, expression: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    let isName = !name.isEmpty && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x5F } && name.utf8.count <= 100
    guard parts.count == 2, isName, !parts[1].isEmpty else {
      throw UsageProblem(
        "--query needs a name and an expression",
        reason: "the name becomes the name of the metric: letters, digits and _",
        help: "write --query 'checkout_error_ratio=sum(rate(…)) / sum(rate(…))'")
    }
    return (name, parts[1])
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private func index() throws -> String? {
    guard let elasticsearchIndex else { return nil }
    let isIndex = elasticsearchIndex.utf8.allSatisfy { isLetterOrDigit($0) || "-_.*,+:".utf8.contains($0) }
    guard isIndex, !elasticsearchIndex.isEmpty else {
      throw UsageProblem(
        "--elasticsearch-index is no index", help: "write a name or a pattern such as logs-*,filebeat-*")
    }
    return elasticsearchIndex
  }

  /// Names that Kubernetes does not allow: the script quotes them and the run will find nothing.
  private var warnings: [Diagnostic] {
    namespace.filter { !Self.isNamespace($0) }.map { name in
      Diagnostic(
        .warning, "'\(name)' is no name of a namespace", reason: "those have small letters, digits and - only",
        help: name.contains(",") ? "repeat --namespace for each" : nil)
    }
  }

  private static func isNamespace(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 63
      && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
  }
}
