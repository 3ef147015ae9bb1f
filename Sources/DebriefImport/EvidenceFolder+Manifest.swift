public import DebriefModel

extension EvidenceFolder {
  /// What `incident.yaml` at the top of the folder says, or of the archive that is the only file; nil without one, or when
  /// it cannot be read.
  public static func manifest(among files: [EvidenceFile]) -> Manifest? {
    if let archive = EvidenceArchive(alone: files) { return ManifestFile.read(archive: archive.file) }
    guard let file = files.first(where: { $0.skipped == nil && ManifestFile.names.contains($0.path) }) else {
      return nil
    }
    return ManifestFile.read(location: file.location, path: file.path)
  }
}
