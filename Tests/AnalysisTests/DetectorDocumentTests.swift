import DebriefAnalysis
import DebriefTesting
import Foundation
import Testing

@Suite struct `docs/reference/detectors.md` {
  private let path = "\(packageFolder)/docs/reference/detectors.md"

  /// `RECORD=1` writes the file anew.
  @Test func `is what the registry says`() throws {
    let expected = DetectorDocument.text
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try FileManager.default.createDirectory(
        atPath: "\(packageFolder)/docs/reference", withIntermediateDirectories: true)
      try expected.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let actual = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let stale = zip(expected.split(separator: "\n"), actual.split(separator: "\n")).first { $0 != $1 }
    #expect(
      actual == expected,
      "run RECORD=1 swift test --filter DetectorDocumentTests; first difference: \(String(describing: stale))")
  }

  @Test func `shows a scenario that reads`() throws {
    let scenario = try Scenario(name: "example", text: DetectorDocument.example)
    #expect(try scenario.violations() == [])
    #expect(DetectorDocument.text.contains(DetectorDocument.example))
  }
}
