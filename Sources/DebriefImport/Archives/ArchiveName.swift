/// What a member is called in the store. Nothing is written under these names; they are only shown and compared.
struct ArchiveName {
  /// The path below the archive, without `.`, `..` and leading slashes.
  private(set) var path: String
  /// Why the member is not read; nil when nothing is wrong with its name.
  private(set) var problem: String?
  /// Whether the name had to be changed.
  let isChanged: Bool
  /// Files whose name begins with a dot are left out, as in a folder.
  let isHidden: Bool

  static let longest = 1024

  init(_ name: String) {
    let parts = name.split(separator: "/").filter { $0 != "." && $0 != ".." }
    path = parts.joined(separator: "/")
    isHidden = parts.contains { $0.hasPrefix(".") }
    isChanged = name.hasPrefix("/") || name.split(separator: "/").contains("..")
    if parts.isEmpty { problem = "it has no name" }
    if parts.count > EvidenceFolder.deepest { problem = "nested deeper than \(EvidenceFolder.deepest) folders" }
    if path.utf8.count > Self.longest { problem = problem ?? "its name is longer than \(Self.longest) bytes" }
    if problem != nil { path = parts.isEmpty ? "(no name)" : String(path.prefix(80)) + "…" }
  }
}
