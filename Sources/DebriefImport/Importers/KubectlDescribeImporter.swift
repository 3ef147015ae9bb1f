public import DebriefModel
internal import DebriefParsing

/// Reads what `kubectl describe` prints about one or several objects, or the end of it.
///
/// States, last states, conditions and phases become states, the block of events becomes events whose ages count back from
/// the capture. Commands, arguments, environment and annotations may hold secrets and are not looked at.
/// Layout: k8s.io/kubectl/pkg/describe.
public struct KubectlDescribeImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubectl-describe", title: "kubectl describe", framing: .lines,
    summary:
      "Container states, conditions and phases become states, each row of the events an event, owners relations.",
    origin: "kubectl describe pods,nodes,deployments -A")

  /// Lines of a message beyond its row's.
  private static let mostMessageBytes = 16 << 10

  private var around = CapturedText()
  private var rows = EventRows()
  private var object: DescribedObject?
  private var section = ""
  private var table: TextTable?
  /// The field of a container in which its sub-fields stand.
  private var part = ""
  private var afterBlank = true

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let captured = head.captured
    return head.withSpan { bytes in
      guard let first = captured.lines.first else {
        return captured.isRefused && captured.around.command.contains(" describe ") ? .likely : .no
      }
      let text = bytes.extracting(first)
      let line = DescribeLine(text.extracting(CapturedText.start(text)..<text.count))
      let keys = Set(captured.lines.map { DescribeLine(bytes.extracting($0)) }.filter { $0.indent == 0 }.map(\.key))
      let known: Set<String> = [
        "Namespace", "Labels", "Annotations", "Events", "Selector", "CreationTimestamp", "Status",
      ]
      if line.indent == 0, line.key == "Name", !line.value.isEmpty, keys.intersection(known).count >= 2 {
        return .certain
      }
      return captured.lines.contains { isEventsHeader(bytes.extracting($0)) } ? .certain : .no
    }
  }

  /// `  Type     Reason     Age    From     Message`, also as kubectl before 1.8 had it.
  private static func isEventsHeader(_ line: Span<UInt8>) -> Bool {
    guard Text.contains(line, "Reason"), Text.contains(line, "Message") else { return false }
    let table = TextTable(line)
    return ["Type", "Reason", "From", "Message"].allSatisfy { table.index($0) != nil }
      && (table.index("Age") != nil || table.index("LastSeen") != nil)
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try LineText.cleaned(record) { line throws(Rejection) in try read(line: line, &batch) }
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let text = line.extracting(CapturedText.start(line)..<line.count)
    guard !Text.trimmed(text, 0..<text.count).isEmpty else {
      afterBlank = true
      return
    }
    let line = DescribeLine(text)
    if line.indent == 0, object == nil || afterBlank, around.takes(text, into: &batch) {
      return close(&batch)
    }
    // A message may go on after a blank line, and it may say "Name:".
    if line.indent == 0, line.key == "Name", afterBlank || object == nil || section != "Events" {
      close(&batch)
      object = DescribedObject(place: batch.place)
    }
    defer { afterBlank = false }
    if object == nil { try openTail(text, line, batch.place) }
    take(text, line, batch.place, &batch)
  }

  /// Text whose beginning is missing: what belongs to an object is read from the next field at the margin on.
  private mutating func openTail(_ text: Span<UInt8>, _ line: DescribeLine, _ place: Provenance) throws(Rejection) {
    if Self.isEventsHeader(text) {
      section = "Events"
    } else if line.indent > 0 || line.key.isEmpty {
      throw Rejection("the object that this line describes is not in the file")
    }
    object = DescribedObject(place: place)
  }

  private mutating func take(
    _ text: Span<UInt8>, _ line: DescribeLine, _ place: Provenance, _ batch: inout EventBatch
  ) {
    if line.indent == 0, !line.key.isEmpty, section != "Events" {
      (section, table, part) = (line.key, nil, "")
      if let count = object?.fields.count, count < DescribedObject.most, object?.fields[line.key] == nil {
        object?.fields[line.key] = line.value
      }
      return
    }
    switch section {
    case "Containers", "Init Containers", "Ephemeral Containers": takeContainer(line, place)
    case "Conditions", "Events", "Non-terminated Pods": takeRow(text, place, &batch)
    default: break
    }
  }

  private mutating func close(_ batch: inout EventBatch) {
    object?.read(around, &rows, into: &batch)
    (object, section, table, part) = (nil, "", nil, "")
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { close(&batch) }

  // MARK: Containers

  private mutating func takeContainer(_ line: DescribeLine, _ place: Provenance) {
    guard let count = object?.containers.count, !line.key.isEmpty else { return }
    if line.indent == 2, line.value.isEmpty, count < DescribedObject.most {
      part = ""
      let type = section == "Containers" ? "" : section == "Init Containers" ? "init" : "ephemeral"
      object?.containers.append(
        DescribedObject.Container(
          status: ContainerStatus(name: line.key, type: type), spec: ContainerSpec(name: line.key), place: place))
    } else if count > 0, line.indent == 4 {
      part = line.key
      object?.containers[count - 1].take(line)
    } else if count > 0, line.indent == 6 {
      object?.containers[count - 1].take(line, in: part)
    }
  }

  // MARK: Tables

  private mutating func takeRow(_ text: Span<UInt8>, _ place: Provenance, _ batch: inout EventBatch) {
    guard let known = table else {
      if Text.contains(text, "Type") || section == "Non-terminated Pods" {
        table = TextTable(text, free: section == "Events" ? "Message" : "")
      }
      return
    }
    if Text.trimmed(text, 0..<text.count).allSatisfy({ text[$0] == 0x2D || Text.isSpace(text[$0]) }) { return }
    switch section {
    case "Events": takeEvent(text, known, place, &batch)
    case "Conditions": takeCondition(text, known, place)
    default: takePod(text, known)
    }
  }

  private mutating func takeEvent(
    _ text: Span<UInt8>, _ table: TextTable, _ place: Provenance, _ batch: inout EventBatch
  ) {
    guard let count = object?.events.count else { return }
    if text[0] == 0x20 || text[0] == 0x09, let row = EventRow(text, table) {
      guard count < DescribedObject.most else {
        return batch.note(.limit, "only the first \(DescribedObject.most) events of an object were read")
      }
      object?.events.append((row, place))
    } else if count > 0 {
      // Messages of several lines go on at the margin.
      guard object?.events[count - 1].row.message.utf8.count ?? 0 < Self.mostMessageBytes else { return }
      object?.events[count - 1].row.message += "\n" + LineText.string(text, limit: 4000)
    }
  }

  private mutating func takeCondition(_ text: Span<UInt8>, _ table: TextTable, _ place: Provenance) {
    guard let count = object?.conditions.count, count < DescribedObject.most, let cells = table.cells(text),
      let type = cells["Type"], let status = cells["Status"], ["True", "False", "Unknown"].contains(status)
    else { return }
    object?.conditions.append(
      DescribedObject.Condition(
        type: type, status: status, reason: cells["Reason"] ?? "", message: cells["Message"] ?? "",
        time: cells["LastTransitionTime"].flatMap(DescribeLine.time), place: place))
  }

  private mutating func takePod(_ text: Span<UInt8>, _ table: TextTable) {
    guard let count = object?.pods.count, count < DescribedObject.most, let cells = table.cells(text),
      let namespace = cells["Namespace"], let name = cells["Name"], !namespace.isEmpty, !name.isEmpty
    else { return }
    object?.pods.append(Subject(namespace: namespace, kind: "Pod", name: name))
  }
}

extension DescribedObject.Container {
  /// Takes a field of the container.
  fileprivate mutating func take(_ line: DescribeLine) {
    switch line.key {
    case "Image":
      status.image = line.value
      spec.image = line.value
    case "State":
      switch line.value {
      case "Waiting": status.waiting = ("", nil)
      case "Terminated": status.end = ContainerStatus.Termination()
      default: break
      }
    case "Last State": if line.value == "Terminated" { status.lastEnd = ContainerStatus.Termination() }
    case "Restart Count": status.restarts = Int(line.value)
    case "Liveness": spec.hasLiveness = true
    case "Readiness": spec.hasReadiness = true
    case "Startup": spec.hasStartup = true
    default: break
    }
  }

  /// Takes a field inside `State`, `Last State` or `Limits`.
  fileprivate mutating func take(_ line: DescribeLine, in part: String) {
    switch (part, line.key) {
    case ("Limits", "memory"): spec.memoryLimit = line.value
    case ("Limits", "cpu"): spec.cpuLimit = line.value
    case ("State", "Started") where status.end == nil: status.running = DescribeLine.time(line.value)
    case ("State", "Reason") where status.waiting != nil: status.waiting?.reason = line.value
    case ("State", "Message") where status.waiting != nil: status.waiting?.message = line.value
    case ("State", _): status.end?.take(line)
    case ("Last State", _): status.lastEnd?.take(line)
    default: break
    }
  }
}

extension ContainerStatus.Termination {
  fileprivate mutating func take(_ line: DescribeLine) {
    switch line.key {
    case "Reason": reason = line.value
    case "Message": message = line.value
    case "Exit Code": code = Int(line.value)
    case "Signal": signal = Int(line.value)
    case "Started": started = DescribeLine.time(line.value).map { $0.start.rfc3339() }
    case "Finished": finished = DescribeLine.time(line.value)
    default: break
    }
  }
}
