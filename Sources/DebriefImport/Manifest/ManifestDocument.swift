public import DebriefModel
internal import DebriefParsing

/// An `incident.yaml` with the places of what stands in it, for checking it apart from an import.
public struct ManifestDocument: Sendable {
  /// A line and a column, both from 1.
  public struct Place: Hashable, Sendable {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
  }

  /// A value that cannot be used, or a key that means nothing.
  public struct Problem: Hashable, Sendable {
    public var text: String
    public var reason: String?
    public var help: String?
    public var place: Place
  }

  public let manifest: Manifest
  public let problems: [Problem]
  private let places: YAMLPlaces
  private let actionPaths: [String]

  /// Reads a manifest, YAML or JSON. Throws a rejection when it is no mapping at all; its reason names the line.
  public init(_ bytes: [UInt8]) throws(Rejection) {
    let node = try YAMLConversion.compose(bytes.span)
    places = YAMLPlaces(node)
    let json = try YAMLConversion.json(node)
    let reader = JSONReader()
    let root: JSONValue
    do throws(JSONError) { root = try reader.parse(json.span) } catch { throw Rejection("not JSON: \(error.reason)") }
    guard root.isObject else { throw Rejection("the manifest is not a mapping of keys to values") }
    var reading = ManifestReading(root, zone: .utc)
    reading.read()
    withExtendedLifetime(reader) {}
    (manifest, actionPaths) = (reading.manifest, reading.actionPaths)
    problems = Self.problems(reading, places)
  }

  /// Where an action stands, or one of its keys; the action itself where the key is missing.
  public func place(ofAction index: Int, key: String? = nil) -> Place {
    guard actionPaths.indices.contains(index) else { return place(of: "actions") }
    return places.place(of: actionPaths[index] + (key.map { "." + $0 } ?? ""))
  }

  /// Where a key stands, e.g. `narrative.summary`; the beginning of the file where it is missing.
  public func place(of path: String) -> Place { places.place(of: path) }

  private static func problems(_ reading: ManifestReading, _ places: YAMLPlaces) -> [Problem] {
    let wrong = reading.problems.map { problem in
      Problem(
        text: "\(problem.path) \(problem.text)", reason: "it says: \(problem.excerpt)",
        place: places.place(of: problem.path))
    }
    let unknown = reading.unknownKeys.map { key in
      Problem(
        text: "unknown key '\(key.path)'",
        help: key.nearest.map { "did you mean '\($0)'?" } ?? "known: " + key.known.joined(separator: ", "),
        place: places.place(of: key.path))
    }
    return (wrong + unknown).sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
  }
}
