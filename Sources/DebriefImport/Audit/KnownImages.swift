internal import DebriefModel
internal import DebriefParsing

/// The images that requests in the same log have set, so that the next change can say what was before. At most 4,096 workloads.
struct KnownImages {
  private static let most = 4096
  private var images: [String: [String: String]] = [:]

  /// The image of each container of a workload as last seen; empty when never seen.
  func images(of reading: AuditReading) -> [String: String] { images[Self.key(reading)] ?? [:] }

  /// Remembers what a request that was carried out has set.
  mutating func learn(from reading: AuditReading) {
    guard reading.succeeded, reading.subresource.isEmpty, AuditChange.workloads.contains(reading.resource) else {
      return
    }
    let template =
      reading.record["responseObject"]?["spec"]?["template"] ?? reading.record["requestObject"]?["spec"]?["template"]
    let seen = Self.images(in: template)
    let key = Self.key(reading)
    guard !seen.isEmpty, images.count < Self.most || images[key] != nil else { return }
    images[key, default: [:]].merge(seen) { $1 }
  }

  /// Container to image in a pod template; at most 64.
  static func images(in template: JSONValue?) -> [String: String] {
    var images: [String: String] = [:]
    for container in (template?["spec"]?["containers"]?.elements ?? JSONValue.none).prefix(64) {
      if let name = container["name"]?.string, let image = container["image"]?.string { images[name] = image }
    }
    return images
  }

  private static func key(_ reading: AuditReading) -> String {
    "\(reading.resource)/\(reading.subject.namespace)/\(reading.subject.name)"
  }
}
