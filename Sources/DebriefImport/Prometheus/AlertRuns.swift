internal import DebriefModel

/// Turns `ALERTS` series into alerts: one event for each stretch in which an alert was pending or firing.
///
/// A gap of more than 1.5 steps ends a stretch, unless `ALERTS_FOR_STATE` (the unix time at which the expression became
/// true) is the same before and after: then Prometheus was away, not the alert. What is known about the other series and
/// about the end of the file comes last, so times are held back, at most 4 million of them.
struct AlertRuns {
  /// Times held back; beyond this the series are kept and no alerts made of them: 4 million, 32 MB.
  static let mostTimes = 4_000_000
  /// A gap of more steps than this ends a stretch.
  static let gap = 1.5

  private struct Held {
    var labels: [String: String]
    var state: String
    var document: Int
    var place: Provenance
    var times: [Instant]
  }

  /// How long one value of `ALERTS_FOR_STATE` lasted.
  private struct Activation {
    var since: Double
    var first: Instant
    var last: Instant
  }

  private var held: [Held] = []
  private var activations: [[String: String]: [Activation]] = [:]
  private var count = 0

  /// Takes what an alert series says; other series are ignored.
  mutating func see(
    _ series: Series, _ samples: [Sample], document: Int, place: Provenance, note: (SourceNote.Kind, String) -> Void
  ) {
    guard ["ALERTS", "GRAFANA_ALERTS", "ALERTS_FOR_STATE"].contains(series.metric) else { return }
    count += samples.count
    guard count <= Self.mostTimes else {
      return note(.limit, "more than \(Self.mostTimes) samples of alerts: the later series were not made into alerts")
    }
    if series.metric == "ALERTS_FOR_STATE" { return seeForState(series.labels, samples) }
    var labels = series.labels
    let state = labels.removeValue(forKey: "alertstate") ?? labels.removeValue(forKey: "grafana_alertstate")
    guard let state else { return }
    // 1 is active; versions before 2.0 wrote 0 for "no longer".
    let times = samples.filter { $0.value > 0 }.map(\.at)
    if !times.isEmpty {
      held.append(Held(labels: labels, state: Self.name(state), document: document, place: place, times: times))
    }
  }

  /// Grafana's own words for the two states.
  private static func name(_ state: String) -> String {
    let lower = state.lowercased()
    return lower == "alerting" ? "firing" : lower
  }

  private mutating func seeForState(_ labels: [String: String], _ samples: [Sample]) {
    var list = activations[labels] ?? []
    for sample in samples where !sample.value.isNaN {
      if let last = list.last, last.since == sample.value {
        list[list.count - 1].last = max(last.last, sample.at)
      } else {
        list.append(Activation(since: sample.value, first: sample.at, last: sample.at))
      }
    }
    activations[labels] = list
  }

  /// Gives out the alerts.
  mutating func finish(_ steps: StepLedger, into batch: inout EventBatch) {
    for series in held {
      let step = TimeSpan.seconds(steps.step(of: series.document))
      for run in runs(series, step) {
        let event = AlertEvent(labels: series.labels, state: series.state, run: run, step: step, lastSample: steps.last)
        batch.add(event.event(activeSince: activeSince(series.labels, run), place: series.place))
      }
    }
    held = []
  }

  private func runs(_ series: Held, _ step: TimeSpan) -> [TimeRange] {
    var runs: [TimeRange] = []
    let longest = TimeSpan.seconds(step.seconds * Self.gap)
    for time in series.times {
      if let run = runs.last, time - run.end <= longest || isSameActivation(series.labels, run.end, time) {
        runs[runs.count - 1] = TimeRange(run.start, time)
      } else {
        runs.append(TimeRange(time, time))
      }
    }
    return runs
  }

  private func isSameActivation(_ labels: [String: String], _ a: Instant, _ b: Instant) -> Bool {
    activations[labels]?.contains { $0.first <= a && b <= $0.last } ?? false
  }

  private func activeSince(_ labels: [String: String], _ run: TimeRange) -> Instant? {
    guard let activation = activations[labels]?.first(where: { $0.first <= run.end && run.start <= $0.last }) else {
      return nil
    }
    return activation.since > 0 ? Instant(prometheusSeconds: activation.since) : nil
  }
}
