internal import DebriefParsing

/// The type of an exception and its top frame, read from a joined stack trace.
struct TraceSummary {
  private(set) var type = ""
  private(set) var frame = ""
  private var isPython = false
  private var isGo = false
  /// The last line at the margin: a Go call when a path follows it.
  private var call: Range<Int>?

  /// `TYPE at FRAME`; empty when neither was found.
  var text: String {
    if type.isEmpty || frame.isEmpty { return type.isEmpty ? frame : type }
    return "\(type) at \(frame)"
  }

  /// The type without its package, at most 100 bytes.
  var shortType: String {
    guard let dot = type.lastIndex(where: { $0 == "." || $0 == "$" }) else { return String(type.prefix(100)) }
    return String(type[type.index(after: dot)...].prefix(100))
  }

  /// Reads lines separated by newlines; O(n).
  init(_ text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count && text[end] != 0x0A { end += 1 }
      take(text.extracting(start..<end), isFirst: start == 0)
      takeCall(text, start..<end)
      start = end + 1
    }
  }

  private mutating func take(_ line: Span<UInt8>, isFirst: Bool) {
    let range = Text.trimmed(line, 0..<line.count)
    guard !range.isEmpty else { return }
    let isIndented = range.lowerBound > 0
    let content = line.extracting(range)
    if takeOther(content, isFirst: isFirst) { return }
    if Text.matches(content, at: 0, "Traceback (most recent call last)") {
      isPython = true
    } else if Text.matches(content, at: 0, "panic: ") || Text.matches(content, at: 0, "fatal error: ") {
      isGo = true
      type = "panic"
    } else if Text.matches(content, at: 0, "SIGQUIT: ") || Text.matches(content, at: 0, "SIGABRT: ") {
      isGo = true
      type = LineText.part(content, 0..<7)
    } else if Text.matches(content, at: 0, "goroutine "), Text.contains(content, "[running]:") {
      isGo = true
    } else if isPython {
      takePython(content, isIndented: isIndented)
    } else if isGo {
      takeGo(content, isIndented: isIndented)
    } else if frame.isEmpty, Text.matches(content, at: 0, "at ") {
      frame = LineText.part(content, 3..<content.count, limit: 200)
    } else if type.isEmpty, let name = isFirst ? ExceptionName.anywhere(content) : ExceptionName.leading(content) {
      type = LineText.part(content, name, limit: 200)
    }
  }

  /// Ruby, Rust and PHP say type and place on the first line.
  private mutating func takeOther(_ line: Span<UInt8>, isFirst: Bool) -> Bool {
    guard type.isEmpty, frame.isEmpty else { return false }
    if let ruby = RubyPlace(line) {
      type = LineText.part(line, ruby.type, limit: 200)
      frame = LineText.part(line, ruby.place, limit: 200)
    } else if Text.matches(line, at: 0, "thread '"), let at = Text.find(" panicked at ", in: line) {
      takeRust(line, at + 13)
    } else if let uncaught = Text.find(" error: ", in: line), let place = Text.find(" in /", in: line, from: uncaught) {
      guard let name = ExceptionName.leading(line) else { return false }
      type = LineText.part(line, name, limit: 200)
      frame = LineText.part(line, (place + 4)..<line.count, limit: 200)
    } else {
      return false
    }
    return true
  }

  /// `src/main.rs:4:5:` with the message on the next line, or before Rust 1.73 `'message', src/main.rs:4:5`.
  private mutating func takeRust(_ line: Span<UInt8>, _ start: Int) {
    type = "panic"
    var place = start..<line.count
    if place.count > 1, line[start] == 0x27 {
      var i = line.count - 1
      while i > start, line[i] != 0x20 { i -= 1 }
      place = (i + 1)..<line.count
    } else if line[line.count - 1] == 0x3A {
      place = start..<(line.count - 1)
    }
    frame = LineText.part(line, place, limit: 200)
  }

  /// Stacks of zap and pkg/errors: `main.sync` and then `<TAB>/src/sync.go:8`.
  private mutating func takeCall(_ text: Span<UInt8>, _ line: Range<Int>) {
    guard frame.isEmpty, !isPython, !isGo, !line.isEmpty else { return }
    if text[line.lowerBound] != 0x09 {
      // `goroutine 7 [running]:` and other headings are no calls.
      call = text[line.upperBound - 1] == 0x3A ? nil : line
    } else if let call, line.count > 2, text[line.lowerBound + 1] == 0x2F {
      frame =
        LineText.part(text, call, limit: 150) + " (" + LineText.part(text, Text.trimmed(text, line), limit: 150) + ")"
    }
  }

  /// The innermost frame is the last one; the type stands at the margin after it.
  private mutating func takePython(_ line: Span<UInt8>, isIndented: Bool) {
    if Text.matches(line, at: 0, "File \"") {
      frame = LineText.part(line, 5..<line.count, limit: 200)
    } else if !isIndented, TraceShape.isPythonEnd(line) {
      var end = 0
      while end < line.count && line[end] != 0x3A { end += 1 }
      type = LineText.part(line, 0..<end, limit: 200)
    }
  }

  /// The first call that is not the runtime's own, with its file.
  private mutating func takeGo(_ line: Span<UInt8>, isIndented: Bool) {
    if !isIndented {
      let isOwn =
        Text.matches(line, at: 0, "panic(") || Text.matches(line, at: 0, "runtime.")
        || Text.matches(line, at: 0, "goroutine ")
      guard frame.isEmpty, !isOwn, line[line.count - 1] == 0x29, !Text.contains(line, " ") || Text.contains(line, "(0x")
      else { return }
      var end = line.count - 1
      while end > 0 && line[end] != 0x28 { end -= 1 }
      frame = LineText.part(line, 0..<end, limit: 150)
    } else if !frame.isEmpty, !frame.contains(" ("), line[0] == 0x2F {
      var end = 0
      while end < line.count && line[end] != 0x20 { end += 1 }
      frame += " (" + LineText.part(line, 0..<end, limit: 150) + ")"
    }
  }
}
