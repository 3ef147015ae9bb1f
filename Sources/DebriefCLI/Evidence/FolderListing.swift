#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The visible names in a folder, sorted by their bytes, links and devices left out.
struct FolderListing {
  private(set) var files: [String] = []
  private(set) var folders: [String] = []

  /// nil when it cannot be listed.
  init?(_ path: String) {
    guard let stream = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      var info = stat()
      guard unsafe lstat(path + "/" + name, &info) == 0 else { continue }
      if info.st_mode & S_IFMT == S_IFDIR { folders.append(name) }
      if info.st_mode & S_IFMT == S_IFREG { files.append(name) }
    }
    files.sort { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    folders.sort { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }
}
