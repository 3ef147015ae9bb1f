import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

private let samplesFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("samples").path
private let samples = ImporterLaws.samples(in: samplesFolder)

private func importer(of sample: ImporterSample) throws -> ImportFormat {
  try #require(
    ImporterRegistry.standard.format(id: sample.importer), "samples/\(sample.importer) belongs to no importer")
}

@Suite struct `Every importer` {
  @Test func `is registered under its own name, described, and has samples`() {
    #expect(!samples.isEmpty)
    let broken = ImporterLaws.checkRegistry(
      .standard, samples: samples, folders: ImporterLaws.folders(in: samplesFolder))
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `claims its samples more surely than any other`(_ sample: ImporterSample) {
    let broken = ImporterLaws.checkClaim(sample, .standard)
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `reads the same however the bytes are cut`(_ sample: ImporterSample) throws {
    let broken = try ImporterLaws.checkChunks(sample, importer(of: sample))
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `reads the same twice`(_ sample: ImporterSample) throws {
    let broken = try ImporterLaws.checkRepeats(sample, importer(of: sample))
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `says on which line and byte a record starts`(_ sample: ImporterSample) throws {
    let broken = try ImporterLaws.checkProvenance(sample, importer(of: sample))
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `reads something that makes sense`(_ sample: ImporterSample) throws {
    let broken = try ImporterLaws.checkSense(sample, importer(of: sample))
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  @Test(arguments: samples) func `survives 200 damaged variants of each sample`(_ sample: ImporterSample) throws {
    // A trap ends the process before any message: DEBRIEF_SHOW_DAMAGE=1 prints the seed of each variant ahead of it.
    let shows = ProcessInfo.processInfo.environment["DEBRIEF_SHOW_DAMAGE"] != nil
    let broken = try ImporterLaws.readDamaged(sample, importer(of: sample)) { seed in
      if shows { print("\(sample), seed \(seed)") }
    }
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }
}
