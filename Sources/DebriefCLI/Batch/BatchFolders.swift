import DebriefImport
import DebriefModel

/// The incidents below a folder.
///
/// A folder is one incident when it has an `incident.yaml`, or when it has files of its own and no folder below it has an
/// `incident.yaml`; all below it belongs to it. Every other folder only holds incidents, in any depth (`2026/08/payments`). An archive
/// among those is an incident, too; other loose files beside incidents are not read, and are counted. Hidden names are passed over, links
/// are not followed.
struct BatchFolders {
  /// One incident: a folder or an archive.
  struct Entry: Hashable, Sendable {
    /// Where it is.
    var location: String
    /// Its path below the folder of the batch.
    var path: String
  }

  static let manifests = ["incident.yaml", "incident.yml", "incident.json"]

  /// By path.
  private(set) var entries: [Entry] = []
  /// Files beside incidents that belong to none.
  private(set) var looseFiles: [String] = []
  /// Folders that cannot be listed.
  private(set) var unreadable: [String] = []

  /// Looks through a folder; `excluded` holds canonical paths that are no evidence. Throws when it cannot be listed.
  init(in folder: String, shownAs name: String, excluding excluded: [String]) throws {
    guard let top = FolderListing(folder) else {
      throw Diagnostic(
        .error, "cannot read the folder", place: name, help: "give a folder that exists and that you may read")
    }
    let root = CanonicalPath.of(folder)
    var tree = Tree(location: folder, path: "")
    fill(&tree, top, root, excluded, depth: 0)
    collect(tree)
    entries.sort { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
  }

  private struct Tree {
    var location: String
    var path: String
    var files: [String] = []
    var folders: [Tree] = []
    var hasManifest = false
    /// Whether a folder below it has a manifest.
    var holdsManifest = false
  }

  private mutating func fill(
    _ tree: inout Tree, _ listing: FolderListing, _ canonical: String, _ excluded: [String], depth: Int
  ) {
    tree.files = listing.files.filter { name in !excluded.contains { $0 == canonical + "/" + name } }
    tree.hasManifest = depth > 0 && tree.files.contains { Self.manifests.contains($0) }
    // What lies below an incident belongs to it, whatever it is.
    guard !tree.hasManifest, depth < EvidenceFolder.deepest else { return }
    for name in listing.folders where !excluded.contains(where: { $0 == canonical + "/" + name }) {
      let path = tree.path.isEmpty ? name : tree.path + "/" + name
      var inner = Tree(location: tree.location + "/" + name, path: path)
      guard let listing = FolderListing(inner.location) else {
        unreadable.append(path)
        continue
      }
      fill(&inner, listing, canonical + "/" + name, excluded, depth: depth + 1)
      tree.holdsManifest = tree.holdsManifest || inner.hasManifest || inner.holdsManifest
      tree.folders.append(inner)
    }
  }

  private mutating func collect(_ tree: Tree) {
    let isTop = tree.path.isEmpty
    if !isTop, tree.hasManifest || !tree.files.isEmpty && !tree.holdsManifest {
      return entries.append(Entry(location: tree.location, path: tree.path))
    }
    for name in tree.files {
      let location = tree.location + "/" + name
      let path = isTop ? name : tree.path + "/" + name
      if EvidenceArchive(location: location, path: name, bytes: FileSize.of(location)) != nil {
        entries.append(Entry(location: location, path: path))
      } else {
        looseFiles.append(path)
      }
    }
    for folder in tree.folders { collect(folder) }
  }
}
