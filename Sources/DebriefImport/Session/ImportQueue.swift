/// The files of one import in the order in which they are read: formats without a year last, because other sources tell
/// them the year.
struct ImportQueue {
  /// A file and the importer chosen for it.
  struct Entry {
    var file: EvidenceFile
    var choice: FormatChoice
  }

  private(set) var entries: [Entry]

  /// Looks at every file; those that match a glob of `ignoring` are left out.
  init(_ files: [EvidenceFile], registry: ImporterRegistry, format: String?, ignoring: [String]) {
    let wanted = files.filter { file in !ignoring.contains { EvidenceFolder.matches(file.path, $0) } }
    let looked = wanted.map { Entry(file: $0, choice: FormatChoice($0, registry: registry, forced: format)) }
    entries = looked.filter { !$0.choice.needsReferenceTime } + looked.filter { $0.choice.needsReferenceTime }
  }
}
