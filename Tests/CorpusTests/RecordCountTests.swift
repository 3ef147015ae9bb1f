import DebriefImport
import DebriefTesting
import Foundation
import Testing
import Yams

/// Counts the records of every JSON, NDJSON and YAML file that an importer claims with Foundation and Yams, which the framers
/// do not use.
@Suite struct `Record counts of the corpus` {
  /// A file whose records are objects, with the arrays it is cut at.
  struct Case: CustomStringConvertible, Sendable {
    var path: String
    var format: String
    var elements: [[String]]
    var description: String { "\(path) (\(format))" }
  }

  static let cases: [Case] = Corpus.files(below: "").compactMap { path in
    guard let bytes = try? Corpus.bytes(path),
      let best = ImporterRegistry.standard.scores(FileHead(bytes, path: path)).first, best.confidence > .no,
      let elements = elements(best.format.description.framing)
    else { return nil }
    return Case(path: path, format: best.format.id, elements: elements)
  }

  private static func elements(_ framing: Framing) -> [[String]]? {
    switch framing {
    case .objects(let elements), .mixed(let elements): elements
    case .lines, .rows: nil
    }
  }

  @Test(.enabled(if: Corpus.root != nil), arguments: cases)
  func `are those of another parser`(_ file: Case) throws {
    let bytes = try Corpus.bytes(file.path)
    let format = try #require(ImporterRegistry.standard.format(id: file.format))
    let run = try ImporterRun(format, bytes, path: file.path)
    // A file that the other parser cannot read whole has no second opinion; what the importer made of it must be said.
    guard let expected = Self.count(bytes, file.elements) else {
      #expect(!run.rejected.isEmpty || !run.notes.isEmpty || run.records > 0, "\(file)")
      return
    }
    #expect(run.records == expected, "\(file)")
  }

  /// The records in a text: elements of the named arrays, of arrays at the top, or whole documents; nil when it is neither
  /// JSON, nor JSON a line, nor YAML.
  private static func count(_ bytes: [UInt8], _ elements: [[String]]) -> Int? {
    let options: JSONSerialization.ReadingOptions = [.fragmentsAllowed]
    if let whole = try? JSONSerialization.jsonObject(with: Data(bytes), options: options) {
      return count(whole, elements)
    }
    let lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x1E }).filter { $0.contains { $0 > 0x20 } }
    let values = lines.map { try? JSONSerialization.jsonObject(with: Data($0), options: options) }
    if !values.isEmpty, values.allSatisfy({ $0 != nil }) {
      return values.reduce(0) { $0 + count($1 as Any, elements) }
    }
    guard let first = bytes.first(where: { $0 > 0x20 }), first != 0x7B, first != 0x5B,
      let documents = try? Array(Yams.load_all(yaml: String(decoding: bytes, as: UTF8.self)))
    else { return nil }
    // YAML is cut at block lists under keys of the top only.
    return documents.compactMap { $0 }.reduce(0) { $0 + count($1, elements.filter { $0.count == 1 }) }
  }

  private static func count(_ value: Any, _ elements: [[String]]) -> Int {
    if let list = value as? [Any] { return list.count }
    let arrays = elements.compactMap { path in array(value, path[...]) }
    return arrays.isEmpty ? 1 : arrays.reduce(0) { $0 + $1 }
  }

  private static func array(_ value: Any, _ path: ArraySlice<String>) -> Int? {
    guard let name = path.first else { return (value as? [Any])?.count }
    guard let object = value as? [String: Any], let inner = object[name] else { return nil }
    return array(inner, path.dropFirst())
  }
}
