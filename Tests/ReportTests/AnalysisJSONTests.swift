import DebriefModel
import DebriefReport
import Foundation
import Testing

struct `analysis.json` {
  private func read(_ sample: SampleDocument) throws -> [String: Any] {
    let text = AnalysisJSON.encode(sample.document.analysis)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  static let keys: Set<String> = [
    "schema", "incident", "window", "milestones", "phases", "metrics", "leads", "changes", "change_points",
    "correlations", "log_patterns", "log_windows",
    "findings", "readiness", "similar", "actions", "coverage", "caveats", "gaps", "remarks",
    "open", "impact", "impact_intervals", "detection", "detection_ladder", "clocks", "conflicts",
  ]

  @Test(arguments: SampleDocument.all)
  func `has every key of the format`(sample: SampleDocument) throws {
    let document = try read(sample)
    #expect(Set(document.keys) == Self.keys)
    #expect(document["schema"] as? String == "debrief.analysis/1")
    let milestones = try #require(document["milestones"] as? [String: Any])
    #expect(
      Set(milestones.keys) == [
        "impact_started", "detected", "acknowledged", "contained", "eradicated", "recovered", "closed",
      ])
    let metrics = try #require(document["metrics"] as? [String: Any])
    #expect(
      Set(metrics.keys) == [
        "time_to_detect", "time_to_acknowledge", "time_to_contain", "time_to_eradicate", "time_to_recover",
      ])
  }

  @Test func `repeats a caveat at its source and in the list of all`() throws {
    let document = try read(SampleDocument.rollout)
    let all = try #require(document["caveats"] as? [[String: Any]])
    #expect(all.count == SampleDocument.rollout.document.analysis.caveats.count)
    let expired = try #require(all.first { $0["kind"] as? String == "expired" })
    #expect(expired["start"] is NSNull && expired["end"] as? String == "2026-08-27T18:05:11Z")
    let coverage = try #require(document["coverage"] as? [[String: Any]])
    let events = try #require(coverage.first { $0["source"] as? String == RolloutIncident.eventsPath })
    #expect((events["caveats"] as? [[String: Any]])?.map { $0["kind"] as? String } == ["expired", "clocks_agree"])
  }

  @Test func `says null for what is not known`() throws {
    let document = try read(SampleDocument.rollout)
    let metrics = try #require(document["metrics"] as? [String: Any])
    #expect(metrics["time_to_eradicate"] is NSNull)
    #expect(metrics["time_to_detect"] as? Double == 173)
    let milestones = try #require(document["milestones"] as? [String: Any])
    #expect(milestones["closed"] is NSNull)
  }

  @Test(arguments: Hostile.texts.indices)
  func `gives back every text as it was`(index: Int) throws {
    let text = Hostile.texts[index]
    let document = try read(SampleDocument(name: "hostile", document: Hostile.document(text)))
    let incident = try #require(document["incident"] as? [String: Any])
    #expect(incident["title"] as? String == text)
    let leads = try #require(document["leads"] as? [[String: Any]])
    #expect(leads[0]["why"] as? String == text)
    #expect(leads[0]["score"] is NSNull)
  }
}
