import DebriefModel

/// What to gather, and from where; a plain value from which the script follows byte for byte.
struct CollectRequest {
  /// The kubectl context; empty: the current one.
  var context = ""
  /// The namespaces; empty: all.
  var namespaces: [String] = []
  /// Pods whose logs are wanted in any case: `NAMESPACE` or `NAMESPACE/BEGINNING-OF-A-NAME`.
  var logs: [String] = []
  var since: Instant?
  var until: Instant?
  /// Seconds before the end; used when `since` is nil.
  var window = 6 * 3600
  /// Seconds between the samples of Prometheus.
  var step = 15
  /// The folder; empty: one named after the time, in the current folder.
  var folder = ""
  var archive = false
  /// Containers whose logs are fetched at most.
  var mostLogs = 200
  var prometheus: CollectAddress?
  /// Queries of the user's own, as name and expression.
  var queries: [(name: String, expression: String)] = []
  var alertmanager: CollectAddress?
  var loki: CollectAddress?
  var lokiQuery: String?
  var elasticsearch: CollectAddress?
  var elasticsearchIndex = "_all"
  var elasticsearchQuery: String?
}
