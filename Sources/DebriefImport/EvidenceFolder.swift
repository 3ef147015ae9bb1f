internal import DebriefModel
internal import DebriefParsing
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One file to import.
public struct EvidenceFile: Hashable, Sendable {
  /// Where to read it; `-` is standard input.
  public var location: String
  /// How it is called in the store: the path below the incident's folder.
  public var path: String
  public var bytes: Int
  /// Why it is not read (a link, a device); nil for a regular file.
  public var skipped: String?
  public init(location: String, path: String, bytes: Int = 0, skipped: String? = nil) {
    (self.location, self.path, self.bytes, self.skipped) = (location, path, bytes, skipped)
  }
}

/// Lists what lies in an incident's folder.
public enum EvidenceFolder {
  /// Folders nested deeper than this are skipped.
  public static let deepest = 64

  /// All files below `folder`, sorted by path. Hidden files are left out, links are listed as skipped, never followed.
  public static func files(in folder: String) throws -> [EvidenceFile] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Diagnostic(
        .error, "cannot read the folder", place: folder, help: "give a folder that exists and that you may read")
    }
    var files: [EvidenceFile] = []
    list(names, location: folder, path: "", depth: 0, into: &files)
    return files
  }

  private static func list(
    _ names: [String], location: String, path: String, depth: Int, into files: inout [EvidenceFile]
  ) {
    for name in names.sorted(by: { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    where !name.hasPrefix(".") {
      add(name, location: location, path: path, depth: depth, into: &files)
    }
  }

  private static func add(_ name: String, location: String, path: String, depth: Int, into files: inout [EvidenceFile])
  {
    let here = location + "/" + name
    let inner = path.isEmpty ? name : path + "/" + name
    guard let (kind, size) = status(here) else {
      files.append(EvidenceFile(location: here, path: inner, skipped: "cannot be read"))
      return
    }
    switch kind {
    case .regular: files.append(EvidenceFile(location: here, path: inner, bytes: size))
    case .folder where depth >= deepest:
      files.append(EvidenceFile(location: here, path: inner, skipped: "nested deeper than \(deepest) folders"))
    case .folder:
      if let names = try? FileManager.default.contentsOfDirectory(atPath: here) {
        list(names, location: here, path: inner, depth: depth + 1, into: &files)
      } else {
        files.append(EvidenceFile(location: here, path: inner, skipped: "a folder that cannot be read"))
      }
    case .link: files.append(EvidenceFile(location: here, path: inner, skipped: "a symbolic link, not followed"))
    case .other: files.append(EvidenceFile(location: here, path: inner, skipped: "not a regular file"))
    }
  }

  enum Kind { case regular, folder, link, other }

  /// The kind and size of what is at a path, links not followed.
  static func status(_ path: String) -> (Kind, Int)? {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else { return nil }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return (.regular, Int(info.st_size))
    case S_IFDIR: return (.folder, 0)
    case S_IFLNK: return (.link, 0)
    default: return (.other, 0)
    }
  }

  /// Whether a path matches a glob of the manifest's `ignore`: against the whole path and against the last name.
  public static func matches(_ path: String, _ glob: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return unsafe fnmatch(glob, path, 0) == 0 || fnmatch(glob, name, 0) == 0
  }
}
