import DebriefModel
import DebriefReport

/// The script that `debrief collect` prints: the parts in `templates/collect/` around the settings.
///
/// Equal requests give equal bytes: what depends on the clock is worked out when the script runs.
enum CollectScript {
  /// The whole script, ending in a newline; throws when a part is missing from the program.
  static func text(_ request: CollectRequest) throws(Diagnostic) -> String {
    var text = try part("head") + settings(request) + part("frame") + part("kubernetes")
    if hasServers(request) { text += try part("http") }
    if request.prometheus != nil { text += try part("prometheus") }
    if request.alertmanager != nil { text += try part("alertmanager") }
    if request.loki != nil { text += try part("loki") }
    if request.elasticsearch != nil { text += try part("elasticsearch") }
    return text + steps(request) + (try part("end"))
  }

  private static func part(_ name: String) throws(Diagnostic) -> String {
    guard let text = TemplateLibrary.file("collect/\(name).sh") else {
      throw Diagnostic(.error, "the part '\(name)' of the script is missing from this program", help: "build it again")
    }
    return text
  }

  private static func hasServers(_ request: CollectRequest) -> Bool {
    ![request.prometheus, request.alertmanager, request.loki, request.elasticsearch].allSatisfy { $0 == nil }
  }

  private static func matcher(_ request: CollectRequest) -> String {
    request.namespaces.isEmpty ? "" : "namespace=~" + ShellText.alternatives(request.namespaces)
  }
}

// The settings: variables and, for lists, functions, because a POSIX shell has no lists.
extension CollectScript {
  private static func settings(_ request: CollectRequest) -> String {
    var lines = ["# What was asked for"]
    func set(_ name: String, _ value: String, _ meaning: String) {
      lines += ["# \(meaning)", "\(name)=\(value)"]
    }
    set("context", ShellText.quoted(request.context), "the kubectl context; empty: the current one")
    set(
      "since_given", seconds(request.since),
      "\(time(request.since)), in seconds since 1970; empty: `window` before the end")
    set("until_given", seconds(request.until), "\(time(request.until)), in seconds since 1970; empty: now")
    set("window", "\(request.window)", "how far to look back, in seconds")
    set("dir", ShellText.quoted(request.folder), "the new folder; empty: named after the time, in the current one")
    set("archive", request.archive ? "yes" : "no", "whether to pack the folder as well")
    set("most_logs", "\(request.mostLogs)", "containers whose logs are fetched, at most")
    set("most_bytes", "52428800", "bytes of one log, at most")
    set("most_described", "50", "pods or nodes that are described, at most")
    lines += servers(request)
    lines += ["", eachScope(request), "", isWanted(request)]
    if request.prometheus != nil { lines += ["", ownQueries(request)] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func servers(_ request: CollectRequest) -> [String] {
    var lines: [String] = []
    func set(_ name: String, _ value: String) { lines.append("\(name)=\(value)") }
    if let address = request.prometheus {
      set("prometheus", ShellText.quoted(address.text))
      lines.append("# the label matcher of the namespaces")
      set("matcher", ShellText.quoted(matcher(request)))
      lines.append("# seconds between samples; series of one answer, at most")
      set("step", "\(request.step)")
      set("most_series", "10000")
    }
    if let address = request.alertmanager { set("alertmanager", ShellText.quoted(address.text)) }
    if let address = request.loki {
      set("loki", ShellText.quoted(address.text))
      set("loki_query", ShellText.quoted(request.lokiQuery ?? lokiSelector(request)))
    }
    if let address = request.elasticsearch {
      set("elasticsearch", ShellText.quoted(address.text + "/" + request.elasticsearchIndex))
      set("elasticsearch_query", ShellText.quoted(request.elasticsearchQuery ?? luceneQuery(request)))
    }
    if request.loki != nil || request.elasticsearch != nil {
      lines.append("# lines of one answer; answers, at most")
      set("page_size", "5000")
      set("most_pages", "200")
    }
    return lines
  }

  private static func seconds(_ instant: Instant?) -> String {
    instant.map { "\($0.nanoseconds / 1_000_000_000)" } ?? "''"
  }

  private static func time(_ instant: Instant?) -> String {
    instant.map { "\(Instant(seconds: $0.nanoseconds / 1_000_000_000))" } ?? "not given"
  }

  private static func eachScope(_ request: CollectRequest) -> String {
    let scopes =
      request.namespaces.isEmpty
      ? ["  \"$@\" kubernetes --all-namespaces"]
      : request.namespaces.map { name in
        "  \"$@\" kubernetes/\(ShellText.fileName(name)) \(ShellText.quoted("--namespace=" + name))"
      }
    return function(
      "each_scope", "COMMAND…: runs it with the folder and the option of each part of the cluster", scopes)
  }

  private static func isWanted(_ request: CollectRequest) -> String {
    let comment = "NAMESPACE/POD: whether its logs were asked for"
    guard !request.logs.isEmpty else { return function("is_wanted", comment, ["  false"]) }
    let patterns = request.logs.map { name in
      "  " + (name.contains("/") ? ShellText.quoted(name) + "*" : ShellText.quoted(name + "/") + "*") + ") ;;"
    }
    return function("is_wanted", comment, ["  case $1 in"] + patterns + ["  *) return 1 ;;", "  esac"])
  }

  private static func ownQueries(_ request: CollectRequest) -> String {
    let calls = request.queries.map { "  \"$@\" \(ShellText.quoted($0.name)) \(ShellText.quoted($0.expression))" }
    return function(
      "own_queries", "COMMAND…: runs it with the name and the text of each query asked for",
      calls.isEmpty ? ["  :"] : calls)
  }

  private static func function(_ name: String, _ comment: String, _ body: [String]) -> String {
    (["\(name)() { # \(comment)"] + body + ["}"]).joined(separator: "\n")
  }

  /// Everything that carries a namespace; Loki refuses a selector that could match all streams.
  private static func lokiSelector(_ request: CollectRequest) -> String {
    request.namespaces.isEmpty ? "{namespace=~\".+\"}" : "{\(matcher(request))}"
  }

  /// The names that Fluentd, Fluent Bit and Filebeat give to the namespace.
  private static func luceneQuery(_ request: CollectRequest) -> String {
    guard !request.namespaces.isEmpty else { return "*" }
    let names = request.namespaces.map { ShellText.doubleQuoted($0) }.joined(separator: " OR ")
    return "kubernetes.namespace_name:(\(names)) OR kubernetes.namespace:(\(names))"
  }

  private static func steps(_ request: CollectRequest) -> String {
    var steps = ["  collect_kubernetes", "  collect_helm"]
    if request.prometheus != nil { steps.append("  collect_prometheus") }
    if request.alertmanager != nil { steps.append("  collect_alertmanager") }
    if request.loki != nil { steps.append("  collect_loki") }
    if request.elasticsearch != nil { steps.append("  collect_elasticsearch") }
    return function("collect_everything", "in the order in which it would be lost", steps) + "\n\n"
  }
}
