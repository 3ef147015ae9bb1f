import DebriefModel
import DebriefReport

/// One object a row, one row a line; as an array or as JSON Lines. Control characters are escaped.
struct JSONRenderer: ListingRenderer {
  private let names: [String]
  private let isLines: Bool
  private var isFirst = true

  init(_ columns: [Column], isLines: Bool) {
    names = JSONRenderer.distinct(columns.map { $0.name })
    self.isLines = isLines
  }

  mutating func head() -> String { isLines ? "" : "[" }

  mutating func row(_ cells: [Cell]) -> String {
    let object = object(cells)
    if isLines { return object + "\n" }
    defer { isFirst = false }
    return (isFirst ? "\n  " : ",\n  ") + object
  }

  mutating func foot() -> String { isLines ? "" : isFirst ? "]\n" : "\n]\n" }

  private func object(_ cells: [Cell]) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      for (name, cell) in zip(names, cells) { Self.write(name, cell, to: &json) }
    }
    return json.text
  }

  private static func write(_ name: String, _ cell: Cell, to json: inout JSONWriter) {
    switch cell {
    case .none: json.field(name, String?.none)
    case .integer(let value): json.field(name, value)
    case .number(let value), .exact(let value), .duration(let value): json.field(name, value)
    case .flag(let value): json.field(name, value)
    case .list(let items): json.field(name, items)
    case .implied(let cell): write(name, cell, to: &json)
    case .text, .time, .severity: json.field(name, cell.plain)
    }
  }

  /// Names of which each occurs once, because a JSON object must not repeat a key: `id`, `id_2`.
  static func distinct(_ names: [String]) -> [String] {
    var used: Set<String> = []
    return names.map { name in
      var candidate = name
      var number = 2
      while !used.insert(candidate).inserted {
        candidate = "\(name)_\(number)"
        number += 1
      }
      return candidate
    }
  }
}
