internal import DebriefModel

/// Which service calls which, from parents and children in different services and from the peers that callers name.
///
/// Remembers at most 500,000 spans, 24 bytes each, and 10,000 pairs.
struct CallGraph {
  private static let mostSpans = 500_000
  private static let mostPairs = 10_000

  private struct Pair: Hashable, Comparable {
    var from: Subject
    var to: Subject
    static func < (a: Pair, b: Pair) -> Bool { (a.from, a.to) < (b.from, b.to) }
  }

  private struct Orphan {
    var parent: UInt64
    var service: Int32
    var isShared: Bool
    var place: Provenance
  }

  private var services: [Subject] = []
  private var numbers: [Subject: Int32] = [:]
  /// The service of a span by its key; the server's halves of shared spans apart.
  private var spans: [UInt64: Int32] = [:]
  private var sharedSpans: [UInt64: Int32] = [:]
  private var orphans: [Orphan] = []
  private var pairs: [Pair: Provenance] = [:]
  private var peers: [Pair: Provenance] = [:]
  private var overlooked = 0

  mutating func see(_ span: TraceSpan, _ place: Provenance) {
    guard !span.service.name.isEmpty else { return }
    seePeer(span, place)
    guard !span.trace.isEmpty, !span.id.isEmpty else { return }
    guard spans.count + sharedSpans.count < Self.mostSpans, orphans.count < Self.mostSpans else {
      overlooked += 1
      return
    }
    let service = number(span.service)
    let key = Self.key(span.trace, span.id)
    if span.isShared { sharedSpans[key] = service } else if spans[key] == nil { spans[key] = service }
    let parent = span.isShared ? key : span.parent.isEmpty ? nil : Self.key(span.trace, span.parent)
    if let parent {
      link(Orphan(parent: parent, service: service, isShared: span.isShared, place: place), isLast: false)
    }
  }

  mutating func finish(into batch: inout EventBatch) {
    let waiting = orphans
    orphans = []
    for orphan in waiting { link(orphan, isLast: true) }
    let byName = Dictionary(services.map { ($0.name, $0) }, uniquingKeysWith: { a, b in min(a, b) })
    for (pair, place) in peers.sorted(by: { $0.key < $1.key }) {
      add(Pair(from: byName[pair.from.name] ?? pair.from, to: byName[pair.to.name] ?? pair.to), place)
    }
    for (pair, place) in pairs.sorted(by: { $0.key < $1.key }) {
      batch.add(Relation(.calls, from: pair.from, to: pair.to, provenance: place))
    }
    if overlooked > 0 {
      batch.note(
        .limit, "calls between services are worked out from \(Self.mostSpans) spans: \(overlooked) were left out")
    }
  }

  /// Adds the call of a parent that is known; keeps the others until all spans were seen.
  private mutating func link(_ orphan: Orphan, isLast: Bool) {
    let parent = orphan.isShared ? spans[orphan.parent] : sharedSpans[orphan.parent] ?? spans[orphan.parent]
    guard let parent else {
      if !isLast { orphans.append(orphan) }
      return
    }
    // The server's half of the parent may still come.
    if !isLast && !orphan.isShared && sharedSpans[orphan.parent] == nil && parent != orphan.service {
      return orphans.append(orphan)
    }
    guard parent != orphan.service else { return }
    add(Pair(from: services[Int(parent)], to: services[Int(orphan.service)]), orphan.place)
  }

  private mutating func seePeer(_ span: TraceSpan, _ place: Provenance) {
    let name = span.otherEnd
    guard !name.isEmpty, name != span.service.name, peers.count < Self.mostPairs else { return }
    let peer = Subject(kind: "Service", name: name)
    let pair: Pair
    switch span.role {
    case .client, .producer: pair = Pair(from: span.service, to: peer)
    case .server, .consumer: pair = Pair(from: peer, to: span.service)
    case .unstated: return
    }
    if peers[pair] == nil { peers[pair] = place }
  }

  private mutating func add(_ pair: Pair, _ place: Provenance) {
    guard pair.from != pair.to else { return }
    if let known = pairs[pair] {
      pairs[pair] = min(known, place)
    } else if pairs.count < Self.mostPairs {
      pairs[pair] = place
    } else {
      overlooked += 1
    }
  }

  private mutating func number(_ service: Subject) -> Int32 {
    if let number = numbers[service] { return number }
    let number = Int32(truncatingIfNeeded: services.count)
    services.append(service)
    numbers[service] = number
    return number
  }

  /// FNV-1a over both ids: the same in every run.
  private static func key(_ trace: String, _ id: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in trace.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0x2F) &* 0x100_0000_01B3
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
