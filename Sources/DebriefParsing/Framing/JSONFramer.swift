/// Cuts JSON into records without parsing it: concatenated or line-separated values, elements of a top-level array,
/// and elements of all arrays at given paths inside an object (`items` of a List), whose rest follows as an envelope.
///
/// Memory grows to the largest record, not to the file; a cut-off end loses only the last record.
public struct JSONFramer: Framer {
  /// A larger record is rejected and skipped: 64 MiB.
  public static let largest = 64 << 20
  /// Deeper nesting than this is rejected, as simdjson would.
  public static let deepest = 1000

  private let paths: [[[UInt8]]]
  private let largest: Int
  /// Absolute offset of the next byte to look at.
  private(set) var position = 0
  private var inArray = false
  private var envelope: Envelope?
  private var done = false

  /// What stands around the elements of a document that is being cut.
  private struct Envelope {
    var bytes: [UInt8]
    var byte: Int
    var line: Int
    /// Stands inside the array whose elements are being cut.
    var scanner: JSONScanner
  }

  /// Creates a framer that takes out the elements of the arrays at `elements`, e.g. `[["items"], ["data", "result"]]`.
  public init(elements: [[String]], largest: Int = JSONFramer.largest) {
    paths = elements.map { $0.map { Array($0.utf8) } }
    self.largest = largest
  }

  /// Whether the next value stands for itself.
  var isBetweenValues: Bool { envelope == nil && !inArray && !done }
  /// Whether nothing was read yet.
  var isAtStart: Bool { firstValue == nil }
  private var firstValue: Int?

  /// The next byte that is no white space; nil at the end.
  mutating func peek(_ buffer: inout FrameBuffer) throws -> UInt8? { try skipSeparators(&buffer) }

  /// Goes on at an absolute offset.
  mutating func seek(to position: Int) {
    self.position = position
    firstValue = firstValue ?? position
  }

  public mutating func next(_ buffer: inout FrameBuffer) throws -> Frame? {
    while !done {
      buffer.discard(upTo: position)
      guard let byte = try skipSeparators(&buffer) else { return try finish(&buffer) }
      switch byte {
      case 0x5D where envelope != nil:
        if let frame = try afterElements(&buffer) { return frame }
      case 0x5D where inArray:
        inArray = false
        position += 1
      case 0x5B where !inArray && envelope == nil:
        inArray = true
        position += 1
      default:
        if let frame = try value(&buffer) { return frame }
      }
    }
    return nil
  }

  /// Moves past white space, commas and record separators; the byte there, or nil at the end.
  private mutating func skipSeparators(_ buffer: inout FrameBuffer) throws -> UInt8? {
    while true {
      let count = buffer.bytes.count
      var i = position - buffer.base
      while i < count {
        let byte = buffer.bytes[i]
        guard byte <= 0x20 || byte == 0x2C || byte == 0xEF || byte == 0xBB || byte == 0xBF else {
          position = buffer.base + i
          return byte
        }
        i += 1
      }
      position = buffer.base + i
      buffer.discard(upTo: position)
      guard try buffer.fill() else { return nil }
    }
  }

  /// Reads one value at `position`; nil when it turned out to hold elements, which the next calls give.
  private mutating func value(_ buffer: inout FrameBuffer) throws -> Frame? {
    let start = position
    let line = buffer.line(at: start)
    var scanner = JSONScanner(paths: envelope == nil && !inArray ? paths : [])
    while true {
      let stop = unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
        unsafe scanner.scan(bytes.span, from: position - buffer.base, atEnd: buffer.ended)
      }
      position = buffer.base + stop.index
      switch stop.reason {
      case .complete:
        let role: Frame.Role = envelope == nil ? .whole : .element
        let problem = scanner.deepest > JSONFramer.deepest ? "nested deeper than \(JSONFramer.deepest) levels" : nil
        return Frame(role: role, range: (start - buffer.base)..<stop.index, byte: start, line: line, problem: problem)
      case .elements:
        scanner.enterElements()
        envelope = Envelope(
          bytes: Array(buffer.bytes[(start - buffer.base)..<stop.index]), byte: start, line: line, scanner: scanner)
        return nil
      case .damaged:
        return damaged(start: start, end: stop.index, line: line, &buffer)
      case .stray:
        return try stray(start: start, line: line, &buffer)
      case .needMore:
        if position - start > largest { return try skipLarge(&scanner, start: start, line: line, &buffer) }
        if try !buffer.fill() && position >= buffer.base + buffer.bytes.count && buffer.ended {
          if scanner.isNumberOrWord { continue }
          done = true
          return problem("cut off: the input ends inside this record", start: start, line: line, &buffer)
        }
      }
    }
  }

  /// A record that ends where the next one begins; what it belonged to is over unless records are elements of an array.
  private mutating func damaged(start: Int, end: Int, line: Int, _ buffer: inout FrameBuffer) -> Frame {
    envelope = nil
    let range = (start - buffer.base)..<end
    return Frame(
      role: .whole, range: range, byte: start, line: line, problem: "cut off: the next record begins inside this one")
  }

  private func problem(_ text: String, start: Int, line: Int, _ buffer: inout FrameBuffer) -> Frame {
    let lower = min(max(start - buffer.base, 0), buffer.bytes.count)
    let upper = min(lower + 400, buffer.bytes.count)
    return Frame(role: .whole, range: lower..<upper, byte: start, line: line, problem: text)
  }

  /// Text that is no JSON: the rest of its line is one rejected record, and reading goes on after it.
  private mutating func stray(start: Int, line: Int, _ buffer: inout FrameBuffer) throws -> Frame {
    while true {
      if let newline = buffer.bytes[(start - buffer.base)...].firstIndex(of: 0x0A) {
        position = buffer.base + newline + 1
        break
      }
      position = buffer.base + buffer.bytes.count
      guard position - start < 1 << 20, try buffer.fill() else { break }
    }
    let range = (start - buffer.base)..<(position - buffer.base)
    return Frame(role: .whole, range: range, byte: start, line: line, problem: "not JSON")
  }

  private mutating func skipLarge(
    _ scanner: inout JSONScanner, start: Int, line: Int, _ buffer: inout FrameBuffer
  ) throws -> Frame {
    while true {
      _ = buffer.line(at: position)
      buffer.discard(upTo: position)
      guard try buffer.fill() else {
        done = true
        break
      }
      let stop = unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
        unsafe scanner.scan(bytes.span, from: position - buffer.base, atEnd: buffer.ended)
      }
      position = buffer.base + stop.index
      if stop.reason != .needMore { break }
    }
    return Frame(
      role: .whole, range: 0..<0, byte: start, line: line, problem: "record larger than \(largest >> 20) MiB")
  }

  /// Reads on behind the last element of an array: to the elements of the next one, nil, or to the end of the document.
  private mutating func afterElements(_ buffer: inout FrameBuffer) throws -> Frame? {
    guard var open = envelope else { return nil }
    envelope = nil
    let start = position
    while true {
      let stop = unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
        unsafe open.scanner.scan(bytes.span, from: position - buffer.base, atEnd: buffer.ended)
      }
      position = buffer.base + stop.index
      let filled = stop.reason == .needMore ? try buffer.fill() : false
      if position - start + open.bytes.count > largest {
        done = true
        return Frame(role: .envelope, range: 0..<0, byte: open.byte, line: open.line, problem: "envelope too large")
      }
      if stop.reason == .needMore && (filled || !buffer.ended) { continue }
      open.bytes.append(contentsOf: buffer.bytes[(start - buffer.base)..<(position - buffer.base)])
      if stop.reason == .elements {
        open.scanner.enterElements()
        envelope = open
        return nil
      }
      let cut = stop.reason == .complete ? nil : "cut off: the list does not end"
      return Frame(role: .envelope, range: 0..<0, detached: open.bytes, byte: open.byte, line: open.line, problem: cut)
    }
  }

  private mutating func finish(_ buffer: inout FrameBuffer) throws -> Frame? {
    done = true
    if let open = envelope {
      envelope = nil
      return Frame(
        role: .envelope, range: 0..<0, detached: open.bytes, byte: open.byte, line: open.line,
        problem: "cut off: the list does not end")
    }
    guard inArray else { return nil }
    return Frame(
      role: .envelope, range: 0..<0, detached: [0x5B], byte: position, line: buffer.line(at: position),
      problem: "cut off: the array does not end")
  }
}
