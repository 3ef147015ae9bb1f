internal import CSimdjson

/// Why a text is not JSON.
public struct JSONError: Error, Hashable, Sendable {
  /// A sentence from simdjson.
  public var reason: String
}

/// Parses JSON documents with simdjson, reusing its memory; one per importer, not thread-safe.
///
/// Time O(n) per document; memory grows to the largest document parsed.
/// Invalid UTF-8 is replaced by U+FFFD and the document read again, because log collectors do write it.
@safe public final class JSONReader {
  private let parser: OpaquePointer

  /// Creates a reader.
  public init() { unsafe parser = csj_parser_new() }
  deinit { unsafe csj_parser_free(parser) }

  /// Parses one document; the value is valid until the next call of `parse` on this reader.
  public func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    var code = unsafe bytes.withUnsafeBufferPointer { unsafe csj_parse(parser, $0.baseAddress, $0.count) }
    if code == csj_error_utf8() {
      let repaired = Array(Text.string(bytes).utf8)
      code = unsafe repaired.withUnsafeBufferPointer { unsafe csj_parse(parser, $0.baseAddress, $0.count) }
    }
    guard code == 0, let tape = unsafe csj_tape(parser), let strings = unsafe csj_strings(parser) else {
      throw JSONError(reason: unsafe String(cString: csj_error_message(code)))
    }
    return unsafe JSONValue(tape: tape, strings: strings, index: 1)
  }
}

/// One value on a simdjson tape (simdjson, doc/tape.md); cheap to copy.
///
/// Valid until its reader parses again: keep Swift values, not JSONValues.
@safe public struct JSONValue {
  let tape: UnsafePointer<UInt64>
  let strings: UnsafePointer<UInt8>
  let index: Int

  /// The six kinds of JSON values, numbers by representation.
  public enum Kind: UInt8, Sendable {
    case object = 0x7B
    case array = 0x5B
    case string = 0x22
    case integer = 0x6C
    case unsigned = 0x75
    case double = 0x64
    case yes = 0x74
    case no = 0x66
    case null = 0x6E
  }

  private var word: UInt64 { unsafe tape[index] }
  private var payload: Int { Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF) }

  /// What the value is.
  public var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: word >> 56)) ?? .null }

  public var isObject: Bool { kind == .object }
  public var isArray: Bool { kind == .array }
  public var isNull: Bool { kind == .null }

  /// The index after this value.
  private var next: Int {
    let word = word
    switch UInt8(truncatingIfNeeded: word >> 56) {
    case 0x7B, 0x5B: return Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
    case 0x6C, 0x75, 0x64: return index + 2
    default: return index + 1
    }
  }

  private func at(_ index: Int) -> JSONValue { unsafe JSONValue(tape: tape, strings: strings, index: index) }

  private var text: UnsafeBufferPointer<UInt8> {
    let base = unsafe strings + payload
    let length = unsafe UnsafeRawPointer(base).loadUnaligned(as: UInt32.self)
    return unsafe UnsafeBufferPointer(start: base + 4, count: Int(length))
  }

  /// The text of a string; nil for every other kind.
  public var string: String? {
    guard kind == .string else { return nil }
    return unsafe String(decoding: text, as: UTF8.self)
  }

  /// Calls `body` with the UTF-8 bytes of a string; nil for every other kind.
  public func withUTF8<R>(_ body: (Span<UInt8>) -> R) -> R? {
    guard kind == .string else { return nil }
    return unsafe body(text.span)
  }

  /// Whether this is a string equal to `other`, without making a String.
  public func equals(_ other: StaticString) -> Bool {
    guard kind == .string else { return false }
    return unsafe JSONValue.same(text, other)
  }

  private static func same(_ bytes: UnsafeBufferPointer<UInt8>, _ other: StaticString) -> Bool {
    guard bytes.count == other.utf8CodeUnitCount else { return false }
    let key = unsafe other.utf8Start
    for i in 0..<bytes.count where unsafe bytes[i] != key[i] { return false }
    return true
  }

  /// A whole number; nil for every other kind and beyond Int64.
  public var int: Int? {
    switch kind {
    case .integer: unsafe Int(Int64(bitPattern: tape[index + 1]))
    case .unsigned: unsafe Int(exactly: tape[index + 1])
    default: nil
    }
  }

  /// Any number.
  public var double: Double? {
    switch kind {
    case .integer: unsafe Double(Int64(bitPattern: tape[index + 1]))
    case .unsigned: unsafe Double(tape[index + 1])
    case .double: unsafe Double(bitPattern: tape[index + 1])
    default: nil
    }
  }

  public var bool: Bool? {
    switch kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// A scalar as text: strings as they are, numbers and booleans in JSON's notation; nil for null, objects and arrays.
  public var scalarText: String? {
    switch kind {
    case .string: string
    case .integer, .unsigned: int.map { String($0) } ?? double.map { String($0) }
    case .double: double.map { $0 == $0.rounded() && abs($0) < 9e15 ? String(Int($0)) : String($0) }
    case .yes: "true"
    case .no: "false"
    default: nil
    }
  }

  /// The member of an object; nil where there is none, it is null, or this is no object. Linear in the members before it.
  public subscript(_ key: StaticString) -> JSONValue? {
    let word = word
    guard word >> 56 == 0x7B else { return nil }
    let end = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) - 1
    var i = index + 1
    while i < end {
      let name = at(i)
      let value = at(i + 1)
      if unsafe JSONValue.same(name.text, key) { return value.isNull ? nil : value }
      i = value.next
    }
    return nil
  }

  /// The member of an object by a name known at run time.
  public subscript(name key: String) -> JSONValue? {
    members.first { $0.key.string == key && !$0.value.isNull }?.value
  }

  /// The member of an object, `null` included, which a patch uses to take something away; nil where there is none.
  public func member(_ key: StaticString) -> JSONValue? {
    for member in members where member.key.equals(key) { return member.value }
    return nil
  }

  /// The elements of an array; empty for every other kind.
  public var elements: Elements { Elements(index: index + 1, end: kind == .array ? next - 1 : 0, value: self) }

  /// No elements, for the array that is not there: `for item in list?.elements ?? JSONValue.none`.
  public static var none: Elements { Elements(index: 0, end: 0, value: nil) }

  /// The members of an object; empty for every other kind.
  public var members: Members { Members(index: index + 1, end: kind == .object ? next - 1 : 0, value: self) }

  /// Walks an array.
  public struct Elements: Sequence, IteratorProtocol {
    var index: Int
    let end: Int
    let value: JSONValue?
    public mutating func next() -> JSONValue? {
      guard index < end, let value else { return nil }
      let element = value.at(index)
      index = element.next
      return element
    }
  }

  /// Walks an object's members in their order.
  public struct Members: Sequence, IteratorProtocol {
    var index: Int
    let end: Int
    let value: JSONValue
    public mutating func next() -> (key: JSONValue, value: JSONValue)? {
      guard index < end else { return nil }
      let key = value.at(index)
      let member = value.at(index + 1)
      index = member.next
      return (key, member)
    }
  }

  /// A string-to-scalar object as a dictionary (labels, annotations); other members are left out.
  public var stringMap: [String: String] {
    var map: [String: String] = [:]
    for member in members {
      if let key = member.key.string, let text = member.value.scalarText { map[key] = text }
    }
    return map
  }
}
