import Foundation
public import Testing

/// Compares text with a file beside the test: the expected output, readable and reviewed like code.
///
/// `RECORD=1 swift test` writes the files anew; a test that recorded fails, so that recording is never taken for passing.
public enum Golden {
  /// Whether this run writes golden files instead of comparing with them.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  /// Records an issue with a line diff when `text` differs from `Golden/<name>` in the folder of the calling test.
  public static func expect(
    _ text: String, matches name: String, testFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let file = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if isRecording {
      record(text, at: file, sourceLocation)
    } else if let expected = try? String(contentsOf: file, encoding: .utf8) {
      guard expected != text else { return }
      Issue.record("\(name) differs (RECORD=1 refreshes it)\n\(diff(expected, text))", sourceLocation: sourceLocation)
    } else {
      Issue.record("there is no golden file \(name): record it with RECORD=1", sourceLocation: sourceLocation)
    }
  }

  private static func record(_ text: String, at file: URL, _ sourceLocation: SourceLocation) {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("could not record \(file.lastPathComponent): \(error)", sourceLocation: sourceLocation)
    }
  }

  /// Lines of the diff that are shown.
  private static let limit = 60

  /// The lines that differ, `-` expected and `+` actual, with their numbers.
  public static func diff(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let changes = new.difference(from: old)
    let lines = changes.map { change in
      switch change {
      case .remove(let offset, let line, _): (offset, "- \(offset + 1): \(line.prefix(300))")
      case .insert(let offset, let line, _): (offset, "+ \(offset + 1): \(line.prefix(300))")
      }
    }
    let sorted = lines.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map {
      $0.element.1
    }
    let more = sorted.count > limit ? ["… \(sorted.count - limit) more lines"] : []
    return (sorted.prefix(limit) + more).joined(separator: "\n")
  }
}
