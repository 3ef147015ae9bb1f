public import DebriefModel

/// A short story in text, and what the analysis should find in it.
///
/// A scenario is one file in `samples/scenarios`, one statement on a line; `#` begins a comment.
///
/// ```text
/// at 1m web-1 warning BackOff Back-off restarting failed container
/// at 2m..9m x12 shop/pod/web-2[app] warning BackOff Back-off restarting failed container
/// at 3m every 5s until 5m api-1 log error connection refused
/// at 3m..20m checkout alert firing HighErrorRate
/// at 4m web-1 state error OOMKilled exit_code=137 restart_count=3
/// at 5m deployment/web change rollback kubectl rollout undo actor=on-call
/// at 6m - page acknowledge
/// relate replicaset/web-7d4b9c6f5 owns pod/web-1
/// series http_errors:ratio{service="checkout"} every 15s 0.01x120 0.6x40 0.01x60
/// expect crash-loop web-1
/// expect impact_started 30m
/// expect lead web
/// expect nothing
/// ```
///
/// - `at TIME[..TIME] [xCOUNT] [every STEP until TIME] SUBJECT [KIND] [SEVERITY] [REASON] [name=value …] [MESSAGE]`.
///   Times are `90s`, `1m30s`, `2h` after 2026-01-01T00:00:00Z; `?` is an event without a time.
/// - SUBJECT is `name`, `kind/name`, `namespace/name` or `namespace/kind/name`, with `[container]`; a name alone is a pod in
///   `default`, `-` is no subject.
/// - KIND is `event` (the default), `log`, `alert`, `page`, `change`, `state`, `chat`, `note` or `audit`. After `alert` comes
///   `pending` or `firing`, after `page` and `change` what was done.
/// - REASON is a word such as `BackOff`: a capital letter, then letters and digits.
/// - `series METRIC{LABELS} [every STEP] VALUExCOUNT …` begins at 0; `0.2~0.05x9` is nine samples within
///   0.05 of 0.2, `_x3` leaves three samples out.
/// - `truth MILESTONE TIME` says when something really happened, `truth MILESTONE unknown` that the evidence cannot tell;
///   `manifest LINE` is a line of `incident.yaml`. Scenarios below `samples/scenarios/incidents` are written as files and
///   go through the importers (``ScenarioFiles``).
/// - `expect DETECTOR SUBJECT` names each finding; what is not expected must not be found. A name alone stands for any kind.
///   `expect lead SUBJECT` names the first lead, `expect MILESTONE TIME` a milestone (within a minute), `expect no MILESTONE`
///   one that must stay unknown. Without any finding to expect say `expect nothing`.
public struct Scenario: Sendable {
  /// The start of all scenarios.
  public static let origin = Instant(seconds: 1_767_225_600)

  /// What a scenario expects.
  public enum Expectation: Hashable, Sendable {
    case finding(detector: String, subject: String)
    case nothing
    case lead(subject: String)
    case milestone(Milestone.Name, TimeSpan)
    case noMilestone(Milestone.Name)
  }

  /// The file's name without its extension.
  public var name: String
  public var events: [Event] = []
  public var series: [(series: Series, samples: [Sample])] = []
  public var relations: [Relation] = []
  public var expectations: [Expectation] = []
  /// When each milestone really was, counted from the origin; a nil value where the evidence cannot tell.
  public var truths: [Milestone.Name: TimeSpan?] = [:]
  /// The lines of its manifest.
  public var manifest: [String] = []

  /// A line that is not a statement.
  public struct Malformed: Error, CustomStringConvertible {
    public var scenario: String
    public var line: Int
    public var reason: String
    public var description: String { "\(scenario).scenario:\(line): \(reason)" }
  }

  /// Reads a scenario.
  public init(name: String, text: String) throws {
    self.name = name
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var words = Words(line, place: Malformed(scenario: name, line: number + 1, reason: ""))
      guard let verb = words.next(), !verb.hasPrefix("#") else { continue }
      switch verb {
      case "at": events += try words.events(line: number + 1)
      case "relate": relations.append(try words.relation())
      case "series": series.append(try words.series())
      case "truth":
        let (name, span) = try words.truth()
        truths[name] = .some(span)
      case "manifest": manifest.append(words.remainder)
      case "expect": expectations.append(try words.expectation())
      default: throw words.malformed("unknown statement “\(verb)”")
      }
    }
    if expectations.isEmpty && truths.isEmpty {
      throw Malformed(scenario: name, line: 1, reason: "expects nothing at all; say “expect nothing”")
    }
  }

  /// The story as evidence.
  public var evidence: InMemoryEvidence {
    InMemoryEvidence(incidentID: name, events: events, series: series, relations: relations)
  }
}
