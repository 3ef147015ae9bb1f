import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing
import Yams

struct `Objects of the corpus` {
  private static func files(_ folder: String, _ importer: String) -> [String] {
    Corpus.files(below: folder).filter { path in
      guard let bytes = try? Corpus.bytes(path) else { return false }
      return Corpus.claims(bytes).contains { $0.id == importer }
    }
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `an audit log gives an event a line`() throws {
    let path = "kubernetes/audit/demo.log"
    let bytes = try Corpus.bytes(path)
    #expect(Corpus.claims(bytes).map(\.id) == ["kubernetes-audit"])
    let run = try ImporterRun(KubernetesAuditImporter.self, bytes, path: path)
    #expect(run.events.count == bytes.split(separator: 0x0A).count)
    #expect(run.rejected.isEmpty)
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `objects are claimed by one importer and read without damage`() throws {
    for path in Self.files("kubernetes", "kubernetes-objects") {
      let bytes = try Corpus.bytes(path)
      #expect(Corpus.claims(bytes).map(\.id) == ["kubernetes-objects"], "\(path)")
      let run = try ImporterRun(KubernetesObjectsImporter.self, bytes, path: path)
      // Objects that are well and unowned have nothing to tell.
      #expect(run.rejected.isEmpty && run.records > 0, "\(path)")
    }
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `every owner that another parser finds is a relation`() throws {
    var total = 0
    for path in Self.files("kubernetes", "kubernetes-objects") {
      let bytes = try Corpus.bytes(path)
      let run = try ImporterRun(KubernetesObjectsImporter.self, bytes, path: path)
      let found = run.rows.relations.filter { $0.kind == .owns }.map {
        "\($0.from.kind)/\($0.from.name) \($0.to.namespace)/\($0.to.name)"
      }
      let expected = try Self.owners(bytes)
      #expect(Set(expected).isSubset(of: Set(found)), "\(path)")
      total += expected.count
    }
    if ProcessInfo.processInfo.environment["DEBRIEF_TABLE"] != nil { print("COUNT owners \(total)") }
    #expect(total > 100)
  }

  /// Owners of the objects in a text, by Foundation and Yams.
  private static func owners(_ bytes: [UInt8]) throws -> [String] {
    // Tools put lines of JSON before an object in YAML.
    let start = bytes.indices.first { bytes[$0...].starts(with: "apiVersion: ".utf8) } ?? 0
    let isWrapped = start > 0 && bytes[start - 1] == 0x0A && bytes.starts(with: "{\"tool".utf8)
    let bytes = isWrapped ? Array(bytes[start...]) : bytes
    let isJSON = bytes.first { $0 > 0x20 } == 0x7B
    let documents: [Any] =
      isJSON
      ? [try JSONSerialization.jsonObject(with: Data(bytes))]
      : try Array(Yams.load_all(yaml: String(decoding: bytes, as: UTF8.self))).compactMap { $0 }
    let objects = documents.compactMap { $0 as? [String: Any] }.flatMap { object in
      object["items"] as? [[String: Any]] ?? [object]
    }
    return objects.flatMap { object -> [String] in
      let metadata = object["metadata"] as? [String: Any] ?? [:]
      let owners = metadata["ownerReferences"] as? [[String: Any]] ?? []
      return owners.map {
        "\($0["kind"] ?? "")/\($0["name"] ?? "") \(metadata["namespace"] ?? "")/\(metadata["name"] ?? "")"
      }
    }
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `query results are read without damage, samples counted by another parser`() throws {
    for path in Self.files("prometheus/prometheus-api-client", "prometheus-query-range") {
      let bytes = try Corpus.bytes(path)
      let result = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
      let run = try ImporterRun(PrometheusQueryRangeImporter.self, bytes, path: path)
      #expect(run.series.count == result.count)
      #expect(run.series.map(\.samples.count) == result.map { ($0["values"] as? [Any])?.count ?? 0 })
      #expect(run.rejected.isEmpty)
    }
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `rules, alerts of the API, dashboards and cases are nobody's`() throws {
    for folder in [
      "prometheus/alertmanager-karma", "prometheus/alertmanager-webhook", "benchmarks",
      "people",
    ] {
      for path in Corpus.files(below: folder) {
        let ids = Corpus.claims(try Corpus.bytes(path)).map(\.id)
        #expect(ids.allSatisfy { !Self.objectImporters.contains($0) }, "\(path)")
      }
    }
  }

  private static let objectImporters = [
    "incident-manifest", "kubernetes-events", "kubernetes-objects", "kubernetes-audit", "prometheus-query-range",
    "pagerduty-log-entries",
  ]
}
