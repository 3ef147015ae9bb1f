internal import DebriefModel
internal import DebriefParsing

/// What one line of a log says, whatever wrapped it.
struct LogLine {
  /// The notation in which the line was written; `text` has neither a time nor a level, `declared` is a team's own.
  enum Form { case text, plain, klog, json, logfmt, syslog, declared }

  /// A time as the line states it.
  enum Clock {
    case none
    case full(ParsedTime)
    case yearless(YearlessTime)
    case exact(EventTime)

    var isNone: Bool { if case .none = self { true } else { false } }
  }

  var form = Form.text
  var clock = Clock.none
  var severity = Severity.unknown
  var message = ""
  /// The logger's name, when the line says it clearly.
  var logger = ""
  /// A stack trace held in a field.
  var stack = ""
  /// The error's type, when a field names it.
  var errorType = ""
  /// The line begins as a JSON object and is none.
  var isBrokenJSON = false
  /// How many times the line says it was written (`message repeated 3 times`).
  var count = 1
  /// The line stands for repetitions of the one before it, whose text it does not repeat.
  var repeatsLast = false
  /// Whose line it is, when fields say so.
  var subject: Subject?
  var attributes = LogAttributes()
}

extension LogLine {
  /// Takes over what the event before said.
  mutating func repeats(_ event: Event) {
    (message, severity) = (event.message, event.severity)
    if let before = event.attributes["logger"] { logger = before }
  }
}

/// What the record around a line says (a syslog header, the labels of a Loki stream, the fields of a journal entry): the line's own
/// words win.
struct LogFacts {
  var severity = Severity.unknown
  var logger = ""
  /// Bounded by the importer that fills it.
  var attributes: [String: String] = [:]
  /// How many times the line was written (`message repeated 3 times`).
  var count = 1
  /// A stack trace and the type of an error that a field of the record holds.
  var stack = ""
  var errorType = ""
  /// The store's own key of the line, so that overlapping pages of results show it once.
  var identity: EventIdentity?
}

/// A bounded set of further facts.
struct LogAttributes {
  /// Facts kept of one line.
  static let most = 12
  /// Longest name kept.
  static let longestName = 64
  private(set) var values: [String: String] = [:]

  mutating func set(_ name: String, _ value: String) {
    guard !value.isEmpty, values.count < Self.most || values[name] != nil else { return }
    if values.isEmpty { values.reserveCapacity(4) }
    values[name] = value
  }

  /// Sets one of the few facts that are kept whatever else there is.
  mutating func require(_ name: String, _ value: String) { values[name] = value }

  mutating func set(_ name: String, _ bytes: Span<UInt8>, _ range: Range<Int>) {
    set(name, LineText.part(bytes, range, limit: LineText.longestValue))
  }

  var isFull: Bool { values.count >= Self.most }
}
