internal import DebriefModel
internal import DebriefParsing

/// The files of one import in the order in which they are read: formats without a year last, because other sources tell
/// them the year.
struct ImportQueue {
  /// A part of the work.
  enum Step {
    case file(PendingFile)
    /// The members of an archive, those that need no reference time or the others.
    case archive(ArchiveContents, late: Bool)

    var path: String {
      switch self {
      case .file(let pending): pending.file.path
      case .archive(let contents, _): contents.file.path
      }
    }
  }

  private(set) var steps: [Step] = []
  private var late: [Step] = []
  private let registry: ImporterRegistry
  private let forced: String?
  private let ignored: [String]
  /// What the files say about when they were captured.
  private(set) var captures: CaptureTimes

  /// Looks at every file; those that match a glob of `ignoring` are left out.
  init(
    _ files: [EvidenceFile], registry: ImporterRegistry, format: String?, ignoring: [String], captures: CaptureTimes,
    meter: ImportMeter
  ) {
    (self.registry, forced, ignored, self.captures) = (registry, format, ignoring, captures)
    let wanted = files.filter { file in !ignoring.contains { EvidenceFolder.matches(file.path, $0) } }
    for file in wanted {
      look(at: file, alone: files.count == 1)
      meter.looked(at: file)
    }
    steps = Self.inOrder(steps) + Self.inOrder(late)
  }

  /// Copies of one log are read oldest first, in the places that the log has among the files.
  private static func inOrder(_ steps: [Step]) -> [Step] {
    var ordered = steps
    let logs = steps.map { RotatedLog(path: $0.path) }
    for positions in Dictionary(grouping: steps.indices, by: { logs[$0].stream }).values where positions.count > 1 {
      let sorted = positions.sorted { logs[$0] < logs[$1] }
      for (position, other) in zip(positions, sorted) { ordered[position] = steps[other] }
    }
    return ordered
  }

  private mutating func look(at file: EvidenceFile, alone: Bool) {
    guard file.skipped == nil else { return add(PendingFile(file, FormatChoice())) }
    do {
      var pending = PendingFile(file, FormatChoice())
      let head = try pending.readHead()
      guard !ArchiveMagic.matches(head) else { return try look(into: pending, alone: alone) }
      captures.look(at: file.path, head)
      pending.choice = FormatChoice(
        FileHead(head, path: file.path), registry: registry, forced: forced,
        isManifest: ManifestFile.names.contains(file.path))
      pending.choice.head = Array(head.prefix(FormatChoice.kept))
      add(pending)
    } catch {
      let problem =
        error as? Diagnostic ?? Diagnostic(.error, "cannot read the file", reason: "\(error)", place: file.path)
      add(PendingFile(file, FormatChoice(problem: problem)))
    }
  }

  private mutating func look(into pending: PendingFile, alone: Bool) throws {
    let manifest = alone ? ManifestFile.Member() : nil
    let (registry, forced) = (registry, forced)
    var captures = captures
    let contents = try ArchiveContents(pending, ignoring: ignored) { head, path in
      captures.look(at: head.path, head.bytes)
      return FormatChoice(head, registry: registry, forced: forced, isManifest: manifest?.isManifest(path) ?? false)
    }
    self.captures = captures
    steps.append(.archive(contents, late: false))
    if contents.hasLate { late.append(.archive(contents, late: true)) }
  }

  private mutating func add(_ pending: PendingFile) {
    if pending.choice.needsReferenceTime { late.append(.file(pending)) } else { steps.append(.file(pending)) }
  }
}

/// A file that waits to be read. Standard input is opened once and read on from where the look at it ended.
struct PendingFile {
  var file: EvidenceFile
  var choice: FormatChoice
  private var opened: ReplayedInput?

  init(_ file: EvidenceFile, _ choice: FormatChoice) { (self.file, self.choice) = (file, choice) }

  /// The first 64 KiB.
  mutating func readHead() throws -> [UInt8] {
    let input = try FileInput(path: file.location)
    var head: [UInt8] = []
    while head.count < FileHead.size, try input.read(FileHead.size - head.count, into: &head) > 0 {}
    if file.location == "-" { opened = ReplayedInput(head, then: input) }
    return head
  }

  /// The bytes from the beginning.
  func open() throws -> any ByteInput { try opened ?? FileInput(path: file.location) }
}
