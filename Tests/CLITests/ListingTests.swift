import DebriefCLI
import DebriefModel
import DebriefTesting
import Foundation
import Testing

@Suite struct `Listings` {
  static let formats = ["table", "json", "jsonl", "csv", "markdown"]

  @Test(arguments: formats) func `of events in each format`(_ format: String) throws {
    let run = try Shell.withIncident().run("timeline", "incident", "-o", format)
    #expect(run.status == .done)
    Golden.expect(run.out, matches: "timeline.\(format).txt")
  }

  @Test func `JSON is an array, JSON Lines one object a line, with the same rows`() throws {
    let shell = try Shell.withIncident()
    let array =
      try JSONSerialization.jsonObject(with: Data(shell.run("timeline", "incident", "-o", "json").out.utf8))
      as? [[String: Any]]
    let lines = try shell.run("timeline", "incident", "-o", "jsonl").out.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(array?.count == 3)
    #expect(lines.count == 3)
    #expect(array?.first?["message"] as? String == lines.first??["message"] as? String)
  }

  @Test func `nothing is an empty array, and a sentence on standard error`() throws {
    let run = try Shell.withIncident().run("timeline", "incident", "--search", "nowhere", "-o", "json")
    #expect(run.out == "[]\n")
    #expect(run.err == "no matching events\n")
  }

  @Test func `of coverage and the report tell what a collector could not have`() throws {
    let shell = try Shell.withIncident()
    try shell.write(
      #"{"collector_error":"services is forbidden","file":"services.json","exit_code":1,"command":"kubectl get services","recorded_at":"2026-08-27T18:40:00Z"}"#
        + "\n", to: "incident/collector-errors.jsonl")
    _ = shell.run("import", "incident")
    #expect(shell.run("coverage", "incident").out.contains("services is forbidden"))
    #expect(shell.run("report", "incident", "--to", "out").status == .done)
    for name in ["postmortem.md", "postmortem.html", "analysis.json"] {
      #expect(try shell.read("out/" + name).contains("services is forbidden"), "\(name)")
    }
  }

  @Test func `numbers stand at the right, unknown is a dash`() throws {
    let out = CapturedText()
    var listing = Listing([Column("name"), Column("count", .number)], whenEmpty: "")
    listing.rows = [[.text("a"), .integer(7)], [.text("long name"), .integer(1234)], [.none, .none]]
    listing.write(.table, on: Terminal(out: out, err: CapturedText()))
    #expect(out.text == "NAME       COUNT\na              7\nlong name   1234\n-              -\n")
  }

  @Test func `tables are cut to the width of a terminal, and only there`() throws {
    let shell = try Shell.withIncident()
    let long = shell.run("timeline", "incident").out
    shell.isTTY = true
    shell.width = 60
    shell.environment["NO_COLOR"] = "1"
    let cut = shell.run("timeline", "incident").out
    #expect(long.split(separator: "\n").contains { $0.count > 60 })
    #expect(cut.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(cut.contains("…"))
  }

  @Test func `colour follows the option, NO_COLOR, TERM and the terminal`() throws {
    let shell = try Shell.withIncident()
    func isColored(_ arguments: String...) -> Bool {
      shell.run(["timeline", "incident"] + arguments).out.contains("\u{1B}[")
    }
    #expect(!isColored())
    #expect(isColored("--color", "always"))
    shell.isTTY = true
    #expect(isColored())
    #expect(!isColored("--color=never"))
    shell.environment["TERM"] = "dumb"
    #expect(!isColored())
    shell.environment = ["NO_COLOR": "1"]
    #expect(!isColored())
    #expect(isColored("--color", "always"))
  }

  @Test func `wide characters keep the columns straight`() throws {
    let out = CapturedText()
    var listing = Listing([Column("name"), Column("n", .number)], whenEmpty: "")
    listing.rows = [[.text("日本"), .integer(1)], [.text("abcd"), .integer(2)]]
    listing.write(.table, on: Terminal(out: out, err: CapturedText()))
    #expect(out.text == "NAME  N\n日本  1\nabcd  2\n")
  }

  @Test func `a negative number is no formula`() {
    let out = CapturedText()
    var listing = Listing([Column("a"), Column("b", .number)], whenEmpty: "")
    listing.rows = [[.text("-1+1"), .number(-5)]]
    listing.write(.csv, on: Terminal(out: out, err: CapturedText()))
    #expect(out.text == "a,b\r\n\"'-1+1\",-5\r\n")
  }

  @Test func `more rows than are sampled for the widths come out in order`() {
    let out = CapturedText()
    var writer = ListingWriter([Column("n", .number)], .table, on: Terminal(out: out, err: CapturedText()))
    for n in 0..<2500 { writer.add([.integer(n)]) }
    writer.finish(whenEmpty: "")
    let numbers = out.text.split(separator: "\n").dropFirst().compactMap { Int($0.filter(\.isNumber)) }
    #expect(numbers == Array(0..<2500))
  }
}

@Suite struct `Hostile text` {
  static let listings = [
    ["timeline", "incident"], ["search", "script"], ["findings", "incident"], ["findings", "incident", "--leads"],
    ["changes", "incident"], ["coverage", "incident"], ["coverage", "incident", "--rejections"], ["incidents"],
    ["phases", "incident"],
    ["phases", "incident", "--milestones"], ["phases", "incident", "--ladder"], ["phases", "incident", "--clocks"],
    ["phases", "incident", "--intervals"], ["metrics", "incident"],
    ["sql", "SELECT message, subject, reason FROM events"],
    ["sql", "SELECT 1 AS \"=x\u{1B}[2J|<b>\""],
  ]

  private func shell() throws -> Shell {
    let record = Evidence.Record(
      namespace: Evidence.hostile, name: Evidence.hostile, reason: Evidence.hostile, message: Evidence.hostile)
    return try Shell.withIncident([record], broken: true)
  }

  @Test(arguments: listings, Listings.formats) func `never reaches a terminal as a control`(
    _ command: [String], _ format: String
  ) throws {
    let run = try shell().run(command + ["-o", format])
    #expect(run.status == .done)
    for scalar in (run.out + run.err).unicodeScalars {
      let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\r" || (0x7F...0x9F).contains(scalar.value)
      #expect(!isControl, "U+\(String(scalar.value, radix: 16)) in \(command) -o \(format)")
      #expect(scalar != "\u{202E}" && scalar != "\u{200B}")
    }
    if format != "csv" { #expect(!run.out.contains("\r")) }
  }

  @Test func `is no formula in CSV`() throws {
    let run = try shell().run("sql", "SELECT message FROM events", "-o", "csv")
    #expect(run.out.contains("\"'=cmd|"))
  }

  @Test func `is one cell of one row in Markdown`() throws {
    let run = try shell().run("timeline", "incident", "-o", "markdown")
    let lines = run.out.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(!run.out.contains("<script>"))
    let bars = lines[2].replacing("\\|", with: "").count { $0 == "|" }
    #expect(bars == lines[1].count { $0 == "|" })
  }

  @Test func `survives JSON`() throws {
    let run = try shell().run("timeline", "incident", "-o", "json")
    let rows = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]]
    #expect(rows?.first?["message"] as? String == Evidence.hostile)
  }

  @Test func `in an error is made visible`() throws {
    let run = try shell().run("timeline", "\u{1B}[2Jx")
    #expect(run.status == .failed)
    #expect(!run.err.contains("\u{1B}"))
  }

  @Test func `in the names of files cannot steer the terminal`() throws {
    let shell = try Shell()
    try shell.write("nothing", to: "incident/\u{1B}[31mred.txt")
    let run = shell.run("import", "incident", "-o", "table")
    #expect(!(run.out + run.err).contains("\u{1B}"))
    #expect(run.err.contains("1 file that no importer claims"))
  }
}
