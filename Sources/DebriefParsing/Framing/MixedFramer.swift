/// Cuts a file in which JSON values, YAML documents, blocks of logs and other lines follow each other, as `kubectl cluster-info
/// dump` prints them and as tools wrap what kubectl printed.
///
/// JSON and YAML are cut as `JSONFramer` and `YAMLFramer` do, everything else is a record a line. Within
/// `==== START logs for …` and `==== END logs for …` everything is lines. After a line of YAML, YAML goes on to the end or to a
/// block of logs.
public struct MixedFramer: Framer {
  private enum Mode { case objects, yaml, log }

  private var json: JSONFramer
  private var yaml: YAMLFramer
  private var lines = LineFramer()
  private var mode: Mode

  /// Creates a framer; `isYAML` says that the file begins as YAML.
  public init(elements: [[String]], isYAML: Bool) {
    json = JSONFramer(elements: elements)
    yaml = YAMLFramer(elements: elements, stop: MixedFramer.start)
    mode = isYAML ? .yaml : .objects
  }

  private static let start: StaticString = "==== START logs for "
  private static let end: StaticString = "==== END logs for "

  public mutating func next(_ buffer: inout FrameBuffer) throws -> Frame? {
    while true {
      switch mode {
      case .objects:
        if let frame = try nextObject(&buffer) { return frame }
        guard mode != .objects else { return nil }
      case .yaml:
        if var frame = try yaml.next(&buffer) {
          frame.notation = .yaml
          return frame
        }
        guard let stop = yaml.stopped else { return nil }
        yaml = yaml.afresh()
        lines.seek(to: stop)
        mode = .log
      case .log: return try nextLine(&buffer)
      }
    }
  }

  /// A JSON value, an element of one, or a line between values; nil at the end or when the mode changed.
  private mutating func nextObject(_ buffer: inout FrameBuffer) throws -> Frame? {
    guard json.isBetweenValues, let byte = try json.peek(&buffer), byte != 0x7B, byte != 0x5B || !json.isAtStart else {
      var frame = try json.next(&buffer)
      frame?.notation = .json
      return frame
    }
    let position = json.position
    if try beginsYAML(&buffer, at: position) {
      yaml.seek(to: position)
      mode = .yaml
      return nil
    }
    lines.seek(to: position)
    return try nextLine(&buffer)
  }

  private mutating func nextLine(_ buffer: inout FrameBuffer) throws -> Frame? {
    guard var frame = try lines.next(&buffer) else { return nil }
    frame.role = .line
    let text = buffer.bytes.span.extracting(frame.range)
    if Text.matches(text, at: 0, MixedFramer.start) { mode = .log }
    if Text.matches(text, at: 0, MixedFramer.end) { mode = .objects }
    if mode == .objects { json.seek(to: lines.position) }
    return frame
  }

  /// Whether a line opens a document as kubectl writes it.
  private func beginsYAML(_ buffer: inout FrameBuffer, at position: Int) throws -> Bool {
    // The longest beginning must be in view.
    while buffer.base + buffer.bytes.count < position + 12, try buffer.fill() {}
    let start = min(max(position - buffer.base, 0), buffer.bytes.count)
    let text = buffer.bytes.span.extracting(start..<buffer.bytes.count)
    return Text.matches(text, at: 0, "apiVersion: ") || Text.matches(text, at: 0, "---\n")
      || Text.matches(text, at: 0, "---\r")
  }
}
