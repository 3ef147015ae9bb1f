internal import DebriefModel
internal import DebriefParsing

/// Finds and reads `incident.yaml` before everything else, because its zone and capture time hold for the other files.
enum ManifestFile {
  static let names = ["incident.yaml", "incident.yml", "incident.json"]
  static let largest = 4 << 20

  /// The manifest, or nil when it cannot be read (the import of the file then says why).
  static func read(location: String, path: String) -> Manifest? {
    guard let input = try? FileInput(path: location) else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < largest, let read = try? input.read(1 << 16, into: &bytes), read > 0 {}
    return read(bytes, path: path)
  }

  /// The manifest of an archive that is all the evidence there is: at its top, or in the one folder it holds.
  static func read(archive file: EvidenceFile) -> Manifest? {
    var manifest: Manifest?
    let names = Member()
    _ = try? ArchiveWalk(file).run { member in
      let inside = String(decoding: member.path.utf8.dropFirst(file.path.utf8.count + 1), as: UTF8.self)
      guard let input = member.input, names.isManifest(inside) else { return true }
      manifest = read(input.peek(largest), path: member.path)
      return false
    }
    return manifest
  }

  /// Tells the manifest among the members of an archive: the first one so called.
  final class Member {
    private var found: String?

    func isManifest(_ path: String) -> Bool {
      let parts = path.split(separator: "/")
      guard parts.count <= 2, let name = parts.last, names.contains(String(name)), found == nil || found == path else {
        return false
      }
      found = path
      return true
    }
  }

  /// Reads as the importer does; what is wrong or unknown is said when the file is imported.
  static func read(_ bytes: [UInt8], path: String) -> Manifest? {
    var batch = EventBatch(context: SourceContext(path: path))
    try? RecordPump().run(
      ImportFormat(IncidentManifestImporter.self), MemoryInput(bytes), head: FileHead(bytes), into: &batch,
      flush: { _ in })
    return batch.manifest
  }
}
