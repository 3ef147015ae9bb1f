import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing
import Yams

/// Counts the items of event lists with Foundation and Yams, which the importer does not use to find them.
struct `Kubernetes event lists of the corpus` {
  /// Files that hold Events by their own text, whatever the importers think of them.
  static let lists = Corpus.files(below: "kubernetes").filter { path in
    guard [".json", ".yaml", ".yml"].contains(where: path.hasSuffix), !path.hasSuffix("test_case.yaml") else {
      return false
    }
    guard let bytes = try? Corpus.bytes(path) else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("involvedObject") || text.contains("\"regarding\"") || text.contains("kind: EventList")
      || (text.contains("lastTimestamp") && text.contains("\"reason\""))
  }

  @Test(.enabled(if: Corpus.root != nil), arguments: lists)
  func `give as many events as they have items`(_ path: String) throws {
    let bytes = try Corpus.bytes(path)
    let items = try path.hasSuffix(".json") ? Self.countJSON(bytes) : Self.countYAML(bytes)
    #expect(Corpus.claims(bytes).map(\.id) == ["kubernetes-events"])
    let run = try ImporterRun(KubernetesEventsImporter.self, bytes, path: path)
    #expect(run.events.count == items)
    #expect(run.rejected.isEmpty)
    if ProcessInfo.processInfo.environment["DEBRIEF_TABLE"] != nil {
      print("COUNT \(path) \(items) \(run.events.count)")
    }
  }

  /// Items of every document in the text: a list's items, or one for an object of its own.
  private static func countJSON(_ bytes: [UInt8]) throws -> Int {
    if let whole = try? JSONSerialization.jsonObject(with: Data(bytes)) { return count(whole) }
    return try bytes.split(separator: 0x0A).reduce(0) { try $0 + count(JSONSerialization.jsonObject(with: Data($1))) }
  }

  private static func countYAML(_ bytes: [UInt8]) throws -> Int {
    try Array(Yams.load_all(yaml: String(decoding: bytes, as: UTF8.self))).reduce(0) { $0 + count($1) }
  }

  private static func count(_ value: Any) -> Int {
    guard let object = value as? [String: Any] else { return (value as? [Any])?.count ?? 0 }
    if let items = object["items"] as? [Any] { return items.count }
    return (object["kind"] as? String)?.hasSuffix("List") ?? false ? 0 : 1
  }
}
