import DebriefModel

/// What belongs to what: pods to workloads, workloads to nodes, callers to callees.
///
/// Stated relations come first; where the evidence states no owner, the name of a pod tells its workload
/// (`web-7d4b9c6f5-x2x9z` → `web`), which is marked by leaving the kind as `Deployment` only where the hash shows it.
struct Topology: Sendable {
  /// Owner chains longer than this are cut: evidence may hold a circle.
  private static let depth = 8
  /// The letters of generated names (k8s.io/apimachinery/pkg/util/rand).
  private static let alphabet = Set("bcdfghjklmnpqrstvwxz2456789".utf8)

  private var owners: [Subject: Subject] = [:]
  private var hosts: [Subject: Subject] = [:]
  private var callees: [String: Set<String>] = [:]
  private(set) var count = 0

  init(_ relations: [Relation]) {
    for relation in relations.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      switch relation.kind {
      case .owns: if owners[relation.to.object] == nil { owners[relation.to.object] = relation.from.object }
      case .runsOn: if hosts[relation.from.object] == nil { hosts[relation.from.object] = relation.to.object }
      case .calls: callees[relation.from.name, default: []].insert(relation.to.name)
      }
    }
    count = relations.count
  }

  /// The workload a subject belongs to: itself when it is none's part.
  func workload(of subject: Subject) -> Subject {
    var current = subject.object
    for _ in 0..<Topology.depth {
      guard let owner = owners[current], owner != current else { break }
      current = owner
    }
    return Topology.workloadByName(current)
  }

  /// The node a pod runs on, as stated.
  func node(of subject: Subject) -> Subject? { hosts[subject.object] }

  /// Whether one named service calls another, directly or through others.
  func calls(_ caller: String, _ callee: String) -> Bool {
    var seen: Set<String> = [caller]
    var frontier = [caller]
    while let name = frontier.popLast(), seen.count < 10_000 {
      for next in callees[name] ?? [] where seen.insert(next).inserted {
        if next == callee { return true }
        frontier.append(next)
      }
    }
    return false
  }

  /// Whether two subjects belong together: the same workload, or the same name with kinds or namespaces left unsaid.
  func related(_ a: Subject, _ b: Subject) -> Bool {
    let (x, y) = (workload(of: a), workload(of: b))
    if x == y { return true }
    let sameNamespace = x.namespace == y.namespace || x.namespace.isEmpty || y.namespace.isEmpty
    return sameNamespace && x.name == y.name && !x.name.isEmpty && (x.kind == "Node") == (y.kind == "Node")
  }

  private static func workloadByName(_ subject: Subject) -> Subject {
    var copy = subject
    let parts = subject.name.split(separator: "-", omittingEmptySubsequences: false)
    switch subject.kind {
    case "ReplicaSet":
      guard parts.count >= 2, isHash(parts[parts.count - 1]) else { return subject }
      (copy.kind, copy.name) = ("Deployment", parts.dropLast().joined(separator: "-"))
    case "Pod":
      guard parts.count >= 2, isSuffix(parts[parts.count - 1]) else { return subject }
      if parts.count >= 3, isHash(parts[parts.count - 2]) {
        (copy.kind, copy.name) = ("Deployment", parts.dropLast(2).joined(separator: "-"))
      } else {
        (copy.kind, copy.name) = ("Workload", parts.dropLast().joined(separator: "-"))
      }
    default: return subject
    }
    return copy
  }

  private static func isSuffix(_ part: Substring) -> Bool {
    part.utf8.count == 5 && part.utf8.allSatisfy(alphabet.contains)
  }

  private static func isHash(_ part: Substring) -> Bool {
    (6...10).contains(part.utf8.count) && part.utf8.allSatisfy(alphabet.contains) && part.utf8.contains { $0 < 58 }
  }
}
