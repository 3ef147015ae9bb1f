public import DebriefModel

/// How an export presents itself.
public struct ExportDescription: Hashable, Sendable {
  /// The word after `--as`.
  public var id: String
  /// One line: what is written, and which tool takes it.
  public var title: String
  /// The usual name of the file.
  public var fileName: String
}

/// Writes one incident in a format that another tool takes. One format, one file; listed in `ExportRegistry`.
public protocol Export: Sendable {
  static var description: ExportDescription { get }
  init()
  /// Writes everything to `out`, piece by piece: memory does not grow with the evidence, except for names seen.
  mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void) throws
  /// Sentences about what the format could not take; read after `write`.
  var remarks: [String] { get }
}

extension Export {
  public var remarks: [String] { [] }
}

/// All exports.
public enum ExportRegistry {
  public static let all: [any Export.Type] = [
    // timelines
    GrafanaAnnotationsExport.self, PerfettoExport.self, TimesketchExport.self, TimesketchCSVExport.self,
    OTLPLogsExport.self, TimelineCSVExport.self, JSONLinesExport.self,
    // action items
    GitHubIssuesExport.self, GitLabIssuesExport.self, JiraIssuesExport.self, LinearIssuesExport.self,
  ]

  /// The descriptions, in the order of the list.
  public static var descriptions: [ExportDescription] { all.map { $0.description } }

  /// The export with this id; nil when there is none.
  public static func export(_ id: String) -> (any Export)? {
    all.first { $0.description.id == id }.map { $0.init() }
  }
}

/// Counts events that a format of dated entries cannot take.
struct Undated {
  private var count = 0

  mutating func add() { count += 1 }

  var remarks: [String] {
    count == 0 ? [] : ["left out: \(count) \(count == 1 ? "event" : "events") without a time"]
  }
}
