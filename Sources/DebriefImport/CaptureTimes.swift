internal import DebriefModel
internal import DebriefParsing

/// When evidence was captured, as bundles state it themselves: must-gather's `timestamp` file and dates in their names.
///
/// Used where neither an option nor the manifest says so, and then noted as an assumption.
struct CaptureTimes {
  /// A time, and what says it.
  struct Statement {
    var time: Instant
    var basis: String
  }

  /// By the folder they hold for; empty for all.
  private var statements: [String: Statement] = [:]
  private let zone: AssumedZone

  /// Starts with what the name of the evidence as a whole says.
  init(zone: AssumedZone, name: String = "") {
    self.zone = zone
    lookAtName(name, for: "")
  }

  /// Takes up what a file says about the folder it lies in, and what the names of its folders say.
  mutating func look(at path: String, _ head: [UInt8]) {
    let parts = path.split(separator: "/")
    if parts.last == "timestamp", let time = lastTime(head) {
      state(time, "the file \(path)", parts.dropLast().joined(separator: "/"))
    }
    for end in parts.indices.dropLast() where statements[parts[...end].joined(separator: "/")] == nil {
      lookAtName(parts[end], for: parts[...end].joined(separator: "/"))
    }
  }

  /// Takes up what the name of a bundle says: `support-bundle-2022-12-21T16_43_11`, `insights-2020-05-07-132456.tar.gz`.
  mutating func lookAtName(_ name: some StringProtocol, for folder: String) {
    let words = ["bundle", "gather", "insights", "inspect", "dump", "diagnos", "capture", "evidence", "snapshot"]
    let lower = name.lowercased()
    guard statements[folder] == nil, words.contains(where: { lower.contains($0) }), let civil = Self.time(in: lower),
      let time = civil.instant(offset: zone.offset(at: civil))
    else { return }
    state(time, "the name \(name)", folder)
  }

  /// What is stated nearest to a file.
  func statement(for path: String) -> Statement? {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      if let statement = statements[String(folder)] { return statement }
    }
    return statements[""]
  }

  private mutating func state(_ time: Instant, _ basis: String, _ folder: String) {
    statements[folder] = Statement(time: time, basis: basis)
  }

  /// The last of the few lines of a `timestamp` file: `2021-08-03 12:14:13.632016778 +0200 CEST m=+138.368642668`.
  private func lastTime(_ head: [UInt8]) -> Instant? {
    guard head.count <= 1024 else { return nil }
    var last: Instant?
    for line in head.split(separator: 0x0A) {
      guard let time = Self.stamp(Array(line)) else { return nil }
      last = time
    }
    return last
  }

  private static func stamp(_ line: [UInt8]) -> Instant? {
    guard let parsed = Timestamp.rfc3339(line.span) else { return nil }
    if parsed.offset != nil { return parsed.instant() }
    var end = parsed.length
    while end < line.count, line[end] == 0x20 { end += 1 }
    return Timestamp.zone(line.span, &end).flatMap { parsed.civil.instant(offset: $0) }
  }

  /// The first date with a time of day in a name: `2022-12-21t16_43_11`, `20201224-1530`.
  private static func time(in name: String) -> CivilTime? {
    let bytes = Array(name.utf8)
    for start in bytes.indices where start == 0 || !isDigit(bytes[start - 1]) {
      var fields: [Int] = []
      var i = start
      for width in [4, 2, 2, 2, 2, 2] {
        guard let field = Timestamp.number(bytes.span, i, width) else { break }
        fields.append(field)
        i += width
        if i < bytes.count, [0x2D, 0x5F, 0x74, 0x3A, 0x2E].contains(bytes[i]) { i += 1 }
      }
      guard fields.count >= 5 else { continue }
      let civil = CivilTime(
        year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4],
        second: fields.count > 5 ? fields[5] : 0)
      if civil.isValid, (1990...2200).contains(civil.year) { return civil }
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
