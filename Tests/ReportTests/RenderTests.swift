import DebriefModel
import DebriefReport
import DebriefTesting
import Testing

/// A document with its name, for tests over all of them.
struct SampleDocument: CustomTestStringConvertible, Sendable {
  var name: String
  var document: ReportDocument
  var testDescription: String { name }

  static func document(_ analysis: IncidentAnalysis, _ evidence: ArrayEvidence) -> ReportDocument {
    (try? ReportBuilder(analysis).document(from: evidence)) ?? ReportDocument(analysis: analysis)
  }

  static let rollout: SampleDocument = {
    let incident = RolloutIncident()
    return SampleDocument(name: "rollout", document: document(incident.analysis, incident.evidence))
  }()

  static let empty = SampleDocument(
    name: "empty",
    document: document(
      IncidentAnalysis(incident: IncidentHead(id: "empty", title: "Nothing collected", status: "open")),
      ArrayEvidence()))

  static let open: SampleDocument = {
    var incident = RolloutIncident()
    incident.analysis.incident.status = "open"
    for name in [Milestone.Name.contained, .recovered, .acknowledged] { incident.analysis.milestones[name] = nil }
    incident.analysis.metrics = TimeTo(detect: 173)
    incident.analysis.phases = [
      Phase(
        .identification, start: at("18:13:37"), end: nil, notSeparableFrom: [.containment, .eradication, .recovery])
    ]
    incident.analysis.changePoints = []
    incident.evidence.seriesList = []
    return SampleDocument(name: "open, without series", document: document(incident.analysis, incident.evidence))
  }()

  static let noMilestones: SampleDocument = {
    var incident = RolloutIncident()
    incident.analysis.milestones = [:]
    incident.analysis.metrics = TimeTo()
    incident.analysis.phases = []
    incident.analysis.leads = []
    return SampleDocument(name: "no milestones", document: document(incident.analysis, incident.evidence))
  }()

  static let manySources: SampleDocument = {
    var incident = RolloutIncident()
    incident.evidence.sourceList += (0..<5000).map { index in
      Source(
        id: 100 + index, path: "logs/pod-\(index).log", format: "container-log",
        sha256: String(repeating: "ab", count: 32), events: index)
    }
    incident.analysis.coverage = incident.evidence.sourceList
    return SampleDocument(name: "5,000 sources", document: document(incident.analysis, incident.evidence))
  }()

  static let all = [rollout, empty, open, noMilestones, manySources]
}

func rendered(_ document: ReportDocument) throws -> [String: String] {
  let files = try ReportRenderer(TemplateLibrary.template()).render(document)
  return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
}

struct `A rendered report` {
  @Test(arguments: ["postmortem.md", "postmortem.html", "analysis.json", "actions.csv"])
  func `is what was reviewed`(name: String) throws {
    let files = try rendered(SampleDocument.rollout.document)
    Golden.expect(files[name] ?? "", matches: "rollout/\(name)")
  }

  @Test func `says what is not known when little is there`() throws {
    let empty = try rendered(SampleDocument.empty.document)
    let open = try rendered(SampleDocument.open.document)
    Golden.expect(empty["postmortem.html"] ?? "", matches: "empty/postmortem.html")
    Golden.expect(empty["postmortem.md"] ?? "", matches: "empty/postmortem.md")
    Golden.expect(open["postmortem.html"] ?? "", matches: "open/postmortem.html")
  }

  @Test(arguments: SampleDocument.all)
  func `exists for every document, with every template`(sample: SampleDocument) throws {
    for name in TemplateLibrary.names(of: .incident) {
      let files = try ReportRenderer(TemplateLibrary.template(name)).render(sample.document)
      #expect(files.map { $0.name } == ["postmortem.md", "postmortem.html", "analysis.json", "actions.csv"])
      #expect(files.allSatisfy { !$0.text.contains("{{") })
    }
  }

  @Test func `is the same bytes every time`() throws {
    let again = SampleDocument.document(RolloutIncident().analysis, RolloutIncident().evidence)
    #expect(try rendered(again) == rendered(SampleDocument.rollout.document))
  }
}
