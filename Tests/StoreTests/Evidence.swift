import DebriefImport
import DebriefModel
import DebriefStore
import DebriefTesting

/// A Kubernetes event as kubectl writes it.
func kubernetesEvent(
  uid: String, pod: String = "web-1", reason: String = "BackOff",
  message: String = "Back-off restarting failed container",
  first: String = "2026-08-27T18:00:00Z", last: String = "2026-08-27T18:05:00Z", count: Int = 1
) -> String {
  """
  {"apiVersion":"v1","kind":"Event","metadata":{"name":"\(pod).\(uid)","namespace":"shop","uid":"\(uid)"},\
  "involvedObject":{"kind":"Pod","namespace":"shop","name":"\(pod)"},"reason":"\(reason)","message":"\(message)",\
  "source":{"component":"kubelet"},"firstTimestamp":"\(first)","lastTimestamp":"\(last)","count":\(count),"type":"Warning"}
  """
}

func eventList(_ events: [String]) -> String {
  "{\"apiVersion\":\"v1\",\"items\":[\n" + events.joined(separator: ",\n") + "\n],\"kind\":\"List\",\"metadata\":{}}\n"
}

/// A folder of evidence and an in-memory store.
struct Bench {
  let folder: TemporaryDirectory
  let store: Store

  init() throws { (folder, store) = (try TemporaryDirectory(), try Store.inMemory()) }

  @discardableResult
  func importAll(range: TimeRange? = nil) throws -> [ImportOutcome] {
    var request = ImportRequest(incident: "test")
    request.range = range
    return try ImportSession(sink: StoreImport(store)).importFiles(EvidenceFolder.files(in: folder.path), request)
  }

  func evidence() throws -> StoreEvidence { try store.evidence(incident: "test") }

  /// The rows of a query, as text.
  func rows(_ sql: String) throws -> [[String]] {
    var rows: [[String]] = []
    try store.select(sql, columns: { _ in }) { row in
      rows.append(
        row.map { value in
          switch value {
          case .null: "null"
          case .integer(let number): "\(number)"
          case .real(let number): "\(number)"
          case .text(let text): text
          case .blob(let count): "\(count) bytes"
          }
        })
      return true
    }
    return rows
  }
}
