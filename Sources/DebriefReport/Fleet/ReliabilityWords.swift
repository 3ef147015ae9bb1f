public import DebriefAnalysis

/// What a period shows, in sentences.
public enum ReliabilityWords {
  /// Most important first; plain text.
  public static func sentences(_ report: Reliability) -> [String] { FleetNarration(report: report).sentences }
}
