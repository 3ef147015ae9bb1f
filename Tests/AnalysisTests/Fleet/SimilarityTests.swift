import DebriefModel
import Testing

@testable import DebriefAnalysis

@Suite struct `Incidents alike` {
  private func incident(_ id: String, _ terms: [String], cause: CauseCategory? = nil) -> IncidentSummary {
    var summary = IncidentSummary(id: id, title: id, status: "resolved")
    summary.terms = Dictionary(terms.map { ($0, 1) }, uniquingKeysWith: { first, _ in first })
    if let cause { summary.cause = .init(category: cause, basis: .declared, confidence: 1) }
    return summary
  }

  @Test func `come most similar first, each with what both share`() {
    var other = incident("b", ["oom", "web", "rare"])
    other.actions = [
      ActionItem(title: "x", status: "done"), ActionItem(title: "y"), ActionItem(title: "z", suggested: true),
      ActionItem(title: "w", status: "open"),
    ]
    let archive = [
      incident("a", ["oom", "web", "rare"]), other, incident("c", ["oom", "node"]), incident("d", ["dns"]),
    ]
    let found = Similarity(archive).incidents(like: "a", limit: 10)
    #expect(found.map(\.id) == ["b", "c"])
    #expect(abs(found[0].score - 1) < 1e-9 && found[0].isSame && !found[1].isSame)
    #expect(found[0].shared.map(\.text) == ["rare", "web", "oom"])
    #expect(found[0].shared[0].weight > found[0].shared[2].weight)
    #expect(found[0].sentence == "same as b, whose actions 2 and 4 are still open")
    #expect(found[1].sentence == "similar to c")
    #expect(Similarity(archive).incidents(like: "nobody", limit: 1).isEmpty)
  }

  @Test func `have a customary threshold until causes are declared, then one that leaves one out`() {
    let causes = CauseCategory.allCases
    let alike = (0..<40).map { incident("\($0)", ["same", "too", "n\($0)"], cause: causes[$0 % 2]) }
    let few = Similarity(Array(alike.prefix(19)))
    #expect(few.threshold == 0.5 && few.judged == 0)
    let judged = Similarity(alike)
    #expect(judged.judged == 40 && judged.threshold == 0.5)
    let twins = (0..<40).map { incident("\($0)", ["a\($0 / 2)", "b\($0 / 2)"], cause: causes[$0 % 2]) }
    #expect(Similarity(twins).threshold == 0.95, "every incident has a twin of another cause")
    #expect(Similarity(twins).remarks[0].contains("one in twenty"))
  }

  @Test func `of a tiny archive warn that weights are unstable`() {
    #expect(Similarity([incident("a", ["x"])]).remarks.last?.contains("unstable") == true)
    #expect(Similarity((0..<20).map { incident("\($0)", ["x"]) }).remarks.count == 1)
  }
}
