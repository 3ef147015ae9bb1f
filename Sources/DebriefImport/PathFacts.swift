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
  public static func subject(of path: String) -> Subject {
    let parts = path.split(separator: "/").map(String.init)
    return kubelet(parts) ?? links(parts) ?? mustGather(parts) ?? bundle(parts) ?? .none
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
