/// The importers, in the order in which ties are broken.
public struct ImporterRegistry: Sendable {
  public let importers: [any Importer.Type]

  public init(_ importers: [any Importer.Type]) { self.importers = importers }

  /// All importers that come with Debrief.
  public static let standard = ImporterRegistry([
    IncidentManifestImporter.self,
    KubernetesEventsImporter.self,
    KubernetesPodsImporter.self,
    KubernetesAuditImporter.self,
    PrometheusQueryRangeImporter.self,
    PagerDutyLogEntriesImporter.self,
    CRILogImporter.self,
    DockerJSONLogImporter.self,
    KubectlLogImporter.self,
    KlogImporter.self,
    JSONLinesLogImporter.self,
    LogfmtLogImporter.self,
    PlainLogImporter.self,
  ])

  /// The importer with this id.
  public func importer(id: String) -> (any Importer.Type)? { importers.first { $0.description.id == id } }

  /// How sure each importer is about a file that begins with `head`; highest first, registry order on ties, "no" included.
  public func scores(_ head: Span<UInt8>) -> [(importer: any Importer.Type, confidence: Confidence)] {
    var scores: [(importer: any Importer.Type, confidence: Confidence)] = []
    for importer in importers { scores.append((importer, importer.sniff(head))) }
    // The standard library's sort is stable.
    return scores.sorted { $0.confidence > $1.confidence }
  }
}
