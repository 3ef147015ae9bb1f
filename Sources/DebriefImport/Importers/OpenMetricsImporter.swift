public import DebriefModel
internal import DebriefParsing

/// Reads metrics as text: Prometheus' exposition format, OpenMetrics, and `promtool tsdb dump-openmetrics`.
///
/// Times with decimals are seconds (OpenMetrics), whole ones from 10¹¹ on are milliseconds (Prometheus' text format).
/// A scrape page mostly states none: then there is nothing to place on a time line, and a note says so.
/// Sources: prometheus.io/docs/instrumenting/exposition_formats/; OpenMetrics 1.0.
public struct OpenMetricsImporter: Importer {
  public static let description = ImporterDescription(
    id: "openmetrics", title: "Prometheus text and OpenMetrics", framing: .lines,
    summary: "Lines with a time become samples of their series; a scrape page without times gives none and says so.",
    origin: "promtool tsdb dump-openmetrics DIR, or a /metrics page saved with times")

  private var book = SeriesBook()
  private var untimed = 0
  private var exemplars = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    if head.isJSON { return .no }
    return head.withSpan { bytes in
      var evidence = Evidence()
      HeadLines.forEach(bytes) { line in evidence.see(line) }
      return evidence.confidence
    }
  }

  /// What the first lines say.
  private struct Evidence {
    var comments = 0
    var labelled = 0
    var timed = 0
    var others = 0

    mutating func see(_ line: Span<UInt8>) -> Bool {
      if line[0] == 0x23 {
        if OpenMetricsImporter.isMetadata(line) { comments += 1 }
      } else if let sample = ExpositionLine(line), !Text.matches(line, at: 0, "{__name__=") {
        if line[sample.series.upperBound - 1] == 0x7D { labelled += 1 }
        if sample.time != nil { timed += 1 }
      } else {
        others += 1
      }
      return isPlausible && comments + labelled < 200
    }

    /// Among lines that say what they are, a broken one may stand.
    private var isPlausible: Bool { others == 0 || comments > 1 && others * 5 <= comments + labelled + timed }

    var confidence: Confidence {
      guard isPlausible else { return .no }
      if comments > 0 && (comments > 1 || labelled + timed > 0) { return .certain }
      return labelled == 0 ? .no : timed > 0 ? .certain : .likely
    }
  }

  /// `# TYPE name counter`, `# HELP name text`, `# UNIT name seconds`, `# EOF`.
  static func isMetadata(_ line: Span<UInt8>) -> Bool {
    Text.matches(line, at: 0, "# EOF")
      || Text.matches(line, at: 0, "# TYPE ") || Text.matches(line, at: 0, "# HELP ")
      || Text.matches(line, at: 0, "# UNIT ")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let line = record.extracting(Text.trimmed(record, 0..<record.count))
    guard line.count > 0, line[0] != 0x23 else { return }
    guard let sample = ExpositionLine(line) else { throw Rejection("not a sample: no name, value and time") }
    if sample.hasExemplar { exemplars += 1 }
    guard let range = sample.time else {
      untimed += 1
      return
    }
    guard let at = Self.time(line, range) else { throw Rejection("a time out of range") }
    let isAdded = book.add(
      Sample(at: at, value: sample.value), to: Text.string(line, sample.series), into: &batch
    ) {
      ExpositionLine.parse(line, sample.series).map { Series(metric: $0.metric, labels: $0.labels) }
    }
    if !isAdded { throw Rejection("damaged labels") }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    book.finish(into: &batch)
    if untimed > 0 {
      batch.note(.missing, "\(untimed) values state no time, as on a scrape page: no series were made of them")
    }
    if exemplars > 0 { batch.note(.missing, "\(exemplars) exemplars were not kept") }
  }

  private static func time(_ line: Span<UInt8>, _ range: Range<Int>) -> Instant? {
    guard let number = Double(Text.string(line, range)) else { return nil }
    var isWhole = true
    for i in range where !Text.isDigit(line[i]) && line[i] != 0x2D { isWhole = false }
    return Instant(prometheusSeconds: isWhole && abs(number) >= 1e11 ? number / 1000 : number)
  }
}

/// The lines of a file's head.
enum HeadLines {
  /// Calls `body` with each whole line that is not empty, white space taken off, until it returns false.
  static func forEach(_ head: Span<UInt8>, _ body: (Span<UInt8>) -> Bool) {
    var i = Text.matches(head, at: 0, "\u{FEFF}") ? 3 : 0
    while i < head.count {
      var end = i
      while end < head.count && head[end] != 0x0A { end += 1 }
      // The last line of a head that is full may be cut.
      if end == head.count && head.count >= FileHead.size { return }
      let line = Text.trimmed(head, i..<end)
      if !line.isEmpty && !body(head.extracting(line)) { return }
      i = end + 1
    }
  }
}
