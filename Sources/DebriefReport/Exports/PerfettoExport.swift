public import DebriefModel

/// The incident as a trace that Perfetto and chrome://tracing open: lanes of events by kind and subject, series as counters.
///
/// The JSON form: `X` for intervals, `i` for instants, `C` for counters, `M` for names; times in microseconds since 1970.
/// Numbers stand for processes (kinds) and threads (subjects) in the order of their first use. Source: "Trace Event Format".
public struct PerfettoExport: Export {
  public static let description = ExportDescription(
    id: "perfetto", title: "events as lanes and series as counters (ui.perfetto.dev, chrome://tracing)",
    fileName: "trace.json")

  private static let seriesProcess = 100
  private var undated = Undated()
  private var threads: [String: Int] = [:]
  private var named: Set<Int> = []
  private var isFirst = true
  public var remarks: [String] { undated.remarks }

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    try out("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[")
    let sources = ExportedSources(try evidence.sources())
    try evidence.forEachEvent(EventFilter()) { event in
      guard let time = event.time else {
        undated.add()
        return true
      }
      for entry in names(of: event) + [entry(event, time, sources)] { try put(entry, out) }
      return true
    }
    for series in try evidence.series() {
      for sample in try evidence.samples(of: series) where sample.value.isFinite {
        try put(counter(series, sample), out)
      }
    }
    try out("\n]}\n")
  }

  private mutating func put(_ entry: String, _ out: (String) throws -> Void) throws {
    try out((isFirst ? "\n" : ",\n") + entry)
    isFirst = false
  }

  /// The names of a process and a thread, before their first use.
  private mutating func names(of event: Event) -> [String] {
    var entries: [String] = []
    let process = event.kind.number + 1
    if named.insert(process).inserted {
      entries.append(name("process_name", process, 0, event.kind.rawValue))
    }
    let key = Self.key(event)
    if threads[key] == nil {
      threads[key] = threads.count + 1
      let subject = event.subject.object.description
      entries.append(name("thread_name", process, thread(event), subject.isEmpty ? "no subject" : subject))
    }
    return entries
  }

  private static func key(_ event: Event) -> String { "\(event.kind.number) \(event.subject.object.description)" }
  private func thread(_ event: Event) -> Int { threads[Self.key(event)] ?? 0 }

  private func name(_ what: String, _ process: Int, _ thread: Int, _ name: String) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("ph", "M")
      json.field("name", what)
      json.field("pid", process)
      json.field("tid", thread)
      json.object("args") { $0.field("name", name) }
    }
    return json.text
  }

  private func entry(_ event: Event, _ time: EventTime, _ sources: ExportedSources) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("ph", time.isInstant ? "i" : "X")
      json.field("name", event.reason.isEmpty ? event.headline : event.reason)
      json.field("cat", event.kind.rawValue)
      json.field("ts", Int(time.start.microseconds))
      if time.isInstant {
        json.field("s", "t")
      } else {
        json.field("dur", Int(time.end.microseconds - time.start.microseconds))
      }
      json.field("pid", event.kind.number + 1)
      json.field("tid", thread(event))
      json.object("args") { json in
        json.field("message", event.message)
        json.field("severity", event.severity.name)
        json.field("count", event.count)
        json.field("evidence", sources.place(event))
      }
    }
    return json.text
  }

  private func counter(_ series: Series, _ sample: Sample) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("ph", "C")
      json.field("name", series.description)
      json.field("ts", Int(sample.at.microseconds))
      json.field("pid", Self.seriesProcess)
      json.object("args") { $0.field("value", sample.value) }
    }
    return json.text
  }
}
