public import DebriefModel
internal import DebriefParsing

/// Reads what `docker compose logs` prints, with and without `--timestamps`; the names of version 1 (`web_1`) too.
///
/// Lines are told apart by their prefix. Format: docker/compose, cmd/formatter/logs.go.
public struct ComposeLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "docker-compose-log", title: "docker compose logs", framing: .lines,
    summary: "Each line or joined stack trace becomes one event about the container of its prefix.",
    origin: "docker compose logs --timestamps --no-color", needsReferenceTime: true)

  private var streams = PrefixedStreams()
  private var clock = LogClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .compose) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    LineText.cleaned(record) { take($0, &batch) }
  }

  private mutating func take(_ line: Span<UInt8>, _ batch: inout EventBatch) {
    guard let parsed = ComposeLine(line) else {
      // What Docker itself says between the lines of the containers.
      let origin = LogStream.Origin(place: batch.place, subject: batch.context.subject)
      return streams.take(line, from: 0, at: nil, origin, &clock, &batch)
    }
    let stream = stream(parsed, line, &batch)
    let origin = LogStream.Origin(place: batch.place, subject: streams.subjects[stream])
    let content = line.extracting(parsed.content..<line.count)
    if let stamped = KubectlLine(content), stamped.prefix == nil, stamped.precision == .nanosecond {
      let text = content.extracting(stamped.content..<content.count)
      streams.take(text, from: stream, at: stamped.time, origin, &clock, &batch)
    } else {
      streams.take(content, from: stream, at: nil, origin, &clock, &batch)
    }
  }

  private mutating func stream(_ parsed: ComposeLine, _ line: Span<UInt8>, _ batch: inout EventBatch) -> Int {
    if let known = streams.known(line, parsed.name) { return known }
    return streams.add(line, parsed.name, Subject(kind: "Container", name: Text.string(line, parsed.name)), &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { streams.finish(&batch) }
}
