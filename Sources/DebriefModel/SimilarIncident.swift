/// Another incident that looks like this one.
public struct SimilarIncident: Hashable, Sendable {
  /// A term that both have, e.g. `alert:HighErrorRate`, with its weight: rare terms weigh more.
  public struct Term: Hashable, Sendable {
    public var text: String
    public var weight: Double
    public init(_ text: String, weight: Double) { (self.text, self.weight) = (text, weight) }
  }

  /// An action item of it that is not finished; numbered from 1 as in its manifest.
  public struct OpenAction: Hashable, Sendable {
    public var number: Int
    public var title: String
    public init(number: Int, title: String) { (self.number, self.title) = (number, title) }
  }

  public var id: String
  public var title: String
  public var impactStarted: Instant?
  /// Half the cosine, half the weighted Jaccard index; 0…1.
  public var score: Double { cosine / 2 + jaccard / 2 }
  public var cosine: Double
  public var jaccard: Double
  /// Whether the score reaches the threshold of the archive.
  public var isSame: Bool
  /// What both have, the weightiest first.
  public var shared: [Term]
  public var openActions: [OpenAction]

  public init(
    id: String, title: String, impactStarted: Instant?, cosine: Double, jaccard: Double, isSame: Bool, shared: [Term],
    openActions: [OpenAction]
  ) {
    (self.id, self.title, self.impactStarted) = (id, title, impactStarted)
    (self.cosine, self.jaccard, self.isSame) = (cosine, jaccard, isSame)
    (self.shared, self.openActions) = (shared, openActions)
  }

  /// "same as …, whose action 3 is still open"; what the threshold does not reach is only similar.
  public var sentence: String {
    let numbers = openActions.map { "\($0.number)" }
    let actions =
      numbers.isEmpty
      ? ""
      : numbers.count == 1
        ? ", whose action \(numbers[0]) is still open"
        : ", whose actions \(numbers.dropLast().joined(separator: ", ")) and \(numbers[numbers.count - 1]) are still open"
    return "\(isSame ? "same as" : "similar to") \(id)\(actions)"
  }
}
