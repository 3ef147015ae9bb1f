internal import DebriefModel

/// The importer chosen for one file, and how sure each importer was.
struct FormatChoice {
  private(set) var format: ImportFormat?
  private(set) var scores: [(id: String, confidence: Confidence)] = []
  /// What the file is when no importer claims it; nil for a claimed one.
  private(set) var unclaimed: SourceNote?
  /// Why the file could not be looked at.
  private(set) var problem: Diagnostic?
  /// The first bytes; all of standard input, which cannot be read twice.
  private(set) var head: [UInt8] = []

  /// Looks at the first 64 KiB. `forced` names the importer to use whatever the scores say.
  init(_ file: EvidenceFile, registry: ImporterRegistry, forced: String?) {
    guard file.skipped == nil else { return }
    do {
      head = try Self.head(of: file)
    } catch {
      problem = Diagnostic(.error, "cannot read the file", reason: "\(error)", place: file.path)
      return
    }
    choose(FileHead(head, path: file.path), registry, forced)
    if file.location != "-" { head = Array(head.prefix(Self.kept)) }
  }

  var needsReferenceTime: Bool { format?.description.needsReferenceTime ?? false }

  /// How much of a file's head is kept while other files are looked at.
  private static let kept = 1024

  private mutating func choose(_ head: FileHead, _ registry: ImporterRegistry, _ forced: String?) {
    let found = registry.scores(head)
    scores = found.map { (id: $0.format.id, confidence: $0.confidence) }
    if let forced {
      format = registry.format(id: forced)
    } else if ManifestFile.names.contains(head.path) {
      // A manifest may have a single key: at the top of the folder its name says what it is.
      format = ImportFormat(IncidentManifestImporter.self)
    } else if let best = found.first, best.confidence > .no {
      format = best.format
    }
    if format == nil { unclaimed = UnclaimedFile.reason(head) }
  }

  private static func head(of file: EvidenceFile) throws -> [UInt8] {
    var head: [UInt8] = []
    let input = try FileInput(path: file.location)
    while head.count < FileHead.size, try input.read(FileHead.size - head.count, into: &head) > 0 {}
    return file.location == "-" ? try rest(of: input, after: head) : head
  }

  private static func rest(of input: FileInput, after head: [UInt8]) throws -> [UInt8] {
    var bytes = head
    while try input.read(1 << 20, into: &bytes) > 0 {
      if bytes.count > 1 << 30 {
        throw Diagnostic(.error, "standard input is larger than 1 GiB", help: "save it to a file and import that")
      }
    }
    return bytes
  }
}
