public import DebriefModel

/// Collects what the detectors report; gives every finding its stable id and refuses findings without evidence.
public struct Findings: Sendable {
  /// How many findings of one detector are kept before they are rolled up to workloads.
  static let perDetector = 2000

  /// A finding with what ranking needs beyond what the report shows.
  public struct Entry: Hashable, Sendable {
    public var finding: Finding
    /// The detector's category, or the one this finding's own evidence points to.
    public var category: CauseCategory
    public var role: DetectorDescription.Role
    /// A short name for the candidate list, e.g. `CrashLoopBackOff`.
    public var cause: String
    /// How often it happened.
    public var count: Int
    /// Subjects that the evidence of this finding is about; more than one after a roll-up.
    public var members: [Subject]
  }

  /// What was reported, in the order in which it was.
  public private(set) var entries: [Entry] = []
  /// How many findings did not fit.
  public private(set) var dropped = 0
  /// How many events were about subjects beyond those that a detector follows.
  public private(set) var overlooked = 0
  /// What was noticed in evidence that states no time at all, as sentences: a finding needs a place in time.
  public private(set) var timeless: [String] = []
  /// How many of those are kept.
  static let timelessLimit = 20
  private let citations: Citations
  private let descriptions: [DetectorDescription]
  private var kept: [Int]
  /// Which of the detectors is at work.
  var current = 0
  /// The dated span of the evidence, for findings whose events state no time.
  var span: TimeRange?

  /// Creates an empty collection for the given detectors.
  public init(_ citations: Citations, _ descriptions: [DetectorDescription]) {
    (self.citations, self.descriptions) = (citations, descriptions)
    kept = [Int](repeating: 0, count: descriptions.count)
  }

  /// Reports one run of events about one subject.
  ///
  /// `number` says which run of this subject it is and `discriminator` tells findings of one detector about one subject
  /// apart; both are part of the id. The `title` is a sentence without the subject, which is shown beside it; `cause` is a
  /// short name for the candidate list.
  public mutating func report(
    _ run: Occurrences, about subject: Subject, number: Int = 0, title: String, cause: String, severity: Severity,
    confidence: Double, category: CauseCategory? = nil, discriminator: String = ""
  ) {
    guard !run.sightings.isEmpty else { return }
    guard let range = run.range ?? span else {
      if timeless.count < Findings.timelessLimit { timeless.append("\(subject): \(title)") }
      return
    }
    guard kept[current] < Findings.perDetector else {
      dropped += 1
      return
    }
    kept[current] += 1
    let detector = descriptions[current]
    let id = Findings.id(detector.id, subject, discriminator, number)
    let stated = run.range == nil ? "\(title) (the source states no time)" : title
    let finding = Finding(
      id: id, detector: detector.id, title: stated, subject: subject, start: range.start, end: range.end,
      severity: severity,
      confidence: run.range == nil ? confidence * 0.8 : confidence, playbook: detector.playbook,
      evidence: run.sightings.map(citations.cite))
    entries.append(
      Entry(
        finding: finding, category: category ?? detector.category, role: detector.role, cause: cause, count: run.count,
        members: [subject]))
  }

  /// Reports one level shift of a series about what its labels name; without such labels about the series.
  mutating func report(
    _ point: ChangePoint, title: String, cause: String, severity: Severity, confidence: Double
  ) {
    guard !point.evidence.isEmpty else { return }
    guard kept[current] < Findings.perDetector else {
      dropped += 1
      return
    }
    kept[current] += 1
    let detector = descriptions[current]
    let subject = point.series.subject ?? Subject(kind: "Series", name: point.series.metric)
    let finding = Finding(
      id: Findings.id(detector.id, subject, "\(point.series) \(cause)", 0), detector: detector.id, title: title,
      subject: subject, start: point.at, end: max(point.at, point.recoveredAt ?? span?.end ?? point.at),
      severity: severity, confidence: confidence, playbook: detector.playbook, evidence: point.evidence)
    entries.append(
      Entry(
        finding: finding, category: detector.category, role: detector.role, cause: cause, count: 1, members: [subject]))
  }

  /// Notes what ledgers had no room for, so that the report says it.
  public mutating func overlook(_ ledgers: Ledger...) {
    for ledger in ledgers { overlooked = saturatingSum(overlooked, ledger.overlooked) }
  }

  /// Notes events that there was no room for.
  public mutating func overlook(_ events: Int) { overlooked = saturatingSum(overlooked, events) }

  /// Notes an event that there was no room for.
  public mutating func overlook(_ event: Event) { overlook(1) }

  /// The id of a finding: the detector and a hash of the subject, so that it survives re-imports and new evidence.
  static func id(_ detector: String, _ subject: Subject, _ discriminator: String, _ number: Int) -> String {
    let parts = [subject.cluster, subject.namespace, subject.kind, subject.name, subject.container, discriminator]
    let base = "\(detector)-\(StableHash.hex(parts.joined(separator: "\u{1f}")))"
    return number == 0 ? base : "\(base)-\(number + 1)"
  }
}

/// FNV-1a with 64 bits: the same on every machine and in every run, unlike `Hasher`.
enum StableHash {
  static func value(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Ten hex digits.
  static func hex(_ text: String) -> String {
    let digits = String(value(text) >> 24, radix: 16)
    return String(repeating: "0", count: 10 - digits.count) + digits
  }
}
