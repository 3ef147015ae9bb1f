import DebriefCLI
import Foundation

/// A temporary folder in which commands run in this process.
final class Shell {
  struct Output {
    var status: ExitStatus
    var out: String
    var err: String
  }

  let folder: String
  var environment: [String: String] = [:]
  var isTTY = false
  var width = 100

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func run(_ arguments: String...) -> Output { run(arguments) }

  func run(_ arguments: [String]) -> Output {
    let (out, err) = (CapturedText(isTTY: isTTY), CapturedText(isTTY: isTTY))
    let terminal = Terminal(out: out, err: err, environment: environment, width: width, folder: folder)
    let status = Program.run(arguments, on: terminal)
    return Output(status: status, out: visible(out.text), err: visible(err.text))
  }

  /// Temporary paths differ from run to run.
  private func visible(_ text: String) -> String { text.replacingOccurrences(of: folder, with: "DIR") }

  func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: folder).appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(path), encoding: .utf8)
  }

  func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(path))
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }
}

/// Evidence for the tests of commands.
enum Evidence {
  struct Record {
    var at = "2026-08-27T18:15:00Z"
    var namespace = "shop"
    var name = "payments-1"
    var type = "Warning"
    var reason = "BackOff"
    var message = "Back-off restarting failed container"
    var count = 1
  }

  static func list(_ records: [Record], broken: Bool = false) throws -> String {
    var items: [Any] = records.enumerated().map { index, record in
      [
        "apiVersion": "v1", "kind": "Event",
        "metadata": ["name": "e\(index)", "namespace": record.namespace, "uid": "u\(index)"],
        "involvedObject": ["kind": "Pod", "namespace": record.namespace, "name": record.name], "type": record.type,
        "reason": record.reason, "message": record.message, "count": record.count,
        "firstTimestamp": record.at, "lastTimestamp": record.at,
      ] as [String: Any]
    }
    if broken { items.append(["kind": "Event", "metadata": ["name": "broken"]]) }
    let list: [String: Any] = ["apiVersion": "v1", "kind": "List", "items": items]
    let data = try JSONSerialization.data(withJSONObject: list, options: [.prettyPrinted, .sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }

  static let plain = [
    Record(),
    Record(
      at: "2026-08-27T18:16:00Z", type: "Normal", reason: "ScalingReplicaSet", message: "Scaled up replica set to 3"),
    Record(
      at: "2026-08-27T18:17:30Z", namespace: "other", name: "web-1", reason: "Unhealthy",
      message: "Readiness probe failed", count: 4),
  ]

  /// Text that tries to be more than text in every kind of output.
  static let hostile =
    "=cmd|' /C calc'!A0 \u{1B}[31mred\u{1B}]0;title\u{07}\u{9B}2J\r\n| <script>alert(1)</script> `x` **b** {{y}} '; DROP TABLE event;-- \u{202E}x\u{200B}"
}

extension Shell {
  /// A folder `incident` with events, read into the default store.
  static func withIncident(_ records: [Evidence.Record] = Evidence.plain, broken: Bool = false) throws -> Shell {
    let shell = try Shell()
    try shell.write(Evidence.list(records, broken: broken), to: "incident/events.json")
    _ = shell.run("import", "incident")
    return shell
  }
}

/// The built program.
enum Binary {
  static let path: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(
      "debrief"
    ).path
    let candidates = [
      beside, root.appendingPathComponent(".build/debug/debrief").path,
      root.appendingPathComponent(".build/release/debrief").path,
    ]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  struct Run {
    var status: Int32
    var out: String
    var err: String
  }

  /// Runs it in a folder and waits.
  static func run(_ arguments: [String], in folder: String) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "/nonexistent")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [:]
    let (out, err) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    try process.run()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Run(status: process.terminationStatus, out: text, err: errors)
  }
}
