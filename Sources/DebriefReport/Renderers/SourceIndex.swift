import DebriefModel

/// Which sources the page lists, and under which ids.
struct SourceIndex {
  /// Sources listed even when nothing refers to them.
  static let limit = 120

  /// By path.
  private(set) var listed: [Source] = []
  private(set) var hidden: [Source] = []
  private var anchors: [String: String] = [:]
  private var hashes: [String: String] = [:]
  private var shifts: [String: String] = [:]

  init(_ narration: Narration) {
    let document = narration.document
    var wanted = Set(document.timeline.rows.map { $0.source } + document.logs.excerpts.map { $0.source })
    wanted.formUnion(narration.citations.entries.map { $0.evidence.source })
    let ordered = document.sources.sorted { ($0.path, $0.id) < ($1.path, $1.id) }
    let filler = ordered.filter { !wanted.contains($0.path) }.sorted(by: SourceIndex.tellsMore)
    wanted.formUnion(filler.prefix(max(0, SourceIndex.limit - wanted.count)).map { $0.path })
    for source in ordered {
      hashes[source.path] = String(source.sha256.prefix(8))
      if source.shift != .zero { shifts[source.path] = Words.shift(source.shift) }
      if wanted.contains(source.path) { add(source) } else { hidden.append(source) }
    }
  }

  /// Sources with rejected records or notes first, then the largest.
  private static func tellsMore(_ a: Source, _ b: Source) -> Bool {
    let (x, y) = (a.rejected > 0 || !a.notes.isEmpty, b.rejected > 0 || !b.notes.isEmpty)
    if x != y { return x }
    let (m, n) = (a.events &+ a.samples, b.events &+ b.samples)
    return m == n ? a.path < b.path : m > n
  }

  private mutating func add(_ source: Source) {
    listed.append(source)
    let base = "s-" + HTML.identifier(source.path)
    let used = Set(anchors.values)
    var candidate = base
    var suffix = 2
    while used.contains(candidate) {
      candidate = "\(base)-\(suffix)"
      suffix += 1
    }
    anchors[source.path] = anchors[source.path] ?? candidate
  }

  /// The id of a source's entry; nil when it is not listed.
  func anchor(of path: String) -> String? { anchors[path] }

  /// The first eight digits of the hash; nil for an unknown or unhashed source.
  func hash(of path: String) -> String? { hashes[path].flatMap { $0.isEmpty ? nil : $0 } }

  /// By how much the times of a source were moved; nil for a clock that was believed.
  func shift(of path: String) -> String? { shifts[path] }
}
