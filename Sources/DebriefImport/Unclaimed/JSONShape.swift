internal import DebriefModel
internal import DebriefParsing

/// JSON that no importer claims: what it is, or which keys it has.
enum JSONShape {
  /// The note of a JSON file; nil for everything else, brackets of a log line included.
  static func note(_ head: FileHead) -> SourceNote? {
    guard head.isJSON else { return nil }
    let extent = Extent(head)
    guard extent != .none || !head.outline.values.isEmpty else { return nil }
    // A bracketed time at the start of a line is no array.
    if extent == .none && head.outline.isArray && head.outline.topLevelKeys.isEmpty && !hasElements(head.outline) {
      return nil
    }
    let outline = head.outline
    let note = ObjectShape.note(outline) ?? unknown(outline, extent, isCut: head.bytes.count >= FileHead.size)
    return note
  }

  /// How much of the head is JSON.
  private enum Extent {
    case whole, lines, none

    init(_ head: FileHead) {
      let reader = JSONReader()
      self = head.withSpan { bytes in
        if Extent.isJSON(bytes, reader) { return .whole }
        var end = 0
        while end < bytes.count && bytes[end] != 0x0A { end += 1 }
        return end < bytes.count && Extent.isJSON(bytes.extracting(0..<end), reader) ? .lines : .none
      }
    }

    private static func isJSON(_ bytes: Span<UInt8>, _ reader: JSONReader) -> Bool {
      do throws(JSONError) { return try reader.parse(bytes).kind != .null } catch { return false }
    }
  }

  private static func hasElements(_ outline: ObjectOutline) -> Bool {
    outline.values.keys.contains { $0.hasPrefix("[].") || $0.hasPrefix("[][]") }
  }

  private static func unknown(_ outline: ObjectOutline, _ extent: Extent, isCut: Bool) -> SourceNote {
    let keys = outline.isArray ? elementKeys(outline) : outline.topLevelKeys
    let what =
      switch (extent, outline.isArray) {
      case (.lines, false): "JSON lines, or JSON followed by text, of no known shape"
      case (.none, _) where !isCut: "broken JSON"
      case (_, true): "a JSON array of no known shape"
      default: "JSON of no known shape"
      }
    if keys.isEmpty {
      guard extent == .whole else { return SourceNote(.missing, "\(what), without keys") }
      return outline.isArray && !outline.values.keys.contains(where: { $0.hasPrefix("[]") })
        ? .notEvidence("an empty JSON array, or one of plain values")
        : .notEvidence("an empty JSON value")
    }
    return SourceNote(
      .missing, "\(what): \(outline.isArray ? "elements with the keys" : "its keys are") \(NameList.of(keys))")
  }

  private static func elementKeys(_ outline: ObjectOutline) -> [String] {
    outline.values.keys.filter { $0.hasPrefix("[].") }.map { String($0.dropFirst(3)) }
      .filter { !$0.contains(".") && !$0.contains("[]") }.sorted()
  }
}
