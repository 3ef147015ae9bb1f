internal import DebriefParsing

/// Which kind of stack trace a log event is in the middle of.
enum TraceKind {
  case none
  /// `at …` frames: Java, Kotlin, .NET, Node.
  case frames
  case python
  /// A Python trace whose last line (`ValueError: …`) has been read.
  case pythonEnded
  case go
}

/// What a line looks like, as far as joining lines is concerned.
enum TraceShape {
  case blank
  case indented
  /// Never stands alone: `Caused by: …`, `... 12 more`, `--- End of inner exception stack trace ---`.
  case continuation
  case pythonHeader
  /// `java.lang.IllegalStateException: …`, `TypeError: …`, `Exception in thread "main" …`, `Unhandled exception. …`.
  case exceptionHeader
  case panic
  case goroutine
  /// A bracket alone: the end of an object printed over several lines.
  case closing
  case other

  init(_ line: Span<UInt8>) {
    guard let first = line.isEmpty ? nil : line[0] else {
      self = .blank
      return
    }
    if first == 0x20 || first == 0x09 {
      self = Text.trimmed(line, 0..<line.count).isEmpty ? .blank : .indented
      return
    }
    self = TraceShape.unindented(line, first)
  }

  private static func unindented(_ line: Span<UInt8>, _ first: UInt8) -> TraceShape {
    switch first {
    case 0x2E where Text.matches(line, at: 0, "... "): return .continuation
    case 0x2D where Text.matches(line, at: 0, "--- End of"): return .continuation
    case 0x5D, 0x7D, 0x29: return line.count <= 3 ? .closing : .other
    case 0x43 where Text.matches(line, at: 0, "Caused by: "): return .continuation
    case 0x53 where Text.matches(line, at: 0, "Suppressed: "): return .continuation
    case 0x54:
      if Text.matches(line, at: 0, "Traceback (most recent call last)") { return .pythonHeader }
      if Text.matches(line, at: 0, "The above exception was") { return .continuation }
    case 0x44 where Text.matches(line, at: 0, "During handling of the above exception"): return .continuation
    case 0x61 where Text.matches(line, at: 0, "at ") && isFrame(line): return .continuation
    case 0x67 where Text.matches(line, at: 0, "goroutine "): return .goroutine
    case 0x70 where Text.matches(line, at: 0, "panic: "): return .panic
    case 0x66 where Text.matches(line, at: 0, "fatal error: "): return .panic
    default: break
    }
    return ExceptionName.leading(line) == nil ? .other : .exceptionHeader
  }

  /// `at com.shop.Cart.add(Cart.java:12)`: a parenthesis and no blank before it.
  private static func isFrame(_ line: Span<UInt8>) -> Bool {
    var i = 3
    while i < line.count, line[i] != 0x28 {
      if line[i] == 0x20 { return false }
      i += 1
    }
    return i < line.count
  }

  /// What follows `panic:` in Go's dump: calls, `created by`, signals, registers, the exit status.
  static func isGoDump(_ line: Span<UInt8>) -> Bool {
    if Text.matches(line, at: 0, "created by ") || Text.matches(line, at: 0, "exit status ") { return true }
    if Text.matches(line, at: 0, "[signal ") || Text.matches(line, at: 0, "runtime stack:") { return true }
    guard let last = line.isEmpty ? nil : line[line.count - 1] else { return true }
    if last == 0x29 || Text.matches(line, at: line.count - 5, "(...)") {
      return firstBlank(line) == nil || Text.contains(line, "(0x")
    }
    return line.count < 40 && Text.contains(line, " 0x")
  }

  /// A line at the margin after Python's frames: `ValueError: …`, `KeyboardInterrupt`, `botocore.exceptions.ClientError: …`.
  static func isPythonEnd(_ line: Span<UInt8>) -> Bool {
    var i = 0
    while i < line.count, ExceptionName.isName(line[i]) { i += 1 }
    return i > 2 && (i == line.count || (line[i] == 0x3A && (i + 1 == line.count || line[i + 1] == 0x20)))
  }

  private static func firstBlank(_ line: Span<UInt8>) -> Int? {
    for i in 0..<line.count where line[i] == 0x20 { return i }
    return nil
  }
}

/// Names of exception types, told by their endings.
enum ExceptionName {
  private static let endings: [StaticString] = ["Exception", "Error", "Throwable", "Interrupt", "Failure", "Fault"]

  /// The exception's name at the start of a line, past `Exception in thread "main" `, `Unhandled exception. `, `Uncaught `.
  static func leading(_ line: Span<UInt8>) -> Range<Int>? {
    var start = 0
    if Text.matches(line, at: 0, "Exception in thread \"") {
      var i = 21
      while i < line.count && line[i] != 0x22 { i += 1 }
      start = i + 2
    } else if Text.matches(line, at: 0, "Unhandled exception. ") {
      start = 21
    } else if Text.matches(line, at: 0, "Unhandled Exception: ") {
      start = 21
    } else if Text.matches(line, at: 0, "Uncaught ") {
      start = 9
    } else if Text.matches(line, at: 0, "Caused by: ") {
      start = 11
    }
    return name(line, at: start)
  }

  /// An exception's name at `start`, followed by a colon, a blank (at most for a dotted name) or the end.
  static func name(_ line: Span<UInt8>, at start: Int) -> Range<Int>? {
    var i = start
    var isDotted = false
    while i < line.count, isName(line[i]) {
      isDotted = isDotted || line[i] == 0x2E
      i += 1
    }
    guard i - start >= 5, Text.isLetter(line[start]), hasEnding(line, start, i) else { return nil }
    let ends = i == line.count || line[i] == 0x3A || line[i] == 0x0A || (isDotted && line[i] == 0x20)
    return ends ? start..<i : nil
  }

  /// The first exception's name anywhere in a line, dotted or followed by a colon.
  static func anywhere(_ line: Span<UInt8>) -> Range<Int>? {
    var i = 0
    while i < line.count {
      if let found = name(line, at: i) { return found }
      while i < line.count && line[i] != 0x20 && line[i] != 0x0A { i += 1 }
      i += 1
    }
    return nil
  }

  static func isName(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x2E || byte == 0x5F || byte == 0x24
  }

  private static func hasEnding(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for ending in endings where end - start >= ending.utf8CodeUnitCount {
      if Text.matches(line, at: end - ending.utf8CodeUnitCount, ending) { return true }
    }
    return false
  }
}
