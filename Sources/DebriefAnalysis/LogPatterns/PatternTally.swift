import DebriefModel

/// What is kept of the lines of one pattern.
struct PatternTally {
  /// How many objects are told apart.
  static let objects = 256
  /// So many lines of one object are evidence of their own; more of them say little that is new.
  static let perObject = 20
  /// How many places are shown.
  static let shown = 3

  struct Count {
    var baseline = 0
    var incident = 0
  }

  private(set) var total = Count()
  private(set) var severity = Severity.unknown
  private(set) var byObject: [Subject: Count] = [:]
  /// The first lines during the incident, and the first before it.
  private(set) var during: [Sighting] = []
  private(set) var before: [Sighting] = []
  private(set) var last: Instant?

  mutating func add(_ event: Event, at: Instant, isBefore: Bool) {
    let count = max(1, event.count)
    let object = event.subject.object
    if byObject[object] != nil || byObject.count < PatternTally.objects {
      byObject[object, default: Count()].add(count, isBefore)
    }
    total.add(count, isBefore)
    severity = max(severity, event.severity)
    last = max(last ?? at, at)
    if isBefore {
      if before.isEmpty { before.append(Sighting(event)) }
    } else if during.count < PatternTally.shown {
      during.append(Sighting(event))
    }
  }

  mutating func add(_ other: PatternTally) {
    total.add(other.total)
    for (object, count) in other.byObject.sorted(by: { $0.key < $1.key })
    where byObject[object] != nil || byObject.count < PatternTally.objects {
      byObject[object, default: Count()].add(count)
    }
    severity = max(severity, other.severity)
    during = Array((during + other.during).sorted().prefix(PatternTally.shown))
    before = Array((before + other.before).sorted().prefix(1))
    last = [last, other.last].compactMap { $0 }.max()
  }

  /// No line of it was counted.
  var isEmpty: Bool { total.baseline == 0 && total.incident == 0 }

  /// Both counts, no object counting for more than ``perObject``: one noisy pod is not forty.
  var capped: Count {
    byObject.values.reduce(into: Count()) { sum, count in
      sum.baseline += min(count.baseline, PatternTally.perObject)
      sum.incident += min(count.incident, PatternTally.perObject)
    }
  }

  /// Where it was logged most, at most ten.
  var subjects: [Subject] {
    let named = byObject.filter { !$0.key.isEmpty }
    let order = named.sorted { a, b in
      let (x, y) = (
        saturatingSum(a.value.incident, a.value.baseline), saturatingSum(b.value.incident, b.value.baseline)
      )
      return x == y ? a.key < b.key : x > y
    }
    return order.prefix(10).map(\.key)
  }
}

extension PatternTally.Count {
  fileprivate mutating func add(_ count: Int, _ isBefore: Bool) {
    if isBefore { baseline = saturatingSum(baseline, count) } else { incident = saturatingSum(incident, count) }
  }

  fileprivate mutating func add(_ other: PatternTally.Count) {
    baseline = saturatingSum(baseline, other.baseline)
    incident = saturatingSum(incident, other.incident)
  }
}
