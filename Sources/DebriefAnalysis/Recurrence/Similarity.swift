public import DebriefModel

/// Finds the incidents of an archive that look like one of them, by their fingerprints.
public struct Similarity: Sendable {
  /// The score from which on two incidents are called the same trouble, where the archive does not say better.
  public static let customary = 0.5
  /// So many incidents with a declared cause are needed to work the threshold out.
  public static let fewest = 20
  /// The weights of archives smaller than this change much with every incident.
  public static let tiny = 20
  private static let sampled = 100

  private let archive: [IncidentSummary]
  private let index: TermIndex
  /// The score from which on two incidents are called the same.
  public let threshold: Double
  /// How many incidents the threshold was worked out from; 0 where it is the customary one.
  public let judged: Int

  /// Indexes an archive. O(terms), and 100 searches for the threshold.
  public init(_ archive: [IncidentSummary]) {
    self.archive = archive
    index = TermIndex(archive.map { $0.terms.keys.sorted() })
    let scores = Self.unrelated(archive, index)
    let quantile = OrderStatistics.quantile(0.95, ofSorted: scores.sorted())
    let isJudged = scores.count >= Self.fewest
    threshold = isJudged ? min(max(quantile ?? Self.customary, Self.customary), 0.95) : Self.customary
    judged = isJudged ? scores.count : 0
  }

  /// Leave one out: for each incident with a declared cause, the best score among those whose declared cause is another.
  ///
  /// At their 95 % quantile, one in twenty incidents would be called the same as one of another cause.
  private static func unrelated(_ archive: [IncidentSummary], _ index: TermIndex) -> [Double] {
    let declared = archive.indices.filter { archive[$0].cause?.basis == .declared }
    guard declared.count >= fewest else { return [] }
    let step = max(1, declared.count / sampled)
    return stride(from: 0, to: declared.count, by: step).map { position in
      let own = archive[declared[position]].cause?.category
      let others = index.similar(to: declared[position]).first { match in
        let other = archive[match.document].cause
        return other?.basis == .declared && other?.category != own
      }
      return others?.score ?? 0
    }
  }

  /// The incidents like the one with this id, most similar first, then by start; empty for an unknown id.
  public func incidents(like id: String, limit: Int) -> [SimilarIncident] {
    guard let position = archive.firstIndex(where: { $0.id == id }) else { return [] }
    return index.similar(to: position).prefix(limit).map { match in
      let other = archive[match.document]
      let actions = other.actions.enumerated().filter { !$0.element.suggested && !$0.element.isFinished }
      return SimilarIncident(
        id: other.id, title: other.title, impactStarted: other.impactStarted, cosine: match.cosine,
        jaccard: match.jaccard, isSame: match.score >= threshold,
        shared: match.shared.map { SimilarIncident.Term($0, weight: index.weight(of: $0)) },
        openActions: actions.map { SimilarIncident.OpenAction(number: $0.offset + 1, title: $0.element.title) })
    }
  }

  /// What must be known to read the scores.
  public var remarks: [String] {
    let basis =
      judged > 0
      ? "worked out by leaving one out: of \(judged) incidents with a declared cause, one in twenty has one of another cause above it"
      : "a choice, because fewer than \(Self.fewest) incidents have a declared cause to work it out from"
    let few =
      archive.count < Self.tiny
      ? [
        "with \(counted(archive.count, "incident")) the weights are unstable: each further one may change scores and order"
      ] : []
    return ["from a score of \(rounded(threshold)) on incidents are called the same: \(basis)"] + few
  }

  private func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
