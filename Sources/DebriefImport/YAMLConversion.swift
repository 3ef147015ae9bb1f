internal import DebriefModel
internal import DebriefParsing
internal import Yams

/// Turns one YAML document into JSON bytes, so that importers read one notation.
///
/// Bounds: nesting 64 deep, 32 MiB of JSON: aliases cannot be used to blow up memory.
enum YAMLConversion {
  static let deepest = 64
  static let largest = 32 << 20

  /// Flow collections open at once, and columns of indentation: the composer recurses, so this is checked before it runs.
  static let deepestFlow = 256
  static let deepestIndent = 512

  static func json(_ yaml: Span<UInt8>) throws(Rejection) -> [UInt8] { try json(compose(yaml)) }

  /// The tree of one document.
  static func compose(_ yaml: Span<UInt8>) throws(Rejection) -> Node {
    try checkDepth(yaml)
    let node: Node?
    do {
      node = try Yams.compose(yaml: Text.string(yaml))
    } catch {
      throw Rejection("not YAML: \(sentence(error))")
    }
    guard let node else { throw Rejection("an empty YAML document") }
    return node
  }

  static func json(_ node: Node) throws(Rejection) -> [UInt8] {
    var bytes: [UInt8] = []
    try write(node, depth: 0, into: &bytes)
    return bytes
  }

  /// Bounds the nesting by layout alone: leading blanks, dashes and question marks of a line, and brackets not yet closed.
  private static func checkDepth(_ yaml: Span<UInt8>) throws(Rejection) {
    var (open, column, isLeading) = (0, 0, true)
    for i in 0..<yaml.count {
      let byte = yaml[i]
      if byte == 0x0A { (column, isLeading) = (0, true) }
      isLeading = isLeading && (byte == 0x0A || byte == 0x20 || byte == 0x2D || byte == 0x3F)
      if isLeading { column += 1 }
      if byte == 0x5B || byte == 0x7B { open += 1 }
      if (byte == 0x5D || byte == 0x7D) && open > 0 { open -= 1 }
      guard open <= deepestFlow, column <= deepestIndent else {
        throw Rejection("YAML nested deeper than \(deepest) levels")
      }
    }
  }

  private static func sentence(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(problem) (line \(mark.line) of the record)"
    default: "it does not parse"
    }
  }

  private static func write(_ node: Node, depth: Int, into bytes: inout [UInt8]) throws(Rejection) {
    guard depth <= deepest else { throw Rejection("YAML nested deeper than \(deepest) levels") }
    guard bytes.count <= largest else {
      throw Rejection("YAML larger than \(largest >> 20) MiB once its aliases are resolved")
    }
    switch node {
    case .scalar(let scalar): write(scalar, into: &bytes)
    case .sequence(let sequence):
      bytes.append(0x5B)
      for (i, element) in sequence.enumerated() {
        if i > 0 { bytes.append(0x2C) }
        try write(element, depth: depth + 1, into: &bytes)
      }
      bytes.append(0x5D)
    case .mapping(let mapping):
      bytes.append(0x7B)
      var first = true
      for (key, value) in mapping {
        if !first { bytes.append(0x2C) }
        first = false
        quote(key.scalar?.string ?? "", into: &bytes)
        bytes.append(0x3A)
        try write(value, depth: depth + 1, into: &bytes)
      }
      bytes.append(0x7D)
    case .alias: bytes.append(contentsOf: "null".utf8)
    }
  }

  private static func write(_ scalar: Node.Scalar, into bytes: inout [UInt8]) {
    guard scalar.style == .plain || scalar.style == .any else { return quote(scalar.string, into: &bytes) }
    switch scalar.string {
    case "", "~", "null", "Null", "NULL": bytes.append(contentsOf: "null".utf8)
    case "true", "True", "TRUE": bytes.append(contentsOf: "true".utf8)
    case "false", "False", "FALSE": bytes.append(contentsOf: "false".utf8)
    default:
      if isNumber(scalar.string) {
        bytes.append(contentsOf: scalar.string.utf8)
      } else {
        quote(scalar.string, into: &bytes)
      }
    }
  }

  /// A number in JSON's own notation, at most 18 digits, so that no identifier loses digits.
  static func isNumber(_ text: String) -> Bool {
    var digits = 0
    var seenDot = false
    for (i, byte) in text.utf8.enumerated() {
      switch byte {
      case 0x2D where i == 0: break
      case 0x2E where digits > 0 && !seenDot: seenDot = true
      case 0x30...0x39: digits += 1
      default: return false
      }
    }
    let body = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let hasLeadingZero = body.hasPrefix("0") && body.count > 1 && !body.hasPrefix("0.")
    return digits > 0 && digits <= 18 && !text.hasSuffix(".") && !hasLeadingZero
  }

  private static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hex(byte >> 4))
        bytes.append(hex(byte & 15))
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}
