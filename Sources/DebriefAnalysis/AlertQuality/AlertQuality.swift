/// How much the alerts of one rule were worth, judged by the incidents they fell into.
public struct AlertQuality: Hashable, Sendable {
  /// One firing of a rule.
  public struct Firing: Hashable, Sendable {
    public let rule: String
    /// What tells one target from another; the same labels mean the same alert.
    public let labels: [String: String]
    /// Seconds, on the clock of the incidents.
    public let start: Double
    /// nil while it still fires.
    public let end: Double?

    /// Creates a firing.
    public init(rule: String, labels: [String: String], start: Double, end: Double?) {
      (self.rule, self.labels, self.start, self.end) = (rule, labels, start, end)
    }
  }

  /// How firings are counted.
  public struct Settings: Hashable, Sendable {
    /// Labels that only tell replicas apart, and are ignored in grouping.
    public var replicaLabels: Set<String> = ["instance", "pod"]
    /// Firings of one group within this time of the one before are one notification.
    public var groupWindow: Double = 300
    /// A firing shorter than two evaluations is transient.
    public var evaluation: Double = 60

    /// The usual settings: instance and pod, 5 minutes, every minute.
    public init() {}
  }

  public let rule: String
  public let fired: Int
  /// Firings that overlap an incident, of all, with Wilson's interval.
  public let precision: Proportion
  /// Firings folded into an earlier one of the same group.
  public let duplicates: Int
  /// Firings that were over before two evaluations had passed.
  public let transient: Int
  /// The median of start − incident start over the firings that overlap one; negative when the alert came first.
  public let medianLag: Double?

  /// One entry for each rule, the noisiest first: fewest useful, then most firings, then by name. O((a + i) log i + a log a).
  public static func judge(
    _ firings: [Firing], incidents: [ClosedRange<Double>], _ settings: Settings = Settings()
  ) -> [AlertQuality] {
    let incidents = Incidents(incidents)
    return Dictionary(grouping: firings, by: \.rule)
      .compactMap { AlertQuality($0, $1, incidents, settings) }
      .sorted { ($0.precision.share, $1.fired, $0.rule) < ($1.precision.share, $0.fired, $1.rule) }
  }

  private init?(_ rule: String, _ firings: [Firing], _ incidents: Incidents, _ settings: Settings) {
    let hits = firings.compactMap { firing in
      incidents.first(overlapping: firing.start, firing.end ?? .infinity).map { firing.start - $0 }
    }
    guard let precision = Proportion(hits.count, of: firings.count) else { return nil }
    (self.rule, self.precision, fired) = (rule, precision, firings.count)
    duplicates = Self.folded(firings, settings)
    transient = firings.count { firing in firing.end.map { $0 - firing.start < 2 * settings.evaluation } ?? false }
    medianLag = OrderStatistics.median(hits)
  }

  private static func folded(_ firings: [Firing], _ settings: Settings) -> Int {
    var last: [[String: String]: Double] = [:]
    var folded = 0
    for firing in firings.sorted(by: { $0.start < $1.start }) {
      let group = firing.labels.filter { !settings.replicaLabels.contains($0.key) }
      if let before = last[group], firing.start - before <= settings.groupWindow { folded += 1 }
      last[group] = firing.start
    }
    return folded
  }

  /// Incidents by start, with the latest end so far, so that the first overlap is found by halving.
  private struct Incidents {
    private let sorted: [ClosedRange<Double>]
    private let latestEnd: [Double]

    init(_ incidents: [ClosedRange<Double>]) {
      sorted = incidents.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
      var latest = -Double.infinity
      latestEnd = sorted.map { incident in
        latest = max(latest, incident.upperBound)
        return latest
      }
    }

    /// The start of the first incident that overlaps start…end; nil when none does.
    func first(overlapping start: Double, _ end: Double) -> Double? {
      var (low, high) = (0, latestEnd.count)
      while low < high {
        let middle = (low + high) / 2
        if latestEnd[middle] < start { low = middle + 1 } else { high = middle }
      }
      return low < sorted.count && sorted[low].lowerBound <= end ? sorted[low].lowerBound : nil
    }
  }
}
