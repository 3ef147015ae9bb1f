import DebriefAnalysis

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether intervals hold what they promise on durations as skewed as those of incidents.
enum Coverage {
  static func checks(_ repetitions: Int) -> [Check] {
    let sizes = [5, 8, 12, 20, 50]
    let stated: [(String, [Double], ([Double]) -> ConfidenceInterval?, Double)] = [
      ("mean, t", [0.75, 0.78, 0.80, 0.83, 0.88], { MeanEstimate($0)?.interval }, 60 * exp(0.72)),
      (
        "geometric mean, t on logarithms", [0.94, 0.96, 0.95, 0.94, 0.95], { GeometricMean($0)?.interval }, 60
      ),
      ("mean, percentile bootstrap", [0.67, 0.75, 0.76, 0.83, 0.88], { bootstrap($0, .percentile) }, 60 * exp(0.72)),
      ("mean, BCa bootstrap", [0.68, 0.75, 0.80, 0.85, 0.88], { bootstrap($0, .accelerated) }, 60 * exp(0.72)),
    ]
    let simulated = stated.flatMap { name, shares, interval, truth in
      zip(sizes, shares).map { n, share in
        let hits = count(repetitions, n, seed: UInt64(n)) { interval($0)?.contains(truth) ?? true }
        return Check("\(name), n = \(n)", share: hits, of: repetitions, stated: share)
      }
    }
    return simulated + medians(repetitions) + rates(repetitions) + shares(repetitions)
  }

  private static func count(_ repetitions: Int, _ n: Int, seed: UInt64, _ holds: ([Double]) -> Bool) -> Int {
    var draws = Draws(seed: seed)
    return (0..<repetitions).count { _ in holds(draws.durations(n)) }
  }

  private static func bootstrap(_ values: [Double], _ method: Bootstrap.Method) -> ConfidenceInterval? {
    Bootstrap.interval(values, method, fewest: 2, resamples: 999) { $0.reduce(0, +) / Double($0.count) }
  }

  /// With fewer than six values there is no interval, which is no miss. The exact coverage is known and is what to agree with.
  private static func medians(_ repetitions: Int) -> [Check] {
    zip([5, 8, 12, 20, 50], [1, 0.9921875, 0.9614258, 0.9586105, 0.9671609]).map { n, exact in
      let hits = count(repetitions, n, seed: UInt64(n)) { values in
        MedianInterval(values).map { $0.low <= 60 && 60 <= $0.high } ?? true
      }
      return Check("median, order statistics, n = \(n)", share: hits, of: repetitions, stated: exact, reference: 0.005)
    }
  }

  /// Exact intervals are never too short; how far they are too long is known too.
  private static func rates(_ repetitions: Int) -> [Check] {
    zip([1.0, 7, 40], [0.9810, 0.9799, 0.9607]).map { mean, stated in
      var draws = Draws(seed: UInt64(mean))
      let hits = (0..<repetitions).count { _ in
        PoissonRate(count: draws.poisson(mean), exposure: 90)?.interval.contains(mean / 90) ?? false
      }
      return Check(
        "Poisson rate, \(Int(mean)) expected", share: hits, of: repetitions, stated: stated, reference: 0.005)
    }
  }

  /// Wilson's interval holds 95 % on average over the true share.
  private static func shares(_ repetitions: Int) -> [Check] {
    [10, 120].map { n in
      var draws = Draws(seed: UInt64(n))
      let hits = (0..<repetitions).count { _ in
        let truth = draws.uniform()
        let hits = (0..<n).count { _ in draws.uniform() < truth }
        return Proportion(hits, of: n)?.interval.contains(truth) ?? false
      }
      return Check("share, Wilson, n = \(n)", share: hits, of: repetitions, stated: 0.95, reference: 0.01)
    }
  }
}
