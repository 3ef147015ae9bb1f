import DebriefModel
import Foundation
import Testing

@testable import DebriefImport

/// Keeps what a session hands over.
final class KeptRows: ImportSink {
  var sources: [Source] = []
  var manifests: [Manifest] = []
  var rows = ImportedRows()
  func storedHash(incident: String, path: String, format: String, bytes: Int?) -> String? { nil }
  func beginSource(incident: String, path: String, format: String, bytes: Int) {}
  func write(_ rows: ImportedRows) { self.rows.events += rows.events }
  func commitSource(_ source: Source, manifest: Manifest?) {
    sources.append(source)
    if let manifest { manifests.append(manifest) }
  }
  func abandonSource() {}
  func finishImport(incident: String) {}
  func latestInstant(incident: String) -> Instant? { nil }
}

struct `A session with a manifest` {
  /// Imports files written to a folder of their own.
  private func run(_ files: [String: String]) throws -> KeptRows {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let sink = KeptRows()
    _ = try ImportSession(sink: sink).importFiles(EvidenceFolder.files(in: folder.path), ImportRequest(incident: "i"))
    return sink
  }

  @Test func `of a single key takes it for what its name says`() throws {
    let sink = try run(["incident.yaml": "title: Short\n"])
    #expect(sink.sources.map(\.format) == ["incident-manifest"])
    #expect(sink.manifests.map(\.title) == ["Short"])
  }

  @Test func `leaves out what it ignores and reads naive times in its zone`() throws {
    let sink = try run([
      "incident.yaml": "timezone: Asia/Tokyo\nignore: ['*.tmp']\nmilestones: {detected: 2026-03-02 23:00:00}\n",
      "a.tmp": "x",
    ])
    #expect(sink.sources.map(\.path) == ["incident.yaml"])
    #expect(sink.rows.events.first?.time?.start == Instant(seconds: 1_772_460_000))
  }

  @Test func `after much white space JSON is still JSON`() throws {
    let sink = try run([
      "e.json": String(repeating: " ", count: 500)
        + "{\"kind\":\"EventList\",\"items\":[{\"involvedObject\":{},\"reason\":\"x\"}]}"
    ])
    #expect(sink.sources.map(\.format) == ["kubernetes-events"])
    #expect(sink.sources.map(\.events) == [1])
  }

  @Test func `a file that was read and gave nothing says so`() throws {
    let sink = try run([
      "web.txt":
        "Name:         web\nNamespace:    shop\nSelector:     app=web\nReplicas:     1 desired | 1 updated | 1 total | "
        + "1 available | 0 unavailable\nEvents:       <none>\n"
    ])
    #expect(sink.sources.map(\.format) == ["kubectl-describe"])
    #expect(sink.sources.first?.notes.map(\.kind) == [.missing])
  }
}
