/// What an event is about. Empty strings mean "not said by the source".
public struct Subject: Hashable, Comparable, Sendable {
  public var cluster: String
  public var namespace: String
  /// A Kubernetes kind (`Pod`, `Deployment`, `Node` …) or another noun (`Service`, `Alert`, `Host`).
  public var kind: String
  public var name: String
  public var container: String

  public init(
    cluster: String = "", namespace: String = "", kind: String = "", name: String = "", container: String = ""
  ) {
    (self.cluster, self.namespace, self.kind) = (cluster, namespace, kind)
    (self.name, self.container) = (name, container)
  }

  public static let none = Subject()
  public var isEmpty: Bool { self == .none }

  /// The same subject without its container.
  public var object: Subject {
    var copy = self
    copy.container = ""
    return copy
  }

  public static func < (a: Subject, b: Subject) -> Bool {
    (a.cluster, a.namespace, a.kind, a.name, a.container) < (b.cluster, b.namespace, b.kind, b.name, b.container)
  }
}

extension Subject: CustomStringConvertible {
  /// `namespace/Kind/name[container]` with the unknown parts left out.
  public var description: String {
    let path = [cluster, namespace, kind, name].filter { !$0.isEmpty }.joined(separator: "/")
    return container.isEmpty ? path : "\(path)[\(container)]"
  }
}

/// How two subjects hang together, as the evidence states it.
public struct Relation: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// `from` controls `to` (ownerReferences): a ReplicaSet owns a Pod.
    case owns
    /// `from` runs on `to`: a Pod on a Node.
    case runsOn = "runs_on"
    /// `from` calls `to`: service to service.
    case calls
  }
  public var kind: Kind
  public var from: Subject
  public var to: Subject
  public var provenance: Provenance
  public init(_ kind: Kind, from: Subject, to: Subject, provenance: Provenance = .none) {
    (self.kind, self.from, self.to, self.provenance) = (kind, from, to, provenance)
  }
}
