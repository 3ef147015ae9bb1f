internal import DebriefModel
internal import DebriefParsing

/// API audit records among the lines of a log: an API server that writes them to its output, or a collector that shipped them.
///
/// They become what they are in the API server's own file, with the same identity.
struct AuditLines: Sendable {
  private var images = KnownImages()

  /// Takes a line that is an audit record; false, with nothing taken, for any other line.
  mutating func take(_ line: Span<UInt8>, _ place: Provenance, _ batch: inout EventBatch) -> Bool {
    guard line.count > 60, line[0] == 0x7B, Text.contains(line.extracting(0..<min(line.count, 400)), "audit.k8s.io"),
      let record = batch.parseInnerJSON(line), record["auditID"] != nil
    else { return false }
    take(record, at: nil, place, &batch)
    return true
  }

  /// Takes a record; `time` is when it was stored, for a record that keeps none of its own.
  mutating func take(_ record: JSONValue, at time: EventTime?, _ place: Provenance, _ batch: inout EventBatch) {
    let reading = AuditReading(record)
    var event = reading.event(images)
    event.time = event.time ?? time
    event.provenance = place
    batch.add(event)
    images.learn(from: reading)
  }
}
