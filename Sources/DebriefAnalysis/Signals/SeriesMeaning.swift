import DebriefModel

/// What a series measures, as its name says, and which direction is bad.
///
/// A name is only a hint: a series chosen by it is trusted less than one that the manifest declares.
struct SeriesMeaning: Hashable, Sendable {
  enum Role: String, Sendable, CaseIterable {
    /// What users feel: service-level indicators.
    case errors, latency, availability
    /// The state of workloads and nodes.
    case health
    /// How full something is.
    case saturation
    case traffic
    case other

    /// Whether users feel it.
    var isUserFacing: Bool { self == .errors || self == .latency || self == .availability }
  }

  var role: Role
  /// The bad direction; nil when the name does not say.
  var bad: ChangePoint.Direction?

  /// Words of metric names by role; the first row with a match wins.
  private static let table: [(words: Set<String>, meaning: SeriesMeaning)] = [
    (
      [
        "ready", "available", "availability", "success", "successes", "apdex", "healthy", "uptime", "up", "2xx", "good",
      ],
      SeriesMeaning(role: .availability, bad: .down)
    ),
    (
      [
        "error", "errors", "errored", "fail", "failed", "failure", "failures", "5xx", "exception", "exceptions",
        "rejected",
        "rejections", "dropped", "drops", "timeout", "timeouts", "unavailable", "panics", "burn", "bad",
      ], SeriesMeaning(role: .errors, bad: .up)
    ),
    (
      ["latency", "duration", "response", "delay", "lag", "p50", "p90", "p95", "p99", "slow", "rtt", "wait"],
      SeriesMeaning(role: .latency, bad: .up)
    ),
    (
      ["restarts", "restart", "evictions", "unschedulable", "terminated", "waiting", "oom"],
      SeriesMeaning(role: .health, bad: .up)
    ),
    (
      [
        "cpu", "memory", "mem", "disk", "usage", "utilization", "utilisation", "saturation", "throttled", "throttling",
        "queue",
        "pending", "backlog", "working", "rss", "inodes", "connections", "pressure", "heap", "load1", "load5",
      ], SeriesMeaning(role: .saturation, bad: .up)
    ),
    (
      ["requests", "request", "rps", "qps", "throughput", "traffic", "ops", "received", "sent"],
      SeriesMeaning(role: .traffic, bad: nil)
    ),
  ]

  /// Exporters of cluster internals: their series say how machines and workloads are, not what users feel.
  private static let internals: Set<String> = [
    "kube", "node", "container", "go", "process", "prometheus", "etcd", "apiserver", "kubelet", "scrape",
    "alertmanager", "coredns",
    "machine", "workqueue", "rest", "up",
  ]

  /// The meaning of a series by the words of its name and, for request counts, its status label.
  static func of(_ series: Series) -> SeriesMeaning {
    let words = words(
      of: series.metric.isEmpty ? (series.labels["__expr__"] ?? series.labels["expr"] ?? "") : series.metric)
    if isServerError(series) { return SeriesMeaning(role: .errors, bad: .up) }
    guard var meaning = table.first(where: { row in words.contains(where: row.words.contains) })?.meaning else {
      return SeriesMeaning(role: .other, bad: nil)
    }
    if let first = words.first, internals.contains(first), meaning.role.isUserFacing { meaning.role = .health }
    return meaning
  }

  /// Whether the series is a raw counter, whose rate matters rather than its height: by the endings that Prometheus' naming
  /// rules give counters, or by the type that Prometheus 3 and OTLP put into the label `__type__`.
  ///
  /// What was rated already is none: an expression (`rate(x_total[5m])`) or a recording rule (`job:x_total:rate5m`).
  static func isCounter(_ series: Series) -> Bool {
    if series.metric.utf8.contains(UInt8(ascii: "(")) || isRecorded(series.metric) { return false }
    if let type = series.labels["__type__"] { return type == "counter" || type == "histogram" }
    return ["_total", "_count", "_sum", "_bucket"].contains { series.metric.hasSuffix($0) }
  }

  /// Whether the last part of a recording rule's name (`level:metric:operations`) says that it was rated.
  private static func isRecorded(_ name: String) -> Bool {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1, let operations = parts.last else { return false }
    return ["rate", "irate", "increase", "delta", "deriv", "ratio"].contains { operations.contains($0) }
  }

  private static func isServerError(_ series: Series) -> Bool {
    ["code", "status", "status_code", "http_status", "http_status_code"].contains { name in
      guard let value = series.labels[name] else { return false }
      return value.hasPrefix("5") && (2...3).contains(value.utf8.count)
    }
  }

  private static func words(of name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
