internal import DebriefModel

/// The importer chosen for one file, and how sure each importer was.
struct FormatChoice {
  private(set) var format: ImportFormat?
  private(set) var scores: [(id: String, confidence: Confidence)] = []
  /// What the file is when no importer claims it; nil for a claimed one.
  private(set) var unclaimed: SourceNote?
  /// Why the file could not be looked at.
  private(set) var problem: Diagnostic?
  /// Whether the file is text in UTF-16 that is read as UTF-8.
  private(set) var isUTF16 = false
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
    let isMarked = UTF16Input.isMarked(head.bytes)
    if let forced {
      format = registry.format(id: forced)
      // Tables for Excel read it themselves.
      isUTF16 = isMarked && format?.description.framing != .rows
    } else if isManifest {
      format = ImportFormat(IncidentManifestImporter.self)
    } else if let best = found.first, best.confidence > .no {
      format = best.format
    } else if isMarked {
      let text = FileHead(UTF16Input.text(of: head.bytes), path: head.path)
      let known = registry.scores(text)
      if let best = known.first, best.confidence > .no {
        (format, isUTF16) = (best.format, true)
        scores = known.map { (id: $0.format.id, confidence: $0.confidence) }
      }
    }
    needsReferenceTime = (format?.description.needsReferenceTime ?? false) && !head.log.hasCompleteTimes
    if format == nil { unclaimed = UnclaimedFile.reason(head) }
  }

  /// Whether the file is read after the others, whose times tell the year.
  private(set) var needsReferenceTime = false

  /// How much of a head is kept while other files are looked at.
  static let kept = 1024
}
