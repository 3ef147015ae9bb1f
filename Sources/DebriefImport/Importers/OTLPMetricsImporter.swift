public import DebriefModel
internal import DebriefParsing

/// Reads OpenTelemetry metrics as JSON: gauges and sums as series, histograms and summaries as their count and sum.
///
/// Names and labels are written as Prometheus writes them (dots become underscores, `_total` for rising sums), and resources name
/// pods as `namespace` and `pod` do there. Deltas are added up, so that all sums are totals. Format: opentelemetry-proto metrics.proto.
public struct OTLPMetricsImporter: Importer {
  public static let description = ImporterDescription(
    id: "otlp-metrics", title: "OpenTelemetry metrics (OTLP JSON)", framing: .objects(elements: [["resourceMetrics"]]),
    summary: "Gauges and sums become metrics with samples; histograms and summaries become their count and sum.",
    origin: "the collector's file exporter with format: json")

  private var book = SeriesBook()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { OTLPSignal.metrics.claims(head.outline) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try OTLPSignal.metrics.read(batch.parseJSON(record), &batch) { readResource($0, &$1) }
  }

  private mutating func readResource(_ element: JSONValue, _ batch: inout EventBatch) {
    let labels = OTLPNames.resource(OTLPValue.attributes(element["resource"]))
    for name in OTLPSignal.metrics.scopes {
      for scope in element[name]?.elements ?? JSONValue.none {
        for metric in scope["metrics"]?.elements ?? JSONValue.none { readMetric(metric, labels, &batch) }
      }
    }
  }

  private mutating func readMetric(_ metric: JSONValue, _ resource: [String: String], _ batch: inout EventBatch) {
    guard let written = metric["name"]?.string, !written.isEmpty else {
      return batch.reject("a metric without a name", excerpt: "")
    }
    let name = OTLPNames.metric(written)
    if let gauge = metric["gauge"] { return readNumbers(gauge, name, resource, isDelta: false, &batch) }
    if let sum = metric["sum"] {
      let isDelta = noteDelta(sum, &batch)
      let rises = sum["isMonotonic"]?.bool ?? false
      let suffix = rises && !name.hasSuffix("_total") ? "_total" : ""
      return readNumbers(sum, name + suffix, resource, isDelta: isDelta, &batch)
    }
    guard let summed = metric["histogram"] ?? metric["exponentialHistogram"] ?? metric["summary"] else {
      return batch.reject("a metric of a kind that is not known: \(written)", excerpt: "")
    }
    let isDelta = noteDelta(summed, &batch)
    if metric["summary"] == nil {
      batch.note(.limit, "histograms are kept as their count and sum, without their buckets")
    }
    for point in summed["dataPoints"]?.elements ?? JSONValue.none {
      readSummed(point, name, resource, isDelta: isDelta, &batch)
    }
  }

  /// Whether values are increments since the point before (1) rather than totals (2).
  private func noteDelta(_ data: JSONValue, _ batch: inout EventBatch) -> Bool {
    let kind = data["aggregationTemporality"]
    guard kind?.int == 1 || kind?.equals("AGGREGATION_TEMPORALITY_DELTA") ?? false else { return false }
    batch.note(.assumption, "delta sums and histograms were added up to totals that begin at 0")
    return true
  }

  private mutating func readNumbers(
    _ data: JSONValue, _ name: String, _ resource: [String: String], isDelta: Bool, _ batch: inout EventBatch
  ) {
    for point in data["dataPoints"]?.elements ?? JSONValue.none {
      guard !Self.isEmpty(point) else { continue }
      let value = OTLPValue.number(point["asDouble"] ?? point["asInt"])
      guard let at = OTLPValue.time(point["timeUnixNano"])?.start, let value else {
        batch.reject("a point of \(name) has no time or no value", excerpt: "")
        continue
      }
      add(name, OTLPNames.labels(point, resource), Sample(at: at, value: value), isDelta: isDelta, &batch)
    }
  }

  private mutating func readSummed(
    _ point: JSONValue, _ name: String, _ resource: [String: String], isDelta: Bool, _ batch: inout EventBatch
  ) {
    guard !Self.isEmpty(point) else { return }
    guard let at = OTLPValue.time(point["timeUnixNano"])?.start, let count = OTLPValue.number(point["count"]) else {
      return batch.reject("a point of \(name) has no time or no count", excerpt: "")
    }
    let labels = OTLPNames.labels(point, resource)
    add(name + "_count", labels, Sample(at: at, value: count), isDelta: isDelta, &batch)
    if let sum = OTLPValue.number(point["sum"]) {
      add(name + "_sum", labels, Sample(at: at, value: sum), isDelta: isDelta, &batch)
    }
    for quantile in point["quantileValues"]?.elements ?? JSONValue.none {
      guard let rank = quantile["quantile"]?.scalarText, let value = OTLPValue.number(quantile["value"]) else {
        continue
      }
      add(
        name, labels.merging(["quantile": rank]) { _, new in new }, Sample(at: at, value: value), isDelta: false, &batch
      )
    }
  }

  private mutating func add(
    _ name: String, _ labels: [String: String], _ sample: Sample, isDelta: Bool, _ batch: inout EventBatch
  ) {
    let series = Series(metric: name, labels: labels)
    book.add(sample, to: series.description, isDelta: isDelta, into: &batch) { series }
  }

  /// The flag "no recorded value": the series ended, there is no number.
  private static func isEmpty(_ point: JSONValue) -> Bool { (point["flags"]?.int ?? 0) & 1 == 1 }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { book.finish(into: &batch) }
}

/// Names of metrics and labels as Prometheus would have them (OpenTelemetry specification, "Prometheus and OpenMetrics
/// Compatibility").
enum OTLPNames {
  private static let most = 40

  /// Resource attributes that name whose metric it is, under the labels of Prometheus and kube-state-metrics.
  private static let known = [
    "k8s.cluster.name": "cluster", "k8s.namespace.name": "namespace", "k8s.pod.name": "pod",
    "k8s.container.name": "container", "k8s.node.name": "node", "k8s.deployment.name": "deployment",
    "k8s.statefulset.name": "statefulset", "k8s.daemonset.name": "daemonset", "k8s.job.name": "job_name",
    "service.name": "service", "service.instance.id": "instance", "host.name": "host",
  ]

  static func resource(_ attributes: [String: String]) -> [String: String] {
    var labels: [String: String] = [:]
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
      if let label = known[name] { labels[label] = String(value.prefix(LineText.longestValue)) }
    }
    return labels
  }

  /// The labels of a point; its own win.
  static func labels(_ point: JSONValue, _ resource: [String: String]) -> [String: String] {
    var labels = resource
    for (name, value) in OTLPValue.attributes(point).sorted(by: { $0.key < $1.key }) where labels.count < most {
      labels[known[name] ?? metric(name)] = String(value.prefix(LineText.longestValue))
    }
    return labels
  }

  /// `http.server.duration` as `http_server_duration`.
  static func metric(_ name: String) -> String {
    var bytes = name.utf8.prefix(200).map { byte in
      Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x3A ? byte : 0x5F
    }
    if let first = bytes.first, Text.isDigit(first) { bytes.insert(0x5F, at: 0) }
    return Text.string(bytes.span)
  }
}
