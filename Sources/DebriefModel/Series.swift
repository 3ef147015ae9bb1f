/// A metric with its labels, as one source gives it.
public struct Series: Hashable, Sendable {
  /// The store's number; 0 before it is stored.
  public var id: Int
  public var metric: String
  /// Labels without `__name__`.
  public var labels: [String: String]
  /// Seconds between samples: stated or inferred as the smallest difference; nil with fewer than two samples.
  public var step: Double?
  public var provenance: Provenance
  public init(
    id: Int = 0, metric: String, labels: [String: String], step: Double? = nil, provenance: Provenance = .none
  ) {
    (self.id, self.metric, self.labels, self.step, self.provenance) = (id, metric, labels, step, provenance)
  }
}

extension Series: CustomStringConvertible {
  /// `metric{label="value",…}` with sorted labels, as Prometheus prints it.
  public var description: String {
    let inner = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
    return inner.isEmpty ? metric : "\(metric){\(inner)}"
  }
}

/// One value of a series. NaN is a value, not a gap.
public struct Sample: Hashable, Sendable {
  public var at: Instant
  public var value: Double
  public init(at: Instant, value: Double) { (self.at, self.value) = (at, value) }
}
