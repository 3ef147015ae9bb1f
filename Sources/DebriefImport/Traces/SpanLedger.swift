internal import DebriefModel

/// Turns the spans of one file into events and relations.
///
/// A failed span is an event of its own, and so is a slow one (`SpanOperation`). All other spans of an operation are one event
/// that says how many there were and how long they took. Memory is bounded: 2,000 operations, and the calls as `CallGraph` says.
struct SpanLedger {
  private static let mostOperations = 2000

  private struct Key: Hashable, Comparable {
    var service: Subject
    var operation: String
    static func < (a: Key, b: Key) -> Bool { (a.service, a.operation) < (b.service, b.operation) }
  }

  private var operations: [Key: SpanOperation] = [:]
  private var calls = CallGraph()
  private var spans = 0
  private var failed = 0
  private var uncounted = 0

  mutating func see(_ span: TraceSpan, into batch: inout EventBatch) {
    spans += 1
    calls.see(span, batch.place)
    if span.isFailed { fail(span, &batch) }
    let key = Key(service: span.service, operation: span.operation)
    guard operations[key] != nil || operations.count < Self.mostOperations else {
      uncounted += 1
      return
    }
    operations[key, default: SpanOperation(place: batch.place)].take(span, batch.place)
  }

  mutating func finish(into batch: inout EventBatch) {
    var slow = 0
    for (key, operation) in operations.sorted(by: { $0.key < $1.key }) {
      slow += finish(key, operation, &batch)
    }
    calls.finish(into: &batch)
    guard spans > 0 else { return }
    batch.note(
      .assumption,
      "spans: \(spans), failed: \(failed), slow: \(slow); slow is at least 100 ms and three times the median of the operation "
        + "here, or 5 s, or 1 s where the operation has fewer than \(SpanOperation.enough) spans")
    if uncounted > 0 {
      batch.note(.limit, "more than \(Self.mostOperations) operations: \(uncounted) spans count for none")
    }
  }

  private mutating func fail(_ span: TraceSpan, _ batch: inout EventBatch) {
    failed += 1
    let after = span.duration.map { " after \(SpanDurations.words($0))" } ?? ""
    let code = span.code.isEmpty ? "" : ", status \(span.code)"
    let why = [span.exception, span.status].filter { !$0.isEmpty }.joined(separator: ": ")
    let message = "\(span.operation) failed\(after)\(code)" + (why.isEmpty ? "" : ": \(why)")
    batch.add(span.event("FailedSpan", .error, message))
  }

  /// Gives out what one operation has to say; returns how many of its spans were slow.
  private func finish(_ key: Key, _ operation: SpanOperation, _ batch: inout EventBatch) -> Int {
    let slow = operation.slow
    let median = operation.durations.quantile(0.5) ?? .zero
    for item in slow {
      let usual =
        operation.durations.count < SpanOperation.enough ? "" : "; the median is \(SpanDurations.words(median))"
      let message = "\(key.operation) took \(SpanDurations.words(item.duration))\(usual)"
      var event = item.span.event("SlowSpan", .warning, message)
      event.provenance = item.place
      batch.add(event)
    }
    let others = operation.spans - operation.failed - slow.count
    if others > 0 { batch.add(summary(key, operation, others)) }
    return slow.count
  }

  private func summary(_ key: Key, _ operation: SpanOperation, _ others: Int) -> Event {
    var message = "\(key.operation): spans: \(operation.spans), failed: \(operation.failed)"
    if let median = operation.durations.quantile(0.5), let high = operation.durations.quantile(0.99) {
      message += ", median \(SpanDurations.words(median)), 99 % within \(SpanDurations.words(high))"
    }
    return Event(
      time: operation.range.map { EventTime($0.start, through: $0.end, precision: operation.precision) }, count: others,
      kind: .trace, severity: .info, subject: key.service, reason: "Spans", message: Prose.clean(message),
      attributes: ["operation": key.operation].filter { !$0.value.isEmpty }, provenance: operation.place)
  }
}
