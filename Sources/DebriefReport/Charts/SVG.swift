/// Writes SVG elements; every text goes through `HTML.text`.
struct SVG {
  private(set) var text = ""

  /// A coordinate with at most two decimals and an ASCII minus sign.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e7 else { return "0" }
    let fixed = Words.fixed(value, 2)
    return fixed.hasPrefix("−") ? "-" + fixed.dropFirst() : fixed
  }

  /// An attribute list; nil values are left out.
  static func attributes(_ pairs: [(String, String?)]) -> String {
    pairs.compactMap { name, value in value.map { " \(name)=\"\(HTML.attribute($0))\"" } }.joined()
  }

  mutating func raw(_ markup: String) { text += markup }

  mutating func open(_ name: String, _ attributes: [(String, String?)] = []) {
    text += "<\(name)\(SVG.attributes(attributes))>"
  }

  mutating func close(_ name: String) { text += "</\(name)>" }

  mutating func rect(x: Double, y: Double, width: Double, height: Double, _ attributes: [(String, String?)]) {
    let place: [(String, String?)] = [
      ("x", SVG.number(x)), ("y", SVG.number(y)), ("width", SVG.number(max(0, width))), ("height", SVG.number(height)),
    ]
    text += "<rect\(SVG.attributes(place + attributes))/>"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ attributes: [(String, String?)]) {
    let place: [(String, String?)] = [
      ("x1", SVG.number(x1)), ("y1", SVG.number(y1)), ("x2", SVG.number(x2)), ("y2", SVG.number(y2)),
    ]
    text += "<line\(SVG.attributes(place + attributes))/>"
  }

  mutating func label(_ content: String, x: Double, y: Double, _ attributes: [(String, String?)] = []) {
    let place: [(String, String?)] = [("x", SVG.number(x)), ("y", SVG.number(y))]
    text += "<text\(SVG.attributes(place + attributes))>\(HTML.text(VisibleText.line(content)))</text>"
  }

  mutating func title(_ content: String) { text += "<title>\(HTML.text(VisibleText.line(content)))</title>" }

  /// The rough width of text at 11 px, for fitting labels.
  static func width(of text: String, size: Double = 11) -> Double { Double(text.count) * size * 0.56 }

  /// Text shortened in its middle to fit a width.
  static func fitted(_ text: String, to width: Double, size: Double = 11) -> String {
    let room = max(4, Int(width / (size * 0.56)))
    guard text.count > room else { return text }
    let head = (room - 1) * 2 / 5
    return "\(text.prefix(head))…\(text.suffix(room - 1 - head))"
  }
}
