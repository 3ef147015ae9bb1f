/// A level shift of one signal, by sample numbers.
struct Shift: Sendable {
  /// When and how surely a signal came back into its baseline band.
  struct Recovery: Sendable {
    /// The first sample of the stretch inside the band.
    var index: Int
    /// False when the evidence ends before the stretch was long enough: it was back, but for how long is unknown.
    var sustained: Bool
  }

  /// A shift that needs more than this share of it to happen outside ten samples around the onset is called gradual.
  static let stepShareOfRamp = 0.6

  /// The first sample at the new level.
  var onset: Int
  /// The first of the three samples that raised the alarm.
  var gate: Int
  var rises: Bool
  var baseline: Baseline
  /// The median from the onset until the signal settled again.
  var after: Double
  /// The largest score between the onset and the recovery.
  var magnitude: Double
  /// How much of the shift happens between the five samples before and the five after the onset; 1 for a clean step.
  var stepShare: Double
  /// How many samples are at the new level.
  var samplesAfter: Int
  var recovery: Recovery?

  var isRamp: Bool { stepShare < Shift.stepShareOfRamp }

  /// Half the length of a linear ramp with this step share, in samples: how late the onset may be dated.
  var halfRamp: Int {
    guard isRamp else { return 0 }
    return Int((2.5 / max(stepShare, 0.05)).rounded(.up))
  }

  /// The same shift where another one follows before the recovery: its level ends there.
  func ending(at next: Int, _ values: [Double]) -> Shift {
    guard next > onset else { return self }
    var copy = self
    copy.after = OrderStatistics.median(values[onset..<next]) ?? after
    copy.magnitude = values[onset..<next].map { abs(baseline.score($0)) }.max() ?? magnitude
    copy.samplesAfter = next - onset
    return copy
  }

  /// How far the level moved, in units of the noise.
  var effect: Double { abs(baseline.score(after)) }

  /// 0…1: large for a shift far beyond the noise with enough samples on both sides; less for short baselines, ramps and
  /// strongly dependent samples, on which the gate alone raises one false alarm in eight clean windows.
  var confidence: Double {
    var value = effect >= 6 && samplesAfter >= 10 ? 0.99 : effect >= 4 && samplesAfter >= 5 ? 0.95 : 0.8
    if baseline.count < 30 { value *= 0.85 }
    if isRamp { value *= 0.9 }
    if baseline.dependence > 0.8 { value *= 0.7 }
    return (value * 100).rounded() / 100
  }
}
