internal import DebriefModel
internal import DebriefParsing

/// Reads the values of OTLP in JSON (opentelemetry-proto common.proto; "JSON Protobuf Encoding" of the OTLP specification).
enum OTLPValue {
  private static let deepest = 5
  private static let mostParts = 50

  /// The attributes of a resource, a scope, a record or a point, as text.
  static func attributes(_ owner: JSONValue?) -> [String: String] {
    var attributes: [String: String] = [:]
    for attribute in owner?["attributes"]?.elements ?? JSONValue.none {
      guard attributes.count < 100, let name = attribute["key"]?.string, let value = attribute["value"] else {
        continue
      }
      attributes[name] = text(value)
    }
    return attributes
  }

  /// An AnyValue as text: scalars as they are, maps as `key=value` pairs, lists in brackets, bytes in base64 as they came.
  static func text(_ value: JSONValue, depth: Int = 0) -> String {
    guard let member = value.members.first(where: { _ in true }) else { return value.scalarText ?? "" }
    if member.key.equals("kvlistValue") {
      guard depth < deepest else { return "…" }
      return pairs(member.value).map { "\($0.name)=\(quoted(text($0.value, depth: depth + 1)))" }.joined(separator: " ")
    }
    if member.key.equals("arrayValue") {
      guard depth < deepest else { return "…" }
      let parts = (member.value["values"]?.elements ?? JSONValue.none).prefix(mostParts)
      return "[" + parts.map { text($0, depth: depth + 1) }.joined(separator: ", ") + "]"
    }
    return member.value.scalarText ?? ""
  }

  /// The pairs of a `kvlistValue`, in their order.
  static func pairs(_ list: JSONValue) -> [(name: String, value: JSONValue)] {
    (list["values"]?.elements ?? JSONValue.none).prefix(mostParts).compactMap { pair in
      guard let name = pair["key"]?.string, let value = pair["value"] else { return nil }
      return (name, value)
    }
  }

  private static func quoted(_ text: String) -> String {
    text.isEmpty || text.contains(" ") ? "\"" + text.replacing("\"", with: "\\\"") + "\"" : text
  }

  /// A 64-bit number, which JSON holds as text; numbers are accepted.
  static func whole(_ value: JSONValue?) -> Int? { value?.int ?? value?.string.flatMap { Int($0) } }

  /// A number of either kind; text such as `NaN` too.
  static func number(_ value: JSONValue?) -> Double? { value?.double ?? value?.string.flatMap { Double($0) } }

  /// Nanoseconds since 1970; nil for 0, which means "not set".
  static func time(_ value: JSONValue?) -> EventTime? {
    guard let nanoseconds = whole(value), nanoseconds > 0 else { return nil }
    return EventTime(Instant(nanoseconds: Int64(nanoseconds)), precision: .nanosecond)
  }

  /// An id in lower-case hex; nil for none and for zeros. Base64 is kept as it is.
  static func id(_ value: JSONValue?) -> String? {
    guard let text = value?.string, !text.isEmpty, text.utf8.count <= 64 else { return nil }
    let isHex = text.utf8.allSatisfy { Text.isDigit($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
    guard text.utf8.contains(where: { $0 != 0x30 }) else { return nil }
    return isHex ? text.lowercased() : text
  }
}
