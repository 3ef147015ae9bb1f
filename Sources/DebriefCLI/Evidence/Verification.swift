import DebriefImport
import DebriefModel
import DebriefStore

/// Checks that the store still says what the evidence says.
struct Verification {
  let evidence: StoreEvidence
  let store: Store
  /// Where the evidence lies now; nil when it is not known.
  let folder: String?

  /// What is wrong, and what could not be checked.
  struct Result {
    /// One row a problem: where and what.
    var problems: [(place: String, problem: String)] = []
    var checked = 0
    var records = 0
    var notChecked: [(path: String, why: String)] = []
  }

  /// Runs all checks; reads every source once. Calls `progress` with each path.
  func perform(progress: (String) -> Void) throws -> Result {
    var result = Result()
    for problem in try store.integrityProblems() { result.problems.append((store.path ?? "store", problem)) }
    for group in SourceGroup.all(try evidence.sources(), in: folder) {
      if let archive = group.archive {
        try check(group.sources, in: archive, &result, progress)
      } else {
        for source in group.sources {
          progress(source.path)
          try check(source, &result)
        }
      }
    }
    return result
  }

  private func check(_ source: Source, _ result: inout Result) throws {
    guard !source.sha256.isEmpty else {
      return result.notChecked.append((source.path, source.notes.first?.text ?? "it was not read"))
    }
    guard source.path != "-", !source.path.hasPrefix("-/") else {
      return result.notChecked.append((source.path, "it was read from standard input"))
    }
    guard let folder else { return result.notChecked.append((source.path, "its folder is not known")) }
    guard var scan = try? SourceScan(location: folder + "/" + source.path) else {
      return result.problems.append((source.path, "the file is not there or cannot be read"))
    }
    try check(source, &scan, &result)
  }

  private func check(_ source: Source, _ scan: inout SourceScan, _ result: inout Result) throws {
    result.checked += 1
    try evidence.forEachPlace(in: source) { place in
      try scan.visit(place)
      result.records += 1
      return true
    }
    let hash = try scan.finish()
    result.problems += Self.problems(source, hash, scan)
  }

  /// Reads an archive once for all of its members.
  private func check(
    _ sources: [Source], in archive: EvidenceArchive, _ result: inout Result, _ progress: (String) -> Void
  ) throws {
    var waiting = Dictionary(sources.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    try archive.forEachMember { path, scan in
      guard let source = waiting[path], !source.sha256.isEmpty else { return }
      progress(path)
      waiting[path] = nil
      try check(source, &scan, &result)
    }
    for source in sources where waiting[source.path] != nil {
      if source.sha256.isEmpty {
        result.notChecked.append((source.path, source.notes.first?.text ?? "it was not read"))
      } else {
        result.problems.append((source.path, "the archive does not hold it any more, or cannot be read that far"))
      }
    }
  }

  private static func problems(_ source: Source, _ hash: String, _ scan: SourceScan) -> [(String, String)] {
    if hash != source.sha256 {
      let size = scan.bytes == source.bytes ? "" : "; it had \(source.bytes) bytes and has \(scan.bytes)"
      return [(source.path, "the content changed since the import\(size)")]
    }
    var problems = scan.misplaced.map { place in
      (source.path + (place.line > 0 ? ":\(place.line)" : ""), "no record can begin at byte \(place.byte) on this line")
    }
    let more = scan.misplacedCount - scan.misplaced.count
    if more > 0 { problems.append((source.path, "and \(more) more records with a wrong place")) }
    return problems
  }
}
