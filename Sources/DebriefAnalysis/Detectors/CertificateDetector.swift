public import DebriefModel

/// Notices certificates that have expired or are not trusted.
public struct CertificateDetector: Detector {
  public static let description = DetectorDescription(
    id: "certificate", title: "Certificate expired or not trusted", category: .misconfiguration, role: .mechanism,
    reads: [.log, .kubernetes],
    explanation: """
      Log lines and events that say that a certificate has expired or is not yet valid; from \(least) lines on those that say that it is not \
      trusted or not for this name; and warnings about cert-manager's certificates, requests, orders and challenges. The subject \
      is who noticed, which is mostly the other side. A clock that is wrong looks like an expired certificate.
      """,
    playbook: "certificate",
    followUp: FollowUp(
      "Add an alert that fires three weeks before a certificate that {subject} depends on expires", type: "detect",
      doneWhen: "a test certificate with ten days left raises the alert"))

  /// One refused handshake is a scanner or a client of yesterday.
  static let least = 3

  private static let expired = Phrases([
    "certificate has expired", "certificate is expired", "certificate expired", "is not yet valid", "cert_has_expired",
    "certificateexpiredexception", "certificatenotyetvalidexception", "validity check failed", "not_after",
  ])
  private static let untrusted = Phrases([
    "signed by unknown authority", "unable to find valid certification path", "self signed certificate",
    "self-signed certificate", "unable to get local issuer certificate", "certificate verify failed",
    "certificate is not valid for", "certificate is valid for", "doesn't contain any ip sans", "altname_invalid",
    "unable to verify the first certificate", "failed to verify certificate",
  ])
  private static let issuance: Set<String> = [
    "Certificate", "CertificateRequest", "Order", "Challenge", "Issuer", "ClusterIssuer", "CertificateSigningRequest",
  ]

  private var old = Ledger()
  private var strange = Ledger()
  private var failed = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint || event.kind == .kubernetes && event.severity >= .warning else { return }
    let subject = event.subject.object
    if event.kind == .kubernetes, Self.issuance.contains(subject.kind) {
      failed.add(event, about: subject)
    } else if Self.expired.isIn(event.message) {
      old.add(event, about: subject)
    } else if Self.untrusted.isIn(event.message) {
      strange.add(event, about: subject)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(old, strange, failed)
    for (subject, number, run) in old.all {
      findings.report(
        run, about: subject, number: number,
        title: "A certificate had expired or was not yet valid (\(counted(run.count, "report")))",
        cause: "expired certificate", severity: .error, confidence: run.count >= Self.least ? 0.95 : 0.8)
    }
    for (subject, number, run) in strange.all where run.count >= Self.least {
      findings.report(
        run, about: subject, number: number, title: "A certificate was not trusted (\(counted(run.count, "report")))",
        cause: "untrusted certificate", severity: .error, confidence: 0.8, discriminator: "untrusted")
    }
    for (subject, number, run) in failed.all {
      findings.report(
        run, about: subject, number: number,
        title: "A certificate could not be issued (\(counted(run.count, "report")))",
        cause: "certificate not issued", severity: .warning, confidence: 0.75, discriminator: "issuance")
    }
  }
}
