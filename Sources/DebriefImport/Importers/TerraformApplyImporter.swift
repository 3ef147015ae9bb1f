public import DebriefModel
internal import DebriefParsing

/// Reads what `terraform apply` prints, as text or with `-json`: which resources were created, changed and destroyed.
///
/// The text has no times. Format: Terraform, "Machine-Readable UI", message types `apply_complete` and `apply_errored`.
public struct TerraformApplyImporter: Importer {
  public static let description = ImporterDescription(
    id: "terraform-apply", title: "terraform apply", framing: .lines,
    summary: "Each resource that was created, changed or destroyed becomes a change; as text they have no times.",
    origin: "terraform apply -json > apply.jsonl (or the text, without times)")

  private static let endings: [(words: StaticString, change: String, verb: String)] = [
    (": Creation complete", "create", "created"), (": Modifications complete", "config", "changed"),
    (": Destruction complete", "delete", "destroyed"),
  ]

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    if head.isJSON { return head.contains("\"@module\":\"terraform.ui\"") ? .certain : .no }
    guard head.log.confidence(for: .klog) == .no, endings.contains(where: { head.contains($0.words) }) else {
      return .no
    }
    return head.contains("complete after ")
      && (head.contains("Terraform") || head.contains("Apply complete!") || head.contains("[id=")) ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    if !record.isEmpty, record[0] == 0x7B { return try readJSON(record, &batch) }
    let line = LineText.withoutControls(record)
    readText(line.span, &batch)
  }

  private func readText(_ line: Span<UInt8>, _ batch: inout EventBatch) {
    for ending in Self.endings {
      guard let end = Text.find(ending.words, in: line), end > 0 else { continue }
      batch.note(.missing, "the text of terraform apply has no times: its changes are kept without one")
      let address = Prose.line(Text.string(line, 0..<end))
      return batch.add(change(address, ending.change, ending.verb, nil, isFailed: false))
    }
    if Text.contains(line, "Error: ") {
      batch.note(.warning, "terraform said: \(Prose.line(Text.string(line)))")
    }
  }

  private func readJSON(_ record: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    let type = root["type"]?.string ?? ""
    guard type == "apply_complete" || type == "apply_errored", let hook = root["hook"] else {
      if type == "diagnostic", root["@level"]?.equals("error") ?? false {
        batch.note(.warning, "terraform said: \(Prose.line(root["@message"]?.string ?? ""))")
      }
      return
    }
    let kinds = ["create": ("create", "created"), "update": ("config", "changed"), "delete": ("delete", "destroyed")]
    let action = hook["action"]?.string ?? ""
    let (kind, verb) = kinds[action] ?? ("config", Prose.line(action))
    let address = Prose.line(hook["resource"]?["addr"]?.string ?? "")
    guard kinds[action] != nil || type == "apply_errored" else { return }
    var time = Timestamp.rfc3339(root["@timestamp"])
    if let end = time?.start, let seconds = hook["elapsed_seconds"]?.double, seconds > 0, seconds < 1e6 {
      time?.start = end - .seconds(seconds)
    }
    batch.add(change(address, kind, verb, time, isFailed: type == "apply_errored"))
  }

  private func change(_ address: String, _ kind: String, _ verb: String, _ time: EventTime?, isFailed: Bool) -> Event {
    Event(
      time: time, kind: .change, severity: isFailed ? .warning : .notice,
      subject: address.isEmpty ? .none : Subject(kind: "Resource", name: address), reason: "Terraform",
      message: isFailed ? "\(address) could not be \(verb)" : "\(address) was \(verb)",
      attributes: [Attribute.change: kind])
  }
}
