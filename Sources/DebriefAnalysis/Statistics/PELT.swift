/// Pruned exact linear time segmentation by means (Killick, Fearnhead, Eckley 2012), with the l2 cost.
enum PELT {
  /// Where the segments end (the last one at `n`) and the squared error that is left.
  struct Segmentation: Equatable {
    var boundaries: [Int]
    var cost: Double
    /// The first index of each segment but the first.
    var changePoints: [Int] { Array(boundaries.dropLast()) }
  }

  /// The segmentation with the least squared error plus `penalty` for each segment.
  ///
  /// Segments hold at least `minimumSize` values. O(n) when changes are frequent, O(n²) at worst. Pruning waits
  /// `minimumSize` steps: until then the boundary that makes a candidate superfluous may not be used itself.
  static func segment(_ values: [Double], minimumSize: Int, penalty: Double) -> Segmentation {
    let n = values.count
    let size = max(1, minimumSize)
    let sums = PrefixSums(values)
    guard n >= 2 * size else {
      return Segmentation(boundaries: n == 0 ? [] : [n], cost: sums.cost(0, n))
    }
    var best = [Double](repeating: .infinity, count: n + 1)
    var previous = [Int](repeating: 0, count: n + 1)
    best[0] = 0
    var candidates: [(start: Int, dropAt: Int)] = []
    for end in size...n {
      candidates.append((end - size, .max))
      candidates.removeAll { $0.dropAt <= end }
      for candidate in candidates where best[candidate.start] + sums.cost(candidate.start, end) + penalty < best[end] {
        best[end] = best[candidate.start] + sums.cost(candidate.start, end) + penalty
        previous[end] = candidate.start
      }
      for index in candidates.indices {
        let start = candidates[index].start
        if best[start] + sums.cost(start, end) > best[end] {
          candidates[index].dropAt = min(candidates[index].dropAt, end + size)
        }
      }
    }
    return trace(previous, from: n, sums)
  }

  private static func trace(_ previous: [Int], from n: Int, _ sums: PrefixSums) -> Segmentation {
    var boundaries: [Int] = []
    var cost = 0.0
    var end = n
    while end > 0 {
      boundaries.append(end)
      cost += sums.cost(previous[end], end)
      end = previous[end]
    }
    return Segmentation(boundaries: boundaries.reversed(), cost: cost)
  }
}

/// Sums of centred values and their squares, for the squared error of any range in O(1).
private struct PrefixSums {
  private var sum: [Double] = [0]
  private var square: [Double] = [0]

  init(_ values: [Double]) {
    // Centring keeps the difference of two large squares from swallowing the error.
    let center = Moments.mean(values) ?? 0
    for value in values {
      sum.append(sum[sum.count - 1] + (value - center))
      square.append(square[square.count - 1] + (value - center) * (value - center))
    }
  }

  func cost(_ start: Int, _ end: Int) -> Double {
    guard end > start else { return 0 }
    let total = sum[end] - sum[start]
    return max(0, square[end] - square[start] - total * total / Double(end - start))
  }
}
