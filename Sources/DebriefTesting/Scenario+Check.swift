import DebriefAnalysis
public import DebriefModel
import Foundation

extension Scenario {
  /// All scenarios of a folder, by name.
  public static func all(in folder: String) throws -> [Scenario] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".scenario") }
      .sorted()
    return try files.map { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      return try Scenario(name: String(file.dropLast(".scenario".count)), text: text)
    }
  }

  /// The detectors whose findings it expects.
  public var detectors: Set<String> {
    Set(expectations.compactMap { if case .finding(let detector, _) = $0 { detector } else { nil } })
  }

  /// What the analysis finds other than expected; empty when it finds exactly what the scenario says.
  public func violations() throws -> [String] {
    violations(of: try IncidentAnalyzer.analyze(evidence))
  }

  /// What an analysis of this scenario says other than expected.
  public func violations(of analysis: IncidentAnalysis) -> [String] {
    let found = analysis.findings.map { "\($0.detector) \($0.subject)" }
    var surplus = analysis.findings
    var problems: [String] = []
    for expectation in expectations {
      switch expectation {
      case .finding(let detector, let subject):
        let count = surplus.count
        surplus.removeAll { $0.detector == detector && Scenario.names(subject, $0.subject) }
        if surplus.count == count { problems.append("missing: \(detector) \(subject); found: \(found)") }
      case .nothing: break
      case .lead(let subject):
        let first = analysis.leads.first?.subject
        if first.map({ Scenario.names(subject, $0) }) != true {
          problems.append("the first lead is \(first.map(\.description) ?? "none"), not \(subject)")
        }
      case .milestone(let name, let span):
        let at = analysis.milestones[name]?.at
        if at.map({ abs(($0 - (Scenario.origin + span)).seconds) <= 60 }) != true {
          problems.append("\(name.rawValue) is \(at.map(\.description) ?? "unknown"), not \(Scenario.origin + span)")
        }
      case .noMilestone(let name):
        if let at = analysis.milestones[name]?.at { problems.append("\(name.rawValue) is \(at), not unknown") }
      }
    }
    return problems + surplus.map { "not expected: \($0.detector) \($0.subject): \($0.title)" }
  }

  /// Whether a subject as written in a scenario is this one: any trailing part of `namespace/kind/name`, kinds in any case.
  private static func names(_ written: String, _ subject: Subject) -> Bool {
    let parts = [subject.namespace, subject.kind, subject.name].filter { !$0.isEmpty }
    let wanted = written.lowercased()
    let tails = parts.indices.map { parts[$0...].joined(separator: "/").lowercased() }
    return tails.contains(wanted) || "\(subject.namespace)/\(subject.name)".lowercased() == wanted
  }
}
