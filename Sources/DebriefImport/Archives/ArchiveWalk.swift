internal import DebriefModel
internal import DebriefParsing

/// One member of an archive, as a walk finds it.
struct ArchiveMember {
  /// The archive's path, a slash, the path inside; just the file's path for the content of a compressed file.
  var path: String
  var bytes: Int
  /// Why it is not read; nil when it is.
  var skipped: String?
  /// What is odd about it.
  var notes: [SourceNote] = []
  /// Its bytes; nil when it is skipped. Valid until the visit ends.
  var input: MemberInput?
}

/// Goes through an archive once, in the archive's order, archives inside it included. Every walk finds the same members
/// under the same names.
///
/// Nothing is written to disk, and memory does not grow with the archive.
final class ArchiveWalk {
  /// Looks at a member; returns false to end the walk.
  typealias Visit = (ArchiveMember) throws -> Bool

  private let file: EvidenceFile
  private let budget: ArchiveBudget
  private var names: [String: Int] = [:]
  private var isStopped = false
  private var notes: [SourceNote] = []
  private var reader: ArchiveReader?

  /// How many bytes of the archive's file were used up so far.
  var packed: Int { reader?.packed ?? 0 }

  init(_ file: EvidenceFile, limits: ArchiveLimits = .standard) {
    self.file = file
    budget = ArchiveBudget(limits, bytes: file.bytes)
  }

  /// Visits all members. Returns what is to be said about the archive as a whole: damage, limits.
  func run(_ visit: Visit) throws -> [SourceNote] {
    do {
      let reader = try ArchiveReader(location: file.location)
      self.reader = reader
      try walk(reader, below: file.path, depth: 1, visit)
    } catch let problem as ArchiveProblem {
      notes.append(SourceNote(.warning, "not read further: \(problem.reason)"))
    }
    if let exhausted = budget.exhausted { notes.append(SourceNote(.limit, "not read further: \(exhausted)")) }
    return notes
  }

  private func walk(_ reader: ArchiveReader, below path: String, depth: Int, _ visit: Visit) throws {
    while !isStopped, budget.exhausted == nil, let header = try reader.next() {
      if header.isRaw { return try visitContent(reader, header, path, depth, visit) }
      guard depth <= budget.limits.depth else {
        return try tell(path, "an archive inside archives nested deeper than \(budget.limits.depth)", header, visit)
      }
      guard header.kind != .folder else { continue }
      guard budget.admitMember() else { return }
      try visitMember(reader, header, path, depth, visit)
      if !isStopped { try skipRest(of: reader) }
    }
    if !isStopped { try checkEnd(of: reader, path) }
  }

  /// The checksum of gzip stands behind the end of the archive in it.
  private func checkEnd(of reader: ArchiveReader, _ path: String) throws {
    do throws(ArchiveProblem) {
      try reader.readToEnd(budget.spend)
    } catch {
      notes.append(SourceNote(.warning, (path == file.path ? "" : "\(path): ") + error.reason))
    }
  }

  /// The content of a compressed file: one, and called like the file.
  private func visitContent(
    _ reader: ArchiveReader, _ header: ArchiveHeader, _ path: String, _ depth: Int, _ visit: Visit
  ) throws {
    guard budget.admitMember() else { return }
    let input = MemberInput(reader, budget)
    if ArchiveMagic.matches(input.peek(FileHead.size)) {
      return try tell(path, "an archive that was compressed again", header, visit)
    }
    isStopped = try !visit(ArchiveMember(path: path, bytes: header.bytes ?? 0, input: input)) || isStopped
  }

  private func visitMember(
    _ reader: ArchiveReader, _ header: ArchiveHeader, _ path: String, _ depth: Int, _ visit: Visit
  ) throws {
    let name = ArchiveName(header.name)
    guard !name.isHidden else { return }
    let inner = unique(path + "/" + name.path)
    if let skipped = name.problem ?? Self.whySkipped(header) { return try tell(inner, skipped, header, visit) }
    let input = MemberInput(reader, budget)
    if ArchiveMagic.matches(input.peek(FileHead.size)) {
      try visitNested(input, header, inner, depth + 1, visit)
    } else {
      let notes = name.isChanged ? [SourceNote(.warning, "the archive calls it \(Self.shown(header.name))")] : []
      let member = ArchiveMember(path: inner, bytes: header.bytes ?? 0, notes: notes, input: input)
      isStopped = try !visit(member) || isStopped
    }
  }

  /// Goes over what is left of a member, counting, so that a bomb nobody reads is not unpacked for ever.
  private func skipRest(of reader: ArchiveReader) throws {
    guard reader.skipsByReading else { return }
    while let bytes = try reader.skipBlock(), budget.spend(bytes) {}
  }

  private func visitNested(
    _ input: MemberInput, _ header: ArchiveHeader, _ path: String, _ depth: Int, _ visit: Visit
  ) throws {
    do {
      try walk(ArchiveReader(input), below: path, depth: depth, visit)
    } catch let problem as ArchiveProblem {
      notes.append(SourceNote(.warning, "\(path) is not read further: \(problem.reason)"))
    }
  }

  private func tell(_ path: String, _ skipped: String, _ header: ArchiveHeader, _ visit: Visit) throws {
    isStopped = try !visit(ArchiveMember(path: path, bytes: header.bytes ?? 0, skipped: skipped)) || isStopped
  }

  private static func whySkipped(_ header: ArchiveHeader) -> String? {
    switch header.kind {
    case .hardLink: "a hard link, not followed"
    case .symbolicLink: "a symbolic link, not followed"
    case .folder, .other: "not a regular file"
    case .file: header.isEncrypted ? "encrypted" : nil
    }
  }

  /// The path, or with a number when the archive holds several members of that name.
  private func unique(_ path: String) -> String {
    let count = names[path, default: 0] + 1
    names[path] = count
    guard count > 1 else { return path }
    if count == 2 { notes.append(SourceNote(.warning, "several members are called \(path)")) }
    return unique(path + "#\(count)")
  }

  private static func shown(_ name: String) -> String { name.count > 80 ? name.prefix(80) + "…" : name }
}
