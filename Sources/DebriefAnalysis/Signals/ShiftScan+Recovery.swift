import DebriefModel

extension ShiftScan {
  /// The first stretch inside the baseline band that lasts ten minutes and five samples, or that the evidence ends in.
  ///
  /// Single samples outside do not break a stretch, two in a row or one in five do.
  func recovery(after gate: Int, _ baseline: Baseline, level: Double) -> Shift.Recovery? {
    var start: Int?
    var misses = 0
    var inRow = 0
    for index in (gate + 1)..<max(signal.count, gate + 1) {
      if isBack(signal.values[index], baseline, level: level) {
        if start == nil { (start, misses) = (index, 0) }
        inRow = 0
      } else {
        (misses, inRow) = (misses + 1, inRow + 1)
        if inRow >= 2 { start = nil }
      }
      if let start, isSustained(from: start, through: index, misses: misses) {
        return Shift.Recovery(index: start, sustained: true)
      }
    }
    guard let start, isSettled(samples: signal.count - start, misses: misses) else { return nil }
    return Shift.Recovery(index: start, sustained: false)
  }

  private func isBack(_ value: Double, _ baseline: Baseline, level: Double) -> Bool {
    if let tolerance, value <= tolerance { return true }
    if abs(baseline.score(value)) < ShiftScan.band { return true }
    // Only a constant baseline needs this: coming most of the way back is not yet being back where there is noise to compare with.
    guard baseline.isConstant else { return false }
    return abs(value - baseline.median) <= (1 - ShiftScan.wayBack) * abs(level - baseline.median)
  }

  private func isSustained(from start: Int, through end: Int, misses: Int) -> Bool {
    isSettled(samples: end - start + 1, misses: misses)
      && (signal.times[end] - signal.times[start]).seconds >= ShiftScan.recoverySeconds
  }

  private func isSettled(samples: Int, misses: Int) -> Bool {
    samples >= ShiftScan.recoverySamples && misses * 5 <= samples
  }
}
