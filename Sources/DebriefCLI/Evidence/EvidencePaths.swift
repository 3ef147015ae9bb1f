import DebriefImport
import DebriefModel

/// The files that the arguments of a command name, and how they are called in the store.
struct EvidencePaths {
  private(set) var files: [EvidenceFile] = []
  /// Where the files lie, for `verify`; nil for standard input and for files from several folders.
  private(set) var folder: String?
  /// The incident's id as far as the arguments tell it: the name of the folder or archive.
  private(set) var name: String?
  /// Whether the argument is one archive, which is imported like a folder.
  private(set) var isArchive = false

  /// Collects the files. A single folder gives the paths below it; a file is called by its name; `-` is standard input.
  ///
  /// `excluded` holds canonical paths of files and folders that are no evidence: the store, the report being written.
  init(_ arguments: [String], excluding excluded: [String], on terminal: Terminal) throws {
    for argument in arguments { try add(argument, alone: arguments.count == 1, excluded, terminal) }
    try rejectSameNames()
  }

  private mutating func add(_ argument: String, alone: Bool, _ excluded: [String], _ terminal: Terminal) throws {
    if argument == "-" { return files.append(EvidenceFile(location: "-", path: "-")) }
    let location = terminal.resolve(argument)
    guard CanonicalPath.isFolder(location) else { return try addFile(location, argument, alone: alone) }
    let canonical = CanonicalPath.of(location)
    let prefix = alone ? "" : lastName(canonical) + "/"
    for file in try EvidenceFolder.files(in: location) where !isExcluded(canonical + "/" + file.path, excluded) {
      var file = file
      file.path = prefix + file.path
      files.append(file)
    }
    if alone { (folder, name) = (canonical, lastName(canonical)) }
  }

  private mutating func addFile(_ location: String, _ argument: String, alone: Bool) throws {
    guard CanonicalPath.exists(location) else {
      throw Diagnostic(
        .error, "there is no such file or folder", place: argument,
        help: "give files or folders that exist; - is standard input")
    }
    let canonical = CanonicalPath.of(location)
    let name = lastName(argument)
    files.append(EvidenceFile(location: location, path: name, bytes: FileSize.of(location)))
    guard alone else { return }
    folder = "/" + canonical.split(separator: "/").dropLast().joined(separator: "/")
    isArchive = EvidenceArchive(location: location, path: name, bytes: FileSize.of(location)) != nil
    if isArchive { self.name = EvidenceArchive.stem(name) }
  }

  private func isExcluded(_ path: String, _ excluded: [String]) -> Bool {
    excluded.contains { CanonicalPath.contains($0, path) }
  }

  private func lastName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Two files of one name would replace each other in the store.
  private func rejectSameNames() throws {
    var seen: Set<String> = []
    for file in files where !seen.insert(file.path).inserted {
      throw UsageProblem(
        "two files would be called '\(file.path)' in the store", help: "import the folder that holds both instead")
    }
  }
}
