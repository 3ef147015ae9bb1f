import DebriefImport
import DebriefModel
import DebriefReport
import DebriefStore
import Foundation

/// Reads thousands of folders into one store: workers read and analyse, and this thread writes.
final class BatchRun {
  /// What became of one folder.
  struct Outcome {
    enum Status: String, CaseIterable { case imported, unchanged, incomplete, failed }
    var path: String
    var incident: String
    var status: Status
    var counts: StoredCounts
    /// Why it failed, or what is missing or odd; empty when all is well.
    var reasons: [String]
    /// What to remember once it is analysed.
    fileprivate var stamp = ""
  }

  typealias Progress = (_ done: Int, _ failed: Int, _ events: Int, _ path: String) -> Void

  private let entries: [BatchFolders.Entry]
  private let store: Store
  private let sink: StoreImport
  private let board: BatchBoard
  private let progress: Progress
  /// By position of the folder.
  private(set) var outcomes: [Outcome] = []
  private var owners: [String: String] = [:]
  private var failed = 0
  private var events = 0

  init(_ entries: [BatchFolders.Entry], store: Store, workers: Int, progress: @escaping Progress) {
    (self.entries, self.store, self.progress) = (entries, store, progress)
    sink = StoreImport(store, isShared: true)
    board = BatchBoard(count: entries.count, workers: workers)
  }

  /// Reads and writes everything, with one reader for each worker. Throws what the store throws; nothing that lies in a
  /// folder makes it throw.
  func perform(_ readers: [BatchReader]) throws {
    defer { board.stop() }
    for reader in readers { start(reader) }
    for position in entries.indices { try write(position) }
    while let review = board.lastReviews() { try keep(review) }
  }

  private func start(_ reader: BatchReader) {
    let (board, entries) = (board, entries)
    let reviewer = BatchReviewer(store: reader.store, target: reader.target)
    let thread = Thread {
      while let work = board.next() {
        switch work {
        case .review(let position, let incident): board.tell(reviewer.review(incident, at: position))
        case .read(let position):
          guard let reading = try? reader.read(entries[position], tell: { try board.tell($0, about: position) }) else {
            return
          }
          try? board.tell(.end(reading), about: position)
        }
      }
    }
    // Deep documents are read by recursion.
    thread.stackSize = 16 << 20
    thread.start()
  }

  private func write(_ position: Int) throws {
    let path = entries[position].path
    var writer = FolderWriter(sink)
    var refusal: String?
    while true {
      switch board.news(of: position, reviews: !writer.isOpen) {
      case .review(let review): try keep(review)
      case .step(.opened(let incident)):
        writer.incident = incident
        refusal = refuse(incident, path)
      case .step(.end(let reading)):
        try writer.close()
        return try finish(reading, refusal, at: position)
      case .step(let step): if refusal == nil { try writer.write(step) }
      }
    }
  }

  /// Two folders of one incident would mix their evidence.
  private func refuse(_ incident: String, _ path: String) -> String? {
    guard let owner = owners[incident] else {
      owners[incident] = path
      return nil
    }
    return "its id '\(incident)' is that of \(owner): give one of them an id of its own in incident.yaml"
  }

  private func finish(_ reading: BatchReading, _ refusal: String?, at position: Int) throws {
    var outcome = Outcome(
      path: entries[position].path, incident: reading.incident, status: .imported, counts: reading.counts,
      reasons: reading.failures + reading.remarks)
    var needsReview = reading.needsReview
    switch reading.status {
    case _ where refusal != nil: (outcome.status, outcome.reasons) = (.failed, [refusal ?? ""])
    case .failed(let reason): (outcome.status, outcome.reasons) = (.failed, [reason])
    case .unchanged: outcome.status = .unchanged
    case .read:
      if !reading.failures.isEmpty { outcome.status = .incomplete } else { outcome.stamp = reading.stamp }
      try sink.remember(folder: reading.folder, incident: reading.incident)
    }
    if outcome.status == .failed { (needsReview, outcome.counts) = (false, StoredCounts()) }
    outcomes.append(outcome)
    events += outcome.counts.events
    failed += outcome.status == .failed ? 1 : 0
    if outcome.status == .imported, !needsReview {
      outcomes[position].status = .unchanged
      try store.markSeen(outcome.stamp, incident: outcome.incident)
    }
    board.finish(position, review: needsReview ? reading.incident : nil)
    tell(outcome.path)
  }

  private func keep(_ review: BatchReview) throws {
    let outcome = outcomes[review.position]
    if let failure = review.failure {
      outcomes[review.position].status = .failed
      failed += 1
      outcomes[review.position].reasons.append(failure)
    } else if let summary = review.summary {
      try store.keep(summary, content: review.content, version: SummaryArchive.version)
      if outcome.status == .imported { try store.markSeen(outcome.stamp, incident: outcome.incident) }
    }
    tell(outcome.path)
  }

  private func tell(_ path: String) { progress(outcomes.count, failed, events, path) }
}

/// Writes the steps of one folder.
private struct FolderWriter {
  let sink: StoreImport
  var incident = ""
  /// Whether a source is being written.
  private(set) var isOpen = false
  private var isUnfinished = false

  init(_ sink: StoreImport) { self.sink = sink }

  mutating func write(_ step: BatchStep) throws {
    switch step {
    case .begin(let path, let format, let bytes):
      (isOpen, isUnfinished) = (true, true)
      try sink.beginSource(incident: incident, path: path, format: format, bytes: bytes)
    case .rows(let rows): try sink.write(rows)
    case .commit(let source, let manifest):
      try sink.commitSource(source, manifest: manifest)
      isOpen = false
    case .abandon:
      sink.abandonSource()
      isOpen = false
    case .finish: try finish()
    case .opened, .end: break
    }
  }

  private mutating func finish() throws {
    try sink.finishImport(incident: incident)
    isUnfinished = false
  }

  /// Brings to an end what a failure cut short.
  mutating func close() throws {
    if isOpen { sink.abandonSource() }
    isOpen = false
    if isUnfinished { try finish() }
  }
}
