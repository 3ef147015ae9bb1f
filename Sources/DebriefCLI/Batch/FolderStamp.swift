import DebriefImport
import DebriefReport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a folder looked like, without reading its files: names, sizes, and when content or status last changed.
enum FolderStamp {
  /// A digest of the files, of the formats that are known, and of the program's version.
  static func of(_ files: [EvidenceFile], _ registry: ImporterRegistry) -> String {
    var text = SummaryArchive.version + "\n" + registry.formats.map(\.id).joined(separator: " ") + "\n"
    for file in files { text += "\(file.path)\0\(file.skipped ?? times(file.location))\n" }
    return Digest.prefix(of: text, digits: 32)
  }

  private static func times(_ path: String) -> String {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return "gone" }
    #if canImport(Glibc)
      let (content, status) = (info.st_mtim, info.st_ctim)
    #else
      let (content, status) = (info.st_mtimespec, info.st_ctimespec)
    #endif
    return "\(info.st_size) \(content.tv_sec).\(content.tv_nsec) \(status.tv_sec).\(status.tv_nsec)"
  }
}
