/// What the figures of a period mean, printed with them.
enum FleetDefinitions {
  static let all: [Definitions.Entry] = [
    .init(
      id: "period", term: "Period",
      text: "in UTC, the start included and the end not. An incident belongs to the period in which its impact "
        + "started, also when it ends in the next one."),
    .init(
      id: "rate", term: "Incidents a day",
      text: "incidents ÷ days watched, with the exact interval of a Poisson count (Garwood): what the same "
        + "underlying rate would give in 95 of 100 such periods."),
    .init(
      id: "mtbf", term: "Between failures (MTBF)",
      text: "(days watched − days with impact) ÷ incidents, with the reciprocal of the exact "
        + "interval."),
    .init(
      id: "availability", term: "Free of impact (availability)",
      text: "1 − length of the union of all impacts within the period ÷ time "
        + "watched. Impacts that began before it count with the part inside, overlaps once, and incidents that go on until the end of the "
        + "watch. It is the share of time without an incident, not of successful requests."),
    .init(
      id: "median", term: "Median",
      text: "half of the incidents took no longer. Its interval runs between two of the values (order statistics), "
        + "needs no assumption about their spread, and exists from six values on."),
    .init(id: "p90", term: "p90", text: "nine in ten took no longer; quantile of type 7, as spreadsheets compute it."),
    .init(
      id: "geometric-mean", term: "Geometric mean",
      text: "the exponential of the mean of logarithms, with Student's interval on the logarithms; "
        + "values of 0 or less have no logarithm and are left out."),
    .init(
      id: "kaplan-meier", term: "With those open (Kaplan–Meier)",
      text: "the share of incidents that last longer than a time, when those that go "
        + "on count with the time they have lasted. Leaving them out makes recovery look faster than it is."),
    .init(
      id: "time-to", term: "Time to …",
      text: "detect: detected − impact started. acknowledge: acknowledged − detected. contain, eradicate, "
        + "recover: contained, eradicated, recovered − impact started. Unknown where a milestone is unknown; never 0."),
    .init(
      id: "shift", term: "Shift",
      text: "the median of all differences between an incident of this period and one of the period before (Hodges and "
        + "Lehmann), with the interval that belongs to the rank test."),
    .init(
      id: "smallest-change", term: "Smallest change it could show",
      text: "the factor by which times would have had to differ for the rank test to "
        + "notice it in four of five such comparisons, from the spread of the values and their number."),
    .init(
      id: "wilson", term: "Share", text: "with the score interval of Wilson, which also holds for none of few."),
    .init(
      id: "blame", term: "What this report is not",
      text: "a league table. Few incidents, different in kind, reported with different care: "
        + "the intervals say how much of a difference is chance, and no figure is about a person."),
  ]
}
