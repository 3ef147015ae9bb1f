import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// A sample's bytes.
func sample(_ path: String) throws -> [UInt8] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples")
  return [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
}

/// What an importer makes of a sample; `reference` is RFC 3339.
func read(
  _ importer: any Importer.Type, _ path: String, at location: String = "evidence", reference: String? = nil,
  zone: String = "UTC"
) throws -> ImporterRun {
  try ImporterRun(importer, sample(path), path: location, context: context(location, reference, zone))
}

/// What an importer makes of a text.
func read(_ importer: any Importer.Type, text: String, reference: String? = nil, zone: String = "UTC") throws
  -> ImporterRun
{
  try ImporterRun(importer, text: text, context: context("evidence", reference, zone))
}

private func context(_ path: String, _ reference: String?, _ zone: String) throws -> SourceContext {
  let reference = try reference.map { try #require(Instant(rfc3339: $0)) }
  return SourceContext(path: path, zone: try #require(AssumedZone(zone)), referenceTime: reference)
}

extension Instant {
  /// Reads `YYYY-MM-DDTHH:MM:SSZ`.
  init?(rfc3339 text: String) {
    let fields = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard fields.count == 6 else { return nil }
    let civil = CivilTime(
      year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4], second: fields[5])
    guard let instant = civil.instant() else { return nil }
    self = instant
  }
}

extension Event {
  /// `line@byte time severity subject {reason} message | attribute=value`: everything a test compares.
  var line: String {
    let shown = time.map { $0.start.rfc3339($0.precision) + ($0.basis == .stated ? "" : " \($0.basis)") } ?? "undated"
    let facts = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    let parts = [
      "\(provenance.line)@\(provenance.byte)", shown, severity.name, subject.description,
      reason.isEmpty ? "" : "{\(reason)}",
      message.replacing("\n", with: "⏎").replacing("\t", with: "⇥"), facts.isEmpty ? "" : "| \(facts)",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// Compares line by line, so that a failure names the first difference.
func expectLines(_ events: [Event], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  for (event, text) in zip(events, expected) { #expect(event.line == text, sourceLocation: sourceLocation) }
  #expect(events.count == expected.count, sourceLocation: sourceLocation)
}
