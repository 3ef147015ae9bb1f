import DebriefModel

/// Compares the clocks of two sources over the moments that both recorded.
///
/// The difference of each pair is compared with what the records' own delays explain. With the 95 % interval of the median
/// beyond that (by more than `margin`) the clocks differ; within it they agree; otherwise, and with fewer than six pairs,
/// nothing is known and nothing is said.
struct ClockComparison: Hashable {
  static let margin = 1.0
  /// How many comparisons are told; those that differ come first.
  static let told = 30

  let kind: ClockAnchors.Kind
  let first: Int
  let second: Int
  /// Seconds from the first to the second source's reading.
  let difference: MedianInterval
  /// What the delays of the records explain.
  let expected: ClosedRange<Double>

  var differs: Bool {
    difference.low > expected.upperBound + Self.margin || difference.high < expected.lowerBound - Self.margin
  }

  var agrees: Bool {
    difference.low >= expected.lowerBound - Self.margin && difference.high <= expected.upperBound + Self.margin
  }

  /// By how much the second clock is ahead, the usual delay taken off.
  var offset: Double { difference.median - (expected.lowerBound + expected.upperBound) / 2 }

  /// All comparisons that say something, those that differ first; one for each pair of sources.
  static func all(_ anchors: ClockAnchors) -> [ClockComparison] {
    var best: [Couple: ClockComparison] = [:]
    for (group, pairs) in groups(anchors) {
      guard let interval = MedianInterval(pairs.map(\.difference)) else { continue }
      let expected = (pairs.map(\.low).min() ?? 0)...(pairs.map(\.high).max() ?? 0)
      let result = ClockComparison(
        kind: group.kind, first: group.couple.first, second: group.couple.second, difference: interval,
        expected: expected)
      guard result.differs || result.agrees else { continue }
      if let other = best[group.couple], other.rank > result.rank { continue }
      best[group.couple] = result
    }
    let sorted = best.values.sorted {
      ($0.differs ? 0 : 1, $0.first, $0.second) < ($1.differs ? 0 : 1, $1.first, $1.second)
    }
    return Array(sorted.prefix(told))
  }

  /// More pairs say more; ties go to the kind that comes first.
  private var rank: (Int, Int) { (difference.count, -kind.rawValue) }

  private struct Couple: Hashable {
    var first: Int
    var second: Int
  }
  private struct Group: Hashable {
    var kind: ClockAnchors.Kind
    var couple: Couple
  }
  private struct Pair {
    var difference: Double
    var low: Double
    var high: Double
  }

  private static func groups(_ anchors: ClockAnchors) -> [Group: [Pair]] {
    var groups: [Group: [Pair]] = [:]
    for (key, records) in anchors.moments {
      let usable = records.filter { !$0.isAmbiguous }.sorted { $0.source < $1.source }
      for (index, a) in usable.enumerated() {
        for b in usable.dropFirst(index + 1) {
          let group = Group(kind: key.kind, couple: Couple(first: a.source, second: b.source))
          let pair = Pair(
            difference: b.at - a.at, low: b.delay.lowerBound - a.delay.upperBound,
            high: b.delay.upperBound - a.delay.lowerBound)
          groups[group, default: []].append(pair)
        }
      }
    }
    return groups
  }
}

extension ClockComparison {
  /// The comparisons as caveats.
  static func caveats(_ anchors: ClockAnchors, _ paths: [Int: String]) -> [Caveat] {
    all(anchors).compactMap { $0.caveat(paths) } + inner(anchors, paths)
  }

  private func caveat(_ paths: [Int: String]) -> Caveat? {
    guard let a = paths[first], let b = paths[second] else { return nil }
    let pairs = "\(difference.count) \(kind.words)"
    let interval = "\(Self.spoken(difference.low)) to \(Self.spoken(difference.high))"
    guard differs else {
      let text =
        "their clocks agree: \(pairs) are \(Self.spoken(difference.median)) apart (\(interval)), as such records are"
      return Caveat(.clocksAgree, [a, b], text)
    }
    let side = offset > 0 ? "ahead of" : "behind"
    let text =
      "the clock of \(b) is about \(Self.spoken(abs(offset))) \(side) that of \(a): \(pairs) are "
      + "\(Self.spoken(difference.median)) apart (\(interval), 95 %); which one is wrong is not known, and nothing was "
      + "moved (--adjust would)"
    return Caveat(.clockSkew, [a, b], text)
  }

  /// The program's clock against the runtime's in one source, when most records disagree by about the same.
  private static func inner(_ anchors: ClockAnchors, _ paths: [Int: String]) -> [Caveat] {
    anchors.inner.compactMap { source, differences in
      guard let path = paths[source], let interval = MedianInterval(differences),
        differences.count * 2 >= anchors.logRecords[source] ?? .max
      else { return nil }
      let side = interval.median > 0 ? "ahead of" : "behind"
      let text =
        "the times inside its lines are \(spoken(abs(interval.median))) \(side) those of the runtime "
        + "(\(spoken(interval.low)) to \(spoken(interval.high)), \(interval.count) lines); the runtime's are used"
      return Caveat(.clockSkew, [path], text)
    }.sorted { ($0.sources[0], $0.text) < ($1.sources[0], $1.text) }
  }

  /// Seconds with one decimal below a minute.
  private static func spoken(_ seconds: Double) -> String {
    guard abs(seconds) < 60 else { return DebriefAnalysis.spoken(seconds) }
    return "\(shortNumber((seconds * 10).rounded() / 10)) s"
  }
}
