public import DebriefModel

/// Notices callers that are told to slow down.
public struct RateLimitDetector: Detector {
  public static let description = DetectorDescription(
    id: "rate-limit", title: "Rate limit reached", category: .resource, role: .mechanism, reads: [.log, .audit],
    explanation: """
      At least \(least) log lines of one subject within \(LogBursts.minutes) minutes that say that a rate limit was reached or a request was \
      throttled (429, RESOURCE_EXHAUSTED, ThrottlingException, client-side throttling), and requests that the API server answered \
      with 429. A limit protects the other side: look for what raised the number of calls, retries above all.
      """,
    playbook: "rate-limit",
    followUp: FollowUp(
      "Let {subject} back off with growing pauses when it is told to slow down", type: "prevent",
      doneWhen: "answers of 429 in a test lead to fewer calls, not to more"))

  /// How many lines the window must hold.
  static let least = 5

  private static let phrases = Phrases([
    "too many requests", "rate limit", "ratelimit", "rate exceeded", "throttlingexception", "requestlimitexceeded",
    "resource_exhausted", "resourceexhausted", "slowdown", "client-side throttling", "request was throttled",
    "throttled: ", "status code 429", "status=429", "http 429", "toomanyrequests",
  ])
  private var limited = LogBursts(least: least)

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .audit {
      guard event.attributes[Attribute.code] == "429", let actor = event.attributes[Attribute.actor] else { return }
      limited.count(event, about: Subject(kind: "Client", name: Citations.excerpt(actor)))
    } else if event.isComplaint, Self.phrases.isIn(event.message) {
      limited.count(event, about: event.subject.object)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(limited)
    for (subject, number, run) in limited.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: "Calls were refused for a rate limit (\(counted(run.count, "line")))",
        cause: "rate limit", severity: .error, confidence: limited.wasCompared(subject) ? 0.85 : 0.7)
    }
  }
}
