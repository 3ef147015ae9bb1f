import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that are there completely or not at all.
enum AtomicFile {
  /// Writes beside the target and renames; creates the folders on the way.
  static func save(_ text: String, to path: String) throws {
    try stream(to: path) { write in try write(text) }
  }

  /// The same for text that comes in pieces; memory holds one buffer.
  static func stream(to path: String, _ body: ((String) throws -> Void) throws -> Void) throws {
    let parts = path.split(separator: "/").map(String.init)
    let folder = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    try createFolders(folder)
    let temporary = (folder.isEmpty ? "" : folder + "/") + ".\(parts.last ?? "file").\(getpid()).tmp"
    do {
      try put(temporary, shownAs: path, body)
      guard unsafe rename(temporary, path) == 0 else { throw failure(path) }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  /// The text of a file; nil when there is none. Throws when it is there and cannot be read.
  static func text(at path: String) throws -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 && errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw Diagnostic(.error, "cannot read the file", reason: reason(), place: path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe read(descriptor, $0, buffer.count) } ?? 0
      }
      guard count >= 0 else { throw Diagnostic(.error, "cannot read the file", reason: reason(), place: path) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  private static func createFolders(_ folder: String) throws {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path += (path.isEmpty || path == "/" ? "" : "/") + part
      guard unsafe mkdir(path, 0o777) != 0, errno != EEXIST, !CanonicalPath.isFolder(path) else { continue }
      throw failure(path)
    }
  }

  private static let bufferSize = 1 << 16

  private static func put(_ temporary: String, shownAs path: String, _ body: ((String) throws -> Void) throws -> Void)
    throws
  {
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var buffer: [UInt8] = []
    try body { text in
      buffer.append(contentsOf: text.utf8)
      guard buffer.count >= bufferSize else { return }
      try drain(&buffer, descriptor, path)
    }
    try drain(&buffer, descriptor, path)
  }

  private static func drain(_ bytes: inout [UInt8], _ descriptor: Int32, _ path: String) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe write(descriptor, $0 + done, buffer.count - done) } ?? 0
      }
      guard count >= 0 || errno == EINTR else { throw failure(path) }
      done += max(count, 0)
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String) -> Diagnostic {
    Diagnostic(
      .error, "cannot write the file", reason: reason(), place: path, help: "give a folder you may write to with --to")
  }

  private static func reason() -> String {
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
  }
}
