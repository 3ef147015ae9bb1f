public import DebriefImport
internal import DebriefModel
internal import DebriefParsing
internal import Foundation

/// One committed sample of an importer.
public struct ImporterSample: Sendable, CustomStringConvertible {
  /// The importer's id, the name of the sample's folder.
  public var importer: String
  /// The path below `samples/`.
  public var path: String
  public var bytes: [UInt8]

  public init(importer: String, path: String, bytes: [UInt8]) {
    (self.importer, self.path, self.bytes) = (importer, path, bytes)
  }

  public var description: String { path }
}

/// The laws that hold for every importer, checked against `samples/<importer-id>/`.
///
/// Each check returns sentences about what is broken; none means the law holds.
public enum ImporterLaws {
  /// Folders of `samples/` that belong to no importer.
  public static let otherFolders: Set<String> = ["incidents", "scenarios", "generator", "formats"]

  /// All samples below `folder`, sorted by path.
  public static func samples(in folder: String) -> [ImporterSample] {
    names(in: folder).filter { !otherFolders.contains($0) }.flatMap { importer in
      files(in: folder + "/" + importer).compactMap { file -> ImporterSample? in
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(importer)/\(file)") else { return nil }
        return ImporterSample(importer: importer, path: "\(importer)/\(file)", bytes: [UInt8](data))
      }
    }
  }

  /// The folders of `samples/` that should name an importer.
  public static func folders(in folder: String) -> [String] {
    names(in: folder).filter { name in
      var isFolder: ObjCBool = false
      return unsafe FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        && isFolder.boolValue
        && !otherFolders.contains(name)
    }
  }

  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Files below a folder, in sub-folders too: the paths of some formats matter.
  private static func files(in folder: String) -> [String] {
    names(in: folder).flatMap { name -> [String] in
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder) else {
        return []
      }
      return isFolder.boolValue ? files(in: folder + "/" + name).map { name + "/" + $0 } : [name]
    }
  }

  // MARK: Registration

  /// Every importer has a unique id, words that describe it, and a sample; every folder of samples has its importer.
  public static func checkRegistry(_ registry: ImporterRegistry, samples: [ImporterSample], folders: [String])
    -> [String]
  {
    var broken: [String] = []
    var seen: Set<String> = []
    for importer in registry.formats {
      let about = importer.description
      if !seen.insert(about.id).inserted { broken.append("two importers are called \(about.id)") }
      if about.id.isEmpty || !about.id.allSatisfy({ $0.isLowercase || $0.isNumber || $0 == "-" }) {
        broken.append("the id '\(about.id)' is not lower-case words with hyphens")
      }
      if about.title.isEmpty || about.summary.count < 20 || about.origin.isEmpty {
        broken.append("\(about.id) is not described")
      }
      if !samples.contains(where: { $0.importer == about.id }) { broken.append("samples/\(about.id) has no sample") }
    }
    for folder in folders where !seen.contains(folder) { broken.append("samples/\(folder) belongs to no importer") }
    return broken
  }

  // MARK: Sniffing

  /// A sample is claimed by its importer, more surely than by any other.
  public static func checkClaim(_ sample: ImporterSample, _ registry: ImporterRegistry) -> [String] {
    let scores = registry.scores(FileHead(sample.bytes, path: sample.path))
    guard let best = scores.first, best.confidence > .no else { return ["\(sample): claimed by nobody"] }
    let rivals = scores.dropFirst().filter { $0.confidence >= best.confidence }
    var broken: [String] = []
    if best.format.id != sample.importer {
      broken.append("\(sample): claimed by \(best.format.id) (\(best.confidence.name))")
    }
    for rival in rivals {
      broken.append(
        "\(sample): \(rival.format.id) claims it as surely as \(best.format.id)")
    }
    return broken
  }

  // MARK: Reading

  /// The same rows and notes however the bytes are cut into chunks.
  public static func checkChunks(_ sample: ImporterSample, _ importer: ImportFormat) throws -> [String] {
    let whole = try run(importer, sample.bytes, chunkSize: 4096)
    return try [1, 7, 64].compactMap { size in
      let other = try run(importer, sample.bytes, chunkSize: size)
      if other.events != whole.events { return "\(sample): other events in chunks of \(size) bytes" }
      if other.rejected != whole.rejected { return "\(sample): other rejections in chunks of \(size) bytes" }
      return other.notes == whole.notes ? nil : "\(sample): other notes in chunks of \(size) bytes"
    }
  }

  /// Reading twice gives the same: nothing depends on a hash seed or a clock.
  public static func checkRepeats(_ sample: ImporterSample, _ importer: ImportFormat) throws -> [String] {
    let first = try run(importer, sample.bytes, chunkSize: 4096)
    let second = try run(importer, sample.bytes, chunkSize: 4096)
    return first.events == second.events && first.notes == second.notes ? [] : ["\(sample): a second reading differs"]
  }

  /// Each row points at the start of a record inside the sample, and its line is one more than the newlines before it.
  public static func checkProvenance(_ sample: ImporterSample, _ importer: ImportFormat) throws -> [String] {
    let result = try run(importer, sample.bytes, chunkSize: 4096)
    let isLines = importer.description.framing == .lines
    var broken: [String] = []
    for event in result.events {
      broken += check(event.provenance, sample, isLines: isLines).map {
        "\(sample): event '\(event.message.prefix(40))' \($0)"
      }
    }
    for record in result.rejected {
      broken += check(record.provenance, sample, isLines: isLines).map {
        "\(sample): rejection '\(record.reason)' \($0)"
      }
    }
    for series in result.series {
      broken += check(series.series.provenance, sample, isLines: isLines).map { "\(sample): series \($0)" }
    }
    return broken
  }

  private static func check(_ place: Provenance, _ sample: ImporterSample, isLines: Bool) -> [String] {
    guard place.byte >= 0, place.byte < sample.bytes.count else {
      return ["lies at byte \(place.byte), outside the file"]
    }
    var broken: [String] = []
    let line = sample.bytes[..<place.byte].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    if line != place.line { broken.append("says line \(place.line), but byte \(place.byte) is on line \(line)") }
    if isLines && place.byte > 0 && sample.bytes[place.byte - 1] != 0x0A {
      broken.append("does not start a line at byte \(place.byte)")
    }
    if !isLines && Text.isSpace(sample.bytes[place.byte]) && sample.bytes[place.byte] != 0x20 {
      broken.append("starts with white space at byte \(place.byte)")
    }
    return broken
  }

  /// Events read from a sample say something: they have a count of at least one, and ends in order.
  public static func checkSense(_ sample: ImporterSample, _ importer: ImportFormat) throws -> [String] {
    let result = try run(importer, sample.bytes, chunkSize: 4096)
    var broken: [String] = []
    if result.events.isEmpty && result.series.isEmpty && result.manifest == nil && result.rejected.isEmpty
      && result.notes.isEmpty
    {
      broken.append("\(sample): nothing was read")
    }
    for event in result.events {
      if event.count < 1 { broken.append("\(sample): an event counts \(event.count)") }
      if let time = event.time, time.end < time.start {
        broken.append("\(sample): '\(event.message.prefix(40))' ends before it starts")
      }
      if event.message.utf8.contains(0) { broken.append("\(sample): a NUL in '\(event.message.prefix(40))'") }
    }
    return broken
  }

  /// Reads damaged variants of a sample: reaching the end is what is asked, a trap ends the process.
  ///
  /// Calls `willRead` with the seed before each one, so that the seed of a trap is known.
  public static func readDamaged(
    _ sample: ImporterSample, _ importer: ImportFormat, variants: Int = 200, willRead: (UInt64) -> Void = { _ in }
  ) throws -> [String] {
    var broken: [String] = []
    for seed in 1...UInt64(variants) {
      willRead(seed)
      let bytes = Damage.variant(of: sample.bytes, seed: seed)
      _ = importer.sniff(FileHead(bytes))
      let result = try run(importer, bytes, chunkSize: 512)
      for event in result.events where event.provenance.byte < 0 || event.provenance.byte >= max(bytes.count, 1) {
        broken.append("\(sample), seed \(seed): an event lies outside the file")
        break
      }
    }
    return broken
  }

  private static func run(_ importer: ImportFormat, _ bytes: [UInt8], chunkSize: Int) throws -> ImporterRun {
    let context = SourceContext(path: "evidence", referenceTime: Instant(seconds: 1_787_900_000))
    return try ImporterRun(importer, bytes, chunkSize: chunkSize, context: context)
  }
}
