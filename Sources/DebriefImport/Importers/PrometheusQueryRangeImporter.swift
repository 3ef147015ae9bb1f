public import DebriefModel
internal import DebriefParsing

/// Reads what Prometheus answers to `query_range` (and `query`): each series with its samples; `ALERTS` also as alerts.
///
/// Values are strings, `NaN` among them is a value. The response states neither query nor step: the step is the smallest
/// difference between samples. promtool prints the bare result array; VictoriaMetrics exports a series a line, with times and
/// values beside each other. Formats: prometheus docs/querying/api.md; docs.victoriametrics.com, "How to export data in JSON
/// line format".
public struct PrometheusQueryRangeImporter: Importer {
  public static let description = ImporterDescription(
    id: "prometheus-query-range", title: "Prometheus range query",
    framing: .objects(elements: Self.results),
    summary: "Each series becomes a metric with samples; ALERTS series also become alerts, one per stretch in a state.",
    origin: "curl 'http://prometheus:9090/api/v1/query_range?query=…&start=…&end=…&step=15s'")

  /// Where the series stand: in Prometheus' own answer, bare, or inside the record of a tool that asked.
  private static let results = [
    ["data", "result"], ["result"], ["result", "data", "result"], ["output", "data", "result"],
    ["response", "data", "result"],
  ]

  private var alerts = AlertRuns()
  private var steps = StepLedger()
  /// The time of a scalar answer, `[time, "value"]`, whose value is the next element.
  private var scalarTime: Instant?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["data.", "", "result.data.", "output.data.", "response.data."] {
      let type = outline[prefix + "resultType"] ?? ""
      if ["matrix", "vector", "scalar", "string"].contains(type) { return .certain }
      if !type.isEmpty || outline.has(prefix + "result[].stream") { return .no }
      if isSeries(outline, prefix + "result[].") { return .certain }
    }
    if isSeries(outline, "[].") || outline.has("metric.__name__") && outline.has("timestamps") { return .certain }
    if outline["status"] == "error" && outline.has("errorType") && outline.has("error") { return .likely }
    if ToolCapture.holds(head, "\"resultType\"", "\"matrix\"") { return .likely }
    // A captured query that brought nothing.
    let tool = outline["tool_name"] ?? ""
    return tool.contains("prometheus") && tool.contains("query") ? .likely : .no
  }

  private static func isSeries(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline.has(prefix + "metric")
      && outline.hasAny(prefix + "values", prefix + "value", prefix + "histograms", prefix + "histogram")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return readEnvelope(root, &batch) }
    guard root.isObject else { return try readScalar(root, &batch) }
    if root["metric"] != nil { return try readSeries(root, &batch) }
    if root["stream"] != nil { throw Rejection("a log stream, not a metric") }
    if ToolCapture.isHeader(root) { return }
    if root["status"] != nil || root["resultType"] != nil || root["data"] != nil { return readEnvelope(root, &batch) }
    throw Rejection("not a series: an object without metric")
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    steps.note(into: &batch)
    alerts.finish(steps, into: &batch)
  }

  private mutating func readSeries(_ element: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    let reading = SeriesReading(element, path: batch.context.path)
    if reading.isNamedByPath {
      batch.note(.assumption, SeriesReading.namedByPath(reading.metric))
    }
    if reading.damaged > 0 {
      batch.reject(
        "\(reading.damaged) samples of \(reading.metric) are no pairs of a time and a value",
        excerpt: reading.firstDamaged)
    }
    if reading.isReordered {
      batch.note(.warning, SampleOrder.note)
    }
    guard !reading.samples.isEmpty || !reading.histograms.isEmpty else {
      if reading.damaged == 0 { batch.note(.missing, "a series of \(reading.metric) has no samples") }
      return
    }
    add(reading, &batch)
  }

  private mutating func add(_ reading: SeriesReading, _ batch: inout EventBatch) {
    let step = SampleOrder.step(reading.samples.isEmpty ? reading.histograms.map(\.at) : reading.samples.map(\.at))
    steps.see(step, last: max(reading.samples.last?.at ?? .distantPast, reading.histograms.last?.at ?? .distantPast))
    if !reading.samples.isEmpty {
      let series = Series(metric: reading.metric, labels: reading.labels, step: step)
      batch.add(SeriesSamples(series, reading.samples))
      alerts.see(series, reading.samples, document: steps.document, place: batch.place, note: { batch.note($0, $1) })
    }
    addHistograms(reading, step, &batch)
  }

  private func addHistograms(_ reading: SeriesReading, _ step: Double?, _ batch: inout EventBatch) {
    guard !reading.histograms.isEmpty else { return }
    batch.note(.warning, Self.histogramNote)
    for (suffix, value) in [("_count", \HistogramSample.count), ("_sum", \HistogramSample.sum)] {
      let series = Series(metric: reading.metric + suffix, labels: reading.labels, step: step)
      batch.add(SeriesSamples(series, reading.histograms.map { Sample(at: $0.at, value: $0[keyPath: value]) }))
    }
    guard reading.histograms.contains(where: { !$0.buckets.isEmpty }) else { return }
    for quantile in HistogramSample.quantiles {
      var series = Series(metric: reading.metric, labels: reading.labels, step: step)
      series.labels["quantile"] = quantile.label
      let samples = reading.histograms.map { Sample(at: $0.at, value: $0.quantile(quantile.value)) }
      batch.add(SeriesSamples(series, samples))
    }
  }

  private static let histogramNote =
    "native histograms are kept as their count, their sum and three quantiles (0.5, 0.9, 0.99), worked out as Prometheus 3 does; "
    + "of a histogram that was not rated these cover everything since its process started"

  /// `"result": [1690724700.123, "5"]` of a scalar comes as two elements.
  private mutating func readScalar(_ value: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    if scalarTime == nil, let seconds = value.double, let time = Instant(prometheusSeconds: seconds) {
      scalarTime = time
      return
    }
    defer { scalarTime = nil }
    guard let time = scalarTime, let number = SeriesReading.number(value) else {
      throw Rejection(
        value.isArray || scalarTime == nil ? "not a series: not a JSON object" : "a string result, not a number")
    }
    let name = SeriesReading.name(from: batch.context.path)
    steps.see(nil, last: time)
    batch.add(SeriesSamples(Series(metric: name, labels: [:]), [Sample(at: time, value: number)]))
  }

  private mutating func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    scalarTime = nil
    let isEmpty = !steps.hasSeries
    steps.endDocument()
    for key in ["warnings", "infos"] {
      for warning in root[name: key]?.elements ?? JSONValue.none {
        guard let text = warning.string else { continue }
        let isLimit = text.contains("truncated") || text.contains("limit")
        batch.note(isLimit ? .limit : .warning, "Prometheus \(key == "infos" ? "noted" : "warned"): \(text)")
      }
    }
    if root["status"]?.equals("error") ?? false {
      let kind = root["errorType"]?.string ?? "error"
      return batch.note(.warning, "the query failed (\(kind)): \(root["error"]?.string ?? "no reason given")")
    }
    guard isEmpty else { return }
    let answer = root["result"] ?? root["output"] ?? root["response"] ?? root
    let hasResult = (answer["data"] ?? answer)["result"] != nil || answer.isArray
    batch.note(.missing, hasResult ? "the query found no series" : "the query brought no data")
  }
}
