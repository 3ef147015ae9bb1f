import DebriefAnalysis

/// What two quarters of incidents say about each other.
enum Quarters {
  static func checks(_ repetitions: Int) -> [Check] {
    unchanged(repetitions) + halved(repetitions) + detectable(repetitions)
  }

  /// Twenty incidents each and no change: the mean looks better by chance all the time, the rank test does not.
  private static func unchanged(_ repetitions: Int) -> [Check] {
    var draws = Draws(seed: 20)
    var changes: [Double] = []
    var (better, alarms, held) = (0, 0, 0)
    for _ in 0..<repetitions {
      let (before, after) = (draws.durations(20), draws.durations(20))
      guard let old = Moments.mean(before), let new = Moments.mean(after), let ranks = RankComparison(after, before)
      else { continue }
      changes.append((new / old - 1) * 100)
      if new <= 0.9 * old { better += 1 }
      if ranks.p < 0.05 { alarms += 1 }
      if ranks.shiftInterval?.contains(0) == true { held += 1 }
    }
    changes.sort()
    let low = OrderStatistics.quantile(0.05, ofSorted: changes) ?? 0
    let high = OrderStatistics.quantile(0.95, ofSorted: changes) ?? 0
    return [
      Check("MTTR looks at least 10 % better, no change, 20 + 20", share: better, of: repetitions, stated: 0.42),
      Check("… 90 % range of its apparent change, low end in %", low, stated: -57, band: 5),
      Check("… 90 % range of its apparent change, high end in %", high, stated: 128, band: 20),
      Check("rank test sees a change, no change", share: alarms, of: repetitions, stated: 0.05, reference: 0.01),
      Check("interval of the shift holds 0, no change", share: held, of: repetitions, stated: 0.95, reference: 0.01),
    ]
  }

  /// Durations halve: how often the rank test sees it, and whether the closed approximation of its power agrees.
  private static func halved(_ repetitions: Int) -> [Check] {
    [(10, 0.20), (20, 0.40), (50, 0.80), (100, 0.98)].flatMap { n, stated in
      let hits = seen(repetitions, n, ratio: 0.5)
      let power = DetectableChange.power(toSee: 0.5, logDeviation: 1.2, n, n)
      return [
        Check("rank test sees durations halve, \(n) + \(n)", share: hits, of: repetitions, stated: stated),
        Check(
          "… and its approximate power is \(Int((power * 100).rounded())) %", share: hits, of: repetitions,
          stated: power),
      ]
    }
  }

  /// The change called the smallest detectable one is seen in four of five; a little less often in small groups, as its spread is
  /// estimated from them. The stated shares are those of 6000 repetitions with numpy and scipy.
  private static func detectable(_ repetitions: Int) -> [Check] {
    [(10, 0.72), (20, 0.77), (50, 0.80)].map { n, stated in
      var draws = Draws(seed: UInt64(n) + 7)
      let hits = (0..<repetitions).count { _ in
        let (before, after) = (draws.durations(n), draws.durations(n))
        guard let ratio = DetectableChange(before, after)?.ratio else { return false }
        return (RankComparison(after.map { $0 * ratio }, before)?.p ?? 1) < 0.05
      }
      return Check(
        "change called detectable with 80 % is seen, \(n) + \(n)", share: hits, of: repetitions, stated: stated,
        reference: 0.01)
    }
  }

  private static func seen(_ repetitions: Int, _ n: Int, ratio: Double) -> Int {
    var draws = Draws(seed: UInt64(n))
    return (0..<repetitions).count { _ in
      let before = draws.durations(n)
      return (RankComparison(draws.durations(n, median: 60 * ratio), before)?.p ?? 1) < 0.05
    }
  }
}
