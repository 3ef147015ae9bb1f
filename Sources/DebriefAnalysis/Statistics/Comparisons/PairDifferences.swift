/// All differences first − second of two groups, without writing them down.
struct PairDifferences {
  private let first: [Double]
  private let second: [Double]

  /// Both groups hold finite values and at least one. O(n log n).
  init(_ first: [Double], _ second: [Double]) { (self.first, self.second) = (first.sorted(), second.sorted()) }

  private var count: Int { first.count * second.count }

  /// In how many pairs the first is larger; equal ones count half.
  var positivePairs: Double { Double(count) - Double(atMost(0) + atMost((0.0).nextDown)) / 2 }

  /// The median of the differences.
  var median: Double {
    let upper = smallest(count / 2 + 1)
    return count % 2 == 1 ? upper : smallest(count / 2) / 2 + upper / 2
  }

  /// The k-th smallest difference, k from 1, exactly: a search over the floating-point numbers in 64 steps of O(n + m).
  func smallest(_ k: Int) -> Double {
    var low = Self.place(first[0] - second[second.count - 1])
    var high = Self.place(first[first.count - 1] - second[0])
    while low < high {
      let middle = low &+ Int64(bitPattern: UInt64(bitPattern: high &- low) / 2)
      if atMost(Self.value(middle)) >= k { high = middle } else { low = middle &+ 1 }
    }
    return Self.value(low)
  }

  /// How many differences are at most `limit`. Rounding keeps order, so two fingers suffice.
  private func atMost(_ limit: Double) -> Int {
    var (pairs, fitting) = (0, 0)
    // The larger the first value, the larger the second must be.
    for value in first {
      while fitting < second.count, value - second[fitting] > limit { fitting += 1 }
      pairs += second.count - fitting
    }
    return pairs
  }

  /// The place of a number among all floating-point numbers.
  private static func place(_ value: Double) -> Int64 {
    let bits = Int64(bitPattern: (value + 0.0).bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  private static func value(_ place: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: place >= 0 ? place : Int64.min &- place))
  }
}
