internal import DebriefModel

/// What an archive holds, and how each member is read: found in a first pass, before anything of it is imported.
final class ArchiveContents {
  let file: EvidenceFile
  private(set) var choices: [String: FormatChoice] = [:]
  /// Members in the archive's order.
  private(set) var paths: [String] = []
  /// The walks over the archive in which members are read: one, more where copies of a log stand before older ones.
  private(set) var walks = ArchiveWalks()
  /// Whether members have to wait for the times of other sources.
  var hasLate: Bool { walks.late > 0 }
  /// What is to be said about the archive as a whole.
  var notes: [SourceNote]
  /// Whether a member could not be stored, so that the archive has to be read again another time.
  var hasFailures = false
  /// Whether the store holds all of it.
  var isUnchanged = false
  private let copy: StandardInputCopy?

  /// Looks at every member; `choose` asks the importers. Throws when the file cannot be read at all.
  init(_ pending: PendingFile, ignoring: [String], choose: (FileHead, String) -> FormatChoice) throws {
    var file = pending.file
    copy = file.location == "-" ? try StandardInputCopy(pending.open()) : nil
    if let copy { (file.location, file.bytes) = (copy.location, copy.bytes) }
    self.file = file
    notes = []
    notes = try ArchiveWalk(file).run { member in
      let inside = self.inside(member.path)
      guard !ignoring.contains(where: { EvidenceFolder.matches(inside, $0) }) else { return true }
      paths.append(member.path)
      guard let input = member.input else {
        choices[member.path] = FormatChoice()
        return true
      }
      choices[member.path] = choose(FileHead(input.peek(FileHead.size), path: member.path), inside)
      return !isContent(member.path)
    }
    walks = ArchiveWalks(paths.map { ($0, choices[$0]?.needsReferenceTime ?? false) })
    if walks.areTooMany { notes.append(SourceNote(.warning, ArchiveWalks.tooMany)) }
    if paths.isEmpty && notes.isEmpty { notes = [SourceNote(.missing, try Self.emptiness(of: file))] }
  }

  /// A tar archive of nothing is zeros, and so is a file that was never written.
  private static func emptiness(of file: EvidenceFile) throws -> String {
    var head: [UInt8] = []
    _ = try FileInput(path: file.location).read(FileHead.size, into: &head)
    return ArchiveMagic.isCompressed(head)
      ? "it unpacks to zeros alone: an archive of nothing, or a file that was never written"
      : "an archive without files to read"
  }

  /// Whether the path is the file's own: the content of a compressed file.
  func isContent(_ path: String) -> Bool { path == file.path }

  /// Whether the file is one compressed file; an archive is a source of its own beside its members.
  var isSingle: Bool { paths == [file.path] }

  private func inside(_ path: String) -> String {
    isContent(path) ? path : String(decoding: path.utf8.dropFirst(file.path.utf8.count + 1), as: UTF8.self)
  }
}
