public import DebriefModel
internal import DebriefParsing

/// Reads the files of Docker's json-file logging driver.
///
/// Docker splits lines at 16 KiB; all parts but the last lack the newline (moby #34855). Parts are joined per stream when they
/// follow each other closely. A file in which no record ends with a newline was rewritten by something: nothing is joined then.
/// Records without a time are read by the times inside their lines, or stay undated.
public struct DockerJSONLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "docker-json-log", title: "Docker json-file log", framing: .lines,
    summary: "Each line or joined stack trace becomes one event; lines split at 16 KiB are put together again.",
    origin: "/var/lib/docker/containers/<id>/<id>-json.log")

  private var stdout = DockerStream()
  private var stderr = DockerStream()
  private var newlines = DockerNewlines.unseen

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .docker) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard record.count > 0 else { return }
    let object = try batch.parseJSON(record)
    guard let log = object["log"], log.kind == .string else {
      throw Rejection("not a record of Docker's json-file driver")
    }
    let time = Timestamp.rfc3339(object["time"])
    let isStderr = object["stream"]?.equals("stderr") ?? false
    let subject = Self.subject(object["attrs"]) ?? batch.context.subject
    let origin = LogStream.Origin(place: batch.place, subject: subject, isStderr: isStderr)
    _ = log.withUTF8 { content in
      if isStderr {
        stderr.take(content, time, origin, &newlines, &batch)
      } else {
        stdout.take(content, time, origin, &newlines, &batch)
      }
    }
  }

  /// Labels that the kubelet gave the container, when the driver was told to write them.
  private static func subject(_ labels: JSONValue?) -> Subject? {
    guard let labels, let pod = labels["io.kubernetes.pod.name"]?.string else { return nil }
    return Subject(
      namespace: labels["io.kubernetes.pod.namespace"]?.string ?? "", kind: "Pod", name: pod,
      container: labels["io.kubernetes.container.name"]?.string ?? "")
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if newlines == .present && (stdout.isOpen || stderr.isOpen) {
      batch.note(.warning, "cut off: the last line does not end")
    }
    stdout.finish(newlines, &batch)
    stderr.finish(newlines, &batch)
  }
}

/// Whether the records of a file end with newlines, as Docker writes them.
enum DockerNewlines {
  case unseen, present, lacking
}

/// One stream of a Docker log: puts split lines together before they become events.
struct DockerStream: Sendable {
  private var lines = LogStream()
  private var parts = DockerParts()
  /// For records without a time: then the line's own is used.
  private var clock = LogClock()

  var isOpen: Bool { parts.isOpen }

  mutating func take(
    _ content: Span<UInt8>, _ time: EventTime?, _ origin: LogStream.Origin, _ newlines: inout DockerNewlines,
    _ batch: inout EventBatch
  ) {
    let endsLine = content.count > 0 && content[content.count - 1] == 0x0A
    let text = content.extracting(0..<(endsLine ? content.count - 1 : content.count))
    if parts.isOpen, !parts.follows(time) { flush(newlines, &batch) }
    if endsLine { newlines = .present }
    if !parts.isOpen, endsLine || (newlines == .lacking && text.count < DockerParts.splitSize) {
      return give(text, time, origin, &batch)
    }
    parts.add(text, at: time, origin)
    if endsLine { return flush(newlines, &batch) }
    if newlines == .unseen, parts.shortParts >= DockerParts.mostShortParts {
      newlines = .lacking
      flush(newlines, &batch)
    }
  }

  private mutating func give(
    _ text: Span<UInt8>, _ time: EventTime?, _ origin: LogStream.Origin, _ batch: inout EventBatch
  ) {
    guard time == nil else { return lines.takeStamped(text, at: time, origin, &batch) }
    lines.takeBare(text, origin, &clock, &batch)
  }

  private mutating func flush(_ newlines: DockerNewlines, _ batch: inout EventBatch) {
    let taken = parts
    parts = DockerParts()
    for line in taken.lines(joined: newlines == .present || taken.isSplit) {
      give(line.bytes.span, line.time, line.origin, &batch)
    }
    if taken.isCut { batch.note(.limit, "a line of more than \(DockerParts.longest >> 20) MiB was cut") }
  }

  mutating func finish(_ newlines: DockerNewlines, _ batch: inout EventBatch) {
    flush(newlines, &batch)
    lines.finish(&batch)
  }
}

/// Records of one stream without a newline at their end.
struct DockerParts: Sendable {
  static let longest = 1 << 20
  /// Docker's buffer holds 16 KiB; a part of this size is never a whole line.
  static let splitSize = 16_000
  /// So many short parts without any newline in the file mean that it has none.
  static let mostShortParts = 8
  /// Parts of one line are written at once.
  private static let closeness = TimeSpan.seconds(1)

  private var parts: [(bytes: [UInt8], time: EventTime?, origin: LogStream.Origin)] = []
  private var size = 0
  private(set) var isCut = false
  private(set) var shortParts = 0

  var isOpen: Bool { !parts.isEmpty }
  /// Whether a part has the size at which Docker splits.
  var isSplit: Bool { shortParts < parts.count }

  /// Whether a record at `time` may go on the line being held.
  func follows(_ time: EventTime?) -> Bool {
    guard let last = parts.last?.time?.start, let time else { return true }
    return Int64(clamping: (time.start - last).nanoseconds.magnitude) <= Self.closeness.nanoseconds
  }

  mutating func add(_ part: Span<UInt8>, at time: EventTime?, _ origin: LogStream.Origin) {
    guard size + part.count <= Self.longest, parts.count < 1000 else {
      isCut = true
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(part.count)
    for i in 0..<part.count { bytes.append(part[i]) }
    size += part.count
    if part.count < Self.splitSize { shortParts += 1 }
    parts.append((bytes, time, origin))
  }

  /// The lines that the parts make.
  func lines(joined: Bool) -> [(bytes: [UInt8], time: EventTime?, origin: LogStream.Origin)] {
    guard joined, let first = parts.first else { return parts }
    return [(parts.flatMap(\.bytes), first.time, first.origin)]
  }
}
