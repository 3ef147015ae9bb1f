import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefStore

/// Analyses one incident of a batch, and writes its report where that is asked for.
struct BatchReviewer: Sendable {
  /// The connection that only reads.
  let store: Store
  /// The folder below which the reports go; nil for none.
  let target: String?

  func review(_ incident: String, at position: Int) -> BatchReview {
    var review = BatchReview(position: position)
    do {
      let evidence = try store.evidence(incident: incident)
      let (analysis, summary) = try IncidentAnalyzer.review(evidence)
      review.summary = SummaryArchive.stored(summary, of: incident)
      review.content = evidence.content
      if let target { try ReportWriter(folder: target + "/" + incident).render(analysis, evidence) }
    } catch {
      review.failure = BatchReader.sentence(error)
    }
    return review
  }

  /// Whether the report of an incident is complete.
  static func hasReport(_ incident: String, below target: String) -> Bool {
    [RenderedFile.markdownName, RenderedFile.htmlName, "analysis.json", "actions.csv"].allSatisfy {
      CanonicalPath.exists(target + "/" + incident + "/" + $0)
    }
  }
}
