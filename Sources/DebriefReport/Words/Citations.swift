import Crypto
import DebriefModel

/// Numbers every piece of evidence in the order in which the page cites it.
///
/// A piece that is a row of the timeline leads to that row; every other one leads to its entry in the register.
struct Citations {
  /// A numbered piece of evidence.
  struct Entry {
    var number: Int
    var evidence: Evidence
    /// The id of the element that shows it.
    var anchor: String
    /// False when a row of the timeline shows it.
    var isInRegister: Bool
  }

  /// How many pieces one sentence cites; the others are in `analysis.json`.
  static let perSentence = 4

  private(set) var entries: [Entry] = []
  private var numbers: [Evidence: Int] = [:]
  /// Event ids to the id of the row that stands for them.
  private let rows: [String: String]
  private var anchors: Set<String> = []

  init(listed rows: [TimelineRow]) {
    let pairs = rows.flatMap { row in row.anchors.map { ($0, row.id) } + [(row.id, row.id)] }
    self.rows = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The id of the timeline's row that stands for an event; the timeline itself when none does.
  func rowAnchor(of event: String) -> String {
    rows[event].map { "e-\(HTML.identifier($0))" } ?? "timeline"
  }

  /// The numbers of the first pieces of a list, new ones added to the register.
  mutating func numbers(of evidence: [Evidence]) -> [Int] {
    evidence.prefix(Citations.perSentence).map { number(of: $0) }
  }

  private mutating func number(of evidence: Evidence) -> Int {
    var key = evidence
    if evidence.event != nil { key.text = "" }
    if let number = numbers[key] { return number }
    let number = entries.count + 1
    numbers[key] = number
    let isListed = evidence.event.map { rows[$0] != nil } ?? false
    let anchor = isListed ? rowAnchor(of: evidence.event ?? "") : unique(Citations.anchor(of: evidence))
    entries.append(Entry(number: number, evidence: evidence, anchor: anchor, isInRegister: !isListed))
    return number
  }

  private mutating func unique(_ anchor: String) -> String {
    var candidate = anchor
    var suffix = 2
    while !anchors.insert(candidate).inserted {
      candidate = "\(anchor)-\(suffix)"
      suffix += 1
    }
    return candidate
  }

  /// `e-<event id>`, or for other evidence a name derived from what it says, so that links survive a new run.
  static func anchor(of evidence: Evidence) -> String {
    if let event = evidence.event, !event.isEmpty { return "e-\(HTML.identifier(event))" }
    return "x-" + Digest.prefix(of: "\(evidence.source)\n\(evidence.byte)\n\(evidence.text)", digits: 12)
  }

  subscript(number: Int) -> Entry { entries[number - 1] }
}

/// SHA-256 in the forms the report needs.
package enum Digest {
  /// The first hex digits of the SHA-256 of a text.
  package static func prefix(of text: String, digits: Int) -> String {
    String(hex(of: text).prefix(digits))
  }

  static func hex(of text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }

  /// The source expression of a script in a Content-Security-Policy.
  static func policyHash(of script: String) -> String {
    "'sha256-\(base64(Array(SHA256.hash(data: Array(script.utf8)))))'"
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value = 0
      for index in 0..<3 { value = value << 8 | (index < group.count ? Int(group[start + index]) : 0) }
      for index in 0..<4 { text.append(index <= group.count ? letters[value >> (18 - 6 * index) & 63] : "=") }
    }
    return text
  }
}
