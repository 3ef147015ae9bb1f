internal import DebriefModel
internal import DebriefParsing

/// What the answers of a search say about their own completeness, over the pages in one file.
struct SearchTotals: Sendable {
  /// Common sizes of a page, and the server's default maximum.
  private static let sizes = [10, 100, 500, 1000, 5000, 10_000]

  private var hits = 0
  private var total: Int?
  private var isLowerBound = false
  private var answers = 0

  mutating func seeHit() { hits += 1 }

  /// Reads what surrounds the hits of one answer (Elasticsearch docs, "Search API"; OpenSearch the same).
  mutating func see(_ root: JSONValue, _ batch: inout EventBatch) {
    answers += 1
    if root["timed_out"]?.bool ?? false {
      batch.note(.limit, "the search timed out: the answer holds what was found until then")
    }
    if let failed = root["_shards"]?["failed"]?.int, failed > 0 {
      batch.note(
        .limit, "\(failed) of \(root["_shards"]?["total"]?.int ?? failed) shards failed: their hits are missing")
    }
    if root["terminated_early"]?.bool ?? false { batch.note(.limit, "the search was ended early by terminate_after") }
    if let error = root["error"] {
      let reason = error["root_cause"]?.elements.first { _ in true }?["reason"] ?? error["reason"]
      batch.note(.warning, "the search failed: \(reason?.string ?? error.string ?? "no reason given")")
    }
    guard let found = root["hits"]?["total"] else { return }
    let value = found.int ?? found["value"]?.int ?? 0
    total = max(total ?? 0, value)
    if found["relation"]?.equals("gte") ?? false { isLowerBound = true }
  }

  func note(_ batch: inout EventBatch) {
    guard answers > 0 else { return }
    if let total, isLowerBound || total > hits {
      let all = isLowerBound ? "at least \(total)" : "\(total)"
      return batch.note(.limit, "\(hits) hits of \(all) that the search found are here: the others are missing")
    }
    if total == nil, Self.sizes.contains(hits) {
      return batch.note(.limit, "exactly \(hits) hits, a common size of a page, and no total: others may be missing")
    }
    if hits == 0 { batch.note(.missing, "the search found nothing") }
  }
}
