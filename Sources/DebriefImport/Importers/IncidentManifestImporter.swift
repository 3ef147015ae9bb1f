public import DebriefModel
internal import DebriefParsing

/// Reads `incident.yaml`: what people declare about an incident. A wrong value is rejected, the rest still holds.
public struct IncidentManifestImporter: Importer {
  public static let description = ImporterDescription(
    id: "incident-manifest", title: "Incident manifest", framing: .objects(elements: []),
    summary:
      "Title, severity, milestones, narrative, actions and objectives as people declared them; milestones also as annotations.",
    origin: "written by hand as incident.yaml at the top of the folder")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard !outline.isArray, !outline.has("apiVersion"), !outline.has("kind") else { return .no }
    let keys = outline.topLevelKeys
    let known = keys.filter { ManifestReading.keys.contains($0) }
    let telling = known.filter { ManifestReading.tellingKeys.contains($0) }
    // Other files have a title and a status too: what is not the manifest's own must stay the exception.
    guard telling.count >= 2, (keys.count - known.count) * 3 <= known.count else { return .no }
    let isOwn = telling.contains { ["milestones", "narrative", "actions", "slos", "captured_at"].contains($0) }
    if !isOwn, let status = outline["status"], !status.isEmpty, !ManifestReading.statuses.contains(status) {
      return .no
    }
    return isOwn || telling.count >= 3 ? .certain : outline.isJSON ? .no : .likely
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("the manifest is not a mapping of keys to values") }
    guard batch.manifest == nil else { throw Rejection("a second document: only the first is the manifest") }
    var reading = ManifestReading(root, zone: batch.context.zone)
    reading.read()
    var manifest = reading.manifest
    manifest.provenance = batch.place
    batch.manifest = manifest
    for problem in reading.problems { batch.reject(problem.reason, excerpt: problem.excerpt) }
    for key in reading.unknownKeys { batch.note(.warning, key.warning) }
    if reading.assumedZone {
      batch.note(.timeAssumption, "times without an offset were read as \(reading.zone.name)")
    }
    for milestone in reading.milestones { batch.add(Self.event(milestone.name, milestone.time)) }
  }

  private static func event(_ name: Milestone.Name, _ time: EventTime) -> Event {
    Event(
      time: time, kind: .annotation, severity: .notice, reason: name.rawValue,
      message: "declared in the manifest: \(name.rawValue)",
      attributes: [Attribute.milestone: name.rawValue], identity: EventIdentity(key: "milestone:\(name.rawValue)"))
  }
}
