#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How often something happened among all that happened, in two samples: a table of four cells.
struct FourCells {
  /// So many in the first sample, and so many of anything.
  let first: Int
  let firstTotal: Int
  let second: Int
  let secondTotal: Int
  /// Larger tables are judged by χ², which is exact enough for them.
  static let mostExact = 2000

  /// Counts are not negative and no larger than their totals.
  init(_ first: Int, of firstTotal: Int, _ second: Int, of secondTotal: Int) {
    (self.first, self.firstTotal) = (max(0, min(first, firstTotal)), max(0, firstTotal))
    (self.second, self.secondTotal) = (max(0, min(second, secondTotal)), max(0, secondTotal))
  }

  /// G² = 2 Σ O ln(O / E) over the four cells, without a correction; negative when the first share is the smaller. 0 without data.
  var signedG: Double {
    let total = Double(firstTotal) + Double(secondTotal)
    guard total > 0 else { return 0 }
    let hits = Double(first) + Double(second)
    let cells =
      [(first, firstTotal, hits), (firstTotal - first, firstTotal, total - hits)]
      + [(second, secondTotal, hits), (secondTotal - second, secondTotal, total - hits)]
    let sum = cells.reduce(0.0) { sum, cell in
      let expected = Double(cell.1) * cell.2 / total
      return cell.0 > 0 && expected > 0 ? sum + Double(cell.0) * log(Double(cell.0) / expected) : sum
    }
    let isRarer = Double(first) * Double(secondTotal) < Double(second) * Double(firstTotal)
    return isRarer ? -2 * sum : max(0, 2 * sum)
  }

  /// log₂ of the ratio of both shares, half a line added to each count and one to each total.
  var logRatio: Double {
    let (a, b) = ((Double(first) + 0.5) / (Double(firstTotal) + 1), (Double(second) + 0.5) / (Double(secondTotal) + 1))
    return log2(a / b)
  }

  /// Fisher's exact test, both sides: all tables that are no likelier than this one. χ² of G² for large tables.
  var fisher: Double {
    guard first + second <= FourCells.mostExact else { return ChiSquare.upperTail(abs(signedG), freedom: 1) }
    let hits = first + second
    let low = max(0, hits - secondTotal)
    let high = min(hits, firstTotal)
    guard low < high else { return 1 }
    let observed = logProbability(first) + 1e-7
    return min(1, (low...high).reduce(0) { $0 + (logProbability($1) <= observed ? exp(logProbability($1)) : 0) })
  }

  private func logProbability(_ count: Int) -> Double {
    let hits = first + second
    return FourCells.logChoose(firstTotal, count) + FourCells.logChoose(secondTotal, hits - count)
      - FourCells.logChoose(firstTotal + secondTotal, hits)
  }

  private static func logChoose(_ n: Int, _ k: Int) -> Double {
    let (n, k) = (Double(n), Double(k))
    return SpecialFunctions.logGamma(n + 1) - SpecialFunctions.logGamma(k + 1) - SpecialFunctions.logGamma(n - k + 1)
  }
}

/// Whether a count in one stretch of time fits the rate of another, given that both are Poisson.
enum Exposure {
  /// The exact conditional test, both sides; for large counts twice the smaller tail. 1 when either stretch is empty.
  static func p(_ first: Int, in firstSeconds: Double, _ second: Int, in secondSeconds: Double) -> Double {
    guard firstSeconds > 0, secondSeconds > 0, first >= 0, second >= 0, first + second > 0 else { return 1 }
    let (n, share) = (first + second, firstSeconds / (firstSeconds + secondSeconds))
    if n <= FourCells.mostExact { return Binomial.twoSided(first, of: n, share) }
    return min(1, 2 * min(Binomial.lowerTail(first, of: n, share), Binomial.upperTail(first, of: n, share)))
  }
}
