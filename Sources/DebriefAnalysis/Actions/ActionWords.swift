/// The English that the check of action items knows.
enum ActionWords {
  /// Verbs that action items begin with.
  static let verbs: Set<String> = Set(
    """
    add adjust adopt agree alarm alert align allocate allow amend analyze analyse announce annotate append apply archive ask \
    assert assign attach audit automate avoid backfill backport balance bake baseline batch benchmark block bound bring bump \
    build cache calculate call canary cap capture catch change charge check choose clarify classify clean clear close collect \
    compare complete compress configure confirm connect consolidate contact contain continue convert copy correct count cover \
    create cut cordon debug declare decommission decouple decrease dedicate deduplicate default define delay delete deliver \
    demote deny deploy deprecate describe design detect determine disable discard distribute document double drain draw drill \
    drop dry-run duplicate embed emit enable encrypt end enforce enlarge ensure escalate establish estimate evaluate evict \
    examine exclude execute exercise expand expire expose extend extract fail failover fetch file filter find finish fix flag \
    flush follow forbid force forward freeze gate generate get give grant group guard halve handle harden have hide hold \
    identify ignore implement import improve include increase index inform inject insert inspect install instrument integrate \
    introduce invalidate investigate invite isolate join keep kill label launch learn let leave limit link lint list load lock \
    log look lower mail maintain make map mark measure merge migrate mirror mitigate mock model modify monitor mount move mute \
    name negotiate normalize notify offer open optimize order organize own page parse partition patch pause perform pick pin \
    plan practise practice prepare preload prevent prioritize probe profile prohibit promote propagate propose protect prove \
    provide provision prune publish pull purge push put quarantine query queue raise randomize rate-limit read rebalance \
    rebuild recommend reconcile record recover recreate redirect redesign reduce reenable refactor refine refresh refuse \
    register reject release relocate remove rename renew reorder repair repeat replace replay replicate report request require \
    reschedule reserve reset resize resolve restart restore restrict retain retire retry return reuse revert review revise \
    revoke rewrite roll rotate route run sample save scale scan schedule script seal search secure select send separate serve \
    set shard share shed shift ship shorten show shrink shut sign silence simplify simulate size skip slow smooth snapshot \
    solve sort specify split spread stage standardize standardise start state stop store stream stress strip submit subscribe \
    summarize suppress surface suspend switch sync tag take teach tell terminate test throttle tie tighten time timebox toggle \
    trace track train transfer translate treat trial trigger trim triple tune turn unblock understand undo unify uninstall \
    unpin update upgrade upload upsize use validate vary verify version wait wake warm warn wire withdraw work wrap write
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Beginnings that promise nothing, with what they leave open.
  static let vague = [
    "investigate", "look into", "look at", "be more careful", "be careful", "pay more attention", "pay attention",
    "make sure", "ensure", "improve", "consider", "think about", "try to", "discuss", "explore", "understand",
  ]

  /// Wishes about people: no change of the system, whatever else the item says.
  static let wishes = ["be more careful", "be careful", "pay more attention", "pay attention"]

  /// Words that make a person the cause.
  static let blame = [
    "human error", "operator error", "user error", "pilot error", "engineer error", "careless", "negligen",
    "incompeten", "be more careful", "pay more attention", "pay attention", "should have known",
    "should have been more careful", "'s mistake", "’s mistake", "'s fault", "’s fault", "retrain", "discipline the",
    "reprimand",
  ]

  /// What somebody did, when a person is named before it.
  static let misdeeds = [
    "forgot", "failed to", "broke", "caused", "messed up", "screwed up", "did not check", "didn't check",
  ]

  /// Whether a text begins with a verb; of `double-check` and `load-test` the last part counts.
  static func beginsWithVerb(_ text: String) -> Bool {
    guard let word = words(text).first else { return false }
    if verbs.contains(word) { return true }
    let parts = word.split(separator: "-").map(String.init)
    return parts.count > 1 && parts.last.map { verbs.contains($0) } ?? false
      || word.hasPrefix("re") && verbs.contains(String(word.dropFirst(2)))
  }

  /// The phrase of `phrases` that a text begins with, as whole words.
  static func beginning(of text: String, among phrases: [String]) -> String? {
    let words = words(text)
    return phrases.first { phrase in words.starts(with: self.words(phrase)) }
  }

  /// The words of a text that make a person the cause: a phrase, or an `@name` who did something.
  static func blaming(_ text: String) -> String? {
    let lower = text.lowercased()
    if let phrase = blame.first(where: { lower.contains($0) }) { return phrase }
    guard lower.contains("@") else { return nil }
    let words = lower.split { $0 == " " || $0 == "\n" }
    for (index, word) in words.enumerated() where word.hasPrefix("@") && word.count > 1 {
      let rest = words[(index + 1)...].prefix(3).joined(separator: " ")
      if let deed = misdeeds.first(where: { rest.hasPrefix($0) }) { return "\(word) \(deed)" }
    }
    return nil
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "'") }.map(String.init)
  }
}
