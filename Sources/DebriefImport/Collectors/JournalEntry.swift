internal import DebriefModel
internal import DebriefParsing

/// One entry of systemd's journal (systemd.journal-fields(7)), from JSON or from the export format.
///
/// `_SOURCE_REALTIME_TIMESTAMP` is when the sender wrote it, `__REALTIME_TIMESTAMP` when the journal received it.
struct JournalEntry {
  /// Differences up to this are the way to the journal.
  private static let tolerance = TimeSpan.seconds(2)

  private(set) var message: [UInt8]?
  /// journalctl writes null for what is longer than its limit.
  private(set) var isTooLarge = false
  private(set) var sent: EventTime?
  var received: EventTime?
  private var priority: Int?
  private var host = ""
  private var program = ""
  private var unit = ""
  private var boot = ""
  private var cursor = ""
  private var process = ""
  private var container: (name: String, id: String) = ("", "")
  private var code: (file: String, line: String) = ("", "")
  private(set) var fields = 0

  init() {}

  init(_ object: JSONValue) {
    for member in object.members { read(member.key, member.value) }
  }

  private mutating func read(_ key: JSONValue, _ value: JSONValue) {
    let isMessage = key.equals("MESSAGE")
    if value.isNull {
      isTooLarge = isTooLarge || isMessage
    } else if value.isArray {
      readArray(key, value)
    } else {
      _ = key.withUTF8 { name in value.withUTF8 { set(name, $0) } ?? setNumber(name, value) }
    }
  }

  private mutating func setNumber(_ name: Span<UInt8>, _ value: JSONValue) {
    guard var text = value.scalarText else { return }
    text.withUTF8 { unsafe set(name, $0.span) }
  }

  /// Bytes as numbers, or the values of a field that stands there more than once: the first counts.
  private mutating func readArray(_ key: JSONValue, _ value: JSONValue) {
    var bytes: [UInt8] = []
    for element in value.elements {
      guard let number = element.int, let byte = UInt8(exactly: number) else {
        if bytes.isEmpty, !element.isArray { read(key, element) }
        return
      }
      bytes.append(byte)
    }
    _ = key.withUTF8 { set($0, bytes.span) }
  }

  /// Takes a field.
  mutating func set(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    fields += 1
    guard let field = Field.of(name) else { return }
    switch field {
    case .message: message = message ?? Self.bytes(value)
    case .sent: sent = Timestamp.number(value, 0, value.count).flatMap { Timestamp.epoch($0) }
    case .received: received = Timestamp.number(value, 0, value.count).flatMap { Timestamp.epoch($0) }
    case .priority: priority = Timestamp.number(value, 0, value.count)
    case .host: host = Self.text(value)
    case .program: program = Self.text(value)
    case .command: if program.isEmpty { program = Self.text(value) }
    case .unit: unit = Self.text(value)
    case .boot: boot = Self.text(value)
    case .cursor: cursor = Self.text(value)
    case .process: process = Self.text(value)
    case .containerName: container.name = Self.text(value)
    case .containerID: container.id = Self.text(value)
    case .codeFile: code.file = Self.text(value)
    case .codeLine: code.line = Self.text(value)
    }
  }

  private static func text(_ value: Span<UInt8>) -> String { LineText.string(value, limit: LineText.longestValue) }

  private static func bytes(_ value: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.count)
    for i in 0..<value.count { bytes.append(value[i]) }
    return bytes
  }

  /// The entry as a line; nil without a message.
  func line(at place: Provenance, fallback: Subject) -> CollectedLine? {
    guard let message else { return nil }
    var origin = LogStream.Origin(place: place, subject: subject(fallback))
    origin.facts.severity = LogSeverity.syslog(priority) ?? .unknown
    origin.facts.logger = program
    origin.facts.attributes = attributes
    origin.facts.identity = identity
    return CollectedLine(message.span, at: sent ?? received, in: "\(host)|\(unit)|\(program)|\(process)", origin)
  }

  private func subject(_ fallback: Subject) -> Subject {
    if let pod = pod { return pod }
    guard !host.isEmpty else { return fallback }
    return Subject(kind: SyslogLine.runsOnNodes.contains(program) ? "Node" : "Host", name: host)
  }

  /// The kubelet named Docker's containers `k8s_<container>_<pod>_<namespace>_<uid>_<restart>`.
  private var pod: Subject? {
    let parts = container.name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "k8s" else { return nil }
    return Subject(namespace: parts[3], kind: "Pod", name: parts[2], container: parts[1])
  }

  private var attributes: [String: String] {
    var attributes: [String: String] = [:]
    if !unit.isEmpty { attributes["unit"] = unit }
    if !boot.isEmpty { attributes["boot_id"] = boot }
    if !program.isEmpty { attributes["program"] = program }
    if !container.name.isEmpty, pod == nil { attributes["container"] = container.name }
    if pod != nil, !host.isEmpty { attributes["host"] = host }
    if !code.file.isEmpty { attributes["caller"] = code.line.isEmpty ? code.file : "\(code.file):\(code.line)" }
    if let sent, let received, (received.start - sent.start).nanoseconds.magnitude > Self.tolerance.nanoseconds {
      attributes["received"] = received.start.rfc3339(.microsecond)
    }
    return attributes
  }

  /// The journal's sequence number: `s=<file>;i=<number>;…`.
  private var identity: EventIdentity? {
    let parts = cursor.split(separator: ";", maxSplits: 2)
    guard parts.count > 1, parts[0].hasPrefix("s="), parts[1].hasPrefix("i=") else { return nil }
    return EventIdentity(key: "journal:\(parts[0].dropFirst(2)):\(parts[1].dropFirst(2))")
  }

  private enum Field {
    case message, sent, received, priority, host, program, command, unit, boot, cursor, process
    case containerName, containerID, codeFile, codeLine

    static let names: [(name: StaticString, field: Field)] = [
      ("MESSAGE", .message), ("_SOURCE_REALTIME_TIMESTAMP", .sent), ("__REALTIME_TIMESTAMP", .received),
      ("PRIORITY", .priority), ("_HOSTNAME", .host), ("SYSLOG_IDENTIFIER", .program), ("_COMM", .command),
      ("_SYSTEMD_UNIT", .unit), ("_BOOT_ID", .boot), ("__CURSOR", .cursor), ("_PID", .process),
      ("CONTAINER_NAME", .containerName), ("CONTAINER_ID", .containerID), ("CODE_FILE", .codeFile),
      ("CODE_LINE", .codeLine),
    ]

    static func of(_ name: Span<UInt8>) -> Field? {
      for entry in names where entry.name.utf8CodeUnitCount == name.count && Text.matches(name, at: 0, entry.name) {
        return entry.field
      }
      return nil
    }
  }
}
