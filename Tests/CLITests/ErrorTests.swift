import DebriefCLI
import DebriefTesting
import Testing

@Suite struct `Error sentences` {
  static let cases: [[String]] = [
    ["timeline", "incidnt"], ["timeline", "nothing-like-it"], ["imprt"], ["import"], ["import", "nowhere"],
    ["import", "incident", "--format", "kubernetes-evnts"], ["import", "incident", "--timezone", "Mars/Olympus"],
    ["import", "incident", "--incident", "a b/c"], ["timeline", "incident", "--kind", "chnge"],
    ["timeline", "incident", "--severity", "bad"], ["timeline", "incident", "--since", "yesterday"],
    ["timeline", "incident", "--sinze", "2026-08-27"], ["timeline", "incident", "--limit", "0"],
    ["incidents", "-o", "xml"],
    ["analyze", "incident", "-o", "csv"], ["search", "-"], ["sql", "DELETE FROM event"], ["sql", "SELEC"],
    ["sql", "SELECT * FROM evnts"], ["sql", "SELECT 1; SELECT 2"], ["verify", "incident", "--evidence", "nowhere"],
    ["draft", "nowhere"], ["draft", "incident", "--to", "incident"], ["report", "incident", "--template", "nope"],
    ["incidents", "--store", "nowhere.db"], ["incidents", "--store", "incident/events.json"],
    ["timeline", "incident", "extra"],
    ["draft", "incident", "--redact", "strict"],
  ]

  @Test func `say what, why, where and what to do`() throws {
    let shell = try Shell.withIncident()
    var text = ""
    for arguments in Self.cases {
      let run = shell.run(arguments)
      #expect(run.out.isEmpty, "\(arguments)")
      text += "$ debrief \(arguments.joined(separator: " "))\n\(run.err)# \(run.status.rawValue)\n\n"
    }
    Golden.expect(text, matches: "errors.txt")
  }
}

@Suite struct `Suggestions` {
  @Test(arguments: [
    ("chnge", "change"), ("kubernets", "kubernetes"), ("alrt", "alert"), ("LOG", "log"), ("tarce", "trace"),
  ])
  func `name the nearest word`(_ word: String, _ expected: String) {
    #expect(Suggestion.nearest(to: word, among: ["kubernetes", "log", "alert", "change", "trace"]) == expected)
  }

  @Test func `stay silent when nothing is near`() {
    #expect(Suggestion.nearest(to: "banana", among: ["log", "alert"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["log"]) == nil)
  }
}

@Suite struct `Times on the command line` {
  @Test(arguments: [
    ("2026-08-27", "2026-08-27T00:00:00Z", "2026-08-27T23:59:59.999999999Z"),
    ("2026-08-27 18:00", "2026-08-27T18:00:00Z", "2026-08-27T18:00:00Z"),
    ("2026-08-27T18:00+02:00", "2026-08-27T16:00:00Z", "2026-08-27T16:00:00Z"),
    ("2026-08-27T18:00:01.5Z", "2026-08-27T18:00:01.500Z", "2026-08-27T18:00:01.500Z"),
  ]) func `are dates, times of day and RFC 3339`(_ text: String, _ start: String, _ end: String) {
    let time = TimeArgument(text)
    #expect(time.map { "\($0.start)" } == start)
    #expect(time.map { "\($0.end)" } == end)
  }

  @Test(arguments: [
    "", "yesterday", "2026-13-01", "2026-08-27T25:00", "2026-08-27 18", "18:00", "2026-08-27T18:00:00Zjunk",
  ])
  func `are nothing else`(_ text: String) { #expect(TimeArgument(text) == nil) }
}

@Suite struct `Slugs` {
  @Test(arguments: [
    ("2026-08-27-payments", "2026-08-27-payments"), ("../../etc/passwd", "etc-passwd"), ("Café au lait", "Caf-au-lait"),
    (".hidden", "hidden"), ("a  b", "a-b"), ("-rf", "rf"),
  ]) func `can stand in a path and in a command`(_ name: String, _ slug: String) {
    #expect(Slug.of(name) == slug)
    #expect(Slug.isSlug(slug))
  }

  @Test func `do not exist for names without a letter`() { #expect(Slug.of("///...") == nil) }
}
