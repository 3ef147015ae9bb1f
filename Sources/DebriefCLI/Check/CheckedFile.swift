import DebriefAnalysis
import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefReport

/// What is wrong with one file: `incident.yaml`, or a `postmortem.md`.
struct CheckedFile {
  /// A problem and where it stands.
  struct Problem {
    /// The name of the rule, e.g. `owner` or `unknown-key`.
    var rule: String
    var text: String
    var reason: String?
    var help: String?
    var line: Int
    var column: Int
  }

  /// Larger files are no manifest and no postmortem.
  private static let largest = 16 << 20

  private(set) var problems: [Problem] = []
  private(set) var actions = 0

  /// Checks a file, called `name` in what is said. Throws a diagnostic when it cannot be read or is of another kind.
  init(_ path: String, name: String) throws {
    guard CanonicalPath.exists(path), !CanonicalPath.isFolder(path) else {
      throw Diagnostic(.error, "there is no such file", place: name, help: "give an incident.yaml or a postmortem.md")
    }
    guard FileSize.of(path) <= Self.largest, let text = try AtomicFile.text(at: path) else {
      throw Diagnostic(.error, "the file is too large for a manifest or a postmortem", place: name)
    }
    switch path.split(separator: ".").last?.lowercased() {
    case "yaml", "yml", "json": readManifest(text)
    case "md", "markdown": readPostmortem(text, analysis: Self.analysis(beside: path))
    default:
      throw Diagnostic(
        .error, "this kind of file is not checked", place: name, help: "give an incident.yaml or a postmortem.md")
    }
    problems.sort { ($0.line, $0.column, $0.rule) < ($1.line, $1.column, $1.rule) }
  }

  private mutating func readManifest(_ text: String) {
    let document: ManifestDocument
    do throws(Rejection) { document = try ManifestDocument(Array(text.utf8)) } catch {
      let place = Self.place(in: error.reason)
      return problems.append(
        Problem(
          rule: "yaml", text: "the manifest cannot be read", reason: error.reason,
          help: "an import would use nothing of it", line: place, column: 1))
    }
    for problem in document.problems {
      problems.append(
        Problem(
          rule: problem.reason == nil ? "unknown-key" : "value", text: problem.text, reason: problem.reason,
          help: problem.help, line: problem.place.line, column: problem.place.column))
    }
    let manifest = document.manifest
    actions = manifest.actions.count
    for problem in ActionLint(
      manifest.actions, severity: manifest.severity, secondsToDetect: Self.secondsToDetect(manifest)
    ).problems() {
      let place = problem.item.map { document.place(ofAction: $0, key: problem.key) } ?? document.place(of: "actions")
      // A value that cannot be used is there all the same.
      guard !document.problems.contains(where: { $0.place == place }) else { continue }
      add(problem, line: place.line, column: place.column)
    }
    for (path, text) in Self.narrative(manifest.narrative) {
      guard let problem = BlamelessLint.problem(in: text) else { continue }
      let place = document.place(of: path)
      add(problem, line: place.line, column: place.column)
    }
  }

  private mutating func readPostmortem(_ text: String, analysis: Analysis) {
    let document = PostmortemActions(text)
    actions = document.items.count
    for problem in ActionLint(
      document.items.map(\.action), severity: document.severity ?? analysis.severity,
      secondsToDetect: analysis.secondsToDetect
    ).problems() {
      let item = problem.item.map { document.items[$0] }
      add(problem, line: item?.line ?? 1, column: item?.column ?? 1)
    }
    for item in document.items {
      for problem in item.problems {
        problems.append(Problem(rule: "value", text: problem.text, line: item.line, column: item.column))
      }
    }
    let itemLines = Set(document.items.map(\.line))
    for line in document.prose where !itemLines.contains(line.number) {
      if let problem = BlamelessLint.problem(in: line.text) { add(problem, line: line.number, column: 1) }
    }
  }

  private mutating func add(_ problem: ActionProblem, line: Int, column: Int) {
    problems.append(
      Problem(
        rule: problem.rule.rawValue, text: problem.text, reason: problem.reason, help: problem.help, line: line,
        column: column))
  }

  private static func secondsToDetect(_ manifest: Manifest) -> Double? {
    guard let start = manifest.milestones[.impactStarted], let detected = manifest.milestones[.detected] else {
      return nil
    }
    return (detected - start).seconds
  }

  private static func narrative(_ narrative: Manifest.Narrative) -> [(path: String, text: String)] {
    let lists = [
      ("went_well", narrative.wentWell), ("went_poorly", narrative.wentPoorly), ("got_lucky", narrative.gotLucky),
    ]
    return (narrative.summary.map { [("narrative.summary", $0)] } ?? [])
      + lists.flatMap { name, items in items.enumerated().map { ("narrative.\(name)[\($0.offset)]", $0.element) } }
  }

  /// The line that YAML's own words name; 1 where they name none.
  private static func place(in reason: String) -> Int {
    guard let words = reason.firstRange(of: "(line ") else { return 1 }
    return Int(reason[words.upperBound...].prefix { $0.isNumber }) ?? 1
  }

  /// What the analysis written beside a postmortem says.
  private struct Analysis {
    var severity: String?
    var secondsToDetect: Double?
  }

  private static func analysis(beside path: String) -> Analysis {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = folder + "analysis.json"
    guard FileSize.of(file) <= 256 << 20, let text = try? AtomicFile.text(at: file) else { return Analysis() }
    let (bytes, reader) = (Array(text.utf8), JSONReader())
    guard let root = try? reader.parse(bytes.span) else { return Analysis() }
    defer { withExtendedLifetime(reader) {} }
    return Analysis(
      severity: root["incident"]?["severity"]?.string, secondsToDetect: root["metrics"]?["time_to_detect"]?.double)
  }
}
