public import DebriefModel
internal import DebriefParsing

/// Reads what promtool prints as text: `query range`, `query instant` and `tsdb dump`.
///
/// A range is `{labels} =>` and then `value @[seconds]` a line, an instant `{labels} => value @[seconds]`, a dump
/// `{__name__="…"} value milliseconds`. Sources: prometheus/common model/value.go (`String`), cmd/promtool/tsdb.go.
public struct PromtoolTextImporter: Importer {
  public static let description = ImporterDescription(
    id: "promtool-text", title: "promtool output", framing: .lines,
    summary:
      "The samples of promtool's queries and dumps, with count and sum of native histograms; ALERTS become alerts.",
    origin: "promtool query range http://prometheus:9090 EXPR, or promtool tsdb dump DIR")

  private var book = SeriesBook()
  /// The series whose samples follow.
  private var current: (key: String, metric: String, labels: [String: String])?
  private var histograms = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    if head.isJSON && !head.withSpan({ Text.matches($0, at: 0, "{__name__=") || Text.contains($0, "} =>") }) {
      return .no
    }
    return head.withSpan { bytes in
      var seen = 0
      var others = 0
      HeadLines.forEach(bytes) { line in
        if Line(line) != nil { seen += 1 } else { others += 1 }
        return others * 4 <= seen && seen < 100
      }
      return others * 4 <= seen && seen > 0 ? .certain : .no
    }
  }

  /// What a line is.
  private enum Line {
    /// `{labels} =>`: samples follow.
    case head(Range<Int>)
    /// `{labels} => value @[time]` or `scalar: value @[time]`.
    case instant(Range<Int>, value: Range<Int>, at: Instant)
    /// `value @[time]`.
    case sample(Range<Int>, at: Instant)
    /// `{__name__="…"} value time`.
    case dump(Range<Int>, value: Range<Int>, at: Instant)

    init?(_ line: Span<UInt8>) {
      if let found = Self.dump(line) {
        self = found
        return
      }
      var start = 0
      var series: Range<Int>?
      if Text.matches(line, at: 0, "scalar: ") {
        (series, start) = (0..<0, 8)
      } else if let range = ExpositionLine.series(line, from: 0) {
        let arrow = ExpositionLine.skipSpace(line, range.upperBound)
        if Text.matches(line, at: arrow, "=>") { (series, start) = (range, arrow + 2) }
      }
      start = ExpositionLine.skipSpace(line, start)
      if start >= line.count, let series {
        self = .head(series)
        return
      }
      guard let at = Self.pair(line, start) else { return nil }
      if let series {
        self = .instant(series, value: at.value, at: at.time)
      } else {
        self = .sample(at.value, at: at.time)
      }
    }

    /// `value @[1690724700.123]`, where the value may be a histogram.
    private static func pair(_ line: Span<UInt8>, _ start: Int) -> (value: Range<Int>, time: Instant)? {
      guard line.count > start + 3, line[line.count - 1] == 0x5D else { return nil }
      var at = line.count - 2
      while at > start && line[at] != 0x5B { at -= 1 }
      guard at > start + 1, line[at - 1] == 0x40 else { return nil }
      let value = Text.trimmed(line, start..<(at - 1))
      guard !value.isEmpty, let seconds = Double(Text.string(line, (at + 1)..<(line.count - 1))),
        let time = Instant(prometheusSeconds: seconds)
      else { return nil }
      let isNumber = Double(Text.string(line, value)) != nil
      return isNumber || Text.matches(line, at: value.lowerBound, "Count: ") ? (value, time) : nil
    }

    private static func dump(_ line: Span<UInt8>) -> Line? {
      guard Text.matches(line, at: 0, "{__name__=\""), let series = ExpositionLine.series(line, from: 0) else {
        return nil
      }
      var space = line.count - 1
      while space > series.upperBound && !Text.isSpace(line[space]) { space -= 1 }
      let value = Text.trimmed(line, min(series.upperBound, space)..<space)
      guard !value.isEmpty, let milliseconds = Int(Text.string(line, (space + 1)..<line.count)),
        let time = Instant(prometheusSeconds: Double(milliseconds) / 1000)
      else { return nil }
      let isNumber = Double(Text.string(line, value)) != nil
      return isNumber || line[value.lowerBound] == 0x7B ? .dump(series, value: value, at: time) : nil
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let line = record.extracting(Text.trimmed(record, 0..<record.count))
    guard line.count > 0 else { return }
    guard let found = Line(line) else { throw Rejection("not a line of promtool: no series, value and time") }
    // What promtool 2.42 prints for a native histogram: neither its value nor its time.
    if Text.contains(line, "=> 0 @[0]") { throw Rejection("a native histogram, which this promtool cannot print") }
    switch found {
    case .head(let series): current = try named(line, series, &batch)
    case .instant(let series, let value, let at), .dump(let series, let value, let at):
      current = try named(line, series, &batch)
      try add(line, value, at, &batch)
    case .sample(let value, let at): try add(line, value, at, &batch)
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if histograms > 0 { batch.note(.warning, "\(histograms) native histograms are kept as their count and sum") }
    if book.count == 0 { batch.note(.missing, "the query found no samples") }
    book.finish(into: &batch)
  }

  private func named(
    _ line: Span<UInt8>, _ range: Range<Int>, _ batch: inout EventBatch
  ) throws(Rejection) -> (key: String, metric: String, labels: [String: String]) {
    let key = Text.string(line, range)
    if let current, current.key == key { return current }
    guard var series = ExpositionLine.parse(line, range) else { throw Rejection("damaged labels") }
    if series.metric.isEmpty {
      series.metric = SeriesReading.name(from: batch.context.path)
      batch.note(.assumption, SeriesReading.namedByPath(series.metric))
    }
    return (key, series.metric, series.labels)
  }

  private mutating func add(_ line: Span<UInt8>, _ range: Range<Int>, _ at: Instant, _ batch: inout EventBatch)
    throws(Rejection)
  {
    guard let current else { throw Rejection("a value without its series") }
    let text = Text.string(line, range)
    if let value = Double(text) { return put(value, at, suffix: "", current, &batch) }
    guard let count = Self.number(after: ["Count: ", "count:"], in: text),
      let sum = Self.number(after: ["Sum: ", "sum:"], in: text)
    else { throw Rejection("neither a number nor a histogram") }
    histograms += 1
    put(count, at, suffix: "_count", current, &batch)
    put(sum, at, suffix: "_sum", current, &batch)
  }

  private mutating func put(
    _ value: Double, _ at: Instant, suffix: String, _ current: (key: String, metric: String, labels: [String: String]),
    _ batch: inout EventBatch
  ) {
    book.add(Sample(at: at, value: value), to: current.key + suffix, into: &batch) {
      Series(metric: current.metric + suffix, labels: current.labels)
    }
  }

  private static func number(after names: [String], in text: String) -> Double? {
    for name in names {
      guard let found = text.firstRange(of: name) else { continue }
      return Double(text[found.upperBound...].prefix { !", }".contains($0) })
    }
    return nil
  }
}
