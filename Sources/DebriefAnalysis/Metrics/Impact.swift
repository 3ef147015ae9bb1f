import DebriefModel

/// Works out what the impact cost: the loss of each indicator of errors over the intervals of the impact.
struct Impact {
  /// The period of a budget.
  static let period = 30 * 86_400.0
  /// How many indicators without an objective are measured.
  static let limit = 5
  /// Labels that name the service a series is about.
  static let naming = ["service", "app", "job", "deployment", "workload", "service_name", "destination_service"]

  let seen: Observations
  let intervals: [ImpactInterval]

  /// The declared objectives by name, then the other ratios of errors that moved, the largest loss first.
  func measures(_ evidence: some EvidenceReader) throws -> [ImpactMeasure] {
    guard !intervals.isEmpty else { return [] }
    let all = try evidence.series()
    var measures: [ImpactMeasure] = []
    for slo in seen.manifest.slos {
      guard let selector = SeriesSelector(slo.errors), let series = all.first(where: selector.matches) else { continue }
      if let measure = try measure(series, slo, all, evidence) { measures.append(measure) }
    }
    let declared = Set(measures.map(\.series))
    let moved = Set(seen.movements.filter { $0.isImpact && $0.meaning.role == .errors }.map(\.point.series))
    let others = try all.filter { moved.contains($0) && !declared.contains($0) }.compactMap {
      try measure($0, nil, all, evidence)
    }
    return measures
      + others.sorted { ($1.lostSeconds, $0.name) < ($0.lostSeconds, $1.name) }.prefix(Self.limit)
  }

  private func measure(
    _ series: Series, _ slo: Manifest.SLO?, _ all: [Series], _ evidence: some EvidenceReader
  ) throws -> ImpactMeasure? {
    let samples = try evidence.samples(of: series)
    // A ratio lies between 0 and 1; what does not is a count or a rate, of which nothing says how many were valid.
    guard slo != nil || samples.allSatisfy({ !$0.value.isFinite || (0...1).contains($0.value) }) else { return nil }
    let losses = losses(samples, step: series.step)
    guard !losses.isEmpty else { return nil }
    let traffic = try held(of: series, all, evidence) { $0.role == .traffic }
    let users = try held(of: series, all, evidence, isUsers: true) { _ in true }
    return summed(losses, series, slo, traffic: traffic, users: users)
  }

  private struct Loss {
    var at: Instant
    var ratio: Double
    var seconds: Double
  }

  /// The samples within the impact, each for the time until the next one but never longer than one and a half steps.
  private func losses(_ samples: [Sample], step: Double?) -> [Loss] {
    let usual = step ?? 60
    return samples.indices.compactMap { index in
      let sample = samples[index]
      guard sample.value.isFinite, let interval = intervals.first(where: { holds($0, sample.at) }) else { return nil }
      let end = interval.end?.at ?? interval.observedUntil
      let next = index + 1 < samples.count ? (samples[index + 1].at - sample.at).seconds : usual
      let seconds = min(next <= Signal.gapSteps * usual ? next : usual, max(0, (end - sample.at).seconds))
      return Loss(at: sample.at, ratio: min(1, max(0, sample.value)), seconds: seconds)
    }
  }

  private func holds(_ interval: ImpactInterval, _ at: Instant) -> Bool {
    interval.start.at <= at && at < interval.end?.at ?? interval.observedUntil
  }

  private func summed(
    _ losses: [Loss], _ series: Series, _ slo: Manifest.SLO?, traffic: Held?, users: Held?
  ) -> ImpactMeasure? {
    let covered = losses.reduce(0) { $0 + $1.seconds }
    let lost = losses.reduce(0) { $0 + $1.ratio * $1.seconds }
    guard covered > 0 else { return nil }
    let windows = traffic.map { traffic in
      losses.compactMap { loss in
        traffic.value(at: loss.at).flatMap {
          ServiceLevel(good: (1 - loss.ratio) * $0 * loss.seconds, valid: $0 * loss.seconds)
        }
      }
    }
    let whole = windows.map { ServiceLevel(sumOf: $0) }.flatMap { $0.valid > 0 ? $0 : nil }
    let ratio = whole?.errorRatio ?? lost / covered
    let budget = slo.flatMap { ErrorBudget(objective: $0.objective / 100, period: Self.period) }
    return ImpactMeasure(
      name: slo?.name ?? "\(series)", objective: slo?.objective, series: series, lostSeconds: lost,
      coveredSeconds: covered, errorRatio: ratio, failedRequests: whole.map { $0.valid - $0.good },
      requests: whole?.valid,
      userMinutes: users.map { users in
        losses.reduce(0) { $0 + $1.ratio * (users.value(at: $1.at) ?? 0) * $1.seconds / 60 }
      },
      budgetShare: budget.map { lost / $0.downtime }, burn: budget?.burn(errorRatio: ratio),
      how: how(covered, traffic: whole == nil ? nil : traffic, users: users),
      evidence: [seen.citations.cite(series, text: "\(series)")]
        + [whole == nil ? nil : traffic, users].compactMap { $0 }.map {
          seen.citations.cite($0.series, text: "\($0.series)")
        })
  }

  private func how(_ covered: Double, traffic: Held?, users: Held?) -> String {
    let whole = intervals.reduce(0) { $0 + ((($1.end?.at ?? $1.observedUntil) - $1.start.at).seconds) }
    var text = "Error ratio × time over the impact"
    if covered < 0.95 * whole { text += ", of which the samples cover \(spoken(covered)) of \(spoken(whole))" }
    text +=
      traffic.map { "; requests from \($0.series)" } ?? "; no series counts its requests, so even traffic is assumed"
    return text + (users.map { "; users from \($0.series)." } ?? ".")
  }

  // MARK: Traffic

  /// A series that is read beside another one: its last value holds for up to two of its steps.
  private struct Held {
    var series: Series
    var signal: Signal

    func value(at: Instant) -> Double? {
      var (low, high) = (0, signal.count)
      while low < high {
        let middle = (low + high) / 2
        if signal.times[middle] <= at { low = middle + 1 } else { high = middle }
      }
      guard low > 0, (at - signal.times[low - 1]).seconds <= 2 * max(signal.step, 1) else { return nil }
      return max(0, signal.values[low - 1])
    }
  }

  private static let counting: Set<String> = ["users", "sessions", "visitors"]

  /// The series of the same service that counts requests or users; nil when there is none or more than one: which one counts is
  /// then a guess.
  private func held(
    of series: Series, _ all: [Series], _ evidence: some EvidenceReader, isUsers: Bool = false,
    where fits: (SeriesMeaning) -> Bool
  ) throws -> Held? {
    guard let name = Self.naming.compactMap({ series.labels[$0] }).first else { return nil }
    let same = all.filter { other in
      let words = other.metric.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      return Self.naming.contains { other.labels[$0] == name } && other != series
        && fits(SeriesMeaning.of(other)) && words.contains(where: Self.counting.contains) == isUsers
    }
    guard same.count == 1, let only = same.first else { return nil }
    let counter = SeriesMeaning.isCounter(only)
    let signal = Signal(try evidence.samples(of: only), counter: counter)
    // Requests must be a rate: a gauge of that name may count anything.
    let isRate = signal.isRate || ["rate", "rps", "qps", "per_second"].contains { only.metric.contains($0) }
    return isUsers || isRate ? Held(series: only, signal: signal) : nil
  }
}
