#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which documents, each a bag of terms, are like one another: an inverted index with tf-idf weights.
///
/// Words that every incident has, such as the cluster's name, weigh little; rare ones weigh much (sklearn's smooth idf,
/// ln((1 + N) / (1 + df)) + 1, with vectors of length 1). With few documents the weights are rough.
public struct TermIndex: Sendable {
  /// A document like the one asked about.
  public struct Match: Hashable, Sendable {
    /// The position in what the index was made from.
    public let document: Int
    /// Half the cosine, half the weighted Jaccard index; 0…1.
    public var score: Double { cosine / 2 + jaccard / 2 }
    public let cosine: Double
    /// The idf weight of the shared terms over that of all terms of both.
    public let jaccard: Double
    /// What both have, the weightiest first.
    public let shared: [String]
  }

  private struct Posting {
    let document: Int
    /// tf · idf / length of the document.
    let weight: Double
  }

  public let count: Int
  private var postings: [String: [Posting]] = [:]
  private var terms: [[String: Int]]
  /// The idf weight of the different terms of each document.
  private var breadth: [Double] = []

  /// Repeated terms count as often as they occur. O(all terms).
  public init(_ documents: [[String]]) {
    count = documents.count
    terms = documents.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    var frequency: [String: Int] = [:]
    for bag in terms { for term in bag.keys { frequency[term, default: 0] += 1 } }
    for (document, bag) in terms.enumerated() {
      // In the order of terms, so that the sums round the same way in every run.
      let weights = bag.sorted { $0.key < $1.key }
        .map { (term: $0.key, idf: Self.idf(frequency[$0.key] ?? 0, of: documents.count), tf: Double($0.value)) }
      let length = weights.reduce(0) { $0 + $1.tf * $1.idf * $1.tf * $1.idf }.squareRoot()
      breadth.append(weights.reduce(0) { $0 + $1.idf })
      for weight in weights {
        postings[weight.term, default: []].append(Posting(document: document, weight: weight.tf * weight.idf / length))
      }
    }
  }

  /// The weight of a term that `frequency` of `count` documents have.
  static func idf(_ frequency: Int, of count: Int) -> Double { log(Double(1 + count) / Double(1 + frequency)) + 1 }

  /// The weight of a term; one that no document has weighs most.
  public func weight(of term: String) -> Double { Self.idf(postings[term]?.count ?? 0, of: count) }

  /// The documents that share a term with this one, the most similar first, then by position. O(their postings).
  public func similar(to document: Int, atLeast threshold: Double = 0) -> [Match] {
    guard terms.indices.contains(document) else { return [] }
    return matches(terms[document]).filter { $0.document != document && $0.score >= threshold }
  }

  /// The same for terms that are not in the index.
  public func similar(toTerms bag: [String], atLeast threshold: Double = 0) -> [Match] {
    matches(bag.reduce(into: [:]) { $0[$1, default: 0] += 1 }).filter { $0.score >= threshold }
  }

  /// For each document of `range` the most similar one before it, the latest of equals; nil where none reaches the threshold.
  ///
  /// O(postings + range · documents), for whole archives: no list of candidates is made.
  public func nearestEarlier(_ range: Range<Int>, atLeast threshold: Double) -> [Match?] {
    var cosines = [Double](repeating: 0, count: count)
    var shares = cosines
    return range.map { document in
      let mine = Weights(terms[document], self)
      for term in mine.terms {
        for posting in postings[term.term] ?? [] {
          guard posting.document < document else { break }
          cosines[posting.document] += term.tf * term.idf / mine.length * posting.weight
          shares[posting.document] += term.idf
        }
      }
      var best: Match?
      for other in 0..<document where shares[other] > 0 {
        let match = match(other, mine, cosines[other], shares[other], [])
        if match.score >= threshold, match.score >= best?.score ?? 0 { best = match }
        (cosines[other], shares[other]) = (0, 0)
      }
      return best.map { best in
        let shared = mine.terms.map(\.term).filter { terms[best.document][$0] != nil }
        return Match(document: best.document, cosine: best.cosine, jaccard: best.jaccard, shared: shared)
      }
    }
  }

  /// The terms of one document, the weightiest first.
  private struct Weights {
    let terms: [(term: String, idf: Double, tf: Double)]
    let length: Double
    let breadth: Double

    init(_ bag: [String: Int], _ index: TermIndex) {
      terms = bag.map { (term: $0.key, idf: index.weight(of: $0.key), tf: Double($0.value)) }
        .sorted { ($1.idf, $0.term) < ($0.idf, $1.term) }
      length = terms.reduce(0) { $0 + $1.tf * $1.idf * $1.tf * $1.idf }.squareRoot()
      breadth = terms.reduce(0) { $0 + $1.idf }
    }
  }

  private func match(_ document: Int, _ mine: Weights, _ cosine: Double, _ shared: Double, _ terms: [String]) -> Match {
    let union = mine.breadth + breadth[document] - shared
    return Match(document: document, cosine: min(1, cosine), jaccard: min(1, shared / union), shared: terms)
  }

  private func matches(_ bag: [String: Int]) -> [Match] {
    let mine = Weights(bag, self)
    var found: [Int: (cosine: Double, shared: Double, terms: [String])] = [:]
    for term in mine.terms {
      for posting in postings[term.term] ?? [] {
        found[posting.document, default: (0, 0, [])].cosine += term.tf * term.idf / mine.length * posting.weight
        found[posting.document, default: (0, 0, [])].shared += term.idf
        found[posting.document, default: (0, 0, [])].terms.append(term.term)
      }
    }
    return found.map { match($0, mine, $1.cosine, $1.shared, $1.terms) }
      .sorted { ($1.score, $0.document) < ($0.score, $1.document) }
  }

  /// The plain Jaccard index: shared over all; nil when both are empty.
  public static func jaccard<Term>(_ a: Set<Term>, _ b: Set<Term>) -> Double? {
    let union = a.union(b).count
    return union > 0 ? Double(a.intersection(b).count) / Double(union) : nil
  }
}
