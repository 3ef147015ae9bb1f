import DebriefModel
import DebriefReport
import DebriefTesting
import Testing

/// Texts that would do something if any output took them for more than text.
enum Hostile {
  static let texts = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>", "</style><b>", "<!-- debrief:end head -->\n<!-- debrief:begin x -->", "]]>",
    "| a | b |\n| --- | --- |", "```\n# head\n```", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)",
    "**bold** _it_ `code`",
    "- list\n+ list\n1. list\n> quote", "{{incident.title}} {{{data}}} {{#leads}}", "'; DROP TABLE events; --",
    "%s %n %@ \\(x)",
    "=HYPERLINK(\"https://evil.example\",\"x\")", "+cmd|'/c calc'!A0", "-1+1", "@SUM(1)", "\t=1",
    "\u{0}\u{1}\u{7}\u{8}\u{1B}[2J\u{7F}\u{85}",
    "\u{202E}gnp.exe\u{2066}\u{200B}\u{FEFF}", "\u{2028}\u{2029}", "\u{E0041}\u{E007F}", "a\rb\r\nc",
    "&lt;b&gt; &#x3c;", "//evil.example/x",
    "🧨 ürgs 中文 العربية", String(repeating: "long ", count: 2000), "url(https://evil.example)", "\\", "\\|", "`",
    "``` ````",
    "[^e1]: forged", "e-1\" onclick=\"alert(1)", "", " ", "\n\n\n",
  ]

  static func evidence(_ text: String) -> Evidence {
    Evidence(source: text, line: 3, byte: 7, event: text.isEmpty ? nil : text, text: text)
  }

  static func subject(_ text: String) -> Subject {
    Subject(cluster: text, namespace: text, kind: text, name: text, container: text)
  }

  /// The rendered files of every text, and of a harmless one, made once for all tests.
  static let files: [[String: String]] = texts.map { (try? rendered(document($0))) ?? [:] }
  static let harmless: [String: String] = (try? rendered(document("harmless"))) ?? [:]

  /// An incident with the text in every field that holds text.
  static func document(_ text: String) -> ReportDocument {
    var incident = RolloutIncident()
    incident.evidence.eventList = incident.evidence.eventList.map { hostile($0, text) }
    incident.evidence.sourceList = incident.evidence.sourceList.map { source in
      var source = source
      (source.path, source.format) = ("\(text)\(source.id)", text)
      source.notes = [SourceNote(.assumption, text), SourceNote(.warning, text)]
      return source
    }
    incident.evidence.seriesList = incident.evidence.seriesList.map { entry in
      var series = entry.series
      (series.metric, series.labels) = (text + "m", [text: text])
      return (series, entry.samples)
    }
    fill(&incident.analysis, text, incident.evidence.seriesList.map { $0.series })
    incident.analysis.coverage = incident.evidence.sourceList
    return SampleDocument.document(incident.analysis, incident.evidence)
  }

  private static func hostile(_ event: Event, _ text: String) -> Event {
    var event = event
    event.id = "\(text)\(event.id)"
    (event.reason, event.message, event.subject) = (text, text, subject(text))
    event.attributes[Attribute.actor] = text
    return event
  }

  private static func fill(_ analysis: inout IncidentAnalysis, _ text: String, _ series: [Series]) {
    let list = [evidence(text)]
    analysis.incident = IncidentHead(
      id: text, title: text, severity: text, status: text, services: [text, text], cause: text,
      narrative: narrative(text),
      slos: [Manifest.SLO(name: text, objective: 99, errors: text)])
    for name in Milestone.Name.allCases {
      analysis.milestones[name]?.rule = text
      analysis.milestones[name]?.evidence = list
    }
    analysis.leads = [
      Lead(
        rank: 1, subject: subject(text), cause: text, category: .network, score: .nan, confidence: .infinity, why: text,
        refutedBy: text,
        evidence: list, evidenceAgainst: list)
    ]
    analysis.changes = [
      Change(
        at: at("18:13:00"), subject: subject(text), what: text, kind: text, by: text, secondsBeforeImpact: .nan,
        evidence: list)
    ]
    for index in analysis.changePoints.indices {
      analysis.changePoints[index].series = series[index]
      analysis.changePoints[index].evidence = list
    }
    analysis.findings = [
      Finding(
        id: text, detector: text, title: text, subject: subject(text), start: at("18:00:00"), end: at("18:30:00"),
        severity: .critical,
        confidence: 0.5, playbook: text, evidence: list)
    ]
    analysis.readiness = [ReadinessCheck(question: text, answer: .no, detail: text, evidence: list)]
    analysis.actions = [
      ActionItem(
        title: text, type: text, owner: text, due: text, priority: text, status: text, ticket: text, doneWhen: text,
        suggested: true,
        finding: text)
    ]
    (analysis.gaps, analysis.remarks) = ([text], [text])
    analysis.caveats = (0..<12).map { Caveat(.silence, [text], subject: subject(text), "\($0) \(text)") }
    analysis.findings[0].caveats = [analysis.caveats[0]]
    analysis.leads.indices.forEach { analysis.leads[$0].caveats = [analysis.caveats[1]] }
  }

  private static func narrative(_ text: String) -> Manifest.Narrative {
    var narrative = Manifest.Narrative()
    narrative.summary = text
    (narrative.wentWell, narrative.wentPoorly, narrative.gotLucky) = ([text], [text], [text])
    return narrative
  }
}

struct `Hostile text in every field` {
  /// What the page of a harmless document is made of; a hostile one must be made of the same.
  @Test(arguments: Hostile.texts.indices)
  func `adds no element, attribute or script to the page`(index: Int) throws {
    let page = try #require(Hostile.files[index]["postmortem.html"])
    let harmless = try #require(Hostile.harmless["postmortem.html"])
    let allowed = Set(PageTags.tags(in: harmless).map { $0.shape })
    let found = Set(PageTags.tags(in: page).map { $0.shape }).subtracting(allowed)
    // Whitespace-only text may add or leave out an optional part, never a new kind of tag.
    #expect(found.isEmpty, "\(found.sorted().prefix(5))")
  }

  @Test(arguments: Hostile.texts.indices)
  func `leaves no invisible character in any file`(index: Int) {
    for (name, text) in Hostile.files[index] {
      let bad = text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x0D: name != "actions.csv"
        case 0x2060: name != "postmortem.md"
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2061...0x206F, 0xFEFF, 0xE0000...0xE007F:
          true
        default: false
        }
      }
      #expect(bad.isEmpty, "\(name): \(bad.prefix(3).map { String($0.value, radix: 16) })")
    }
  }

  @Test(arguments: Hostile.texts.indices)
  func `forges no block, table column, link or heading in Markdown`(index: Int) throws {
    let text = try #require(Hostile.files[index]["postmortem.md"])
    let harmless = try #require(Hostile.harmless["postmortem.md"])
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }
    func markers(_ text: String) -> [Substring] {
      lines(text).filter { $0.hasPrefix("<!-- debrief:") && !$0.hasPrefix("<!-- debrief:blocks") }
    }
    func headings(_ text: String) -> [Substring] { lines(text).filter { $0.hasPrefix("## ") || $0.hasPrefix("### ") } }
    #expect(markers(text) == markers(harmless))
    #expect(headings(text) == headings(harmless))
    #expect(!text.contains("](javascript:") || text.contains("\\](javascript:"))
    for line in lines(text) where line.hasPrefix("|") {
      #expect(columns(line) > 0 && line.hasSuffix("|"), "\(line.prefix(120))")
    }
  }

  /// Column marks that are not escaped.
  private func columns(_ line: Substring) -> Int {
    var (count, isEscaped) = (0, false)
    for character in line {
      if character == "|" && !isEscaped { count += 1 }
      isEscaped = character == "\\" && !isEscaped
    }
    return count
  }

  @Test(arguments: Hostile.texts.indices)
  func `is no formula in the spreadsheet`(index: Int) throws {
    let csv = try #require(Hostile.files[index]["actions.csv"])
    for cell in CSVReading.cells(of: csv) {
      #expect(!"=+-@\t\r\n".unicodeScalars.contains(cell.unicodeScalars.first ?? "x"), "\(cell)")
    }
  }
}

/// Reads the tags of a page: names and attribute names.
enum PageTags {
  struct Tag {
    var name: String
    var attributes: [String]
    var shape: String { ([name] + attributes).joined(separator: " ") }
  }

  static func tags(in page: String) -> [Tag] {
    var tags: [Tag] = []
    var rest = Substring(page)
    while let open = rest.firstIndex(of: "<") {
      let start = rest.index(after: open)
      guard let end = end(of: rest[start...]) else { break }
      tags.append(tag(rest[start..<end]))
      rest = rest[end...]
      // What is inside these is not markup.
      for raw in ["script", "style"] where tags.last?.name == raw {
        guard let close = rest.firstRange(of: "</\(raw)>") else { return tags }
        rest = rest[close.lowerBound...]
      }
    }
    return tags
  }

  private static func end(of text: Substring) -> Substring.Index? {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return index
      }
    }
    return nil
  }

  private static func tag(_ text: Substring) -> Tag {
    var bare = ""
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else {
        bare.append(character)
      }
    }
    let words = bare.split { $0.isWhitespace }.map { $0.split(separator: "=").first.map { String($0) } ?? "" }
    return Tag(name: words.first ?? "", attributes: words.dropFirst().sorted())
  }
}

/// Reads RFC 4180.
enum CSVReading {
  static func cells(of text: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": isQuoted.toggle()
      case ",", "\n":
        if isQuoted {
          cell.unicodeScalars.append(scalar)
        } else {
          cells.append(cell)
          cell = ""
        }
      case "\r" where !isQuoted: break
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cells
  }
}
