public import DebriefModel
internal import DebriefParsing

/// The formats that a folder declares, one `.yaml`, `.yml` or `.json` file each.
public enum DeclaredFormats {
  static let endings = [".yaml", ".yml", ".json"]
  static let largestFile = 1 << 20
  static let mostFiles = 500

  /// Reads a folder, sorted by path. A file with a problem gives no format; all problems are returned.
  ///
  /// `shownAs` is the folder as people wrote it. Throws a diagnostic when the folder cannot be read.
  public static func load(_ folder: String, shownAs name: String, beside registry: ImporterRegistry = .standard) throws
    -> (formats: [DeclaredFormat], problems: [Diagnostic])
  {
    let files = try EvidenceFolder.files(in: folder).filter { file in
      file.skipped == nil && endings.contains { file.path.hasSuffix($0) }
    }
    guard !files.isEmpty else {
      throw Diagnostic(
        .error, "the folder declares no formats", place: name, help: "put one .yaml file for each format into it")
    }
    var formats: [DeclaredFormat] = []
    var problems: [Diagnostic] = []
    for file in files.prefix(mostFiles) {
      let path = name.hasSuffix("/") ? name + file.path : name + "/" + file.path
      var (format, found) = read(file, path)
      if let format, let problem = collision(format, formats, registry) { found.append(problem) }
      if let format, found.isEmpty { formats.append(format) }
      problems += found
    }
    return (formats, problems)
  }

  private static func collision(_ format: DeclaredFormat, _ others: [DeclaredFormat], _ registry: ImporterRegistry)
    -> Diagnostic?
  {
    let other = others.first { $0.id == format.id }
    guard other != nil || registry.format(id: format.id) != nil else { return nil }
    return Diagnostic(
      .error, "there is already a format '\(format.id)'", reason: other.map { "\($0.path) declares it" },
      place: format.path, help: "give it another id")
  }

  private static func read(_ file: EvidenceFile, _ path: String) -> (DeclaredFormat?, [Diagnostic]) {
    guard file.bytes <= largestFile else {
      return (nil, [Diagnostic(.error, "the file is larger than \(largestFile >> 20) MiB", place: path)])
    }
    do {
      let input = try FileInput(path: file.location)
      var bytes: [UInt8] = []
      while bytes.count <= largestFile, try input.read(1 << 16, into: &bytes) > 0 {}
      return read(bytes, path: path)
    } catch {
      return (nil, [Diagnostic(.error, "cannot read the file", reason: "\(error)", place: path)])
    }
  }

  /// Reads one declaration.
  static func read(_ bytes: [UInt8], path: String) -> (DeclaredFormat?, [Diagnostic]) {
    let reader = JSONReader()
    do throws(Rejection) {
      let json = FileHead(bytes).isJSON ? bytes : try YAMLConversion.json(bytes.span)
      let root: JSONValue
      do throws(JSONError) { root = try reader.parse(json.span) } catch { throw Rejection("not JSON: \(error.reason)") }
      let reading = DeclaredFormatReading(root, path: path)
      return (reading.problems.isEmpty ? reading.format : nil, reading.problems)
    } catch {
      return (nil, [Diagnostic(.error, "the file declares no format", reason: error.reason, place: path)])
    }
  }
}
