import Testing

@testable import DebriefAnalysis

/// The Workbook's table 5-8, sloth's and Nagios' formulas.
@Suite struct `Service levels and budgets` {
  @Test func `the ratio of sums, not the mean of ratios`() throws {
    let windows = try [(1.0, 10.0), (0, 1000), (0, 1000), (50, 1000)].map {
      try #require(ServiceLevel(good: $0.1 - $0.0, valid: $0.1))
    }
    #expect(prints(ServiceLevel(sumOf: windows).errorRatio, "0.0169435"))
    #expect(prints(Moments.mean(windows.compactMap(\.errorRatio)), "0.0375"))
  }

  @Test func `4320 bad of 3,000,000 at 99.9 %`() throws {
    let budget = try #require(ErrorBudget(objective: 0.999, period: 30 * 24 * 60))
    let level = try #require(ServiceLevel(good: 3_000_000 - 4320, valid: 3_000_000))
    #expect(prints(level.errorRatio, "0.00144"))
    #expect(try prints(budget.burn(errorRatio: #require(level.errorRatio)), "1.44"))
    #expect(prints(budget.consumed(level), "1.44") && prints(budget.remaining(level), "-0.44"))
    #expect(prints(budget.downtime, "43.2"))
  }

  @Test func `how long until the alert`() throws {
    let budget = try #require(ErrorBudget(objective: 0.999, period: 30 * 24 * 60))
    #expect(prints(budget.detectionTime(burn: 14.4, window: 60, errorRatio: 1), "0.864"))
    #expect(prints(budget.detectionTime(burn: 14.4, window: 60, errorRatio: 0.1), "8.64"))
    #expect(budget.detectionTime(burn: 14.4, window: 60, errorRatio: 0.01) == nil)
    #expect(prints(budget.detectionTime(burn: 6, window: 360, errorRatio: 0.01), "216"))
    #expect(budget.detectionTime(burn: 0, window: 360, errorRatio: 0) == nil)
  }

  @Test func `how long the budget lasts`() throws {
    let budget = try #require(ErrorBudget(objective: 0.999, period: 30))
    #expect(budget.timeToExhaustion(burn: 1) == 30 && budget.timeToExhaustion(burn: 6) == 5)
    #expect(budget.timeToExhaustion(burn: 6, remaining: 0.5) == 2.5)
    #expect(budget.timeToExhaustion(burn: 6, remaining: -0.44) == 0 && budget.timeToExhaustion(burn: 0) == nil)
  }

  @Test(arguments: [30: ["14.4000", "6.0000", "3.0000", "1.0000"], 28.0: ["13.4400", "5.6000", "2.8000", "0.9333"]])
  func `burn rates of a period`(_ days: Double, _ burns: [String]) {
    let rules = BurnRule.standard(days: days)
    #expect(rules.count == burns.count && zip(rules, burns).allSatisfy { prints($0.burn, $1) })
    #expect(rules.map(\.urgency) == [.page, .page, .ticket, .ticket])
    #expect(rules.allSatisfy { agree($0.shortHours, $0.longHours / 12) })
    let budget = ErrorBudget(objective: 0.99, period: days * 24)
    #expect(rules.allSatisfy { budget?.burn(spending: $0.spent, within: $0.longHours) == $0.burn })
  }

  @Test func `an alert needs both windows`() {
    let rule = BurnRule.standard(days: 30)[0]
    #expect(rule.fires(longBurn: 15, shortBurn: 20))
    #expect(!rule.fires(longBurn: 15, shortBurn: 14.4) && !rule.fires(longBurn: 3, shortBurn: 99))
    #expect(!rule.fires(longBurn: nil, shortBurn: 99))
  }

  @Test func `no traffic is neither good nor bad, and little says little`() throws {
    let none = try #require(ServiceLevel(good: 0, valid: 0))
    let budget = try #require(ErrorBudget(objective: 0.999, period: 30))
    #expect(none.ratio == nil && none.errorRatio == nil && none.errorInterval() == nil && budget.remaining(none) == nil)
    let few = try #require(ServiceLevel(good: 7, valid: 10)?.errorInterval())
    #expect(prints(few.low, "0.1078") && prints(few.high, "0.6032"))
    #expect(ServiceLevel(good: 3, valid: 2) == nil && ServiceLevel(good: -1, valid: 2) == nil)
    #expect(ServiceLevel(good: .nan, valid: 2) == nil && ServiceLevel(good: 1, valid: .infinity) == nil)
    #expect(ErrorBudget(objective: 1, period: 30) == nil && ErrorBudget(objective: 0.9, period: 0) == nil)
  }
}

@Suite struct `Alert quality` {
  private func states(changedAt changes: Set<Int>) -> [Bool] {
    var state = false
    return (0..<21).map { index in
      if changes.contains(index) { state.toggle() }
      return state
    }
  }

  @Test func `weighted changes as Nagios counts them`() throws {
    func change(_ at: Set<Int>) throws -> Double { try #require(Flapping(states(changedAt: at))).change * 100 }
    #expect(try prints(change(Set(1...20)), "100.000"))
    #expect(try prints(change([20]), "6.25") && prints(change([1]), "3.75") && change([]) == 0)
    #expect(Flapping([true, false]) == nil)
    #expect(try #require(Flapping([true, false, true] + states(changedAt: []))).change == 0, "only the last 21 count")
  }

  @Test func `flapping starts above 20 % and stops below 5 %`() throws {
    let some = try #require(Flapping(states(changedAt: [18, 19])))
    #expect(!some.isFlapping(before: false) && some.isFlapping(before: true))
    let most = try #require(Flapping(states(changedAt: Set(10...20))))
    #expect(most.isFlapping(before: false))
    #expect(try !#require(Flapping(states(changedAt: [1]))).isFlapping(before: true))
  }

  @Test func `precision, duplicates, transients and lag by rule`() throws {
    func firing(_ rule: String, _ pod: String, _ start: Double, _ end: Double?) -> AlertQuality.Firing {
      AlertQuality.Firing(rule: rule, labels: ["job": "api", "pod": pod], start: start, end: end)
    }
    let found = AlertQuality.judge(
      [
        firing("Latency", "a", 990, 2000), firing("Latency", "b", 1030, nil), firing("Latency", "a", 9000, 9060),
        firing("Disk", "a", 5000, 5600), firing("Disk", "a", 7000, 7600),
      ], incidents: [1000...1500, 8000...8500, 100...200])
    #expect(found.map(\.rule) == ["Disk", "Latency"])
    #expect(found[0].precision.count == 0 && found[0].medianLag == nil && found[0].duplicates == 0)
    #expect(found[1].precision.count == 2 && found[1].precision.total == 3 && found[1].fired == 3)
    #expect(found[1].duplicates == 1 && found[1].transient == 1 && found[1].medianLag == 10)
    #expect(AlertQuality.judge([], incidents: [0...1]).isEmpty)
  }

  @Test func `a long incident under short ones is still found`() {
    let firing = AlertQuality.Firing(rule: "R", labels: [:], start: 50, end: 51)
    #expect(AlertQuality.judge([firing], incidents: [0...100, 10...11, 20...21])[0].precision.count == 1)
    #expect(AlertQuality.judge([firing], incidents: [60...100, 10...11])[0].precision.count == 0)
  }
}

/// Values from scikit-learn 1.9.
@Suite struct `Similar incidents` {
  private let index = TermIndex(
    ["pod web oomkilled crashloop", "pod web oomkilled restart", "node notready disk pressure"]
      .map { $0.split(separator: " ").map(String.init) })

  @Test func `cosine 0.634396, and weights by how rare a term is`() throws {
    let found = index.similar(to: 0)
    #expect(found.map(\.document) == [1] && found[0].shared == ["oomkilled", "pod", "web"])
    #expect(prints(found[0].cosine, "0.634396"))
    #expect(prints(index.weight(of: "pod"), "1.287682") && prints(index.weight(of: "restart"), "1.693147"))
    #expect(index.similar(to: 2).isEmpty && index.similar(to: 7).isEmpty)
  }

  @Test func `Jaccard 0.6`() {
    #expect(
      TermIndex.jaccard(
        ["CrashLoopBackOff", "OOMKilled", "deploy", "web"], ["CrashLoopBackOff", "OOMKilled", "node", "web"]) == 0.6)
    #expect(TermIndex.jaccard(Set<Int>(), []) == nil)
  }

  @Test func `the weighted index counts rare terms more`() throws {
    let shared = 3 * 1.2876820724517809
    #expect(agree(index.similar(to: 0)[0].jaccard, shared / (shared + 2 * 1.6931471805599454)))
  }

  @Test func `itself is 1, nothing in common is 0, and both ways are equal`() throws {
    let same = TermIndex([["a", "b", "b"], ["a", "b", "b"], ["c"], []])
    #expect(same.similar(to: 0).map(\.document) == [1])
    #expect(agree(same.similar(to: 0)[0].score, 1) && same.similar(to: 3).isEmpty)
    #expect(index.similar(to: 0)[0].score == index.similar(to: 1)[0].score)
    #expect(TermIndex([]).similar(toTerms: ["a"]).isEmpty)
    #expect(index.similar(to: 0, atLeast: 0.9).isEmpty)
  }

  @Test func `terms from outside find the same documents, and unknown ones lower the score`() throws {
    let known = index.similar(toTerms: ["pod", "web", "oomkilled", "crashloop"])
    #expect(known.map(\.document) == [0, 1] && agree(known[1].cosine, index.similar(to: 0)[0].cosine))
    let unknown = index.similar(toTerms: ["pod", "web", "oomkilled", "crashloop", "xyz"])
    #expect(unknown[0].score < known[0].score)
  }
}
