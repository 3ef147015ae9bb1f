public import DebriefModel

/// Notices processes that reach a limit of their own: heap, open files, threads.
public struct ProcessLimitDetector: Detector {
  public static let description = DetectorDescription(
    id: "process-limit", title: "Process reached a limit", category: .resource, role: .mechanism, reads: [.log],
    explanation: """
      Log lines in which a runtime says that its heap is full (Java, Node.js, Python, Go), that no file can be opened any more, or \
      that no thread or process can be started. The kernel ends no container for these, so they are seen in logs alone; a \
      container that exceeds its memory limit is reported as oom-killed.
      """,
    playbook: "process-limit",
    followUp: FollowUp(
      "Add an alert for {subject} using nine tenths of its heap, files or threads", type: "detect",
      doneWhen: "a leak in a test raises the alert before requests fail"))

  private static let heap = Phrases([
    "java.lang.outofmemoryerror", "javascript heap out of memory", "memoryerror", "gc overhead limit exceeded",
    "runtime: out of memory", "cannot allocate memory", "std::bad_alloc",
  ])
  private static let files = Phrases(["too many open files", "emfile", "enfile"])
  private static let threads = Phrases([
    "unable to create new native thread", "unable to create native thread", "can't start new thread",
    "pthread_create failed", "fork: retry", "cannot fork",
  ])
  private var full = [Ledger(), Ledger(), Ledger()]
  private static let kinds = [
    (name: "heap", title: "The process ran out of memory of its own", cause: "heap exhausted"),
    (name: "files", title: "The process could open no more files", cause: "too many open files"),
    (name: "threads", title: "The process could start no more threads or processes", cause: "too many threads"),
  ]

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint else { return }
    let tables = [Self.heap, Self.files, Self.threads]
    guard let kind = tables.firstIndex(where: { $0.isIn(event.message) }) else { return }
    full[kind].add(event, about: event.subject.object)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    for (kind, ledger) in zip(Self.kinds, full) {
      findings.overlook(ledger)
      for (subject, number, run) in ledger.all {
        findings.report(
          run, about: subject, number: number, title: "\(kind.title) (\(counted(run.count, "line")))",
          cause: kind.cause,
          severity: .error, confidence: run.count >= 3 ? 0.95 : 0.8, discriminator: kind.name)
      }
    }
  }
}
