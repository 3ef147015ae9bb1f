import DebriefImport
import DebriefModel
import DebriefStore

/// Reads one folder of a batch and tells the writer what is in it.
struct BatchReader: Sendable {
  let registry: ImporterRegistry
  /// The connection that only reads.
  let store: Store
  let seen: [String: [SeenFolder]]
  /// Canonical paths that are no evidence.
  let excluded: [String]
  /// Look at the content of every file, however the folder looks.
  let readsAll: Bool
  /// The folder below which the reports go; nil for none.
  let target: String?

  private static let manifestFormat = "incident-manifest"

  /// Reads a folder or archive; calls `tell` with every step but the last, and returns what that says.
  func read(_ entry: BatchFolders.Entry, tell: @escaping (BatchStep) throws -> Void) throws -> BatchReading {
    do {
      return try readUnlessSeen(entry, tell)
    } catch let stopped as BatchBoard.Stopped {
      throw stopped
    } catch {
      return BatchReading(incident: "", status: .failed(Self.sentence(error)))
    }
  }

  /// What went wrong, in one line.
  static func sentence(_ error: any Error) -> String {
    guard let diagnostic = error as? Diagnostic ?? (error as? UsageProblem)?.diagnostic else { return "\(error)" }
    let place = diagnostic.place.map { " (\($0))" } ?? ""
    return diagnostic.summary + place + (diagnostic.reason.map { ": \($0)" } ?? "")
  }

  private func readUnlessSeen(_ entry: BatchFolders.Entry, _ tell: @escaping (BatchStep) throws -> Void) throws
    -> BatchReading
  {
    let terminal = Terminal(out: CapturedText(), err: CapturedText())
    let paths = try EvidencePaths([entry.location], excluding: excluded, on: terminal)
    let stamp = FolderStamp.of(paths.files, registry)
    let folder = CanonicalPath.of(entry.location)
    let before = seen[folder] ?? []
    if !readsAll, before.count == 1, let last = before.first, last.stamp == stamp, isComplete(last) {
      try tell(.opened(incident: last.incident))
      return BatchReading(
        incident: last.incident, folder: folder, stamp: stamp, status: .unchanged, needsReview: false,
        counts: last.counts)
    }
    guard !paths.files.isEmpty else { throw Diagnostic(.error, "there are no files to read") }
    let plan = try ImportPlan(paths, incident: nil)
    try tell(.opened(incident: plan.request.incident))
    var reading = try importFiles(plan, before, tell)
    (reading.folder, reading.stamp) = (folder, stamp)
    if let remark = plan.remark { reading.remarks.append(remark.summary) }
    for other in before where other.incident != reading.incident {
      reading.remarks.append("the store still holds '\(other.incident)', which this folder was called before")
    }
    return reading
  }

  /// What is wrong with a manifest: nobody looks at ten thousand coverage ledgers.
  private func remark(onManifest source: Source) -> String? {
    if source.format == Self.manifestFormat {
      return source.rejected > 0 ? "values in \(source.path) cannot be used; debrief check says which" : nil
    }
    let isNamedSo = BatchFolders.manifests.contains(source.path)
    return isNamedSo ? "\(source.path) cannot be read as a manifest; debrief check says why" : nil
  }

  /// Whether summary and report of an incident are there and hold.
  private func isComplete(_ seen: SeenFolder) -> Bool {
    seen.isCurrent && (target.map { BatchReviewer.hasReport(seen.incident, below: $0) } ?? true)
  }

  private func importFiles(
    _ plan: ImportPlan, _ before: [SeenFolder], _ tell: @escaping (BatchStep) throws -> Void
  ) throws -> BatchReading {
    let incident = plan.request.incident
    let sink = StepSink(stored: try store.storedSources(incident: incident), tell: tell)
    let outcomes = try ImportSession(registry: registry, sink: sink).importFiles(plan.paths.files, plan.request)
    var reading = BatchReading(incident: incident, status: .read)
    for outcome in outcomes {
      reading.counts.add(outcome.source)
      if case .failed(let diagnostic) = outcome.status { reading.failures.append(Self.sentence(diagnostic)) }
      if let remark = remark(onManifest: outcome.source) { reading.remarks.append(remark) }
    }
    let isUnchanged = outcomes.allSatisfy { if case .unchanged = $0.status { true } else { false } }
    if isUnchanged, let last = before.first(where: { $0.incident == incident }) {
      reading.counts = last.counts
      reading.needsReview = readsAll || !isComplete(last)
    }
    return reading
  }
}
