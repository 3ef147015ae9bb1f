internal import DebriefModel
internal import DebriefParsing

/// Reads one Endpoints or EndpointSlice: whether anything behind the service was ready.
struct EndpointsReading {
  private let endpoints: JSONValue
  private let kind: String
  private let identity: ObjectIdentity

  init(_ endpoints: JSONValue, _ kind: String) throws(Rejection) {
    (self.endpoints, self.kind) = (endpoints, kind)
    identity = try ObjectIdentity(endpoints)
  }

  func read(into batch: inout EventBatch) {
    OwnerReading.read(endpoints, kind: kind, into: &batch)
    let (ready, unready) = kind == "Endpoints" ? addresses : sliced
    // Nothing at all may be meant so: a service scaled to zero, a lock of an election.
    guard ready == 0, unready > 0 else { return }
    let service = endpoints["metadata"]?["labels"]?["kubernetes.io/service-name"]?.string ?? identity.name
    let changed = endpoints["metadata"]?["annotations"]?["endpoints.kubernetes.io/last-change-trigger-time"]
    batch.add(
      Event(
        time: Timestamp.rfc3339(changed) ?? batch.timeSeen, kind: .state, severity: .warning,
        subject: Subject(namespace: identity.namespace, kind: "Service", name: service), reason: "NoEndpoints",
        message: "none of \(unready) addresses behind the service is ready", identity: identity.fact("endpoints")))
  }

  private var addresses: (ready: Int, unready: Int) {
    var (ready, unready) = (0, 0)
    for subset in endpoints["subsets"]?.elements ?? JSONValue.none {
      for _ in subset["addresses"]?.elements ?? JSONValue.none { ready += 1 }
      for _ in subset["notReadyAddresses"]?.elements ?? JSONValue.none { unready += 1 }
    }
    return (ready, unready)
  }

  private var sliced: (ready: Int, unready: Int) {
    var (ready, unready) = (0, 0)
    for endpoint in endpoints["endpoints"]?.elements ?? JSONValue.none {
      // Unknown readiness counts as ready (discovery/v1 `EndpointConditions`).
      if endpoint["conditions"]?["ready"]?.bool ?? true { ready += 1 } else { unready += 1 }
    }
    return (ready, unready)
  }
}
