/// What the words and figures of a report mean, printed beside them.
enum Definitions {
  struct Entry {
    var id: String
    var term: String
    var text: String
  }

  static let all = [
    Entry(
      id: "impact", term: "Impact lasted",
      text: "recovered − impact started. While the end is not in the evidence: at least until its last record."),
    Entry(
      id: "time-to-detect", term: "Time to detect", text: "detected − impact started; negative when noticed before."),
    Entry(id: "time-to-acknowledge", term: "Time to acknowledge", text: "acknowledged − detected."),
    Entry(
      id: "time-to-contain", term: "Time to contain", text: "contained − impact started, also called time to mitigate."),
    Entry(id: "time-to-eradicate", term: "Time to eradicate", text: "eradicated − impact started."),
    Entry(id: "time-to-recover", term: "Time to recover", text: "recovered − impact started."),
    Entry(
      id: "budget", term: "Budget burnt",
      text: "sum of error ratio × step over the impact, divided by (1 − objective) × 30 days; even traffic is assumed."),
    Entry(
      id: "lost", term: "Lost",
      text:
        "sum of error ratio × time over the impact: how long a full outage would have lasted. Failed requests: the same sum over"
        + " requests; user-minutes: over users and minutes, each where a series of the same service counts them."),
    Entry(
      id: "burn", term: "Burn",
      text:
        "error ratio over the impact, divided by 1 − objective: how many times as fast as allowed the budget was spent."
    ),
    Entry(
      id: "bounds", term: "Between … and …",
      text: "from the latest possible start to the earliest possible end, and the other way round."),
    Entry(
      id: "phases", term: "Phases",
      text: "identification: impact started to acknowledged (undetected, then confirmation); containment: to contained;"
        + " eradication: to eradicated; recovery: to recovered; post incident: to closed. They add up to recovered − impact"
        + " started. Where a milestone between two phases is not known, they are reported together."),
    Entry(
      id: "confidence", term: "Confidence",
      text:
        "from 0 to 1; low below 0.5, medium below 0.8, high from 0.8. It ranks what to check first and proves nothing."),
    Entry(id: "lead", term: "Lead", text: "a ranked candidate for the cause: a finding with evidence, not a verdict."),
    Entry(
      id: "interval", term: "Hatched span",
      text:
        "a record that stands for several occurrences: the first and the last are exact, those between are not known."),
    Entry(
      id: "baseline", term: "Grey band of a metric",
      text:
        "the median ± 3 robust standard deviations (1.4826 × median absolute deviation) of the samples before the shift."
    ),
    Entry(
      id: "times", term: "Times",
      text: "UTC, to the decimals the source stated. An assumed zone or year is said beside it."),
  ]
}
