public import DebriefModel
internal import DebriefParsing

/// Reads the files of Fluent Bit's file output, `tag: [time, {json}]`, the records themselves, `[time, {json}]` and
/// `[[time, {metadata}], {json}]`, those with the time first, `{"date":1787854500.5,"log":…}`, and what its standard output prints, `[0] tag: [time, {"key"=>"value"}]`.
///
/// Kubernetes Events that Fluent Bit collected become what they are in the API. Format: Fluent Bit docs, "File"; msgpack's print.
public struct FluentBitFileImporter: Importer {
  public static let description = ImporterDescription(
    id: "fluent-bit-file", title: "Fluent Bit file", framing: .lines,
    summary:
      "Each record becomes one event about the pod of its Kubernetes metadata; its message is read as a log line.",
    origin: "fluent-bit -o file -p path=/var/log/collected")

  private var records = CollectedRecords()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    LineShape.confidence(head) { line in isDated(line) || (FluentBitLine(line).map { hasRecord(line, $0) } ?? false) }
  }

  /// `{"date":1787854500.123,"log":…}`: the formats json_lines and json_stream put the time first.
  private static func isDated(_ line: Span<UInt8>) -> Bool {
    guard Text.matches(line, at: 0, "{\"date\":"), Timestamp.epochText(line, at: 8) != nil else { return false }
    return Text.contains(line, "\"log\":") || Text.contains(line, "\"kubernetes\":")
  }

  /// An object follows the time.
  private static func hasRecord(_ line: Span<UInt8>, _ parsed: FluentBitLine) -> Bool {
    parsed.json < line.count && line[parsed.json] == 0x7B
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard !record.isEmpty else { return }
    if record[0] == 0x7B { return try readDated(record, &batch) }
    guard let line = FluentBitLine(record) else { throw Rejection("not a record of Fluent Bit: no time and object") }
    var end = record.count
    while end > line.json, Text.isSpace(record[end - 1]) { end -= 1 }
    guard end > line.json, record[end - 1] == 0x5D else { throw Rejection("cut off: the record does not end") }
    let frame = RecordFrame(time: line.time, tag: Text.string(record, line.tag))
    let object = record.extracting(line.json..<(end - 1))
    if line.isPrinted {
      let json = PrintedRecord.json(object)
      try records.take(try batch.parseJSON(json.span), frame, &batch)
    } else {
      try records.take(try batch.parseJSON(object), frame, &batch)
    }
  }

  private mutating func readDated(_ record: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let object = try batch.parseJSON(record)
    var frame = RecordFrame()
    if let date = object["date"], case .exact(let time) = LineClock.number(date) { frame.time = time }
    try records.take(object, frame, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { records.finish(&batch) }
}

/// The tag, the time and where the object begins.
struct FluentBitLine {
  var tag: Range<Int>
  var time: EventTime
  var json: Int
  /// Whether objects are written as msgpack prints them.
  var isPrinted = false

  init?(_ line: Span<UInt8>) {
    var i = Text.matches(line, at: 0, "\u{FEFF}") ? 3 : 0
    // `[0] ` is the record's number in its chunk.
    if let number = Self.number(line, i) { (i, isPrinted) = (number, true) }
    guard let open = Self.open(line, i) else { return nil }
    tag = i..<max(open - 2, i)
    i = open + 1
    let isNested = i < line.count && line[i] == 0x5B
    if isNested { i += 1 }
    guard let epoch = Timestamp.epochText(line, at: i) else { return nil }
    i += epoch.length
    guard Self.skipComma(line, &i) else { return nil }
    if isNested {
      guard Self.skipMetadata(line, &i), Self.skipComma(line, &i) else { return nil }
    }
    guard i < line.count, line[i] == 0x7B else { return nil }
    (time, json) = (epoch.time, i)
  }

  private static func number(_ line: Span<UInt8>, _ start: Int) -> Int? {
    guard start < line.count, line[start] == 0x5B else { return nil }
    var i = start + 1
    while i < line.count, i - start < 8, Text.isDigit(line[i]) { i += 1 }
    return i > start + 1 && Text.matches(line, at: i, "] ") ? i + 2 : nil
  }

  /// The bracket that opens the record, at `start` or after a tag and `: `.
  private static func open(_ line: Span<UInt8>, _ start: Int) -> Int? {
    guard start < line.count else { return nil }
    if line[start] == 0x5B { return start }
    var i = start
    while i < line.count, i - start < 300, line[i] > 0x20, line[i] != 0x7B, line[i] != 0x22 { i += 1 }
    guard i > start + 1, i + 1 < line.count, line[i - 1] == 0x3A, line[i] == 0x20, line[i + 1] == 0x5B else {
      return nil
    }
    return i + 1
  }

  private static func skipComma(_ line: Span<UInt8>, _ i: inout Int) -> Bool {
    guard i < line.count, line[i] == 0x2C else { return false }
    i += 1
    while i < line.count, line[i] == 0x20 { i += 1 }
    return true
  }

  /// Past `{…}]`, strings in it passed over.
  private static func skipMetadata(_ line: Span<UInt8>, _ i: inout Int) -> Bool {
    var (depth, isQuoted) = (0, false)
    while i < line.count {
      switch line[i] {
      case 0x5C where isQuoted: i += 1
      case 0x22: isQuoted.toggle()
      case 0x7B where !isQuoted: depth += 1
      case 0x7D where !isQuoted: depth -= 1
      case 0x5D where !isQuoted && depth == 0:
        i += 1
        return true
      default: break
      }
      i += 1
    }
    return false
  }
}

/// msgpack's print of a map, `{"key"=>"value", "n"=>1}`, as JSON. Quotes inside strings are not escaped there: a quote ends a string
/// only before what may follow one.
enum PrintedRecord {
  static func json(_ bytes: Span<UInt8>) -> [UInt8] {
    var json: [UInt8] = []
    json.reserveCapacity(bytes.count)
    var isQuoted = false
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if !isQuoted {
        if byte == 0x3D, i + 1 < bytes.count, bytes[i + 1] == 0x3E {
          json.append(0x3A)
          i += 2
          continue
        }
        if Text.matches(bytes, at: i, "nil") {
          json.append(contentsOf: Array("null".utf8))
          i += 3
          continue
        }
        isQuoted = byte == 0x22
        json.append(byte)
      } else if byte == 0x22, endsString(bytes, i) {
        isQuoted = false
        json.append(byte)
      } else {
        append(bytes, &i, to: &json)
      }
      i += 1
    }
    return json
  }

  private static func append(_ bytes: Span<UInt8>, _ i: inout Int, to json: inout [UInt8]) {
    switch bytes[i] {
    case 0x22: json.append(contentsOf: [0x5C, 0x22])
    case 0x5C:
      // Newer versions escape; older ones print a backslash as it is.
      let isEscape = i + 1 < bytes.count && [0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74].contains(bytes[i + 1])
      json.append(0x5C)
      if isEscape {
        i += 1
        json.append(bytes[i])
      } else {
        json.append(0x5C)
      }
    case 0x09: json.append(contentsOf: [0x5C, 0x74])
    case let byte where byte < 0x20: json.append(0x20)
    default: json.append(bytes[i])
    }
  }

  /// `"=>`, `", "`, `"}` and `"]`, and the end.
  private static func endsString(_ bytes: Span<UInt8>, _ i: Int) -> Bool {
    guard i + 1 < bytes.count else { return true }
    if Text.matches(bytes, at: i + 1, "=>") || Text.matches(bytes, at: i + 1, ", \"") { return true }
    return bytes[i + 1] == 0x7D || bytes[i + 1] == 0x5D || Text.matches(bytes, at: i + 1, ", ")
  }
}
