internal import DebriefModel

/// The importer chosen for one file, and how sure each importer was.
struct FormatChoice {
  private(set) var format: ImportFormat?
  private(set) var scores: [(id: String, confidence: Confidence)] = []
  /// What the file is when no importer claims it; nil for a claimed one.
  private(set) var unclaimed: SourceNote?
  /// Why the file could not be looked at.
  private(set) var problem: Diagnostic?
  /// The first bytes; of members of an archive, only while they are read.
  var head: [UInt8] = []

  /// A file that is not read.
  init() {}

  /// A file that could not be looked at.
  init(problem: Diagnostic) { self.problem = problem }

  /// Asks all importers about a head. `forced` names the one to use whatever the scores say; a manifest is known by its
  /// name, because it may have a single key.
  init(_ head: FileHead, registry: ImporterRegistry, forced: String?, isManifest: Bool) {
    let found = registry.scores(head)
    scores = found.map { (id: $0.format.id, confidence: $0.confidence) }
    if let forced {
      format = registry.format(id: forced)
    } else if isManifest {
      format = ImportFormat(IncidentManifestImporter.self)
    } else if let best = found.first, best.confidence > .no {
      format = best.format
    }
    needsReferenceTime = (format?.description.needsReferenceTime ?? false) && !head.log.hasCompleteTimes
    if format == nil { unclaimed = UnclaimedFile.reason(head) }
  }

  /// Whether the file is read after the others, whose times tell the year.
  private(set) var needsReferenceTime = false

  /// How much of a head is kept while other files are looked at.
  static let kept = 1024
}
