public import DebriefModel
internal import DebriefParsing

/// Reads what collectors could not have: `collector-errors.jsonl` of `debrief collect`, and the `*-errors.json` that Troubleshoot
/// leaves beside the files of a support bundle (lists of sentences, or a sentence per namespace).
///
/// It gives no events but says what is missing. Source: replicatedhq/troubleshoot pkg/collect/cluster_resources.go.
public struct CollectorErrorsImporter: Importer {
  public static let description = ImporterDescription(
    id: "collector-errors", title: "Errors of collectors", framing: .objects(elements: []),
    summary: "What could not be collected, and which limits were hit, becomes coverage; there are no events in it.",
    origin: "debrief collect writes collector-errors.jsonl; Troubleshoot writes cluster-resources/*-errors.json")

  /// Reasons that are told one by one, and files that are named for each.
  private static let mostReasons = 40
  private static let mostFiles = 5

  private struct Loss {
    var kind: SourceNote.Kind
    var reason: String
    var files: [String]
    var count: Int
  }

  private var losses: [Loss] = []
  private var further = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    if outline.has("collector_error") && outline.has("file") { return .certain }
    let isNamed = head.path.hasSuffix("errors.json")
    // An object of sentences alone may as well be a line of a log.
    guard isNamed || outline.isArray, let words = sentences(outline) else { return .no }
    if words.allSatisfy(isError) { return isNamed ? .certain : .likely }
    return isNamed && words.allSatisfy { $0.contains(" ") } ? .likely : .no
  }

  /// The first sentences of a list or an object of nothing else.
  private static func sentences(_ outline: ObjectOutline) -> [String]? {
    let values = outline.values
    if outline.isArray { return values.keys.allSatisfy { $0 == "[]" || $0 == "…" } ? outline["[]"].map { [$0] } : nil }
    guard !values.isEmpty, values.count <= 400, values.keys.allSatisfy({ !$0.contains("[]") }) else { return nil }
    return values.keys.sorted().prefix(10).compactMap { values[$0] }
  }

  /// Whether a sentence is an error of a client of the API.
  private static func isError(_ text: String) -> Bool {
    let text = text.lowercased()
    return [
      " is forbidden", "failed to ", "could not find the requested resource", "unable to ", "the server ",
      "cannot list resource", "error: ", "timed out", "connection refused", "context deadline exceeded",
    ].contains { text.contains($0) }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    if let text = root.string {
      lose(.missing, text, subject(batch.context.path))
    } else if let text = root["collector_error"]?.string {
      // The script records limits as a success that is not whole.
      let isLimit = root["exit_code"]?.int == 0 || text.contains("beyond the limit")
      lose(isLimit ? .limit : .missing, text, root["file"]?.string ?? "")
    } else if root.isObject {
      for (key, value) in root.members { try readNamed(key.string ?? "", value) }
    } else {
      throw Rejection("neither a sentence nor a record of a collector")
    }
  }

  /// `"shop": "pods is forbidden …"`, or several sentences.
  private mutating func readNamed(_ name: String, _ value: JSONValue) throws(Rejection) {
    if let text = value.string { return lose(.missing, text, name) }
    guard value.isArray else { throw Rejection("a key whose value is no sentence") }
    for text in value.elements { if let text = text.string { lose(.missing, text, name) } }
  }

  /// The file beside which Troubleshoot laid the list: `cluster-resources/pods-errors.json` is about `cluster-resources/pods`.
  private func subject(_ path: String) -> String {
    path.hasSuffix("-errors.json") ? String(path.dropLast(12)) : path
  }

  private mutating func lose(_ kind: SourceNote.Kind, _ text: String, _ file: String) {
    let first = text.split(separator: "\n").first.map(String.init) ?? ""
    let reason = SecretMask.masked(String(first.prefix(300)))
    if let index = losses.firstIndex(where: { $0.reason == reason && $0.kind == kind }) {
      losses[index].count += 1
      let files = losses[index].files
      if files.count < Self.mostFiles, !files.contains(file) { losses[index].files.append(file) }
    } else if losses.count < Self.mostReasons {
      losses.append(Loss(kind: kind, reason: reason, files: file.isEmpty ? [] : [file], count: 1))
    } else {
      further += 1
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    for loss in losses { batch.note(loss.kind, Self.sentence(loss)) }
    if further > 0 { batch.note(.missing, "\(further) further errors of the collector are not told one by one") }
  }

  private static func sentence(_ loss: Loss) -> String {
    var names = loss.files.joined(separator: ", ")
    if loss.count > loss.files.count, loss.count > 1 { names += names.isEmpty ? "\(loss.count) times" : " and others" }
    let reason = loss.reason.isEmpty ? "no reason was given" : loss.reason
    if loss.kind == .limit { return names.isEmpty ? reason : "\(names): \(reason)" }
    return names.isEmpty ? "not collected: \(reason)" : "not collected: \(names): \(reason)"
  }
}
