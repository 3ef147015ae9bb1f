public import DebriefModel

/// What a path says about whose log a file is.
public enum PathFacts {
  /// The pod and container in the layouts of kubelet, must-gather and Troubleshoot; empty when the path says nothing.
  ///
  /// - `…/pods/<namespace>_<pod>_<uid>/<container>/<restart>.log` (kubelet)
  /// - `…/containers/<pod>_<namespace>_<container>-<64 hex>.log` (kubelet's links)
  /// - `…/namespaces/<ns>/pods/<pod>/<container>/<container>/logs/{current,previous}.log` (must-gather)
  /// - `…/pods/logs/<ns>/<pod>/<container>{,-previous}.log` (Troubleshoot)
  /// - `…/logs/<ns>/<pod>/<container>.log`
  /// - `…/config/pod/<ns>/logs/<pod>/{errors,messages,<container>_current}.log` (OpenShift Insights)
  /// - `…/cluster-info/<ns>/podlogs/<pod>/kubectl_…_logs_<pod>_-c_<container>` (sos), and the namespace of what lies beside it
  public static func subject(of path: String) -> Subject {
    let parts = path.split(separator: "/").map(String.init)
    return kubelet(parts) ?? links(parts) ?? insights(parts) ?? mustGather(parts) ?? sos(parts) ?? bundle(parts)
      ?? .none
  }

  private static func pod(_ namespace: String, _ name: String, _ container: String) -> Subject {
    Subject(namespace: namespace, kind: "Pod", name: name, container: container)
  }

  private static func kubelet(_ parts: [String]) -> Subject? {
    guard let pods = parts.lastIndex(of: "pods"), parts.count > pods + 2 else { return nil }
    let names = parts[pods + 1].split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 3 else { return nil }
    return pod(names[0], names[1], parts[pods + 2])
  }

  private static func links(_ parts: [String]) -> Subject? {
    guard parts.count > 1, parts[parts.count - 2] == "containers", let file = parts.last, file.hasSuffix(".log") else {
      return nil
    }
    let names = file.dropLast(4).split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 3, let dash = names[2].lastIndex(of: "-") else { return nil }
    return pod(names[1], names[0], String(names[2][..<dash]))
  }

  private static func insights(_ parts: [String]) -> Subject? {
    guard let at = parts.lastIndex(of: "logs"), at >= 3, parts.count == at + 3, parts[at - 2] == "pod",
      parts[at - 3] == "config", parts[at + 2].hasSuffix(".log")
    else { return nil }
    var container = String(parts[at + 2].dropLast(4))
    for ending in ["_current", "_previous"] where container.hasSuffix(ending) {
      container = String(container.dropLast(ending.utf8.count))
    }
    // What the operator has picked from the logs of all containers.
    if container == "errors" || container == "messages" { container = "" }
    return pod(parts[at - 1], parts[at + 1], container)
  }

  private static func sos(_ parts: [String]) -> Subject? {
    guard let at = parts.lastIndex(of: "cluster-info"), at >= 2, parts[at - 2] == "sos_commands", parts.count > at + 2
    else { return nil }
    let namespace = parts[at + 1]
    guard parts.count > at + 4, parts[at + 2] == "podlogs" else { return Subject(namespace: namespace) }
    // Blanks of the command are underscores in the name.
    let words = parts[at + 4].split(separator: "_").map(String.init)
    let flag = words.lastIndex(of: "-c").map { $0 + 1 } ?? words.count
    return pod(namespace, parts[at + 3], flag < words.count ? words[flag] : "")
  }

  private static func mustGather(_ parts: [String]) -> Subject? {
    guard let at = parts.firstIndex(of: "namespaces"), parts.count > at + 4, parts[at + 2] == "pods" else { return nil }
    return pod(parts[at + 1], parts[at + 3], parts.count > at + 5 ? parts[at + 4] : "")
  }

  private static func bundle(_ parts: [String]) -> Subject? {
    guard let at = parts.lastIndex(of: "logs"), parts.count == at + 4, parts[at + 3].hasSuffix(".log") else {
      return nil
    }
    var container = String(parts[at + 3].dropLast(4))
    if container.hasSuffix("-previous") { container = String(container.dropLast(9)) }
    return pod(parts[at + 1], parts[at + 2], container)
  }
}
