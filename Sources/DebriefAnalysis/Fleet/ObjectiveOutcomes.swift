import DebriefModel

/// What an incident did to each declared objective, from the series of error ratios that the objective names.
struct ObjectiveOutcomes {
  /// A series may have lost samples where it hurts most; what is missing counts as no error, so burns are lower bounds.
  static func all(_ evidence: some EvidenceReader, impact: [IncidentSummary.Impact]) throws
    -> [IncidentSummary.ObjectiveOutcome]
  {
    let slos = evidence.manifest.slos.filter { $0.objective > 0 && $0.objective < 100 }
    guard !slos.isEmpty else { return [] }
    let series = try evidence.series()
    return try slos.map { slo in
      let own = SeriesSelector(slo.errors).flatMap { selector in series.first { selector.matches($0) } }
      let samples = try own.map { try evidence.samples(of: $0).filter { $0.value.isFinite } } ?? []
      return outcome(slo, samples, step: own?.step ?? 60, impact)
    }.sorted { ($0.name, $0.objective) < ($1.name, $1.objective) }
  }

  private static func outcome(
    _ slo: Manifest.SLO, _ samples: [Sample], step: Double, _ impact: [IncidentSummary.Impact]
  ) -> IncidentSummary.ObjectiveOutcome {
    let during = samples.filter { sample in impact.contains { $0.start <= sample.at && sample.at <= $0.seenUntil } }
    let lost = during.reduce(0) { $0 + ratio($1) * step }
    return .init(
      name: slo.name, objective: slo.objective, lostSeconds: during.isEmpty ? nil : lost,
      burns: samples.isEmpty ? [] : burns(samples, step: step, budget: 1 - slo.objective / 100))
  }

  private static func ratio(_ sample: Sample) -> Double { min(1, max(0, sample.value)) }

  /// For each pair of windows the highest burn that both saw at once. O(samples · pairs).
  private static func burns(_ samples: [Sample], step: Double, budget: Double) -> [IncidentSummary.Burn] {
    var sums = [0.0]
    for sample in samples { sums.append(sums[sums.count - 1] + ratio(sample) * step) }
    return BurnRule.standard(days: 30).map { rule in
      let (long, short) = (rule.longHours * 3600, rule.shortHours * 3600)
      var (from, near, highest) = (0, 0, 0.0)
      for (index, sample) in samples.enumerated() {
        while (sample.at - samples[from].at).seconds >= long { from += 1 }
        while (sample.at - samples[near].at).seconds >= short { near += 1 }
        let end = sums[index + 1]
        highest = max(highest, min((end - sums[from]) / long, (end - sums[near]) / short))
      }
      return .init(window: long, rate: highest / budget)
    }
  }
}
