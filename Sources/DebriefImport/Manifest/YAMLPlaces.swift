internal import Yams

/// Where the keys of a YAML document stand, by path: `actions[1].due`.
struct YAMLPlaces {
  /// Paths kept at most; a manifest has far fewer.
  private static let most = 20_000
  private(set) var places: [String: ManifestDocument.Place] = [:]

  /// Walks a document that `YAMLConversion` accepted, so its depth is bounded.
  init(_ root: Node) { walk(root, "") }

  /// The place of a path, else that of the nearest one around it that is there.
  func place(of path: String) -> ManifestDocument.Place {
    var path = path[...]
    while !path.isEmpty {
      if let place = places[String(path)] { return place }
      guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      path = path[..<cut]
    }
    return ManifestDocument.Place(line: 1, column: 1)
  }

  private mutating func walk(_ node: Node, _ path: String) {
    guard places.count < Self.most else { return }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        let inner = (path.isEmpty ? "" : path + ".") + (key.scalar?.string ?? "").prefix(80)
        note(inner, key.mark)
        walk(value, inner)
      }
    case .sequence(let sequence):
      for (index, item) in sequence.enumerated() {
        note("\(path)[\(index)]", item.mark)
        walk(item, "\(path)[\(index)]")
      }
    case .scalar, .alias: break
    }
  }

  private mutating func note(_ path: String, _ mark: Mark?) {
    guard let mark, places[path] == nil else { return }
    places[path] = ManifestDocument.Place(line: mark.line, column: mark.column)
  }
}
