import DebriefModel

/// Puts the two clocks side by side: what pagers, chats and tickets say, and what the telemetry says.
enum Clocks {
  /// One row for each milestone that either of them knows, by milestone.
  static func of(_ milestones: [Milestone.Name: Milestone]) -> [TwoClocks] {
    Milestone.Name.allCases.compactMap { name in
      let candidates = milestones[name]?.candidates ?? []
      let row = TwoClocks(
        name, paperwork: candidates.first { $0.clock == .paperwork },
        telemetry: candidates.first { $0.clock == .telemetry })
      return row.paperwork == nil && row.telemetry == nil ? nil : row
    }
  }
}
