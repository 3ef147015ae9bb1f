import DebriefReport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// When to use colour.
package enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}

/// The outside world of a command: two streams, the environment, the width, the current folder.
///
/// Results go to `out`, everything else to `err`; each is judged apart when it comes to colour.
package struct Terminal {
  package let out: any TextSink
  package let err: any TextSink
  package let environment: [String: String]
  /// Columns of the screen; used only where a stream is a TTY.
  package let width: Int
  /// What relative paths start from; empty for the process's own folder.
  package let folder: String
  package var color = ColorChoice.auto

  /// Creates a terminal over any two sinks.
  package init(
    out: any TextSink, err: any TextSink, environment: [String: String] = [:], width: Int = 100, folder: String = ""
  ) {
    (self.out, self.err, self.environment) = (out, err, environment)
    (self.width, self.folder) = (width, folder)
  }

  /// The process's own streams.
  package static func system(environment: [String: String]) -> Terminal {
    Terminal(
      out: StreamSink(descriptor: 1, isBuffered: true), err: StreamSink(descriptor: 2, isBuffered: false),
      environment: environment, width: screenWidth(environment))
  }

  private static func screenWidth(_ environment: [String: String]) -> Int {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns >= 20 { return columns }
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 100 }
    return Int(size.ws_col)
  }

  /// A path as the system opens it.
  func resolve(_ path: String) -> String {
    guard !folder.isEmpty, !path.hasPrefix("/"), path != "-" else { return path }
    return path == "." ? folder : folder + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }

  /// Whether a stream gets colour: as chosen, else for a TTY unless `NO_COLOR` is set or `TERM` is `dumb`.
  func usesColor(on sink: any TextSink) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: sink.isTTY && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }

  /// Text in a style, or as it is where the stream gets no colour. Never call it on text that is not yet visible.
  func styled(_ text: String, _ style: TextStyle, on sink: any TextSink) -> String {
    usesColor(on: sink) ? style.open + text + TextStyle.close : text
  }

  /// Prints a line on standard error.
  func say(_ line: String) {
    out.flush()
    err.write(line + "\n")
  }
}

/// The few styles in use; each repeats what a word already says.
enum TextStyle: String {
  case bold = "1"
  case faint = "2"
  case red = "1;31"
  case yellow = "33"
  case blue = "34"
  case cyan = "36"

  static let close = "\u{1B}[0m"
  var open: String { "\u{1B}[\(rawValue)m" }
}

extension Terminal {
  /// A terminal whose results go to standard error, for what accompanies another result.
  var withResultsOnError: Terminal {
    var other = Terminal(out: err, err: err, environment: environment, width: width, folder: folder)
    other.color = color
    return other
  }
}
