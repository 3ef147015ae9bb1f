public import DebriefModel

/// How sure an importer is that a file is its own, judged from the first 64 KiB.
public enum Confidence: Int, Comparable, Sendable, CaseIterable {
  case no, weak, likely, certain
  public static func < (a: Confidence, b: Confidence) -> Bool { a.rawValue < b.rawValue }
  public var name: String { ["no", "weak", "likely", "certain"][rawValue] }
}

/// How a format's files are cut into records.
public enum Framing: Hashable, Sendable {
  /// One record per line; the importer joins lines that belong together.
  case lines
  /// JSON values or YAML documents (handed over as JSON), and the elements of the arrays at these paths inside them.
  case objects(elements: [[String]])
  /// Objects as above, and lines between them (role `line`), as `kubectl cluster-info dump` prints them.
  case mixed(elements: [[String]])
  /// Rows of CSV (RFC 4180), quoted fields with newlines in them included; handed over as they stand.
  case rows
}

/// What an importer reads, for people and for the registry.
public struct ImporterDescription: Hashable, Sendable {
  /// Lower-case words with hyphens, e.g. `kubernetes-events`.
  public var id: String
  public var title: String
  public var framing: Framing
  /// One sentence: what it reads and what becomes of it.
  public var summary: String
  /// How to get such a file, e.g. `kubectl get events -A -o json`.
  public var origin: String
  /// Times without a year or date are resolved against other sources, so these files are read last.
  public var needsReferenceTime: Bool
  public init(
    id: String, title: String, framing: Framing, summary: String, origin: String, needsReferenceTime: Bool = false
  ) {
    (self.id, self.title, self.framing) = (id, title, framing)
    (self.summary, self.origin, self.needsReferenceTime) = (summary, origin, needsReferenceTime)
  }
}

/// Reads the records of one file, one after the other.
public protocol RecordReader: Sendable {
  /// Reads the record at `batch.place`. Throwing rejects this record only.
  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection)
  /// Called once after the last record: gives out what was held back.
  mutating func finish(into batch: inout EventBatch) throws(Rejection)
}

extension RecordReader {
  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {}
}

/// Reads one format, record by record. Never opens a file, never prints, never sees a chunk border.
///
/// Laws, tested for every importer: the same events at every chunk size; no trap on damaged bytes; each sample is claimed
/// by exactly its importer; importing twice changes nothing; it is registered, documented and has a sample.
public protocol Importer: RecordReader {
  static var description: ImporterDescription { get }
  /// Judges the first 64 KiB of a file; pure.
  static func sniff(_ head: FileHead) -> Confidence
  init()
}

/// What an importer may know about the file as a whole.
public struct SourceContext: Sendable {
  /// The path below the incident's folder.
  public var path: String
  /// What the path says about whose log it is (`/var/log/pods/…`, must-gather, support bundles).
  public var subject: Subject
  /// The zone of clocks that state none.
  public var zone: AssumedZone
  /// When relative ages were printed.
  public var capturedAt: Instant?
  /// What states the capture time when neither an option nor the manifest does: a file or the name of a bundle.
  var captureBasis: String?
  /// A time near which the file was written: the capture time, else the latest time in other sources.
  public var referenceTime: Instant?
  /// The formats that a team declared, in the order in which they are tried on a line.
  public var declared: [DeclaredFormat] = []

  public init(
    path: String, subject: Subject? = nil, zone: AssumedZone = .utc, capturedAt: Instant? = nil,
    referenceTime: Instant? = nil
  ) {
    self.path = path
    self.subject = subject ?? PathFacts.subject(of: path)
    (self.zone, self.capturedAt, self.referenceTime) = (zone, capturedAt, referenceTime ?? capturedAt)
  }
}
