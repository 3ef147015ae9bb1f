internal import DebriefModel
internal import DebriefParsing

/// How the columns of a table of metrics are to be read: one holds times, some hold labels, the others values.
///
/// Wide tables have a series a column, long ones a name and a value column. Header rows beyond the first are further labels
/// of the columns (pandas' column levels).
struct MetricTable {
  /// Header rows at most.
  static let mostHeaders = 6

  struct ValueColumn {
    var index: Int
    var metric: String
    var labels: [String: String]
    /// Whether the name was taken from the file's name.
    var isNamedByPath = false
  }

  struct LabelColumn {
    var index: Int
    var name: String
  }

  private(set) var time = 0
  /// A second column of times beside the first.
  private(set) var otherTime: Int?
  private(set) var timeName = ""
  private(set) var labels: [LabelColumn] = []
  private(set) var values: [ValueColumn] = []
  /// The column that names the series of a long table.
  private(set) var nameColumn: Int?

  /// Judges the columns by their headers and the first row of data; nil when they are no table of metrics.
  init?(headers: [[String]], first row: [String], units: Bool, zone: AssumedZone, path: String) {
    guard let names = headers.first, names.count > 1, row.count > 1 else { return nil }
    guard let time = Self.timeColumn(headers, row, zone) else { return nil }
    self.time = time
    timeName = names.indices.contains(time) ? names[time] : ""
    let levels = headers.count > 1 ? Self.levels(headers) : nil
    if headers.count > 1 && levels == nil { return nil }
    for index in names.indices where index != time {
      let name = names[index].trimmed
      let cell = row.indices.contains(index) ? row[index].trimmed : ""
      if name.isEmpty && levels == nil { continue }
      if let levels {
        values.append(Self.column(index, levels, path))
      } else if Self.timeNames.contains(name.lowercased()), CellTime.read(cell, zone) != nil {
        otherTime = otherTime ?? index
      } else if !add(index, name, cell, units, path) {
        return nil
      }
    }
    if let nameColumn { labels.removeAll { $0.index == nameColumn } }
    if values.isEmpty { return nil }
    // A name column beside several value columns is a label like others.
    if values.count > 1, let name = nameColumn { labels.append(LabelColumn(index: name, name: names[name].trimmed)) }
    if values.count > 1 { nameColumn = nil }
  }

  /// Adds a column of a simple table; false when it shows that the table is of something else.
  private mutating func add(_ index: Int, _ name: String, _ cell: String, _ units: Bool, _ path: String) -> Bool {
    let lower = name.lowercased()
    if Self.eventNames.contains(lower) { return false }
    if Self.seriesNames.contains(lower) && CellNumber(cell) == nil {
      nameColumn = nameColumn ?? index
    } else if let label = Self.labelNames[lower] {
      labels.append(LabelColumn(index: index, name: label))
    } else if CellNumber.isAbsent(cell) || Self.number(cell, units: units) != nil {
      values.append(Self.column(index, name, path))
    } else {
      return false
    }
    return true
  }

  /// The number in a cell, with its unit where units may stand.
  static func number(_ cell: String, units: Bool) -> CellNumber? {
    units ? CellNumber(cell) : CellNumber.plain(cell).map { CellNumber(value: $0, unit: "") }
  }

  // MARK: Columns

  private static func timeColumn(_ headers: [[String]], _ row: [String], _ zone: AssumedZone) -> Int? {
    let names = headers.flatMap { header in
      header.indices.filter { timeNames.contains(header[$0].trimmed.lowercased()) }
    }
    return names.first { row.indices.contains($0) && CellTime.read(row[$0], zone) != nil }
  }

  /// The labels of each column in pandas' levels: `microservice,a,b`, `metric,latency,latency`, `unix_timestamp,,`.
  private static func levels(_ headers: [[String]]) -> [(name: String, values: [String])]? {
    var levels: [(name: String, values: [String])] = []
    for header in headers {
      let rest = header.dropFirst()
      // The row that only names the index.
      if rest.allSatisfy({ $0.isEmpty }) { continue }
      guard let name = header.first?.trimmed, rest.contains(where: { CellNumber.plain($0) == nil && !$0.isEmpty })
      else {
        return nil
      }
      levels.append((name.isEmpty ? "level_\(levels.count)" : name, header))
    }
    return levels.isEmpty ? nil : levels
  }

  private static func column(_ index: Int, _ levels: [(name: String, values: [String])], _ path: String) -> ValueColumn
  {
    var labels: [String: String] = [:]
    for level in levels where level.values.indices.contains(index) && !level.values[index].isEmpty {
      labels[level.name] = level.values[index].trimmed
    }
    let name = ["metric", "__name__", "name"].first { labels[$0] != nil }
    guard let name, let metric = labels.removeValue(forKey: name) else {
      return ValueColumn(index: index, metric: SeriesReading.name(from: path), labels: labels, isNamedByPath: true)
    }
    return ValueColumn(index: index, metric: metric, labels: labels)
  }

  private static func column(_ index: Int, _ name: String, _ path: String) -> ValueColumn {
    if genericNames.contains(name.lowercased()) || name.hasPrefix("Value #") {
      return ValueColumn(index: index, metric: SeriesReading.name(from: path), labels: [:], isNamedByPath: true)
    }
    if let parsed = series(name) {
      return ValueColumn(index: index, metric: parsed.metric, labels: parsed.labels)
    }
    return ValueColumn(index: index, metric: String(name.prefix(200)), labels: [:])
  }

  /// A name as Prometheus and Grafana write a series: `up{job="x"}`, `{__name__="up", job="x"}`.
  static func series(_ name: String) -> (metric: String, labels: [String: String])? {
    var copy = name
    return copy.withUTF8 { buffer in
      let bytes = unsafe buffer.span
      guard let range = ExpositionLine.series(bytes, from: 0), range == 0..<bytes.count,
        var parsed = ExpositionLine.parse(bytes, range), !parsed.metric.isEmpty || !parsed.labels.isEmpty
      else { return nil }
      // Labels without a name are the legend of a query.
      if parsed.metric.isEmpty { parsed.metric = "query_result" }
      return parsed
    }
  }

  // MARK: Words

  static let timeNames: Set<String> = [
    "time", "timestamp", "datetime", "date", "date/time", "date time", "ts", "@timestamp", "_time", "unix_timestamp",
    "epoch", "unixtime", "unix_time", "time_utc", "timestamp_ms", "utc",
  ]
  private static let genericNames: Set<String> = ["value", "val", "_value", "metric_value", "field", "y"]
  private static let seriesNames: Set<String> = [
    "metric", "series", "metric_name", "name", "_measurement", "measurement", "__name__",
  ]
  /// Columns that tell series apart, and the label that each becomes.
  private static let labelNames: [String: String] = [
    "pod": "pod", "podname": "pod", "pod_name": "pod", "node": "node", "nodename": "node", "node_name": "node",
    "service": "service", "servicename": "service", "service_name": "service", "container": "container",
    "containername": "container", "container_name": "container", "namespace": "namespace", "cluster": "cluster",
    "instance": "instance", "host": "host", "hostname": "host", "job": "job", "region": "region", "zone": "zone",
    "device": "device", "mode": "mode", "code": "code", "status_code": "status_code", "method": "method",
    "path": "path", "endpoint": "endpoint", "deployment": "deployment", "app": "app", "tags": "tags",
    "labels": "labels",
    "unit": "unit", "le": "le", "quantile": "quantile", "statistic": "statistic", "_field": "_field",
  ]
  /// Whether the name of a column says that it tells series apart.
  static func isLabel(_ name: String) -> Bool {
    let lower = name.lowercased()
    return labelNames[lower] != nil || seriesNames.contains(lower)
  }

  /// Columns of tables about people, changes or log lines.
  private static let eventNames: Set<String> = [
    "message", "msg", "author", "user", "by", "actor", "who", "description", "summary", "comment", "title", "note",
    "notes", "change", "version", "commit", "sha", "revision", "event", "action", "ticket", "issue", "url", "link",
    "severity", "level", "log", "line", "text", "owner", "assignee", "kind", "type", "id", "reason", "what", "release",
    "image", "stage", "environment",
  ]
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = utf8.first, let last = utf8.last, Text.isSpace(first) || Text.isSpace(last) else { return self }
    var copy = self
    return copy.withUTF8 { buffer in
      let bytes = unsafe buffer.span
      return Text.string(bytes, Text.trimmed(bytes, 0..<bytes.count))
    }
  }
}
