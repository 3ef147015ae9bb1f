internal import DebriefModel

/// An archive or compressed file among the evidence, for those who read its members again.
public struct EvidenceArchive {
  /// The format under which an archive itself is listed beside its members.
  public static let format = "archive"

  let file: EvidenceFile

  /// The archive at `location`, called `path` in the store; nil when the file is none or cannot be read.
  public init?(location: String, path: String, bytes: Int) {
    file = EvidenceFile(location: location, path: path, bytes: bytes)
    var pending = PendingFile(file, FormatChoice())
    guard location != "-", let head = try? pending.readHead(), ArchiveMagic.matches(head) else { return nil }
  }

  /// The archive that is all the evidence; nil when there is more, or it is none.
  init?(alone files: [EvidenceFile]) {
    guard files.count == 1, let file = files.first, file.skipped == nil else { return nil }
    self.init(location: file.location, path: file.path, bytes: file.bytes)
  }

  /// Reads the archive once; `body` gets the path and the content of every member that is read.
  ///
  /// What is damaged ends where the import ended, too. Throws what `body` throws.
  public func forEachMember(_ body: (String, inout SourceScan) throws -> Void) throws {
    _ = try ArchiveWalk(file).run { member in
      guard let input = member.input else { return true }
      var scan = SourceScan(input)
      try body(member.path, &scan)
      return true
    }
  }

  /// The paths of all members that are read, in the archive's order. Unpacks the archive once.
  public func paths() throws -> [String] {
    var paths: [String] = []
    _ = try ArchiveWalk(file).run { member in
      if member.input != nil { paths.append(member.path) }
      return true
    }
    return paths
  }

  /// A name without the endings of archives, for calling an incident after it: `bundle.tar.gz` is `bundle`.
  public static func stem(_ name: String) -> String {
    var name = name[...]
    for ending in [".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".zip"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.utf8.count)
      if name.hasSuffix(".tar") { name = name.dropLast(4) }
      break
    }
    return String(name)
  }
}
