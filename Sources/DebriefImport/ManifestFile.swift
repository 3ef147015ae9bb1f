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

  /// Reads as the importer does; what is wrong or unknown is said when the file is imported.
  static func read(_ bytes: [UInt8], path: String) -> Manifest? {
    var batch = EventBatch(context: SourceContext(path: path))
    try? RecordPump().run(
      ImportFormat(IncidentManifestImporter.self), MemoryInput(bytes), head: FileHead(bytes), into: &batch,
      flush: { _ in })
    return batch.manifest
  }
}
