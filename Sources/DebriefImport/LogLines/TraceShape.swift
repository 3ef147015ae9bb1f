internal import DebriefParsing

/// Which kind of stack trace a log event is in the middle of.
enum TraceKind {
  case none
  /// `at …` frames: Java, Kotlin, .NET, Node.
  case frames
  case python
  /// A Python trace whose last line (`ValueError: …`) has been read.
  case pythonEnded
  /// After `During handling of the above exception …`: another trace follows.
  case pythonChained
  case go
  case rust
  /// Node's uncaught error, which begins with the place and its source text.
  case node
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
  /// `thread 'main' panicked at src/main.rs:4:5:`
  case rustPanic
  case goroutine
  /// `/app/index.js:12`, the first line of Node's uncaught errors.
  case nodePlace
  /// `#0 /app/index.php(7): charge()`
  case numberedFrame
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
    case 0x22 where line.count <= 4 && Text.matches(line, at: 0, "\"}"): return .closing
    case 0x23 where isNumbered(line): return .numberedFrame
    case 0x2F where isNodePlace(line), 0x66 where isNodePlace(line), 0x6E where isNodePlace(line): return .nodePlace
    case 0x4E where Text.matches(line, at: 0, "Node.js v"): return .continuation
    case 0x5B where Text.matches(line, at: 0, "[stacktrace]"): return .continuation
    case 0x2E where Text.matches(line, at: 0, "... "): return .continuation
    case 0x2D where Text.matches(line, at: 0, "--- End of"): return .continuation
    case 0x5D, 0x7D, 0x29: return line.count <= 3 ? .closing : .other
    case 0x43 where Text.matches(line, at: 0, "Caused by: "): return .continuation
    case 0x53 where Text.matches(line, at: 0, "Suppressed: ") || Text.matches(line, at: 0, "Stack trace:"):
      return .continuation
    case 0x53 where Text.matches(line, at: 0, "SIGQUIT: ") || Text.matches(line, at: 0, "SIGABRT: "): return .panic
    case 0x73 where Text.matches(line, at: 0, "stack backtrace:"): return .continuation
    case 0x74 where Text.matches(line, at: 0, "thread '") && Text.contains(line, " panicked at "): return .rustPanic
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
    return ExceptionName.leading(line) == nil && RubyPlace(line) == nil ? .other : .exceptionHeader
  }

  /// Whether a program ends with such a line, whatever it logged before.
  var isCrash: Bool { self == .panic || self == .rustPanic }

  private static func isNumbered(_ line: Span<UInt8>) -> Bool {
    var i = 1
    while i < line.count, i < 5, Text.isDigit(line[i]) { i += 1 }
    return i > 1 && i + 1 < line.count && line[i] == 0x20
      && (line[i + 1] == 0x2F || line[i + 1] == 0x7B || Text.matches(line, at: i + 1, "[internal"))
  }

  /// A path with an ending of JavaScript or TypeScript, a colon and a line, and no blank.
  private static func isNodePlace(_ line: Span<UInt8>) -> Bool {
    var i = line.count
    while i > 0, Text.isDigit(line[i - 1]) { i -= 1 }
    guard i < line.count, i > 4, line[i - 1] == 0x3A, firstBlank(line) == nil else { return false }
    return Text.matches(line, at: i - 4, ".js:") || Text.matches(line, at: i - 4, "mjs:")
      || Text.matches(line, at: i - 4, "cjs:") || Text.matches(line, at: i - 4, ".ts:")
      || Text.matches(line, at: 0, "node:")
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
    if Text.matches(line, at: 0, "PC=0x") { return true }
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

/// Ruby's uncaught errors: `/app/pay.rb:12:in 'Cart#charge': pool exhausted (Pool::Exhausted)`.
struct RubyPlace {
  /// File, line and method.
  var place: Range<Int>
  /// The class in the last parentheses.
  var type: Range<Int>

  init?(_ line: Span<UInt8>) {
    // The cheap test first: every line at the margin comes here.
    guard line.count > 12, line[line.count - 1] == 0x29, let file = Text.find(".rb:", in: line),
      Text.isDigit(line[min(file + 4, line.count - 1)]), let method = Text.find(":in ", in: line, from: file)
    else { return nil }
    var open = line.count - 1
    while open > method, line[open] != 0x28 { open -= 1 }
    type = (open + 1)..<(line.count - 1)
    guard open > method, !type.isEmpty, let end = Text.find(": ", in: line, from: method + 4), end < open else {
      return nil
    }
    for i in type where !ExceptionName.isName(line[i]) && line[i] != 0x3A { return nil }
    place = 0..<end
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
    } else if Text.matches(line, at: 0, "PHP Fatal error:  Uncaught ") {
      start = 27
    } else if Text.matches(line, at: 0, "Fatal error: Uncaught ") {
      start = 22
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
