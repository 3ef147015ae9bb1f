import DebriefReport

/// One line on standard error that is written over and over; silent where nobody is looking.
final class ProgressLine {
  private let terminal: Terminal
  private var isShown = false

  init(on terminal: Terminal) { self.terminal = terminal }

  /// Replaces the line.
  func show(_ text: String) {
    guard terminal.err.isTTY else { return }
    isShown = true
    terminal.err.write("\r\u{1B}[K" + DisplayWidth.cut(VisibleText.line(text), to: terminal.width - 1))
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    isShown = false
    terminal.err.write("\r\u{1B}[K")
  }
}
