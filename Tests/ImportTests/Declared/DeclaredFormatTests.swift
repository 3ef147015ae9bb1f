import DebriefModel
import DebriefParsing
import DebriefTesting
import Foundation
import Testing

@testable import DebriefImport

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/formats").path

private func declared() throws -> [DeclaredFormat] {
  let (formats, problems) = try DeclaredFormats.load(folder, shownAs: "samples/formats")
  #expect(problems.isEmpty, "\(problems)")
  return formats
}

/// A declaration from a few lines of YAML.
private func format(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> DeclaredFormat {
  let (format, problems) = DeclaredFormats.read(Array(yaml.utf8), path: "formats/a.yaml")
  #expect(problems.isEmpty, "\(problems)", sourceLocation: sourceLocation)
  return try #require(format, sourceLocation: sourceLocation)
}

private func problems(_ yaml: String) -> [Diagnostic] {
  DeclaredFormats.read(Array(yaml.utf8), path: "formats/a.yaml").1
}

private func read(_ format: DeclaredFormat, _ text: String) throws -> ImporterRun {
  try ImporterRun(ImportFormat(format), Array(text.utf8))
}

private let gatewayLog = """
  2026.08.27-18:15:00.250 I [http] order=A-16 took=12ms: served
  2026.08.27-18:15:02.250 X [pool] order=A-17 took=3000ms: no connection left
  java.lang.IllegalStateException: closed
  \tat com.shop.Pool.take(Pool.java:71)
  2026.08.27-18:15:03.000 W [pool] order=A-18 took=9ms: closing\u{1B}[0m

  """

@Suite struct `A declared format` {
  @Test func `of the samples gives times, levels, loggers and facts, and keeps traces`() throws {
    let gateway = try #require(try declared().first { $0.id == "shop-gateway" })
    expectLines(
      try read(gateway, gatewayLog).events,
      [
        "1@0 2026-08-27T18:15:00.250Z assumedZone info {http} served | logger=http order=A-16 took=12",
        "2@62 2026-08-27T18:15:02.250Z assumedZone critical {IllegalStateException} no connection left⏎java.lang.IllegalStateException: closed⏎⇥at com.shop.Pool.take(Pool.java:71) | exception=java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71) logger=pool order=A-17 took=3000",
        "5@215 2026-08-27T18:15:03.000Z assumedZone warning {pool} closing | logger=pool order=A-18 took=9",
      ])
  }

  @Test func `may have several patterns and layouts, name the pod, and hold JSON`() throws {
    let ledger = try #require(try declared().first { $0.id == "shop-ledger" })
    let text = """
      <warn> 27 Aug 2026 06:15:00 PM +0200 ledger-0/app | {"msg":"late","account":"A-17"}
      <ERROR> 1787847300.5 cannot post (in post.c:88)
      """
    expectLines(
      try read(ledger, text).events,
      [
        "1@0 2026-08-27T16:15:00Z warning Pod/ledger-0[app] late | account=A-17",
        "2@84 2026-08-27T16:15:00.500Z error cannot post | file=post.c row=88",
      ])
  }

  @Test func `wins over the importers of the program, and claims nobody else's sample`() throws {
    let registry = ImporterRegistry.standard.adding(try declared())
    #expect(registry.scores(FileHead(Array(gatewayLog.utf8))).first?.format.id == "shop-gateway")
    let samples = ImporterLaws.samples(in: folder + "/..")
    #expect(!samples.isEmpty)
    for sample in samples {
      let best = registry.scores(FileHead(sample.bytes)).first?.format.id
      #expect(best == sample.importer, "\(sample)")
    }
  }

  @Test func `keeps the laws of importers`() throws {
    let gateway = try #require(try declared().first { $0.id == "shop-gateway" })
    let sample = ImporterSample(importer: "shop-gateway", path: "gateway.log", bytes: Array(gatewayLog.utf8))
    let format = ImportFormat(gateway)
    let broken =
      try ImporterLaws.checkChunks(sample, format) + ImporterLaws.checkProvenance(sample, format)
      + ImporterLaws.checkSense(sample, format) + ImporterLaws.readDamaged(sample, format)
    #expect(broken.isEmpty, "\(broken)")
  }

  @Test func `reads the lines inside a container log`() throws {
    let text = "2026-08-27T18:15:03.100000000Z stderr F 2026.08.27-18:15:03.000 W [pool] order=A-18 took=9ms: closing\n"
    var context = SourceContext(path: "evidence")
    context.declared = try declared()
    let events = try ImporterRun(CRILogImporter.self, text: text, context: context).events
    expectLines(
      events,
      [
        "1@0 2026-08-27T18:15:03.100000000Z warning {pool} closing | logger=pool order=A-18 stream=stderr took=9"
      ])
  }

  @Test func `without a year takes it from other sources`() throws {
    let early = try format(
      "id: a\npattern: '{time} {level} {message}'\ntime: '%m/%d %H:%M:%S'\nsamples: ['08/27 18:15:00 W full']")
    let context = SourceContext(path: "evidence", referenceTime: Instant(rfc3339: "2026-09-01T00:00:00Z"))
    let run = try ImporterRun(ImportFormat(early), Array("08/27 18:15:00 W full\n".utf8), context: context)
    #expect(run.events.first?.line == "1@0 2026-08-27T18:15:00Z assumedYear warning full")
    #expect(early.description.needsReferenceTime)
    let gateway = try #require(try declared().first { $0.id == "shop-gateway" })
    #expect(!gateway.description.needsReferenceTime)
  }

  @Test(arguments: [
    ("%Y-%m-%d %H:%M:%S,%f", "2026-08-27 18:15:00,1234", "2026-08-27T18:15:00.123400Z"),
    ("%y%j %H%M%S", "26239 181500", "2026-08-27T18:15:00Z"),
    ("%e.%b.%Y %I:%M:%S%p", " 7.Aug.2026 12:00:01am", "2026-08-07T00:00:01Z"),
    ("%a, %d %b %Y %H:%M:%S %Z", "Thu, 27 Aug 2026 18:15:00 GMT", "2026-08-27T18:15:00Z"),
    ("%Q", "1787847300123", "2026-08-27T16:15:00.123Z"), ("%s", "1787847300", "2026-08-27T16:15:00Z"),
    ("%Y-%m-%dT%H:%M:%S%z", "2026-08-27T18:15:00+0200", "2026-08-27T16:15:00Z"),
  ])
  func `reads times in its own layout`(_ layout: String, _ text: String, _ time: String) throws {
    let (clock, length) = try #require(
      TimeLayout.first([try TimeLayout(layout)], Array(text.utf8).span, at: 0), "\(layout)")
    #expect(length == text.utf8.count)
    switch clock {
    case .full(let parsed): #expect(parsed.instant()?.rfc3339(parsed.precision) == time)
    case .exact(let exact): #expect(exact.start.rfc3339(exact.precision) == time)
    default: Issue.record("no full time")
    }
  }

  @Test func `matches hostile lines in one pass`() throws {
    let pattern = try LinePattern("{level} {a} - {b} x - {message}", kinds: ["a": .text, "b": .text])
    let line = Array(("W " + String(repeating: "a  - a ", count: 60_000)).utf8)
    let start = ContinuousClock.now
    #expect(pattern.match(line.span, []) == nil)
    let blanks = Array(("W " + String(repeating: " ", count: 400_000) + "-").utf8)
    #expect(pattern.match(blanks.span, []) == nil)
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}

@Suite struct `A declaration` {
  private let sound = "id: a\npattern: '{time} {level} {message}'\nsamples: ['2026-08-27T18:15:00Z WARN full']\n"

  @Test func `that is sound has no problem`() { #expect(problems(sound).isEmpty) }

  @Test func `needs a sample for each pattern`() throws {
    let found = problems("id: a\npatterns: ['{time} {level} {message}', '{level}: {message}']\nsamples: ['WARN: full']")
    #expect(found.map(\.summary) == ["no sample is matched by the pattern '{time} {level} {message}'"])
    #expect(found.first?.place == "formats/a.yaml")
    #expect(found.first?.help != nil)
  }

  @Test func `says where a sample departs from the pattern`() throws {
    let found = problems(
      "id: a\npattern: '{time} {level} [{logger}] {message}'\nsamples: ['2026-08-27T18:15:00Z WARN pool: full']")
    #expect(found.first?.summary == "no pattern matches sample 1")
    #expect(
      found.first?.reason
        == "'{time} {level} [{logger}] {message}' expects '[' at byte 26, where the line says 'pool: full'")
  }

  @Test func `says which field comes out different`() throws {
    let found = problems(
      sound.replacing(
        "['2026-08-27T18:15:00Z WARN full']",
        with: "[{line: '2026-08-27T18:15:00Z WARN full', fields: {severity: error, message: full, order: 1}}]"))
    #expect(
      found.map(\.summary) == ["sample 1 gives another severity than it should", "sample 1 has no field 'order'"])
    #expect(found.first?.reason == "it should be 'error' and is 'warning'")
  }

  @Test(arguments: [
    ("levles: {W: warning}", "unknown key 'levles'"), ("levels: {W: wraning}", "the level 'W' means 'wraning', which"),
    ("fields: {x: word}", "the field 'x' stands in no pattern"), ("fields: {x: regex}", "the field 'x' is said to be"),
    ("time: '%Y'", "the time layout cannot be used"), ("time: '%K'", "the time layout cannot be used"),
    ("patterns: ['{message}']", "the pattern '{message}' cannot be used"),
    ("patterns: ['{time} {a}{b}']", "the pattern '{time} {a}{b}' cannot be used"),
    ("patterns: ['{time} {time}']", "the pattern '{time} {time}' cannot be used"),
    ("patterns: ['{time} {']", "the pattern '{time} {' cannot be used"),
    ("patterns: ['{time} }']", "the pattern '{time} }' cannot be used"),
    ("patterns: [' {time}']", "the pattern ' {time}' cannot be used"),
    ("samples: ['2026-08-27T18:15:00Z STRANGE full']", "the level 'STRANGE' of sample 1 says no severity"),
    ("samples: ['']", "no pattern matches sample 1"),
  ])
  func `with a mistake names it`(_ line: String, _ summary: String) {
    let yaml = line.hasPrefix("samples") ? sound.split(separator: "\n").dropLast().joined(separator: "\n") : sound
    let found = problems(yaml + "\n" + line)
    #expect(found.contains { $0.summary.hasPrefix(summary) }, "\(found)")
  }

  @Test(arguments: ["", "[]", "{", "text", "id: [a]", "a: &x [*x]"]) func `that is none is refused`(_ text: String) {
    #expect(!problems(text).isEmpty)
  }
}
