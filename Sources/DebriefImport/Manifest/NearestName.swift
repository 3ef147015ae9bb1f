/// Finds what somebody may have meant.
enum NearestName {
  /// The name fewest edits away, when that is at most a third of its length; ties go to the first. Names and word are short.
  static func of(_ word: String, among names: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let ranked = names.map { (name: $0, edits: distance(Array(word.utf8), Array($0.utf8))) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits * 3 <= max(best.name.utf8.count, 3) ? best.name : nil
  }

  /// Optimal string alignment distance in bytes: a letter more, less, other, or two swapped is one edit. O(n·m).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 1..<(a.count + 1) {
      var row = [i]
      for j in 1..<(b.count + 1) {
        let isSame = a[i - 1] == b[j - 1]
        var edits = min(rows[i - 1][j - 1] + (isSame ? 0 : 1), rows[i - 1][j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { edits = min(edits, rows[i - 2][j - 2] + 1) }
        row.append(edits)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
