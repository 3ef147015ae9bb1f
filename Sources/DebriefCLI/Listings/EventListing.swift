import DebriefModel
import DebriefStore

/// Events as rows: `timeline` and `search`.
struct EventListing {
  static let columns = [
    Column("start"), Column("end"), Column("count", .number), Column("severity"), Column("kind"),
    Column("cluster", detail: true), Column("namespace", detail: true), Column("subject_kind", detail: true),
    Column("name", detail: true), Column("container", detail: true), Column("subject"), Column("reason"),
    Column("place"),
    Column("message"), Column("source", detail: true), Column("line", .number, detail: true),
    Column("byte", .number, detail: true),
    Column("time_basis", detail: true), Column("earliest", detail: true), Column("latest", detail: true),
    Column("id", detail: true),
  ]

  /// Paths by the store's number.
  private let paths: [Int: String]

  init(_ sources: [Source]) {
    paths = Dictionary(sources.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
  }

  func row(_ event: Event) -> [Cell] {
    let path = paths[event.provenance.source] ?? ""
    let line = event.provenance.line > 0 ? event.provenance.line : nil
    let place = path + (line.map { ":\($0)" } ?? "")
    return [
      start(event.time), end(event.time), .integer(event.count), .severity(event.severity), .text(event.kind.rawValue),
      .optional(event.subject.cluster), .optional(event.subject.namespace), .optional(event.subject.kind),
      .optional(event.subject.name), .optional(event.subject.container), .optional(event.subject.description),
      .optional(event.reason), .text(place), .text(event.message), .text(path), .optional(line),
      .integer(event.provenance.byte), basis(event.time), .optional(event.time.map { $0.start - $0.early }),
      .optional(event.time.map { $0.end + $0.late }), .text(event.id),
    ]
  }

  private func start(_ time: EventTime?) -> Cell { time.map { .time($0.start, $0.precision) } ?? .none }

  /// The end of an instant is its start: people see one, machines get both.
  private func end(_ time: EventTime?) -> Cell {
    guard let time else { return .none }
    let end = Cell.time(time.end, time.precision)
    return time.isInstant ? .implied(end) : end
  }

  private func basis(_ time: EventTime?) -> Cell { time.map { .text($0.basis.word) } ?? .none }
}

extension TimeBasis {
  /// How the listings name it.
  var word: String {
    switch self {
    case .stated: "stated"
    case .assumedZone: "assumed_zone"
    case .assumedYear: "assumed_year"
    case .relativeAge: "relative_age"
    case .creationTime: "creation_time"
    case .received: "received"
    }
  }
}
