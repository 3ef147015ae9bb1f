import DebriefAnalysis
import DebriefModel

/// `docs/reference/detectors.md`, written from the registry so that it cannot grow stale.
public enum DetectorDocument {
  /// The scenario that the document shows; a test runs it.
  public static let example = """
    # A container fails at start; the kubelet backs off and compacts its events.
    at 0s..4m x6 web-1[app] warning BackOff Back-off restarting failed container
    at 10s web-2 normal Started Started container app
    expect crash-loop web-1
    """

  /// The document.
  public static var text: String { head + DetectorRegistry.descriptions.map(section).joined() + scenarios }

  private static let head = """
    # Detectors

    <!-- Written from the registry: RECORD=1 swift test --filter DetectorDocumentTests -->

    A detector notices one way of going wrong. All of them look at each event once, in the order of its start, and keep a
    bounded amount of state. What they report is a finding with its evidence: a place to look, never a verdict. What no event
    says, no detector finds: the absence of a finding proves nothing.

    *Mechanism* means that the finding names something that can break a service by itself; a *symptom* has several possible
    mechanisms and ranks lower as a lead; a *notice* repeats what an alert said and is no lead.


    """

  private static func section(_ detector: DetectorDescription) -> String {
    let kinds = EventKind.allCases.filter(detector.reads.contains).map(\.rawValue).joined(separator: ", ")
    var lines = [
      "## \(detector.id)", "",
      "**\(detector.title)** — \(detector.category.rawValue), \(detector.role.rawValue). Reads: \(kinds).", "",
    ]
    lines += [detector.explanation, ""]
    if let followUp = detector.followUp {
      let subject = followUp.title.split(separator: "{subject}", omittingEmptySubsequences: false).joined(
        separator: "…")
      lines += ["Suggested follow-up (\(followUp.type)): \(subject). Done when \(followUp.doneWhen).", ""]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let scenarios = """
    ## Adding a scenario

    Every detector has at least one story in `samples/scenarios`, a text file with one statement on a line. A test finds it by
    its folder, runs the whole analysis on it and compares what is found with what is expected, in both directions.

    ```text
    \(example)
    ```

    | statement | meaning |
    |---|---|
    | `at TIME SUBJECT [KIND] [SEVERITY] [REASON] [name=value …] [MESSAGE]` | an event; TIME is `90s`, `1m30s`, an interval `1m..5m`, or `?` for none |
    | `at TIME x12 …` | one event that stands for twelve occurrences |
    | `at TIME every 5s until 9m …` | an event every five seconds |
    | `relate SUBJECT owns|runs_on|calls SUBJECT` | how two subjects hang together |
    | `series METRIC{LABELS} [every 15s] VALUExCOUNT …` | samples from 0 on; `0.2~0.05x9` is nine within 0.05 of 0.2, `_x3` leaves three out |
    | `expect DETECTOR SUBJECT` | a finding that must be there; others must not |
    | `expect nothing` | no finding at all |
    | `expect lead SUBJECT` | the first lead |
    | `expect MILESTONE TIME`, `expect no MILESTONE` | a milestone within a minute, or one that must stay unknown |

    SUBJECT is `name` (a pod), `kind/name`, `namespace/name` or `namespace/kind/name`, with `[container]`; `-` is none. KIND is
    `event` (the default), `log`, `alert pending|firing`, `page ACTION`, `change ACTION`, `state`, `chat`, `note` or `audit`.
    REASON is a word such as `BackOff`.

    ## Adding a detector

    1. One file in `Sources/DebriefAnalysis/Detectors` with the thresholds, the sentences and the description.
    2. One line in `DetectorRegistry.swift`.
    3. One scenario in `samples/scenarios`.

    The laws (evidence, order, shifted times, unrelated events, bounded state) then test it without a line written for it.

    """
}
