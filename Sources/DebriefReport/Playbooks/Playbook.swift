/// What to do, phase by phase, when something of a kind goes wrong.
///
/// Written as a Markdown file with front matter; `docs/how-to/write-a-playbook.md` describes it.
public struct Playbook: Hashable, Sendable {
  /// The phases of an incident's handling, in their order.
  public enum Phase: String, CaseIterable, Sendable {
    case identify, contain, eradicate, recover, learn

    /// The heading in the file.
    public var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
  }

  /// One thing to do.
  public struct Step: Hashable, Sendable {
    public var text: String
    public var commands: [String] = []
    /// What to look at in what the commands print.
    public var lookAt: String?
    /// The kinds of changes (`Attribute.change`) that suggest that it was done.
    public var done: [String] = []
  }

  /// The steps of one phase and when to stop with it.
  public struct Section: Hashable, Sendable {
    public var phase: Phase
    public var steps: [Step] = []
    public var stop: String?
  }

  /// Lower-case words joined by hyphens; a team's own playbook replaces the built-in one of the same id.
  public var id = ""
  public var title = ""
  /// The detectors whose findings it helps with.
  public var detectors: [String] = []
  /// Names of alerts.
  public var alerts: [String] = []
  /// Reasons of Kubernetes events.
  public var reasons: [String] = []
  /// Values of its own that its commands leave open, with what they stand for.
  public var values: [String: String] = [:]
  public var intro = ""
  public var sections: [Section] = []
  /// The whole file.
  public var text = ""
  /// The file it comes from; nil for those built into the program.
  public var place: String?
}

extension Playbook {
  /// What the capital words in commands stand for; a playbook may define more in its front matter.
  public static let commonValues: [String: String] = [
    "NAMESPACE": "the namespace", "POD": "the pod", "CONTAINER": "the container", "NODE": "the node",
    "WORKLOAD": "kind and name of what owns the pods, such as deployment/web", "SERVICE": "the service",
    "CLAIM": "the persistent volume claim", "JOB": "the job", "CRONJOB": "the cron job",
    "AUTOSCALER": "the horizontal pod autoscaler", "QUOTA": "the resource quota",
    "WEBHOOK": "the webhook's configuration", "ACCOUNT": "the service account", "POLICY": "the network policy",
    "LEASE": "the lease", "CERTIFICATE": "cert-manager's certificate", "SECRET": "the secret",
    "IMAGE": "the image with its tag or digest", "REVISION": "the number of the revision",
    "REPLICAS": "how many replicas", "SIZE": "an amount, such as 512Mi or 500m", "VERB": "a verb, such as list",
    "RESOURCE": "a resource, such as pods", "NAME": "the object's name",
  ]

  /// The capital words of a command, in order.
  static func openValues(of command: String) -> [String] {
    words(of: command).filter(isOpenValue)
  }

  /// A command with the open values that are known filled in.
  static func filled(_ command: String, _ known: [String: String]) -> String {
    words(of: command).map { known[$0] ?? $0 }.joined()
  }

  private static func isOpenValue(_ word: String) -> Bool {
    word.utf8.count >= 3 && word.utf8.allSatisfy { (65...90).contains($0) || $0 == 95 }
  }

  /// The text cut where letters, digits and underscores meet other characters; joined again it is the same.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var wasWord: Bool?
    for character in text {
      let isWord = character.isLetter || character.isNumber || character == "_"
      if isWord == wasWord { words[words.count - 1].append(character) } else { words.append(String(character)) }
      wasWord = isWord
    }
    return words
  }
}
