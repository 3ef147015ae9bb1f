internal import DebriefModel
internal import DebriefParsing

/// What the labels, resource attributes or metadata of a collected line say: whose line it is, how severe, from which stream.
///
/// Names: Loki with promtail, Alloy and the OTLP endpoint; OpenTelemetry's semantic conventions for Kubernetes; Fluent Bit's filter.
/// Dots, slashes and dashes count as underscores.
struct CollectorLabels: Sendable {
  /// Further labels kept of one line.
  static let most = 12

  private(set) var subject: Subject
  private(set) var facts = LogFacts()
  private(set) var isStderr = false

  private enum Meaning {
    case cluster, namespace, pod, container, workload(String), service, node, host, level, stream, logger, noise
  }

  private static let names: [String: Meaning] = {
    var names: [String: Meaning] = [:]
    func add(_ meaning: Meaning, _ list: String...) { for name in list { names[name] = meaning } }
    add(.cluster, "cluster", "cluster_name", "orchestrator_cluster_name", "k8s_cluster_name", "kubernetes_cluster_name")
    add(
      .namespace, "namespace", "namespace_name", "k8s_namespace_name", "kubernetes_namespace_name",
      "kubernetes_namespace", "pod_namespace", "kubernetes_pod_namespace")
    add(.pod, "pod", "pod_name", "k8s_pod_name", "kubernetes_pod_name", "kubernetes_pod")
    add(
      .container, "container", "container_name", "k8s_container_name", "kubernetes_container_name",
      "kubernetes_container")
    add(.workload("Deployment"), "deployment", "k8s_deployment_name", "kubernetes_deployment_name")
    add(.workload("StatefulSet"), "statefulset", "k8s_statefulset_name", "kubernetes_statefulset_name")
    add(.workload("DaemonSet"), "daemonset", "k8s_daemonset_name", "kubernetes_daemonset_name")
    add(.workload("Job"), "job_name", "k8s_job_name")
    add(.workload("CronJob"), "cronjob", "k8s_cronjob_name")
    add(
      .service, "app", "app_kubernetes_io_name", "service_name", "service", "application", "kubernetes_labels_app",
      "kubernetes_labels_app_kubernetes_io_name")
    add(
      .node, "node", "node_name", "nodename", "k8s_node_name", "kubernetes_host", "kubernetes_node_name",
      "kubernetes_pod_node_name")
    add(.host, "host", "hostname", "host_name")
    add(.level, "level", "detected_level", "severity", "severity_text", "log_level", "loglevel")
    add(.stream, "stream", "log_iostream")
    add(.logger, "logger", "log_logger", "logger_name", "unit", "systemd_unit", "syslog_identifier")
    add(
      .noise, "filename", "log_file_path", "flags", "logtag", "pod_template_hash", "container_id", "container_hash",
      "docker_id")
    return names
  }()

  /// Reads labels; `fallback` is what the file's path says, `keepsOthers` whether labels of other names become attributes.
  init(_ labels: [String: String], fallback: Subject, keepsOthers: Bool = true) {
    subject = Subject()
    var workload = (kind: "", name: "")
    var (service, node, host) = ("", "", "")
    for (name, value) in labels.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
      switch Self.names[Self.normalized(name)] {
      case .cluster: subject.cluster = Self.cut(value)
      case .namespace: subject.namespace = Self.cut(value)
      case .pod: (subject.kind, subject.name) = ("Pod", Self.cut(value))
      case .container: subject.container = Self.cut(value)
      case .workload(let kind): if workload.name.isEmpty { workload = (kind, Self.cut(value)) }
      case .service: if service.isEmpty, value != "unknown_service" { service = Self.cut(value) }
      case .node: if node.isEmpty { node = Self.cut(value) }
      case .host: if host.isEmpty { host = Self.cut(value) }
      case .level: readLevel(value)
      case .stream: isStderr = isStderr || value == "stderr"
      case .logger: if facts.logger.isEmpty { facts.logger = Self.cut(value) }
      case .noise: break
      case nil: if keepsOthers { keep(name, value) }
      }
    }
    settle(workload, service, node, host, fallback)
  }

  /// The subject is the pod, else its workload, its service, its machine, else what the path says.
  private mutating func settle(
    _ workload: (kind: String, name: String), _ service: String, _ node: String, _ host: String, _ fallback: Subject
  ) {
    if subject.kind.isEmpty {
      if !workload.name.isEmpty {
        (subject.kind, subject.name) = workload
      } else if !service.isEmpty {
        (subject.kind, subject.name) = ("Service", service)
      } else if !node.isEmpty {
        (subject.kind, subject.name) = ("Node", node)
      } else if !host.isEmpty {
        (subject.kind, subject.name) = ("Host", host)
      } else if subject == Subject() {
        subject = fallback
      }
    }
    if subject.kind == "Node" { subject.namespace = "" }
    if !service.isEmpty, subject.name != service { keep("service", service) }
    if !node.isEmpty, subject.name != node {
      keep("host", node)
    } else if !host.isEmpty, subject.name != host {
      keep("host", host)
    }
  }

  private mutating func readLevel(_ value: String) {
    var text = value
    let severity = text.withUTF8 { unsafe LogSeverity.field($0.span) }
    if let severity, facts.severity == .unknown { facts.severity = severity }
  }

  private mutating func keep(_ name: String, _ value: String) {
    guard facts.attributes.count < Self.most, name.utf8.count <= LogAttributes.longestName else { return }
    facts.attributes[Self.known[name] ?? name] = Self.cut(value)
  }

  /// Names that log lines write in more than one way.
  private static let known = ["traceid": "trace_id", "traceID": "trace_id", "spanid": "span_id", "spanID": "span_id"]

  private static func cut(_ value: String) -> String {
    var text = value
    return text.withUTF8 { unsafe LineText.string($0.span, limit: LineText.longestValue) }
  }

  /// Whether a label of this name is read, or says nothing.
  static func isKnown(_ name: String) -> Bool { names[normalized(name)] != nil }

  private static func normalized(_ name: String) -> String {
    var bytes = Array(name.utf8)
    for i in bytes.indices where bytes[i] == 0x2E || bytes[i] == 0x2F || bytes[i] == 0x2D { bytes[i] = 0x5F }
    return Text.string(bytes.span)
  }
}
