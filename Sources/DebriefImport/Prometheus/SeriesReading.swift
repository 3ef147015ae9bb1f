internal import DebriefModel
internal import DebriefParsing

/// Reads one series of a query result: `{"metric":{…},"values":[[time,"value"],…],"histograms":[…]}`.
struct SeriesReading {
  private(set) var metric = ""
  private(set) var labels: [String: String]
  /// Sorted by time, one a time.
  private(set) var samples: [Sample] = []
  private(set) var histograms: [HistogramSample] = []
  private(set) var isNamedByPath = false
  private(set) var isReordered = false
  private(set) var damaged = 0
  private(set) var firstDamaged = ""

  init(_ element: JSONValue, path: String) {
    labels = element["metric"]?.stringMap ?? [:]
    metric = labels.removeValue(forKey: "__name__") ?? ""
    if metric.isEmpty { (metric, isNamedByPath) = (Self.name(from: path), true) }
    if let times = element["timestamps"], times.isArray {
      readColumns(times, element["values"])
    } else {
      for pair in element["values"]?.elements ?? JSONValue.none { readSample(pair) }
    }
    if let pair = element["value"] { readSample(pair) }
    for pair in element["histograms"]?.elements ?? JSONValue.none { readHistogram(pair) }
    if let pair = element["histogram"] { readHistogram(pair) }
    samples = sorted(samples, \.at)
    histograms = sorted(histograms, \.at)
  }

  private mutating func readSample(_ pair: JSONValue) {
    var parts = pair.elements
    guard let seconds = parts.next()?.double, let at = Instant(prometheusSeconds: seconds), let text = parts.next(),
      let value = Self.number(text)
    else { return damage(pair) }
    samples.append(Sample(at: at, value: value))
  }

  /// Times in milliseconds beside values, as VictoriaMetrics exports them (`/api/v1/export`); null is NaN there.
  private mutating func readColumns(_ times: JSONValue, _ values: JSONValue?) {
    var values = values?.elements ?? JSONValue.none
    for time in times.elements {
      guard let milliseconds = time.double, let at = Instant(prometheusSeconds: milliseconds / 1000),
        let value = values.next(), let number = value.isNull ? .nan : Self.number(value)
      else {
        damage(time)
        continue
      }
      samples.append(Sample(at: at, value: number))
    }
  }

  private mutating func readHistogram(_ pair: JSONValue) {
    var parts = pair.elements
    guard let seconds = parts.next()?.double, let at = Instant(prometheusSeconds: seconds),
      let value = parts.next(), let histogram = HistogramSample(value, at: at)
    else { return damage(pair) }
    histograms.append(histogram)
  }

  private mutating func damage(_ pair: JSONValue) {
    if damaged == 0 {
      firstDamaged = String(
        (pair.scalarText ?? pair.elements.map { $0.scalarText ?? "?" }.joined(separator: ", ")).prefix(200))
    }
    damaged += 1
  }

  private mutating func sorted<Value>(_ values: [Value], _ time: (Value) -> Instant) -> [Value] {
    let result = SampleOrder.sorted(values, time)
    if result.isReordered { isReordered = true }
    return result.values
  }

  /// The note about a series that has no name of its own.
  static func namedByPath(_ metric: String) -> String {
    "the query's result has no metric name: '\(metric)' was taken from the file's name"
  }

  /// A sample's value: a string such as `"23.5"`, `"NaN"` or `"+Inf"`; some tools write a number.
  static func number(_ value: JSONValue) -> Double? { value.string.map { Double($0) } ?? value.double }

  /// A metric name from a file's name: `metrics/5xx ratio.json` gives `_5xx_ratio`.
  ///
  /// Without a counter's ending: what has no name of its own is the result of an expression, mostly a rate, and no raw counter.
  static func name(from path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.split(separator: ".", maxSplits: 1).first.map(String.init) ?? ""
    let name = stem.prefix(100).utf8.map { byte -> Character in
      Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x5F ? Character(UnicodeScalar(byte)) : "_"
    }
    guard let first = name.first, name.contains(where: { $0 != "_" }) else { return "query_result" }
    let whole = (first.isNumber ? "_" : "") + String(name)
    let ending = ["_total", "_count", "_sum", "_bucket"].first {
      whole.hasSuffix($0) && whole.utf8.count > $0.utf8.count
    }
    return ending.map { String(whole.dropLast($0.count)) } ?? whole
  }
}
