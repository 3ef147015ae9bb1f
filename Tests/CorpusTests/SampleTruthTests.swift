import DebriefAnalysis
import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefStore
import DebriefTesting
import Foundation
import Testing

/// The sample incidents are made by a generator that knows what happened: what is inferred must be sound.
@Suite struct `The sample incidents` {
  static let names = ["2026-08-27-payments", "2026-09-14-node-memory"]

  private static func analyze(_ name: String) throws -> IncidentAnalysis {
    let store = try Store.inMemory()
    let folder = Corpus.package.appendingPathComponent("samples/incidents/\(name)").path
    _ = try ImportSession(sink: StoreImport(store)).importFiles(
      EvidenceFolder.files(in: folder), ImportRequest(incident: name))
    return try IncidentAnalyzer.analyze(store.evidence(incident: name))
  }

  private static func truth(_ name: String) throws -> [String: Any] {
    let file = Corpus.package.appendingPathComponent("samples/generator/truth/\(name).json")
    return try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }

  @Test(arguments: names) func `have every milestone where it may lie`(_ name: String) throws {
    let analysis = try Self.analyze(name)
    let milestones = try #require(try Self.truth(name)["milestones"] as? [String: [String: String]])
    #expect(milestones.count == 6)
    for (milestone, range) in milestones {
      let key = try #require(Milestone.Name(rawValue: milestone))
      let found = try #require(analysis.milestones[key], "\(milestone) is unknown")
      let at = (found.inferredAt ?? found.at)
      let earliest = try #require(Timestamp.rfc3339(range["earliest"] ?? "")?.start)
      let latest = try #require(Timestamp.rfc3339(range["latest"] ?? "")?.start)
      // The truth is stated to the second, the evidence more finely.
      #expect(at >= earliest && at < latest + .seconds(1), "\(milestone) is \(at), sound from \(earliest) to \(latest)")
      #expect(!found.evidence.isEmpty)
    }
  }

  @Test(arguments: names) func `lead with the right subject and list the trigger`(_ name: String) throws {
    let analysis = try Self.analyze(name)
    let truth = try Self.truth(name)
    let lead = try #require(truth["lead"] as? [String: String])
    #expect(analysis.leads.prefix(3).contains { $0.subject.kind == lead["kind"] && $0.subject.name == lead["name"] })
    let trigger = try #require(truth["trigger"] as? [String: Any])
    let at = try #require(Timestamp.rfc3339(trigger["at"] as? String ?? "")?.start)
    #expect(analysis.changes.contains { abs(($0.at - at).seconds) < 1 })
  }

  @Test(arguments: names) func `have phases that add up to the time to recover`(_ name: String) throws {
    let analysis = try Self.analyze(name)
    let start = try #require(analysis.milestones[.impactStarted]?.at)
    let recovered = try #require(analysis.milestones[.recovered]?.at)
    let inner: Set<Phase.Name> = [.identification, .containment, .eradication, .recovery]
    let phases = analysis.phases.filter { inner.contains($0.name) && $0.start != nil }
    var seen: Set<Instant> = []
    var sum = TimeSpan.zero
    for phase in phases {
      guard let from = phase.start, let to = phase.end else { continue }
      // Phases reported together share their ends and are counted once.
      if !phase.notSeparableFrom.isEmpty && !seen.insert(from).inserted { continue }
      sum = TimeSpan(nanoseconds: sum.nanoseconds + (to - from).nanoseconds)
    }
    #expect(sum == recovered - start)
    #expect(analysis.metrics.recover == (recovered - start).seconds)
  }
}
