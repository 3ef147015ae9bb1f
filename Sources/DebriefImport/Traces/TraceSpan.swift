internal import DebriefModel
internal import DebriefParsing

/// One span, whatever tracer wrote it.
struct TraceSpan {
  enum Role: String { case client, server, producer, consumer, unstated = "" }

  /// Lower-case hex digits; empty when absent.
  var trace = ""
  var id = ""
  var parent = ""
  var service = Subject(kind: "Service")
  var operation = ""
  var role = Role.unstated
  /// When it began; nil when the source gives no time.
  var start: EventTime?
  var duration: TimeSpan?
  var isFailed = false
  /// What went wrong, in the source's words.
  var status = ""
  var code = ""
  var exception = ""
  /// The service at the other end, as the span names it.
  var peer = ""
  /// The host that a caller called.
  var host = ""
  var pod = ""
  /// Zipkin: the server's half of a span whose id the client's half shares.
  var isShared = false

  /// Takes one attribute, by the names of OpenTelemetry's and OpenTracing's conventions; others are left out.
  mutating func take(_ name: String, _ value: String) {
    switch name {
    case "error": isFailed = isFailed || !["false", "0", ""].contains(value)
    case "otel.status_code": isFailed = isFailed || value == "ERROR"
    case "otel.status_description", "error.message", "exception.message": if status.isEmpty { status = value }
    case "exception.type", "error.kind", "error.type": if exception.isEmpty { exception = value }
    case "http.status_code", "http.response.status_code":
      code = value
      isFailed = isFailed || value.utf8.count == 3 && value.hasPrefix("5")
    case "span.kind": role = Role(rawValue: value.lowercased()) ?? .unstated
    case "peer.service": peer = value
    case "server.address", "net.peer.name": host = TraceSpan.host(value)
    case "k8s.pod.name": pod = value
    case "k8s.namespace.name": if service.namespace.isEmpty { service.namespace = value }
    case "k8s.cluster.name": service.cluster = value
    default: break
    }
  }

  /// The service in a host name of a cluster, another host as it stands; empty for addresses.
  private static func host(_ name: String) -> String {
    guard name.utf8.contains(where: { Text.isLetter($0) }), !name.utf8.contains(0x3A), name != "localhost" else {
      return ""
    }
    guard name.hasSuffix(".svc") || name.hasSuffix(".svc.cluster.local") else { return name }
    return String(name.prefix { $0 != "." })
  }

  /// The service at the other end; the host that was called stands for one that has no other name.
  var otherEnd: String {
    guard peer.isEmpty, role == .client || role == .producer else { return peer }
    return host
  }

  /// The span as an event from its beginning to its end.
  func event(_ reason: String, _ severity: Severity, _ message: String) -> Event {
    var attributes = [
      "trace_id": trace, "span_id": id, "parent_id": parent, "operation": operation, "span_kind": role.rawValue,
      "peer": otherEnd, "pod": pod, Attribute.code: code, Attribute.exception: exception,
    ]
    attributes["duration_ms"] = duration.map { String(Double($0.nanoseconds / 1000) / 1000) }
    let time = start.map { start in
      EventTime(start.start, through: duration.map { start.start + $0 }, precision: start.precision)
    }
    return Event(
      time: time, kind: .trace, severity: severity, subject: service, reason: reason,
      message: Prose.clean(message), attributes: attributes.filter { !$0.value.isEmpty },
      identity: trace.isEmpty || id.isEmpty ? nil : EventIdentity(key: "span:\(trace)/\(id)/\(operation)"))
  }

  /// Ids as lower-case hex: hex in any case, or base64 as protobuf's JSON writes bytes.
  static func id(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    let isHex = text.utf8.allSatisfy { Text.isDigit($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
    let bytes = Array(text.utf8)
    let unpadded = bytes.prefix { $0 != 0x3D }
    guard !isHex || bytes.count > unpadded.count, unpadded.count == 11 || unpadded.count == 22 else {
      return text.lowercased()
    }
    return base64(unpadded).map { byte in Hex.pair(byte) }.joined()
  }

  private static func base64(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      bits = bits << 6 | UInt32(value(digit))
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return decoded
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    switch digit {
    case 0x41...0x5A: digit - 0x41
    case 0x61...0x7A: digit - 0x61 + 26
    case 0x30...0x39: digit - 0x30 + 52
    case 0x2B, 0x2D: 62
    default: 63
    }
  }
}

extension JSONValue {
  /// A whole number, also one written as a string, which is how protobuf's JSON writes 64 bits.
  var wholeNumber: Int? { int ?? string.flatMap { Int($0) } }
}
