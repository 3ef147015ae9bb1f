internal import DebriefModel
internal import DebriefParsing

/// The log of a pod in a file that an assistant's tool wrote: a line of JSON about the call, one about its result, perhaps `stdout:`, then
/// the lines as the tool got them.
///
/// Source of the shape: HolmesGPT's toolset `kubernetes/logs` (schema `robusta:v1.0.0`).
struct CapturedLog {
  /// The pod that was asked for.
  private(set) var subject = Subject.none
  private var isCapture = false
  private var isOver = false

  /// Whether a head begins with a call that fetched logs.
  static func isCapture(_ head: Span<UInt8>) -> Bool {
    guard Text.matches(head, at: 0, "{\"toolset_name\"") else { return false }
    var end = 0
    while end < head.count, head[end] != 0x0A { end += 1 }
    let line = head.extracting(0..<end)
    return Text.contains(line, "\"tool_name\"") && (Text.contains(line, "_logs") || Text.contains(line, "/logs\""))
  }

  /// Whether a line is no line of the log.
  mutating func takes(_ line: Span<UInt8>, _ batch: inout EventBatch) -> Bool {
    if batch.place.line == 1 {
      isCapture = Self.isCapture(line)
      if isCapture, let call = batch.parseInnerJSON(line) { learn(call, fallback: batch.context.subject) }
      return isCapture
    }
    guard isCapture else { return false }
    if batch.place.line == 2, let result = batch.parseInnerJSON(line), result["schema_version"] != nil {
      readResult(result, &batch)
      return true
    }
    if isOver || isRule(line) { return true }
    // The tool's own account of how it asked ends the log.
    isOver = Text.matches(line, at: 0, "LOG QUERY METADATA")
    return isOver || (batch.place.line < 5 && CapturedText.isMark(line))
  }

  private mutating func learn(_ call: JSONValue, fallback: Subject) {
    let params = call["match_params"]
    guard let pod = params?["pod_name"]?.string ?? params?["name"]?.string else { return }
    subject = Subject(
      namespace: params?["namespace"]?.string ?? fallback.namespace, kind: "Pod", name: pod,
      container: params?["container_name"]?.string ?? "")
  }

  private func readResult(_ result: JSONValue, _ batch: inout EventBatch) {
    if let error = result["error"]?.string, let first = error.split(separator: "\n").first {
      batch.note(.missing, "the command failed: " + first.prefix(200))
    } else if result["status"]?.equals("no_data") ?? false {
      batch.note(.missing, "the tool found no lines")
    }
  }

  private func isRule(_ line: Span<UInt8>) -> Bool {
    guard line.count > 40 else { return false }
    for i in 0..<line.count where line[i] != 0x3D && line[i] != 0x0D { return false }
    return true
  }
}
