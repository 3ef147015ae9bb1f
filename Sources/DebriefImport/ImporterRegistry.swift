/// A format that can be read: an importer of the program, or a format that a team declared.
public struct ImportFormat: Sendable {
  public let description: ImporterDescription
  private let judge: @Sendable (FileHead) -> Confidence
  private let make: @Sendable () -> any RecordReader
  /// The declaration, for a format that a team declared.
  public let declared: DeclaredFormat?

  /// The format of an importer.
  public init(_ importer: any Importer.Type) {
    self.init(importer.description, sniff: { importer.sniff($0) }, reader: { importer.init() })
  }

  /// A format that is known only at run time.
  public init(_ declared: DeclaredFormat) {
    self.init(
      declared.description, sniff: { declared.sniff($0) }, reader: { DeclaredReader() }, declared: declared)
  }

  private init(
    _ description: ImporterDescription, sniff: @escaping @Sendable (FileHead) -> Confidence,
    reader: @escaping @Sendable () -> any RecordReader, declared: DeclaredFormat? = nil
  ) {
    (self.description, judge, make, self.declared) = (description, sniff, reader, declared)
  }

  public var id: String { description.id }

  /// How sure the importer is about a file.
  public func sniff(_ head: FileHead) -> Confidence { judge(head) }

  /// A reader for one file.
  public func reader() -> any RecordReader { make() }
}

/// The formats, in the order in which ties are broken.
public struct ImporterRegistry: Sendable {
  public let formats: [ImportFormat]

  public init(_ formats: [ImportFormat]) { self.formats = formats }

  public init(_ importers: [any Importer.Type]) { self.init(importers.map { ImportFormat($0) }) }

  /// All importers that come with Debrief.
  public static let standard = ImporterRegistry([
    IncidentManifestImporter.self,
    // Kubernetes
    ClusterInfoDumpImporter.self,
    KubernetesEventsImporter.self,
    KubernetesEventsTableImporter.self,
    KubernetesObjectsImporter.self,
    KubectlDescribeImporter.self,
    KubectlTableImporter.self,
    KubernetesAuditImporter.self,
    RolloutHistoryImporter.self,
    HelmHistoryImporter.self,
    HelmListImporter.self,
    HelmTableImporter.self,
    CollectorErrorsImporter.self,
    // Metrics and alerts
    PrometheusQueryRangeImporter.self,
    AlertmanagerAlertsImporter.self,
    AlertmanagerSilencesImporter.self,
    AlertmanagerWebhookImporter.self,
    PrometheusAlertsImporter.self,
    PrometheusRulesImporter.self,
    PrometheusTargetsImporter.self,
    OpenMetricsImporter.self,
    PromtoolTextImporter.self,
    GrafanaAnnotationsImporter.self,
    GrafanaCSVImporter.self,
    MetricsCSVImporter.self,
    // Traces
    OTLPTracesImporter.self,
    JaegerTracesImporter.self,
    ZipkinTracesImporter.self,
    // People and changes
    PagerDutyLogEntriesImporter.self,
    SlackExportImporter.self,
    PagerDutyIncidentsImporter.self,
    OpsgenieAlertsImporter.self,
    StatuspageIncidentsImporter.self,
    NotesImporter.self,
    TimelineCSVImporter.self,
    GitLogImporter.self,
    GitCommitsImporter.self,
    GitCommitsCSVImporter.self,
    CIDeploymentsImporter.self,
    DeploymentsCSVImporter.self,
    TerraformApplyImporter.self,
    // Logs from collectors and stores
    LokiQueryImporter.self,
    LogcliImporter.self,
    ElasticsearchHitsImporter.self,
    ElasticsearchBulkImporter.self,
    KibanaCSVImporter.self,
    FluentdFileImporter.self,
    FluentBitFileImporter.self,
    JournaldImporter.self,
    JournaldExportImporter.self,
    OTLPLogsImporter.self,
    OTLPMetricsImporter.self,
    // Container runtimes
    CRILogImporter.self,
    DockerJSONLogImporter.self,
    KubectlLogImporter.self,
    ComposeLogImporter.self,
    // Log lines
    KlogImporter.self,
    SyslogImporter.self,
    AccessLogImporter.self,
    W3CLogImporter.self,
    WebErrorLogImporter.self,
    JSONLinesLogImporter.self,
    LogfmtLogImporter.self,
    PlainLogImporter.self,
  ])

  /// The formats that a team declared.
  public var declared: [DeclaredFormat] { formats.compactMap { $0.declared } }

  /// The registry with a team's formats in front, which therefore win ties.
  public func adding(_ declared: [DeclaredFormat]) -> ImporterRegistry {
    ImporterRegistry(declared.map { ImportFormat($0) } + formats)
  }

  /// The format with this id.
  public func format(id: String) -> ImportFormat? { formats.first { $0.id == id } }

  /// How sure each importer is about a file; highest first, registry order on ties, "no" included.
  public func scores(_ head: FileHead) -> [(format: ImportFormat, confidence: Confidence)] {
    // The standard library's sort is stable.
    formats.map { ($0, $0.sniff(head)) }.sorted { $0.confidence > $1.confidence }
  }
}
