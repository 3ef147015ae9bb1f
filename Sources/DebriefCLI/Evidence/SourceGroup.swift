import DebriefImport
import DebriefModel

/// Sources that are read in one go: the members of one archive, or a single file.
struct SourceGroup {
  /// The archive they lie in; nil for a plain file.
  var archive: EvidenceArchive?
  var sources: [Source]

  /// Groups sources by the file they lie in; the order of first appearance is kept.
  static func all(_ sources: [Source], in folder: String?) -> [SourceGroup] {
    var groups: [SourceGroup] = []
    var known: [String: Int] = [:]
    for source in sources {
      guard let folder, source.format != EvidenceArchive.format, let file = file(of: source.path, in: folder) else {
        groups.append(SourceGroup(archive: nil, sources: [source]))
        continue
      }
      if let index = known[file] {
        groups[index].sources.append(source)
      } else {
        let location = folder + "/" + file
        let archive = EvidenceArchive(location: location, path: file, bytes: FileSize.of(location))
        if archive != nil { known[file] = groups.count }
        groups.append(SourceGroup(archive: archive, sources: [source]))
      }
    }
    return groups
  }

  /// The first part of a path that is a file: the file itself, or the archive that holds it; nil when there is none.
  private static func file(of path: String, in folder: String) -> String? {
    var file = ""
    for part in path.split(separator: "/") {
      file += (file.isEmpty ? "" : "/") + part
      if CanonicalPath.exists(folder + "/" + file) && !CanonicalPath.isFolder(folder + "/" + file) { return file }
    }
    return nil
  }
}
