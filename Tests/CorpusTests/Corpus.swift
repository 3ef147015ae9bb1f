import DebriefImport
import DebriefModel
import Foundation

/// The real files beside the checkout, which are tried and never committed; nil where they are not there.
enum Corpus {
  /// The folder of Package.swift.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["DEBRIEF_CORPUS"].map { URL(fileURLWithPath: $0) }
    let beside = package.deletingLastPathComponent().appendingPathComponent("shared/data")
    return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// All regular files below a folder of the corpus as paths below its root, sorted; empty without a corpus.
  static func files(below folder: String) -> [String] {
    guard let root, let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path) else {
      return []
    }
    return walk.compactMap { $0 as? String }.map { folder.isEmpty ? $0 : folder + "/" + $0 }.filter(isFile).sorted()
  }

  private static func isFile(_ path: String) -> Bool {
    let type = root.flatMap {
      try? FileManager.default.attributesOfItem(atPath: $0.appendingPathComponent(path).path)[.type]
    }
    return type as? FileAttributeType == .typeRegular
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let root else { return [] }
    return Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// The importers that claim a file, as the session would ask them.
  static func claims(_ bytes: [UInt8]) -> [(id: String, confidence: Confidence)] {
    ImporterRegistry.standard.scores(FileHead(bytes)).filter { $0.confidence > .no }
      .map { ($0.format.id, $0.confidence) }
  }
}
