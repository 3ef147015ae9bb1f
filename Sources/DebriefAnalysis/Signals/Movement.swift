import DebriefModel

/// A change point with what the analysis needs beyond what the report shows.
struct Movement: Sendable {
  var point: ChangePoint
  var meaning: SeriesMeaning
  /// The objective in the manifest that this series measures; nil when only its name speaks for it.
  var objective: String?
  /// The onset lies between these: the sample before it (earlier for ramps) and the sample itself.
  var earliest: Instant
  var latest: Instant
  /// The last sample that was still out of the band; nil when the series did not recover.
  var recoveredEarliest: Instant?
  /// False when the evidence ends too soon after the recovery to call it lasting.
  var recoverySustained: Bool
  /// How many samples the baseline rests on.
  var baselineSamples: Int
  /// How much of the range that the series covers in the evidence this shift makes up, 0…1.
  var rangeShare: Double
  /// True when the series is a counter of which the rate was judged.
  var isRate: Bool

  /// Whether the shift goes in the direction that is bad for this series.
  var isBad: Bool { meaning.bad == point.direction }
  /// Whether it is an indicator of what users feel.
  var isIndicator: Bool { objective != nil || meaning.role.isUserFacing }
  /// Whether it is an indicator that got worse.
  var isImpact: Bool { isBad && isIndicator }
}

extension Movement {
  /// Describes one shift of one series.
  init(
    _ shift: Shift, of series: Series, _ signal: Signal, _ meaning: SeriesMeaning, objective: String?,
    _ citations: Citations
  ) {
    let sorted = signal.values.sorted()
    // Percentiles, so that one stray sample does not make every shift look small.
    let range =
      (OrderStatistics.quantile(0.99, ofSorted: sorted) ?? 0) - (OrderStatistics.quantile(0.01, ofSorted: sorted) ?? 0)
    let onset = signal.times[shift.onset]
    let before = max(0, shift.onset - 1 - shift.halfRamp)
    let recovered = shift.recovery.map { signal.times[$0.index] }
    let noun = signal.isRate ? "rate per second" : "value"
    let text =
      "\(series): \(noun) \(shift.rises ? "rose" : "fell") from \(shortNumber(shift.baseline.median)) to "
      + "\(shortNumber(shift.after)) at \(onset)"
    self.init(
      point: ChangePoint(
        series: series, at: onset, direction: shift.rises ? .up : .down, before: shift.baseline.median,
        after: shift.after,
        confidence: shift.confidence, magnitude: (shift.magnitude * 100).rounded() / 100, ramp: shift.isRamp,
        recoveredAt: recovered,
        evidence: [citations.cite(series, text: text)]),
      meaning: meaning, objective: objective, earliest: signal.times[before], latest: onset,
      recoveredEarliest: shift.recovery.map { signal.times[max(0, $0.index - 1)] },
      recoverySustained: shift.recovery?.sustained ?? false, baselineSamples: shift.baseline.count,
      rangeShare: range > 0 ? min(1, abs(shift.after - shift.baseline.median) / range) : 1,
      isRate: signal.isRate)
  }
}

/// A number with at most four significant digits, for sentences.
func shortNumber(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : String(value) }
  let size = abs(value)
  if size >= 1e6 || size < 1e-3 { return scientific(value) }
  let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4
  var factor = 1.0
  for _ in 0..<decimals { factor *= 10 }
  let text = String((value * factor).rounded() / factor)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

private func scientific(_ value: Double) -> String {
  var mantissa = value
  var exponent = 0
  while abs(mantissa) >= 10 {
    mantissa /= 10
    exponent += 1
  }
  while abs(mantissa) < 1 {
    mantissa *= 10
    exponent -= 1
  }
  return "\(shortNumber((mantissa * 100).rounded() / 100))e\(exponent)"
}
