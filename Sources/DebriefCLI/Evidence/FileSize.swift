#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sizes of files.
enum FileSize {
  /// Bytes of a regular file; 0 for everything else.
  static func of(_ path: String) -> Int {
    var info = stat()
    guard unsafe stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int(info.st_size)
  }
}
