import DebriefAnalysis
import DebriefModel
public import DebriefTesting
import Foundation
public import Testing

/// The package's folder, found from this file.
let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
  .path

let scenarios = (try? Scenario.all(in: "\(packageFolder)/samples/scenarios")) ?? []

extension Scenario: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite struct `Every scenario` {
  @Test func `is found and reads`() throws {
    #expect(try Scenario.all(in: "\(packageFolder)/samples/scenarios").count >= 14)
  }

  @Test(arguments: scenarios) func `finds exactly what it says`(_ scenario: Scenario) throws {
    let problems = try scenario.violations()
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  @Test(arguments: scenarios) func `shows evidence for everything`(_ scenario: Scenario) throws {
    #expect(try DetectorLaws.evidenceIsNeverEmpty(scenario) == [])
  }

  @Test(arguments: scenarios) func `is not changed by unrelated events`(_ scenario: Scenario) throws {
    #expect(try DetectorLaws.unrelatedEventsChangeNothing(scenario) == [])
  }

  @Test(arguments: scenarios) func `has the same findings a day later`(_ scenario: Scenario) throws {
    #expect(try DetectorLaws.shiftedTimesShiftTheFindings(scenario) == [])
  }

  @Test(arguments: scenarios) func `does not depend on the order of simultaneous events`(_ scenario: Scenario) throws {
    #expect(try DetectorLaws.orderOfSimultaneousEventsDoesNotMatter(scenario) == [])
  }

  @Test(arguments: scenarios) func `gives the same analysis twice`(_ scenario: Scenario) throws {
    #expect(try DetectorLaws.sameInputSameOutput(scenario) == [])
  }
}

@Suite struct `Every detector` {
  @Test func `has a scenario`() {
    let uncovered = DetectorLaws.uncovered(scenarios)
    #expect(uncovered.isEmpty, "add samples/scenarios/<name>.scenario with “expect <detector> …” for: \(uncovered)")
    #expect(DetectorLaws.unknown(scenarios) == [])
  }

  @Test func `is registered`() throws {
    let folder = "\(packageFolder)/Sources/DebriefAnalysis/Detectors"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix("Detector.swift") && $0 != "Detector.swift"
    }
    let registered = Set(DetectorRegistry.all.map { "\($0).swift" })
    #expect(Set(files) == registered, "each file has a line in DetectorRegistry.swift and each line a file")
  }

  @Test func `explains itself and has an id of its own`() {
    let descriptions = DetectorRegistry.descriptions
    #expect(Set(descriptions.map(\.id)).count == descriptions.count)
    for description in descriptions {
      #expect(description.id.allSatisfy { $0.isLowercase || $0 == "-" }, "\(description.id)")
      #expect(
        description.explanation.count > 80, "\(description.id) does not say what it looks at and what it cannot see")
      if let followUp = description.followUp {
        #expect(["prevent", "mitigate", "detect", "process"].contains(followUp.type), "\(description.id)")
      }
    }
  }

  /// The state after 2 900 subjects is no larger than after 2 200, and findings stay below their bound.
  @Test(arguments: DetectorRegistry.descriptions.map(\.id)) func `keeps bounded state among hostile subjects`(
    _ id: String
  ) throws {
    let detector = try #require(DetectorRegistry.all.first { $0.description.id == id })
    let scenario = try #require(
      scenarios.first { $0.detectors == [id] } ?? scenarios.first { $0.detectors.contains(id) })
    let few = DetectorLaws.load(detector, scenario, subjects: 2200)
    let many = DetectorLaws.load(detector, scenario, subjects: 2900)
    #expect(many.values <= few.values + 100, "state grew from \(few.values) to \(many.values) values")
    #expect(many.findings <= 2000)
  }
}

@Suite struct `The measure of a detector's state` {
  @Test func `sees the runs of many subjects`() throws {
    let scenario = try #require(scenarios.first { $0.detectors == [CrashLoopDetector.description.id] })
    #expect(DetectorLaws.load(CrashLoopDetector.self, scenario, subjects: 3000).values > 1000)
  }
}

@Suite struct `A scenario that is wrong` {
  @Test(arguments: [
    ("at 1x web-1 warning BackOff", "not a length of time"), ("at 1m", "expected a subject"),
    ("when 1m web-1", "unknown statement"),
    ("expect", "expected what"), ("relate a hates b", "not owns"), ("series m 1xq", "VALUExCOUNT"),
    ("# only a comment", "expects nothing at all"),
  ]) func `is refused with its line and the reason`(_ line: String, _ reason: String) {
    let error = #expect(throws: Scenario.Malformed.self) { try Scenario(name: "wrong", text: line) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("wrong.scenario:1: ") == true)
  }

  @Test func `fails when it expects what is not there, and when it does not expect what is`() throws {
    let story = "at 1m web-1 warning BackOff Back-off restarting failed container\n"
    #expect(try Scenario(name: "s", text: story + "expect oom-killed web-1").violations().count == 2)
    #expect(try Scenario(name: "s", text: story + "expect nothing").violations().count == 1)
    #expect(try Scenario(name: "s", text: story + "expect crash-loop web-2").violations().count == 2)
    #expect(try Scenario(name: "s", text: story + "expect crash-loop web-1\nexpect lead other").violations().count == 1)
  }
}
