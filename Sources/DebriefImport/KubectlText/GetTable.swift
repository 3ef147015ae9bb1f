internal import DebriefParsing

/// What a table of `kubectl get` or `kubectl top` lists, told by its headings or by the shape of its rows.
///
/// Headings: kubernetes pkg/printers/internalversion; kubectl/pkg/metricsutil for `top`.
enum GetTable {
  /// Headings that only this kind's table has together; the first that fits counts.
  private static let kinds: [(kind: String, headings: [String])] = [
    ("Pod", ["READY", "STATUS", "RESTARTS", "AGE"]), ("Node", ["STATUS", "ROLES", "AGE", "VERSION"]),
    ("DaemonSet", ["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]),
    ("Deployment", ["READY", "UP-TO-DATE", "AVAILABLE", "AGE"]),
    ("Deployment", ["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE", "AGE"]),
    ("ReplicaSet", ["DESIRED", "CURRENT", "READY", "AGE"]), ("Job", ["COMPLETIONS", "DURATION", "AGE"]),
    ("CronJob", ["SCHEDULE", "SUSPEND", "ACTIVE", "AGE"]),
    ("HorizontalPodAutoscaler", ["REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "AGE"]),
    ("PersistentVolumeClaim", ["STATUS", "VOLUME", "CAPACITY", "STORAGECLASS", "AGE"]),
    ("PersistentVolume", ["CAPACITY", "RECLAIM POLICY", "STATUS", "CLAIM"]),
    ("Service", ["TYPE", "CLUSTER-IP", "PORT(S)", "AGE"]), ("EndpointSlice", ["ADDRESSTYPE", "ENDPOINTS", "AGE"]),
    ("Endpoints", ["ENDPOINTS", "AGE"]), ("Lineage", ["READY", "STATUS", "AGE"]), ("StatefulSet", ["READY", "AGE"]),
    ("Namespace", ["STATUS", "AGE"]), ("Metrics", ["CPU(cores)", "MEMORY(bytes)"]), ("", ["AGE"]),
  ]
  /// Headings that a table of pods, claims, nodes … does not share with a table of these.
  private static let foreign = ["REVISION", "UPDATED", "LAST SEEN", "REASON", "IMAGE ID"]

  /// The table below these headings and the kind it lists; nil for any other line. The kind is empty where its rows must tell it.
  static func table(_ line: Span<UInt8>) -> (kind: String, table: TextTable)? {
    let start = CapturedText.start(line)
    guard Text.matches(line, at: start, "NAME") || Text.matches(line, at: start, "POD ") else { return nil }
    let table = TextTable(line.extracting(start..<line.count))
    guard table.columns.count > 1, table.columns.allSatisfy({ isHeading($0.name) }),
      table.index("NAME") != nil, !foreign.contains(where: { table.index($0) != nil })
    else { return nil }
    let found = kinds.first { $0.headings.allSatisfy { table.index($0) != nil } }
    guard let kind = found?.kind else { return nil }
    return (kind, kind == "Lineage" ? TextTable(line.extracting(start..<line.count), free: "NAME") : table)
  }

  private static func isHeading(_ name: String) -> Bool {
    name == "CPU(cores)" || name == "MEMORY(bytes)" || !name.utf8.contains { $0 >= 0x61 && $0 <= 0x7A }
  }

  /// The cells of a row without headings, as `grep` leaves them; nil when the row is not of this kind (or of any, when empty).
  static func bare(_ line: Span<UInt8>, kind: String) -> (kind: String, cells: [String: String])? {
    let parts = TextTable.gapped(line).map { Text.string(line, $0) }
    guard parts.count >= 3 else { return nil }
    for namespaced in [false, true] {
      let rest = Array(parts[(namespaced ? 1 : 0)...])
      guard var found = bare(rest, kind: kind) else { continue }
      if namespaced { found.cells["NAMESPACE"] = parts[0] }
      return found
    }
    return nil
  }

  private static func bare(_ parts: [String], kind: String) -> (kind: String, cells: [String: String])? {
    let layouts: [(kind: String, headings: [String], fits: ([String]) -> Bool)] = [
      ("Pod", ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"], isPod),
      ("Deployment", ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], isDeployment),
      ("Node", ["NAME", "STATUS", "ROLES", "AGE", "VERSION"], isNode),
      ("Job", ["NAME", "COMPLETIONS", "DURATION", "AGE"], isJob),
      ("Job", ["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE"], { isJob([$0[0]] + $0.dropFirst(2)) }),
      ("StatefulSet", ["NAME", "READY", "AGE"], isStatefulSet),
      ("Namespace", ["NAME", "STATUS", "AGE"], { ["Active", "Terminating"].contains($0[1]) && isAge($0, 2) }),
    ]
    for layout in layouts where kind.isEmpty || kind == layout.kind {
      // Three cells are too few to stand for themselves.
      if layout.headings.count == 3 && kind.isEmpty { continue }
      guard parts.count >= min(layout.headings.count, 5), layout.fits(parts) else { continue }
      return (layout.kind, Dictionary(zip(layout.headings, parts), uniquingKeysWith: { first, _ in first }))
    }
    return nil
  }

  private static func isPod(_ parts: [String]) -> Bool {
    TableCell.ratio(parts[1]) != nil && Int(parts[2]) == nil && TableCell.restarts(parts[3]) != nil && isAge(parts, 4)
  }

  private static func isDeployment(_ parts: [String]) -> Bool {
    TableCell.ratio(parts[1]) != nil && Int(parts[2]) != nil && Int(parts[3]) != nil && isAge(parts, 4)
  }

  private static func isNode(_ parts: [String]) -> Bool {
    parts[1].split(separator: ",").allSatisfy { ["Ready", "NotReady", "Unknown", "SchedulingDisabled"].contains($0) }
      && isAge(parts, 3) && parts[4].hasPrefix("v")
  }

  private static func isJob(_ parts: [String]) -> Bool {
    parts.count > 3 && TableCell.ratio(parts[1]) != nil && isAge(parts, 2) && isAge(parts, 3)
  }

  private static func isStatefulSet(_ parts: [String]) -> Bool { TableCell.ratio(parts[1]) != nil && isAge(parts, 2) }

  private static func isAge(_ parts: [String], _ i: Int) -> Bool { i < parts.count && Age(parts[i]) != nil }
}

/// Reads single cells of kubectl's tables.
enum TableCell {
  /// `1/2`.
  static func ratio(_ text: String) -> (ready: Int, all: Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let ready = Int(parts[0]), let all = Int(parts[1]), ready >= 0, all >= 0 else { return nil }
    return (ready, all)
  }

  /// `7` or `7 (3m ago)`.
  static func restarts(_ text: String) -> (count: Int, last: Age?)? {
    let words = text.split(separator: " ")
    guard let first = words.first, let count = Int(first), count >= 0, count < 1 << 31 else { return nil }
    if words.count == 1 { return (count, nil) }
    guard words.count == 3, words[1].hasPrefix("("), words[2] == "ago)", let age = Age(words[1].dropFirst()) else {
      return nil
    }
    return (count, age)
  }

  /// A quantity as `kubectl top` prints it: `250m` of a core, `67Mi`.
  static func quantity(_ text: String) -> Double? {
    let units: [(suffix: String, factor: Double)] = [
      ("Ki", 1024), ("Mi", 1_048_576), ("Gi", 1_073_741_824), ("Ti", 1_099_511_627_776), ("m", 0.001), ("n", 1e-9),
      ("", 1),
    ]
    for unit in units where text.hasSuffix(unit.suffix) {
      guard let value = Double(text.dropLast(unit.suffix.count)), value.isFinite else { return nil }
      return value * unit.factor
    }
    return nil
  }
}
