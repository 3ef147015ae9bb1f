import DebriefModel

/// Rolls pods up to the workload that owns them.
struct Workloads {
  private var owners: [Subject: Subject] = [:]
  /// Deployment → ReplicaSet → Pod is two steps; more than five is not a workload.
  private static let depth = 5

  init(_ relations: [Relation]) {
    for relation in relations where relation.kind == .owns {
      let child = relation.to.object
      owners[child] = min(owners[child] ?? relation.from.object, relation.from.object)
    }
  }

  /// The topmost owner, or the subject itself without its container.
  func workload(of subject: Subject) -> Subject {
    var current = subject.object
    for _ in 0..<Workloads.depth {
      guard let owner = owners[current], owner != current else { break }
      current = owner
    }
    return current.kind == "Pod" || current.kind == "ReplicaSet" ? namedLikeWorkload(current) : current
  }

  /// A pod whose owner the evidence does not name: the generated suffix is taken off its name, and its kind is dropped,
  /// because the name says that there is a workload but not which kind.
  private func namedLikeWorkload(_ subject: Subject) -> Subject {
    var parts = subject.name.split(separator: "-")
    let isPod = subject.kind == "Pod"
    if isPod, parts.count > 1, let last = parts.last, last.count == 5, last.allSatisfy(isGenerated) {
      parts.removeLast()
    }
    if parts.count > 1, let last = parts.last, (6...10).contains(last.count), last.allSatisfy(isGenerated),
      last.contains(where: { $0.isNumber })
    {
      parts.removeLast()
    }
    let name = parts.joined(separator: "-")
    guard name != subject.name, !name.isEmpty else { return subject }
    return Subject(cluster: subject.cluster, namespace: subject.namespace, kind: "", name: name)
  }

  /// The letters Kubernetes takes for generated names (no vowels, no 0, 1, 3), and hexadecimal ones of older versions.
  private func isGenerated(_ character: Character) -> Bool { "bcdfghjklmnpqrstvwxz0123456789aef".contains(character) }
}
