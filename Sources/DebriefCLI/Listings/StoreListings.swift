import DebriefAnalysis
import DebriefImport
import DebriefModel
import DebriefReport
import DebriefStore

extension Listing {
  /// What is in a store.
  static func incidents(_ incidents: [StoredIncident]) -> Listing {
    var listing = Listing(
      [
        Column("id"), Column("title"), Column("severity"), Column("status"), Column("sources", .number),
        Column("events", .number),
        Column("samples", .number), Column("rejected", .number), Column("first"), Column("last"),
      ], whenEmpty: "no incidents in the store; debrief import FOLDER reads one")
    listing.rows = incidents.map { incident in
      [
        .text(incident.id), .text(incident.title), .optional(incident.severity), .text(incident.status),
        .integer(incident.sources),
        .integer(incident.events), .integer(incident.samples), .integer(incident.rejected), .optional(incident.first),
        .optional(incident.last),
      ]
    }
    return listing
  }

  /// Records that could not be read.
  static func rejections(_ records: [RejectedRecord], _ sources: [Source]) -> Listing {
    let paths = Dictionary(sources.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
    var listing = Listing(
      [Column("source"), Column("line", .number), Column("byte", .number), Column("reason"), Column("excerpt")],
      whenEmpty: "no records were rejected")
    listing.rows = records.map { record in
      [
        .text(paths[record.provenance.source] ?? ""),
        record.provenance.line > 0 ? .integer(record.provenance.line) : .none,
        .integer(record.provenance.byte), .text(record.reason), .text(record.excerpt),
      ]
    }
    return listing
  }

  /// The importers of a registry, in its order.
  static func formats(_ registry: ImporterRegistry) -> Listing {
    var listing = Listing(
      [Column("id"), Column("title"), Column("records"), Column("origin"), Column("summary")], whenEmpty: "no importers"
    )
    for importer in registry.formats {
      let description = importer.description
      listing.rows.append([
        .text(description.id), .text(description.title), .text(description.framing.words), .text(description.origin),
        .text(description.summary),
      ])
    }
    return listing
  }

  static func detectors() -> Listing {
    var listing = Listing(
      [
        Column("id"), Column("title"), Column("category"), Column("role"), Column("playbook", detail: true),
        Column("explanation"),
      ], whenEmpty: "no detectors in this version")
    listing.rows = Pipeline.detectors.map {
      [
        .text($0.id), .text($0.title), .text($0.category.rawValue), .text($0.role.rawValue), .optional($0.playbook),
        .text($0.explanation),
      ]
    }
    return listing
  }

  static func playbooks(_ playbooks: [Playbook]) -> Listing {
    var listing = Listing(
      [
        Column("id"), Column("title"), Column("detectors"), Column("alerts", detail: true),
        Column("reasons", detail: true), Column("steps"), Column("origin"),
      ], whenEmpty: "no playbooks")
    listing.rows = playbooks.map { playbook in
      [
        .text(playbook.id), .text(playbook.title), .text(playbook.detectors.joined(separator: " ")),
        .text(playbook.alerts.joined(separator: " ")), .text(playbook.reasons.joined(separator: " ")),
        .integer(playbook.sections.reduce(0) { $0 + $1.steps.count }), .text(playbook.place ?? "built in"),
      ]
    }
    return listing
  }

  static func templates() -> Listing {
    var listing = Listing(
      [Column("name"), Column("title"), Column("summary")], whenEmpty: "no templates in this version")
    listing.rows = Pipeline.templates.map { [.text($0.name), .text($0.title), .text($0.summary)] }
    return listing
  }
}

extension Framing {
  /// What one record is.
  package var words: String {
    switch self {
    case .lines: "lines"
    case .rows: "rows of CSV"
    case .objects: "JSON values or YAML documents"
    case .mixed: "JSON values or YAML documents, and lines between them"
    }
  }
}
