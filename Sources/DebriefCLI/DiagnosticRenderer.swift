import DebriefModel
import DebriefReport

/// Prints diagnostics in one anatomy: what, why, where, what to do.
struct DiagnosticRenderer {
  private let terminal: Terminal
  private let sink: any TextSink

  init(_ terminal: Terminal) { (self.terminal, sink) = (terminal, terminal.err) }

  /// A renderer for diagnostics that are the result.
  init(results terminal: Terminal) { (self.terminal, sink) = (terminal, terminal.out) }

  /// Prints a diagnostic, on standard error unless it is a result. Text from evidence is made visible first, so it cannot steer the terminal.
  func show(_ diagnostic: Diagnostic) {
    if sink === terminal.err { terminal.out.flush() }
    for line in lines(diagnostic) { sink.write(line + "\n") }
  }

  private func lines(_ diagnostic: Diagnostic) -> [String] {
    let isError = diagnostic.level == .error
    let level = style("\(diagnostic.level.rawValue):", isError ? .red : .yellow)
    var lines = [level + " " + VisibleText.line(diagnostic.summary)]
    if let reason = diagnostic.reason { lines.append(style("reason:", .bold) + " " + VisibleText.line(reason)) }
    if let place = diagnostic.place { lines.append(style(" -->", .blue) + " " + VisibleText.line(place)) }
    if let help = diagnostic.help { lines.append(style("  = help:", .cyan) + " " + VisibleText.line(help)) }
    return lines
  }

  private func style(_ text: String, _ style: TextStyle) -> String { terminal.styled(text, style, on: sink) }
}

/// A mistake in how a command was called; ends with status 64.
struct UsageProblem: Error {
  let diagnostic: Diagnostic

  init(_ summary: String, reason: String? = nil, help: String? = nil) {
    diagnostic = Diagnostic(.error, summary, reason: reason, help: help)
  }
}
