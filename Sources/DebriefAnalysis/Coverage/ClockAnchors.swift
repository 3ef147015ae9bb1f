import DebriefModel

/// Moments that several sources record with clocks of their own: what is known of one such moment, by source.
struct ClockAnchors: Sendable {
  /// How many moments of one kind are followed.
  static let most = 5000
  /// How many sources are remembered for one moment.
  static let mostSources = 6

  /// What is recorded, and by how much each kind of record comes after it, in seconds.
  enum Kind: Int, Sendable, CaseIterable, Comparable {
    case podCreated, podDeleted, containerStarted, eventLogged, paged
    static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }

    var words: String {
      switch self {
      case .podCreated: "pod creations"
      case .podDeleted: "pod deletions"
      case .containerStarted: "container starts"
      case .eventLogged: "events that were logged too"
      case .paged: "alerts and their pages"
      }
    }
  }

  struct Record: Hashable, Sendable {
    var source: Int
    var at: Double
    /// How late the record may be after the moment, and how far rounding puts it before.
    var delay: ClosedRange<Double>
    /// A second record of this source for the same moment makes it useless.
    var isAmbiguous = false
  }

  struct Key: Hashable, Comparable, Sendable {
    var kind: Kind
    var name: String
    static func < (a: Key, b: Key) -> Bool { (a.kind, a.name) < (b.kind, b.name) }
  }

  private(set) var moments: [Key: [Record]] = [:]
  private var counts: [Kind: Int] = [:]
  /// Seconds from the runtime's to the program's clock, by source: only differences of more than two seconds are stored.
  private(set) var inner: [Int: [Double]] = [:]
  private(set) var logRecords: [Int: Int] = [:]
  private var pages: [(source: Int, at: Instant, message: String)] = []

  mutating func observe(_ event: Event) {
    guard let time = event.time, time.basis != .relativeAge, time.basis != .creationTime else { return }
    switch event.kind {
    case .audit, .change: observeRequest(event, time)
    case .kubernetes where event.count == 1: observeEvent(event, time)
    case .state: observeState(event, time)
    case .log: observeLog(event, time)
    case .alert:
      if event.attributes[Attribute.alertState] == "firing" { add(.paged, event.reason, event, time.start, 0...0) }
    case .page:
      if event.attributes[Attribute.page] == "trigger", pages.count < 500 {
        pages.append((event.provenance.source, time.start, event.message))
      }
    default: break
    }
  }

  /// Gives each page to the alert it names; called after the last event.
  mutating func finish() {
    for key in moments.keys.filter({ $0.kind == .paged }).sorted() {
      for page in pages where page.message.contains(key.name) {
        // A pager waits for the group of an alert, and delivery takes its time.
        add(key, Record(source: page.source, at: page.at.seconds, delay: 0...180))
      }
    }
  }

  private mutating func observeRequest(_ event: Event, _ time: EventTime) {
    guard event.subject.kind == "Pod", !event.subject.name.isEmpty, event.attributes["resource"] == "pods" else {
      return
    }
    let name = event.subject.object.description
    switch event.attributes["verb"] {
    case "create": add(.podCreated, name, event, time.start, 0...0.5)
    case "delete": add(.podDeleted, name, event, time.start, 0...0.5)
    default: break
    }
  }

  private mutating func observeEvent(_ event: Event, _ time: EventTime) {
    // Times of the old API are cut to the second.
    let cut = time.precision == .second ? -1.0 : 0.0
    switch event.reason {
    case "Scheduled": add(.podCreated, event.subject.object.description, event, time.start, cut...5)
    case "Killing": add(.podDeleted, event.subject.object.description, event, time.start, cut...3)
    case "Started": add(.containerStarted, event.subject.description, event, time.start, cut...1)
    default: break
    }
    add(.eventLogged, "\(event.subject.object) \(event.reason)", event, time.start, cut...0.5)
  }

  private mutating func observeState(_ event: Event, _ time: EventTime) {
    switch event.reason {
    case "PodCreated": add(.podCreated, event.subject.object.description, event, time.start, -1...0.5)
    case "Running" where event.attributes[Attribute.restartCount] == "0":
      add(.containerStarted, event.subject.description, event, time.start, -1...1)
    default: break
    }
  }

  /// client-go's recorder logs what it records: `"Event occurred" object="ns/pod" kind="Pod" reason="Killing" message="…"`.
  private mutating func observeLog(_ event: Event, _ time: EventTime) {
    let source = event.provenance.source
    logRecords[source, default: 0] += 1
    if let at = event.attributes["inner_time"].flatMap(ClockAnchors.instant), inner[source]?.count ?? 0 < Self.most {
      inner[source, default: []].append((at - time.start).seconds)
    }
    guard event.message.hasPrefix("Event occurred"), let object = event.attributes["object"],
      let kind = event.attributes["kind"], let reason = event.attributes["reason"]
    else { return }
    let parts = object.split(separator: "/", maxSplits: 1).map { String($0) }
    let subject = Subject(namespace: parts.count == 2 ? parts[0] : "", kind: kind, name: parts.last ?? "")
    add(.eventLogged, "\(subject) \(reason)", event, time.start, 0...0.5)
  }

  private mutating func add(
    _ kind: Kind, _ name: String, _ event: Event, _ at: Instant, _ delay: ClosedRange<Double>
  ) {
    let key = Key(kind: kind, name: name)
    add(key, Record(source: event.provenance.source, at: at.seconds, delay: delay))
  }

  private mutating func add(_ key: Key, _ record: Record) {
    if moments[key] == nil {
      guard counts[key.kind, default: 0] < Self.most else { return }
      counts[key.kind, default: 0] += 1
    }
    var records = moments[key] ?? []
    if let index = records.firstIndex(where: { $0.source == record.source }) {
      records[index].isAmbiguous = records[index].isAmbiguous || abs(records[index].at - record.at) > 1
    } else if records.count < Self.mostSources {
      records.append(record)
    }
    moments[key] = records
  }

  /// `2026-08-27T18:13:40.25Z`, as the importer wrote it.
  private static func instant(_ text: String) -> Instant? {
    let parts = text.dropLast().split { !$0.isNumber }.map { String($0) }
    guard text.hasSuffix("Z"), parts.count >= 6, parts.count <= 7 else { return nil }
    let numbers = parts.prefix(6).compactMap { Int($0) }
    guard numbers.count == 6, let base = civil(numbers)?.instant() else { return nil }
    let fraction = parts.count == 7 ? Double("0." + parts[6]) ?? 0 : 0
    return base + .seconds(fraction)
  }

  private static func civil(_ n: [Int]) -> CivilTime? {
    CivilTime(year: n[0], month: n[1], day: n[2], hour: n[3], minute: n[4], second: n[5])
  }
}
