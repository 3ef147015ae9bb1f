public import DebriefModel
internal import DebriefParsing

/// Reads `kubectl rollout history`: the revisions of deployments, stateful sets and daemon sets with their change cause, and the
/// pod template of one revision (`--revision=N`).
///
/// No time is printed, so the rollouts are undated. Format: k8s.io/kubectl pkg/polymorphichelpers/history.go; the name above
/// each table is that of cli-runtime's `NamePrinter`, before 1.11 `deployments "web"`.
public struct RolloutHistoryImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubectl-rollout-history", title: "kubectl rollout history", framing: .lines,
    summary: "Each revision becomes an undated change of its workload, with its change cause or its images.",
    origin: "kubectl rollout history deployment,statefulset,daemonset -n NAMESPACE")

  private enum Part { case nothing, table, template }

  private var around = CapturedText()
  private var part = Part.nothing
  private var workload = Subject.none
  private var last: Int?
  private var template: (revision: String, images: [String])?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      let lines = head.captured.lines.prefix(40)
      let isOwn = lines.contains { line in
        isHeading(bytes.extracting(line)) || name(bytes.extracting(line))?.revision.isEmpty == false
      }
      return isOwn ? .certain : .no
    }
  }

  private static func isHeading(_ line: Span<UInt8>) -> Bool {
    let names = TextTable.gapped(line)
    return names.count == 2 && Text.matches(line, at: names[0].lowerBound, "REVISION")
      && Text.matches(line, at: names[1].lowerBound, "CHANGE-CAUSE")
  }

  /// `deployment.apps/web`, `deployments "web" with revision #3`; nil for any other line.
  private static func name(_ line: Span<UInt8>) -> (kind: String, name: String, revision: String)? {
    guard line.count < 600, line.count > 0, Text.isLetter(line[0]) else { return nil }
    var text = Text.string(line)
    var revision = ""
    if let mark = text.firstIndex(of: "#") {
      guard text[..<mark].hasSuffix(" with revision ") else { return nil }
      revision = String(text[text.index(after: mark)...].prefix { $0.isNumber })
      text = String(text[..<mark].dropLast(15))
    }
    let separator: Character = text.contains("/") ? "/" : " "
    let parts = text.split(separator: separator).map { $0.filter { $0 != "\"" && $0 != " " } }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    let kind = ResourceKinds.named(parts[0])
    return ["Deployment", "StatefulSet", "DaemonSet"].contains(kind) ? (kind, parts[1], revision) : nil
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try LineText.cleaned(record) { line throws(Rejection) in try read(line: line, &batch) }
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    if Text.trimmed(line, 0..<line.count).isEmpty || around.takes(line, into: &batch) { return }
    if Self.isHeading(line) {
      (part, last) = (.table, nil)
      return
    }
    if let named = Self.name(line) {
      giveTemplate(&batch)
      workload = Subject(namespace: namespace(batch), kind: named.kind, name: named.name)
      part = named.revision.isEmpty ? .nothing : .template
      if part == .template { template = (named.revision, []) }
      return
    }
    switch part {
    case .table: try readRow(line, &batch)
    case .template: readTemplate(line)
    case .nothing:
      if Text.contains(line, "No rollout history found") { return }
      throw Rejection("not a part of a rollout history")
    }
  }

  private func namespace(_ batch: EventBatch) -> String {
    if !around.namespace.isEmpty { return around.namespace }
    let parts = batch.context.path.split(separator: "/")
    // As `debrief collect` lays it out: rollouts/<namespace>.txt.
    guard parts.count > 1, parts[parts.count - 2] == "rollouts", let file = parts.last else {
      return batch.context.subject.namespace
    }
    return file.split(separator: ".").first.map(String.init) ?? ""
  }

  private mutating func readRow(_ line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let text = Text.string(line, Text.trimmed(line, 0..<line.count))
    let words = text.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
    guard let number = words.first.flatMap({ Int($0) }), number >= 0 else {
      throw Rejection("a row without a revision")
    }
    if let last, number > last, number - last > 1 {
      batch.note(
        .warning,
        "\(workload) has no revisions between \(last) and \(number): a return to one gave it a later number, or it was removed"
      )
    }
    last = number
    let cause = words.count > 1 ? words[1].drop { $0 == " " || $0 == "\t" } : ""
    add("\(number)", cause == "<none>" ? "" : SecretMask.masked(String(cause.prefix(500))), [], &batch)
  }

  private mutating func readTemplate(_ line: Span<UInt8>) {
    let text = Text.trimmed(line, 0..<line.count)
    guard Text.matches(line, at: text.lowerBound, "Image:"), (template?.images.count ?? 0) < 20 else { return }
    let image = Text.trimmed(line, (text.lowerBound + 6)..<text.upperBound)
    if !image.isEmpty { template?.images.append(Text.string(line, image)) }
  }

  private mutating func giveTemplate(_ batch: inout EventBatch) {
    guard let template else { return }
    self.template = nil
    add(template.revision, "", template.images, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { giveTemplate(&batch) }

  private func add(_ revision: String, _ cause: String, _ images: [String], _ batch: inout EventBatch) {
    batch.note(.missing, "kubectl rollout history prints no times: its rollouts are undated")
    var message = revision == "1" ? "first version" : "rollout of revision \(revision)"
    if !images.isEmpty { message += " with " + images.joined(separator: ", ") }
    if !cause.isEmpty { message += ": \(cause)" }
    let change = revision == "1" ? "create" : "rollout"
    var attributes = [Attribute.change: change, "revision": revision]
    attributes[Attribute.image] = images.first
    let key = "rollout-history:\(workload.namespace)/\(workload.kind)/\(workload.name):\(revision)"
    batch.add(
      Event(
        time: nil, kind: .change, severity: .notice, subject: workload, reason: change, message: message,
        attributes: attributes, identity: EventIdentity(key: key, rank: images.isEmpty ? 0 : 1)))
  }
}
