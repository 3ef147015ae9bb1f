import DebriefImport
import Foundation
import Testing

/// The corpus holds chat only inside an archive, and neither pages, notes nor timelines: whoever claims a file as one is wrong.
struct `People in the corpus` {
  private static let formats = [
    "slack-export", "pagerduty-incidents", "pagerduty-log-entries", "opsgenie-alerts", "statuspage-incidents", "notes",
    "timeline-csv", "git-log", "ci-deployments", "deployments-csv", "terraform-apply",
  ]

  @Test(.enabled(if: Corpus.root != nil)) func `are seen nowhere`() throws {
    var claimed: [String] = []
    for path in Corpus.files(below: "") where !path.hasSuffix(".zip") {
      let ids = Corpus.claims(try Corpus.bytes(path)).map(\.id).filter { Self.formats.contains($0) }
      if !ids.isEmpty { claimed.append("\(path): \(ids.joined(separator: ", "))") }
    }
    #expect(claimed.isEmpty, "\(claimed.joined(separator: "\n"))")
  }
}
