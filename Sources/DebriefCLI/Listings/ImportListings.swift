import DebriefImport
import DebriefModel
import DebriefReport

extension Listing {
  /// One row a source of an import, in the order of their paths.
  static func imported(_ result: ImportResult) -> Listing {
    var listing = Listing(
      [
        Column("path"), Column("format"), Column("sha256", detail: true), Column("bytes", .number),
        Column("events", .number),
        Column("samples", .number), Column("rejected", .number), Column("first"), Column("last"), Column("status"),
        Column("warnings"),
      ], whenEmpty: "no files")
    listing.rows = result.outcomes.sorted { $0.source.path < $1.source.path }.map { outcome in
      row(result.sources[outcome.source.path] ?? outcome.source, outcome.status)
    }
    return listing
  }

  private static func row(_ source: Source, _ status: ImportOutcome.Status) -> [Cell] {
    [
      .text(source.path), .optional(source.format), .optional(source.sha256), .integer(source.bytes),
      .integer(source.events),
      .integer(source.samples), .integer(source.rejected), .optional(source.first), .optional(source.last),
      .text(word(status)), .list(source.notes.map { "\($0.kind.rawValue): \($0.text)" } + reasons(status)),
    ]
  }

  private static func word(_ status: ImportOutcome.Status) -> String {
    switch status {
    case .imported: "imported"
    case .unchanged: "unchanged"
    case .unclaimed: "unclaimed"
    case .failed: "failed"
    }
  }

  private static func reasons(_ status: ImportOutcome.Status) -> [String] {
    guard case .failed(let diagnostic) = status else { return [] }
    return [diagnostic.summary + (diagnostic.reason.map { ": \($0)" } ?? "")]
  }

  /// Why each file was read the way it was: every importer's confidence, the winner's first.
  static func explained(_ result: ImportResult, forced: String?) -> Listing {
    var listing = Listing(
      [Column("path"), Column("importer"), Column("confidence"), Column("chosen"), Column("why")], whenEmpty: "no files"
    )
    for outcome in result.outcomes.sorted(by: { $0.source.path < $1.source.path }) {
      let notes = (result.sources[outcome.source.path] ?? outcome.source).notes
      listing.rows += explanation(outcome, notes, forced)
    }
    return listing
  }

  private static func explanation(_ outcome: ImportOutcome, _ notes: [SourceNote], _ forced: String?) -> [[Cell]] {
    let path = outcome.source.path
    let chosen = outcome.source.format
    guard !outcome.scores.isEmpty else {
      return [[.text(path), .none, .none, .flag(false), .text("the file was not looked at")]]
    }
    let unclaimed = chosen.isEmpty ? notes.map(\.text).joined(separator: "; ") : ""
    return outcome.scores.enumerated().map { position, score in
      let isChosen = score.id == chosen
      let why =
        isChosen
        ? reason(score.confidence, outcome.scores.filter { $0.id != score.id }, forced: forced != nil)
        : position == 0 ? unclaimed : ""
      return [.text(path), .text(score.id), .text(score.confidence.name), .flag(isChosen), .text(why)]
    }
  }

  private static func reason(_ own: Confidence, _ others: [(id: String, confidence: Confidence)], forced: Bool)
    -> String
  {
    if forced { return "asked for with --format" }
    guard let next = others.first, next.confidence > .no else { return "the only one that claims it" }
    if next.confidence == own { return "a tie with \(next.id); the order of debrief formats decides" }
    return "the surest; next is \(next.id)"
  }
}

/// The words at the end of an import.
struct ImportSummary {
  let result: ImportResult

  /// One sentence a line: sources, events, span, rejected, unclaimed.
  var lines: [String] {
    [sources, events, rejected, unclaimed, notEvidence].compactMap { $0 }
  }

  private var sources: String {
    let unchanged = result.unchanged == 0 ? "" : ", \(result.unchanged) of them unchanged"
    return "\(count(result.outcomes.count, "source")) for incident \(result.incident)\(unchanged)"
  }

  private var events: String {
    let span = result.span.map { ", from \($0.start) to \($0.end)" } ?? ", none of them dated"
    let samples = result.samples == 0 ? "" : ", \(count(result.samples, "sample"))"
    return "\(count(result.events, "event"))\(samples)\(result.events + result.samples == 0 ? "" : span)"
  }

  private var rejected: String? {
    guard result.rejected > 0 else { return "no records rejected" }
    return "\(count(result.rejected, "record")) rejected; debrief coverage \(result.incident) --rejections lists them"
  }

  private var unclaimed: String? {
    let names = result.unclaimed
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    return "\(count(names.count, "file")) that no importer claims: \(shown)"
  }

  private var notEvidence: String? {
    let count = result.notEvidence.count
    return count == 0
      ? nil : "\(self.count(count, "file")) without a record of what happened; --explain says what they are"
  }

  private func count(_ value: Int, _ noun: String) -> String { Words.count(value, noun) }

  /// Warnings about the import as a whole.
  var warnings: [Diagnostic] {
    guard !result.others.isEmpty else { return [] }
    let shown = result.others.prefix(3).joined(separator: ", ") + (result.others.count > 3 ? ", …" : "")
    return [
      Diagnostic(
        .warning, "the incident holds more than this import: \(count(result.others.count, "other source"))",
        reason: shown, help: "they stay in the analysis; import into another store with --store FILE to leave them out")
    ]
  }
}
