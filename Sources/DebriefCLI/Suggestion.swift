/// Finds the word that was probably meant.
package enum Suggestion {
  /// The nearest known word, when it is near enough to be a slip: at most one edit in three characters. Ties go to the first.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let limit = max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known where abs(candidate.count - word.count) <= limit {
      let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
      if distance <= limit && distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word ?? known.first { $0.lowercased().hasPrefix(word.lowercased()) && word.count >= 3 }
  }

  /// A sentence for a diagnostic's help: the nearest word, or all of them while they are few.
  package static func help(for word: String, among known: [String], listed: String) -> String {
    if let nearest = nearest(to: word, among: known) { return "did you mean '\(nearest)'?" }
    guard known.count <= 12, !known.isEmpty else { return listed }
    return "known: " + known.joined(separator: ", ")
  }

  /// Edits and swaps of neighbours between two words (restricted Damerau–Levenshtein); quadratic, for short words.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    for i in 1...a.count {
      for j in 1...b.count {
        let substitution = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, substitution)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }
}
