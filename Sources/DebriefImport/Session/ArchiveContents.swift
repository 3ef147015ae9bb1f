internal import DebriefModel

/// What an archive holds, and how each member is read: found in a first pass, before anything of it is imported.
final class ArchiveContents {
  let file: EvidenceFile
  private(set) var choices: [String: FormatChoice] = [:]
  /// Members in the archive's order.
  private(set) var paths: [String] = []
  /// Whether members have to wait for the times of other sources.
  private(set) var hasLate = false
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
      let choice = choose(FileHead(input.peek(FileHead.size), path: member.path), inside)
      hasLate = hasLate || choice.needsReferenceTime
      choices[member.path] = choice
      return !isContent(member.path)
    }
    if paths.isEmpty && notes.isEmpty { notes = [SourceNote(.missing, "an archive without files to read")] }
  }

  /// Whether the path is the file's own: the content of a compressed file.
  func isContent(_ path: String) -> Bool { path == file.path }

  /// Whether the file is one compressed file; an archive is a source of its own beside its members.
  var isSingle: Bool { paths == [file.path] }

  private func inside(_ path: String) -> String {
    isContent(path) ? path : String(decoding: path.utf8.dropFirst(file.path.utf8.count + 1), as: UTF8.self)
  }
}
