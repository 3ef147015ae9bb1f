/// Columns such as `user.username` and `objectRef.name` put together to the object that a store had taken apart.
enum DottedFields {
  /// The object as JSON; codes are numbers, two levels are rebuilt, deeper names keep their dots.
  static func json(_ fields: [String: String]) -> [UInt8] {
    var plain: [String] = []
    var nested: [String: [String]] = [:]
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      let number = name.hasSuffix("code") ? Int(value) : nil
      let member = { (key: String) in quoted(key) + ":" + (number.map { String($0) } ?? quoted(value)) }
      if parts.count == 2 { nested[parts[0], default: []].append(member(parts[1])) } else { plain.append(member(name)) }
    }
    for (name, members) in nested.sorted(by: { $0.key < $1.key }) where fields[name] == nil {
      plain.append(quoted(name) + ":{" + members.joined(separator: ",") + "}")
    }
    return Array(("{" + plain.joined(separator: ",") + "}").utf8)
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case _ where scalar.value < 0x20: out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
