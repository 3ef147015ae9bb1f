import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation

/// The committed samples, by importer.
enum Samples {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// Runs an importer over its sample.
  static func run(
    _ importer: any Importer.Type, _ file: String, context: SourceContext? = nil, chunkSize: Int = 1 << 16
  ) throws -> ImporterRun {
    let path = "\(importer.description.id)/\(file)"
    return try ImporterRun(importer, bytes(path), path: path, chunkSize: chunkSize, context: context)
  }
}

extension Event {
  /// When, what, about whom and how often, on one line.
  var brief: String {
    let when = time.map { $0.isInstant ? "\($0.start)" : "\($0.start)..\($0.end)" } ?? "undated"
    return "\(when) \(severity.name) \(reason) \(subject)" + (count == 1 ? "" : " x\(count)")
  }
}

extension ImporterRun {
  var briefs: [String] { events.map(\.brief) }
  var reasons: [String] { rejected.map(\.reason) }
  func event(_ reason: String) -> Event? { events.first { $0.reason == reason } }
}
