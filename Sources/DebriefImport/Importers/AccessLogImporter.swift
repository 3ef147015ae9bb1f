public import DebriefModel
internal import DebriefParsing

/// Reads access logs: common and combined (nginx, Apache, ingress-nginx), Envoy's and Istio's as text and JSON.
///
/// 5xx, and no answer at all, is an error; 429 and 499 are warnings, other 4xx notices. Secrets in query strings are masked.
public struct AccessLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "access-log", title: "Access log of a web server or proxy", framing: .lines,
    summary:
      "Each request becomes one event with method, path, status, duration and upstream; 5xx is an error, 429 and 499 are warnings.",
    origin: "kubectl logs of nginx, Apache, ingress-nginx or an Istio sidecar")

  private var reader = BareLogReader(refusesBrokenJSON: true)

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .access) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
