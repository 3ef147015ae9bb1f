package import DebriefImport
import DebriefReport

/// The progress of an import on one line: what is done of what there is and how fast, no guess when it will end.
package final class ImportProgressLine {
  private let line: ProgressLine
  private var shown: ContinuousClock.Instant?
  private var started: ContinuousClock.Instant?

  init(on terminal: Terminal) { line = ProgressLine(on: terminal) }

  /// Shows it, ten times a second at most.
  func show(_ progress: ImportProgress) {
    let now = ContinuousClock.now
    if progress.stage == .reading && started == nil { started = now }
    if let shown, now - shown < .milliseconds(100), progress.stage != .finishing { return }
    shown = now
    line.show(Self.text(progress, seconds: started.map { (now - $0) / .seconds(1) } ?? 0))
  }

  func clear() { line.clear() }

  /// The words; `seconds` is how long files have been read.
  package static func text(_ progress: ImportProgress, seconds: Double) -> String {
    let files = "\(Words.count(progress.files))/\(Words.count(progress.allFiles)) files"
    switch progress.stage {
    case .looking: return "looking at \(files)  \(progress.path)"
    case .finishing: return "\(files) read, \(Words.count(progress.events, "event")); building the index"
    case .reading:
      let bytes = size(progress.bytes) + (progress.allBytes.map { " of \(size($0))" } ?? "")
      // The first second says nothing about the rest.
      let rate = seconds < 1 ? "" : ", \(size(Int(Double(progress.bytes) / seconds)))/s"
      return "\(files), \(bytes)\(rate), \(Words.count(progress.events, "event"))  \(progress.path)"
    }
  }

  private static func size(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1000 && unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    if unit == 0 { return "\(bytes) B" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
