public import DebriefModel

/// One way of noticing that something went wrong.
///
/// A detector is one file with its thresholds, its sentences and its explanation, one line in ``DetectorRegistry`` and one
/// scenario below `samples/scenarios`. All detectors share one pass over the events in the order of their start;
/// undated events come last. State must be bounded: keep events in a ``Ledger``, not in arrays.
public protocol Detector: Sendable {
  /// What it notices and how it explains itself.
  static var description: DetectorDescription { get }
  init()
  /// Looks at one event of a kind it reads. Called often, so it should turn away what it has no interest in first.
  mutating func observe(_ event: Event, into findings: inout Findings)
  /// Looks at one level shift of a series; all of them come after the events.
  mutating func observe(_ point: ChangePoint, into findings: inout Findings)
  /// Reports what only the end can tell; `end` is the last instant in the evidence.
  mutating func finish(at end: Instant, into findings: inout Findings)
}

extension Detector {
  public mutating func observe(_ point: ChangePoint, into findings: inout Findings) {}
}

/// How a detector presents itself in listings, documents and reports.
public struct DetectorDescription: Hashable, Sendable {
  /// How close to a cause the things it notices are.
  public enum Role: String, Sendable {
    /// It names a mechanism: a limit reached, an image that cannot be pulled.
    case mechanism
    /// It names a consequence that has several possible mechanisms: a failing probe, a burst of errors.
    case symptom
    /// It repeats what a person or a rule said: an alert.
    case notice
  }

  /// Lower-case words joined by hyphens; stable.
  public var id: String
  /// What it notices, in a few words.
  public var title: String
  /// The source of incidents it usually points to.
  public var category: CauseCategory
  public var role: Role
  /// The kinds of events it is shown.
  public var reads: Set<EventKind>
  /// What it looks at, from when on it speaks, and what it cannot see.
  public var explanation: String
  /// The playbook that helps with it, when there is one.
  public var playbook: String?
  /// The follow-up it suggests.
  public var followUp: FollowUp?

  /// Describes a detector.
  public init(
    id: String, title: String, category: CauseCategory, role: Role, reads: Set<EventKind>, explanation: String,
    playbook: String? = nil,
    followUp: FollowUp? = nil
  ) {
    (self.id, self.title, self.category, self.role) = (id, title, category, role)
    (self.reads, self.explanation, self.playbook, self.followUp) = (reads, explanation, playbook, followUp)
  }
}

/// An action item that a finding suggests.
public struct FollowUp: Hashable, Sendable {
  /// An imperative sentence in which `{subject}` stands for what the finding is about.
  public var title: String
  /// `prevent`, `mitigate`, `detect` or `process`.
  public var type: String
  /// A test that tells whether it is done.
  public var doneWhen: String
  /// Describes a follow-up.
  public init(_ title: String, type: String, doneWhen: String) {
    (self.title, self.type, self.doneWhen) = (title, type, doneWhen)
  }
}
