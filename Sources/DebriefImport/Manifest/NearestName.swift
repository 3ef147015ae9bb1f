/// Finds what somebody may have meant.
enum NearestName {
  /// The name fewest edits away, when that is at most a third of its length; ties go to the first. Names and word are short.
  static func of(_ word: String, among names: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let ranked = names.map { (name: $0, edits: distance(Array(word.utf8), Array($0.utf8))) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits * 3 <= max(best.name.utf8.count, 3) ? best.name : nil
  }

  /// Levenshtein's distance in bytes, O(n·m).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let edits = min(diagonal + (x == y ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        (diagonal, row[j + 1]) = (row[j + 1], edits)
      }
    }
    return row[b.count]
  }
}
