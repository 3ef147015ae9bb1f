/// Writes JSON in the order of the calls, so that the same values give the same bytes.
///
/// Control, bidirectional and zero-width characters are written as `\uXXXX`: lossless, and harmless in a terminal.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable {
    /// On one line, for JSON Lines.
    case compact
    /// Two spaces a level.
    case indented
  }

  /// What was written so far.
  public private(set) var text = ""
  private let layout: Layout
  private let escapesMarkup: Bool
  private var depth = 0
  private var isFirst = true
  private var followsKey = false

  /// Creates a writer; with `escapesMarkup`, `<`, `>` and `&` become `\u003c` and so on, as a script element needs.
  public init(_ layout: Layout = .indented, escapesMarkup: Bool = false) {
    (self.layout, self.escapesMarkup) = (layout, escapesMarkup)
  }

  /// Writes an object; `members` calls `field`, `object` or `array` with names.
  public mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    try container("{", "}", members)
  }

  /// Writes an array; `elements` calls `value`, `object` or `array`.
  public mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
    try container("[", "]", elements)
  }

  /// Writes a member that is an object.
  public mutating func object(_ name: String, _ members: (inout JSONWriter) throws -> Void) rethrows {
    key(name)
    try object(members)
  }

  /// Writes a member that is an array.
  public mutating func array(_ name: String, _ elements: (inout JSONWriter) throws -> Void) rethrows {
    key(name)
    try array(elements)
  }

  /// Writes a text member; nil is `null`.
  public mutating func field(_ name: String, _ value: String?) {
    key(name)
    self.value(value)
  }

  /// Writes a whole number; nil is `null`.
  public mutating func field(_ name: String, _ value: Int?) {
    key(name)
    element(value.map { String($0) } ?? "null")
  }

  /// Writes a number; nil, NaN and infinities are `null`.
  public mutating func field(_ name: String, _ value: Double?) {
    key(name)
    self.value(value)
  }

  /// Writes a truth value.
  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    element(value ? "true" : "false")
  }

  /// Writes a list of texts.
  public mutating func field(_ name: String, _ values: [String]) {
    array(name) { list in
      for value in values { list.value(value) }
    }
  }

  /// Writes the name of the member whose value follows.
  public mutating func key(_ name: String) {
    separate()
    quote(name)
    text += layout == .compact ? ":" : ": "
    followsKey = true
  }

  /// Writes a text as an element; nil is `null`.
  public mutating func value(_ value: String?) {
    guard let value else { return element("null") }
    separate()
    quote(value)
  }

  /// Writes a number as an element; nil, NaN and infinities are `null`.
  public mutating func value(_ value: Double?) { element(value.flatMap(JSONWriter.number) ?? "null") }

  /// A number as JSON: whole numbers without a fraction; nil when JSON has no such number.
  public static func number(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return value.description
  }

  private mutating func element(_ raw: String) {
    separate()
    text += raw
  }

  private mutating func container(_ open: String, _ close: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
    separate()
    text += open
    depth += 1
    isFirst = true
    try body(&self)
    depth -= 1
    if !isFirst { newline() }
    isFirst = false
    text += close
  }

  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    if depth > 0 {
      if !isFirst { text += "," }
      newline()
    }
    isFirst = false
  }

  private mutating func newline() {
    guard layout == .indented else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private mutating func quote(_ raw: String) {
    text += "\""
    for scalar in raw.unicodeScalars { append(scalar) }
    text += "\""
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case "\r": text += "\\r"
    case "<" where escapesMarkup, ">" where escapesMarkup, "&" where escapesMarkup: escape(scalar)
    default:
      if VisibleText.isControl(scalar) || VisibleText.isDeceptive(scalar) {
        escape(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// `\uXXXX`, as a surrogate pair beyond the basic plane.
  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      let hex = String(unit, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
}
