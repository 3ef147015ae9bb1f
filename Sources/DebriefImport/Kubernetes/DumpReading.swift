internal import DebriefModel
internal import DebriefParsing

/// Reads objects with lines between them: the logs of `kubectl cluster-info dump`, and what tools write around an object.
struct DumpReading {
  private var objects = ObjectReading()
  private var around = CapturedText()
  private var log: (subject: Subject, stream: LogStream)?
  private var clock = LogClock()

  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    if batch.role == .line { return try read(line: record, &batch) }
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a JSON object") }
    if batch.role == .envelope || ListEnvelope.isEmpty(root) { return ListEnvelope.note(root, into: &batch) }
    if root["kind"] == nil, root["tool_name"] != nil || root["invocation"] != nil { return around.learn(root) }
    guard let object = ListEnvelope.unwrapped(root) else { return }
    try objects.read(object, into: &batch)
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    if let subject = Self.subject(line, after: "==== START logs for ") {
      finishLog(&batch)
      log = (subject, LogStream())
    } else if Text.matches(line, at: 0, "==== END logs for ") {
      finishLog(&batch)
    } else if let subject = log?.subject {
      let origin = LogStream.Origin(place: batch.place, subject: subject)
      guard !Self.isError(line) else {
        return batch.note(.missing, "the log of \(subject) was not collected: \(Text.excerpt(line))")
      }
      log?.stream.takeBare(line, origin, &clock, &batch)
    } else if !Text.trimmed(line, 0..<line.count).isEmpty, !around.takes(line, into: &batch) {
      throw Rejection("neither an object nor a line of a log")
    }
  }

  /// `container C of pod NS/POD ====` after the marker.
  private static func subject(_ line: Span<UInt8>, after marker: StaticString) -> Subject? {
    guard Text.matches(line, at: 0, marker) else { return nil }
    let words = Text.string(line, marker.utf8CodeUnitCount..<line.count).split(separator: " ")
    guard let container = words.firstIndex(of: "container"), let pod = words.firstIndex(of: "pod"),
      container + 1 < words.count, pod + 1 < words.count
    else { return Subject.none }
    let names = words[pod + 1].split(separator: "/", maxSplits: 1).map(String.init)
    guard names.count == 2 else { return Subject.none }
    return Subject(namespace: names[0], kind: "Pod", name: names[1], container: String(words[container + 1]))
  }

  /// What kubectl writes in place of a log (kubectl/pkg/cmd/clusterinfo).
  private static func isError(_ line: Span<UInt8>) -> Bool {
    Text.matches(line, at: 0, "Create log request error: ") || Text.matches(line, at: 0, "Request log error: ")
  }

  private mutating func finishLog(_ batch: inout EventBatch) {
    log?.stream.finish(&batch)
    log = nil
  }

  mutating func finish(into batch: inout EventBatch) {
    if log != nil { batch.note(.warning, "cut off: the last log does not end") }
    finishLog(&batch)
    objects.finish(into: &batch)
  }
}
