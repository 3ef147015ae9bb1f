internal import DebriefModel
internal import DebriefParsing

/// Finds and reads `incident.yaml` before everything else, because its zone and capture time hold for the other files.
enum ManifestFile {
  static let names = ["incident.yaml", "incident.yml", "incident.json"]
  static let largest = 4 << 20

  /// The manifest, or nil when it cannot be read (the import then says why).
  static func read(location: String, path: String) -> Manifest? {
    guard let input = try? FileInput(path: location) else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < largest, let read = try? input.read(1 << 16, into: &bytes), read > 0 {}
    return nil
  }
}
