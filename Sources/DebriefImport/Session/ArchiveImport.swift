internal import DebriefModel

/// Imports the members of one archive in one pass over it, each in a transaction of its own.
struct ArchiveImport<Sink: ImportSink> {
  let contents: ArchiveContents
  let setting: ImportSetting
  let sink: Sink
  let chunkSize: Int

  /// The name of the format under which an archive itself is listed.
  static var format: String { EvidenceArchive.format }

  /// Reads the members that need no reference time, or those that do; the last pass lists the archive itself.
  func run(late: Bool, progress: (ImportOutcome) -> Void) throws {
    if !late { contents.isUnchanged = try isStored() }
    guard !contents.isUnchanged else { return late ? () : tellUnchanged(progress) }
    let notes = try ArchiveWalk(contents.file).run { member in
      guard let choice = contents.choices[member.path], choice.needsReferenceTime == late else { return true }
      let outcome = try read(member, choice)
      if case .failed = outcome.status { contents.hasFailures = true }
      progress(outcome)
      return !contents.isContent(member.path)
    }
    contents.notes += notes.filter { !contents.notes.contains($0) }
    if late || !contents.hasLate { try list(progress) }
  }

  private func read(_ member: ArchiveMember, _ choice: FormatChoice) throws -> ImportOutcome {
    var pending = PendingFile(
      EvidenceFile(location: "", path: member.path, bytes: member.bytes, skipped: member.skipped), choice)
    pending.choice.head = Array((member.input?.peek(FormatChoice.kept) ?? []).prefix(FormatChoice.kept))
    return try SourceImport(pending, setting, sink: sink, chunkSize: chunkSize).run(member)
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

  private func tellUnchanged(_ progress: (ImportOutcome) -> Void) {
    let own =
      contents.isSingle ? [] : [Source(path: contents.file.path, format: Self.format, bytes: contents.file.bytes)]
    let members = contents.paths.map { Source(path: $0, format: contents.choices[$0]?.format?.id ?? "") }
    for source in own + members {
      progress(ImportOutcome(source: source, status: .unchanged, scores: contents.choices[source.path]?.scores ?? []))
    }
  }

  /// The archive as a source: its hash says that all of it was read, its notes what could not be.
  private func list(_ progress: (ImportOutcome) -> Void) throws {
    guard !contents.isSingle else { return }
    let file = contents.file
    var source = Source(path: file.path, format: Self.format, bytes: file.bytes)
    if !contents.hasFailures { source.sha256 = try FileInput.sha256(path: file.location) }
    source.notes = Array(contents.notes.prefix(50))
    try sink.beginSource(
      incident: setting.request.incident, path: file.path, format: source.format, bytes: file.bytes)
    try sink.commitSource(source, manifest: nil)
    progress(ImportOutcome(source: source, status: .imported, scores: []))
  }
}
