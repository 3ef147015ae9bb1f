import DebriefAnalysis

/// How often independent but autocorrelated series, or events and a series, are called related.
enum Dependence {
  static func checks(_ repetitions: Int) -> [Check] {
    let coefficients = [0, 0.5, 0.8, 0.9, 0.95]
    let naive = zip(coefficients, [0.06, 0.14, 0.36, 0.51, 0.62]).map { coefficient, stated in
      Check(
        "textbook p of r, autocorrelation \(coefficient)",
        share: alarms(repetitions, coefficient) { a, b in
          Correlation.pearson(a, b).map { Correlation.p($0, count: 120) }
        }, of: repetitions, stated: stated)
    }
    let effective = zip(coefficients, [0.06, 0.05, 0.05, 0.04, 0.03]).map { coefficient, stated in
      Check(
        "effective samples, lag 0, autocorrelation \(coefficient)",
        share: alarms(repetitions, coefficient) { LaggedCorrelation($0, $1, reach: 0)?.p }, of: repetitions,
        stated: stated)
    }
    let searched = coefficients.map { coefficient in
      Check(
        "effective samples, best of 21 lags, autocorrelation \(coefficient)",
        share: alarms(repetitions, coefficient) { LaggedCorrelation($0, $1, reach: 10)?.p }, of: repetitions,
        stated: 0.05)
    }
    return naive + effective + searched + events(repetitions)
  }

  private static func alarms(
    _ repetitions: Int, _ coefficient: Double, _ p: ([Double], [Double]) -> Double?
  ) -> Int {
    var draws = Draws(seed: UInt64(coefficient * 100) + 1)
    return (0..<repetitions).count { _ in
      let first = draws.autoregressive(120, coefficient)
      return (p(first, draws.autoregressive(120, coefficient)) ?? 1) < 0.05
    }
  }

  /// Five events at random places of 400 samples, alone or three close together each.
  private static func events(_ repetitions: Int) -> [Check] {
    let stated = [
      (0, false, 0.04), (0.8, false, 0.06), (0.95, false, 0.07), (0, true, 0.04), (0.8, true, 0.04), (0.95, true, 0.07),
    ]
    return stated.map { coefficient, clustered, share in
      var draws = Draws(seed: UInt64(coefficient * 100) + (clustered ? 3 : 2))
      let hits = (0..<repetitions).count { _ in
        let series = draws.autoregressive(400, coefficient)
        let places = (0..<5).map { _ in Int(draws.uniform() * 390) }
        let events = clustered ? places.flatMap { [$0, $0 + 2, $0 + 5] } : places
        return (EventAssociation(series, events: events, window: 5, most: 199)?.p ?? 1) < 0.05
      }
      return Check(
        "shifted events, \(clustered ? "clustered" : "isolated"), autocorrelation \(coefficient)", share: hits,
        of: repetitions, stated: share)
    }
  }
}
