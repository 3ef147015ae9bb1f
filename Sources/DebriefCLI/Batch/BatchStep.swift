import DebriefImport
import DebriefModel
import DebriefStore

/// What a worker tells the writer about one folder, in order; the last one is `end`.
enum BatchStep: Sendable {
  /// Which incident the folder holds.
  case opened(incident: String)
  case begin(path: String, format: String, bytes: Int)
  case rows(ImportedRows)
  case commit(Source, Manifest?)
  case abandon
  /// All sources were handed over.
  case finish
  case end(BatchReading)
}

/// What became of reading one folder.
struct BatchReading: Sendable {
  enum Status: Sendable {
    case read
    /// Nothing changed since the last batch: no file was opened.
    case unchanged
    case failed(String)
  }
  var incident: String
  /// Where the evidence lies, for `verify`.
  var folder = ""
  var stamp = ""
  var status: Status
  /// Whether it must be analysed.
  var needsReview = true
  /// Files that could not be read, with the reason.
  var failures: [String] = []
  var remarks: [String] = []
  var counts = StoredCounts()
}

/// What the analysis of one incident gave.
struct BatchReview: Sendable {
  var position: Int
  var summary: StoredSummary?
  /// The content of the incident that was analysed.
  var content = ""
  /// Why it could not be analysed or written.
  var failure: String?
}
