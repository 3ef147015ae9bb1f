internal import DebriefModel

/// Imports the members of one archive in one pass over it, each in a transaction of its own.
struct ArchiveImport<Sink: ImportSink> {
  let contents: ArchiveContents
  let job: ImportJob<Sink>

  private var setting: ImportSetting { job.setting }
  private var sink: Sink { job.sink }

  /// The name of the format under which an archive itself is listed.
  static var format: String { EvidenceArchive.format }

  /// Reads the members that need no reference time, or those that do; the last pass lists the archive itself.
  func run(late: Bool) throws -> [ImportOutcome] {
    if !late { contents.isUnchanged = try isStored() }
    var outcomes = contents.isUnchanged ? (late ? [] : unchanged) : try readMembers(late: late)
    guard late || !contents.hasLate else { return outcomes }
    if !contents.isUnchanged, !contents.isSingle { outcomes.append(try list()) }
    job.meter.finish(contents.file)
    return outcomes
  }

  private func readMembers(late: Bool) throws -> [ImportOutcome] {
    try (0..<(late ? contents.walks.late : contents.walks.early)).flatMap { try readMembers(late: late, walk: $0) }
  }

  private func readMembers(late: Bool, walk number: Int) throws -> [ImportOutcome] {
    var outcomes: [ImportOutcome] = []
    let walk = ArchiveWalk(contents.file)
    let before = late ? contents.walks.early + number : number
    let notes = try walk.run { member in
      guard let choice = contents.choices[member.path], choice.needsReferenceTime == late,
        contents.walks.walk(of: member.path) == number
      else { return true }
      let outcome = try read(member, choice) { reached(walk.packed, after: before, in: member.path) }
      if case .failed = outcome.status { contents.hasFailures = true }
      outcomes.append(outcome)
      return !contents.isContent(member.path)
    }
    contents.notes += notes.filter { !contents.notes.contains($0) }
    return outcomes
  }

  /// An archive that is walked twice is half done after the first walk.
  private func reached(_ packed: Int, after walks: Int, in path: String) {
    let bytes = contents.file.bytes
    job.meter.reached((walks * bytes + min(packed, bytes)) / (contents.walks.early + contents.walks.late), in: path)
  }

  private func read(_ member: ArchiveMember, _ choice: FormatChoice, _ reached: @escaping () -> Void) throws
    -> ImportOutcome
  {
    var pending = PendingFile(
      EvidenceFile(location: "", path: member.path, bytes: member.bytes, skipped: member.skipped), choice)
    pending.choice.head = Array((member.input?.peek(FormatChoice.kept) ?? []).prefix(FormatChoice.kept))
    return try SourceImport(pending, job).run(member, reached)
  }

  /// Whether the archive, or the content of a compressed file, is in the store as it is, read as the same formats.
  private func isStored() throws -> Bool {
    let (file, incident) = (contents.file, setting.request.incident)
    for path in contents.paths {
      let format = contents.choices[path]?.format?.id ?? ""
      guard try sink.storedHash(incident: incident, path: path, format: format, bytes: nil) != nil,
        try sink.storedShift(incident: incident, path: path) == setting.request.shift(of: path)
      else { return false }
    }
    let (format, bytes) =
      contents.isSingle ? (contents.choices[file.path]?.format?.id ?? "", nil) : (Self.format, file.bytes)
    guard let stored = try sink.storedHash(incident: incident, path: file.path, format: format, bytes: bytes) else {
      return false
    }
    return try stored == (contents.isSingle ? contentHash() : FileInput.sha256(path: file.location))
  }

  private func contentHash() throws -> String? {
    var hash: String?
    _ = try ArchiveWalk(contents.file).run { member in
      let input = member.input.map { HashedInput($0) }
      try input?.drain()
      hash = input?.sha256
      return false
    }
    return hash
  }

  private var unchanged: [ImportOutcome] {
    let own =
      contents.isSingle ? [] : [Source(path: contents.file.path, format: Self.format, bytes: contents.file.bytes)]
    let members = contents.paths.map { Source(path: $0, format: contents.choices[$0]?.format?.id ?? "") }
    return (own + members).map { source in
      ImportOutcome(source: source, status: .unchanged, scores: contents.choices[source.path]?.scores ?? [])
    }
  }

  /// The archive as a source: its hash says that all of it was read, its notes what could not be.
  private func list() throws -> ImportOutcome {
    let file = contents.file
    var source = Source(path: file.path, format: Self.format, bytes: file.bytes)
    if !contents.hasFailures { source.sha256 = try FileInput.sha256(path: file.location) }
    source.notes = Array(contents.notes.prefix(50))
    try sink.beginSource(
      incident: setting.request.incident, path: file.path, format: source.format, bytes: file.bytes)
    try sink.commitSource(source, manifest: nil)
    return ImportOutcome(source: source, status: .imported, scores: [])
  }
}
