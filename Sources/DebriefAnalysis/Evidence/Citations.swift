public import DebriefModel

/// Turns events and series into the places where a reader can look them up.
public struct Citations: Sendable {
  /// The longest excerpt, in characters.
  static let excerptLength = 240

  private let paths: [Int: String]

  /// Creates citations for the given sources.
  public init(_ sources: [Source]) {
    paths = Dictionary(sources.map { ($0.id, $0.path) }) { first, _ in first }
  }

  /// The place of an event, with an excerpt of its text.
  public func cite(_ event: Event) -> Evidence {
    cite(Sighting(event))
  }

  func cite(_ sighting: Sighting) -> Evidence {
    place(sighting.provenance, event: sighting.id.isEmpty ? nil : sighting.id, text: sighting.excerpt)
  }

  func cite(_ series: Series, text: String) -> Evidence {
    place(series.provenance, event: nil, text: Citations.excerpt(text))
  }

  func place(_ provenance: Provenance, event: String?, text: String) -> Evidence {
    Evidence(
      source: paths[provenance.source] ?? "", line: provenance.line > 0 ? provenance.line : nil, byte: provenance.byte,
      event: event,
      text: text)
  }

  /// The start of a text on one line. O(excerpt), however long the text is.
  static func excerpt(_ text: String) -> String {
    var cut = ""
    var length = 0
    for character in text {
      if length == excerptLength { return cut + "…" }
      cut.append(character.isNewline ? " " : character)
      length += 1
    }
    return cut
  }
}

/// What is kept of an event once the pass has moved on.
struct Sighting: Hashable, Comparable, Sendable {
  var at: Instant?
  var end: Instant?
  var early: TimeSpan
  var late: TimeSpan
  var id: String
  var provenance: Provenance
  var subject: Subject
  var count: Int
  private var reason: String
  private var message: String

  init(_ event: Event) {
    (at, end) = (event.time?.start, event.time?.end)
    early = event.time?.early ?? .zero
    late = event.time.map { $0.late + Sighting.unit(of: $0.precision) } ?? .zero
    (id, provenance, subject, count) = (event.id, event.provenance, event.subject, event.count)
    let label = Sighting.label(of: event)
    reason = label.utf8.count > 256 ? Citations.excerpt(label) : label
    // Short texts are shared with the event; long ones are cut, so that what is kept stays small.
    message = event.message.utf8.count > 512 ? Citations.excerpt(event.message) : event.message
  }

  /// Whether the reason or the message names `word`.
  func mentions(_ word: String) -> Bool { !word.isEmpty && (reason == word || message.contains(word)) }

  /// The reason, or what was done where the source gives none.
  private static func label(of event: Event) -> String {
    switch event.kind {
    case .alert: event.attributes[Attribute.alertState].map { "\(event.reason) \($0)" } ?? event.reason
    case .page: event.reason.isEmpty ? "page \(event.attributes[Attribute.page] ?? "")" : event.reason
    case .change: event.reason.isEmpty ? event.attributes[Attribute.change] ?? "change" : event.reason
    default: event.reason
    }
  }

  /// `reason: message`, on one line.
  var excerpt: String {
    Citations.excerpt(reason.isEmpty ? message : message.isEmpty ? reason : "\(reason): \(message)")
  }

  /// The earliest and latest instant at which it may have begun: stated times are cut to their precision, never rounded.
  var earliest: Instant? { at.map { $0 - early } }
  var latest: Instant? { at.map { $0 + late } }

  /// By time, then by place: the same for any order in which simultaneous events arrive. Undated ones come last.
  static func < (a: Sighting, b: Sighting) -> Bool {
    switch (a.at, b.at) {
    case (let x?, let y?) where x != y: x < y
    case (_?, nil): true
    case (nil, _?): false
    default: (a.provenance, a.id) < (b.provenance, b.id)
    }
  }

  private static func unit(of precision: TimePrecision) -> TimeSpan {
    switch precision {
    case .second: .seconds(1)
    case .millisecond: .seconds(0.001)
    case .microsecond: .seconds(0.000_001)
    case .nanosecond: .zero
    }
  }
}

extension TimeSpan {
  static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    let (value, overflow) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
    return TimeSpan(nanoseconds: overflow ? (a.nanoseconds < 0 ? .min : .max) : value)
  }
}
