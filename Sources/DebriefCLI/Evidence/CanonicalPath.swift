#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Paths with links resolved, for telling whether one place lies in another.
enum CanonicalPath {
  /// The path with every link resolved; parts that do not exist yet are kept as written.
  static func of(_ path: String) -> String {
    if let real = real(path) { return real }
    var parts = path.split(separator: "/").map(String.init)
    var missing: [String] = []
    while let last = parts.popLast() {
      missing.insert(last, at: 0)
      let parent = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
      if let real = real(parent.isEmpty ? "." : parent) {
        return real + (real == "/" ? "" : "/") + missing.joined(separator: "/")
      }
    }
    return path
  }

  /// Whether `path` is `folder` or lies in it; both canonical.
  static func contains(_ folder: String, _ path: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return unsafe stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private static func real(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
