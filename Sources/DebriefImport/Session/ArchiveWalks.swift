/// In which walk over an archive each member is read. Copies of one log are read oldest first, and where an archive holds them the
/// other way round (`app.log`, `app.log.1`), every older one takes a walk before.
struct ArchiveWalks {
  /// More walks than this are not made: every one unpacks the archive again.
  static let most = 8
  static let tooMany =
    "copies of a rotated log stand in the archive newest first, and are too many to be read oldest first: lines of the same "
    + "time in two of them may have changed places"

  private var positions: [String: Int] = [:]
  /// How many walks read the members that need no reference time, and those that do.
  private(set) var early = 1
  private(set) var late = 0
  private(set) var areTooMany = false

  init() {}

  /// Plans the walks for members in the archive's order.
  init(_ members: [(path: String, isLate: Bool)]) {
    let logs = members.map { RotatedLog(path: $0.path) }
    for positions in Dictionary(grouping: members.indices, by: { logs[$0].stream }).values where positions.count > 1 {
      plan(positions.sorted { (logs[$0], $0) < (logs[$1], $1) }, members)
    }
    for member in members {
      let count = walk(of: member.path) + 1
      if member.isLate { late = max(late, count) } else { early = max(early, count) }
    }
  }

  /// Copies of one log, oldest first: one that stands before an older one waits for the next walk.
  private mutating func plan(_ copies: [Int], _ members: [(path: String, isLate: Bool)]) {
    var walk = 0
    for (older, copy) in zip(copies, copies.dropFirst()) {
      if copy < older { walk += 1 }
      if walk >= Self.most { areTooMany = true }
      positions[members[copy].path] = min(walk, Self.most - 1)
    }
  }

  /// The number of the walk, from 0.
  func walk(of path: String) -> Int { positions[path] ?? 0 }
}
