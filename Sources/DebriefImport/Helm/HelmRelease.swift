internal import DebriefModel

/// The name of a Helm release and its namespace; empty where nothing says so.
struct HelmRelease: Equatable {
  var namespace = ""
  var name = ""

  var subject: Subject {
    name.isEmpty ? .none : Subject(namespace: namespace, kind: "HelmRelease", name: name)
  }
}

extension HelmRelease {
  /// What the path of a history says, for the history itself does not: `…/helm/<namespace>/<release>.json`,
  /// `helm-history-<release>.txt`.
  init(path: String) {
    self.init()
    let parts = path.split(separator: "/").map(String.init)
    guard let file = parts.last else { return }
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    if parts.count > 2, parts[parts.count - 3] == "helm" {
      (namespace, name) = (parts[parts.count - 2], stem)
      return
    }
    let isNamed = stem.contains("helm") || stem.contains("history")
    let words = stem.split { $0 == "-" || $0 == "_" }.filter { !["helm", "history", "release"].contains($0) }
    if isNamed && stem.contains("-") { name = words.joined(separator: "-") }
  }

  /// What `helm history cart -n shop` asked for; nil for another command.
  init?(command: String) {
    self.init()
    let words = command.split(separator: " ").map(String.init)
    guard let helm = words.firstIndex(of: "helm"), words.count > helm + 1 else { return nil }
    var (i, plain) = (helm + 1, [String]())
    while i < words.count {
      let word = words[i]
      if word == "-n" || word == "--namespace", i + 1 < words.count { namespace = words[i + 1] }
      if word.hasPrefix("--namespace=") { namespace = String(word.dropFirst(12)) }
      if !word.hasPrefix("-") { plain.append(word) }
      i += ["-n", "--namespace", "-o", "--output", "--max", "--kube-context"].contains(word) ? 2 : 1
    }
    guard let verb = plain.first, ["history", "hist", "list", "ls"].contains(verb) else { return nil }
    if verb.hasPrefix("hist"), plain.count > 1 { name = plain[1] }
  }

  /// The name of a chart such as `cart-1.4.0-rc.1`: what stands before its version.
  static func chartName(_ chart: String) -> String {
    let parts = chart.split(separator: "-", omittingEmptySubsequences: false)
    let version = parts.dropFirst().firstIndex { part in
      let digits = part.first == "v" ? part.dropFirst() : part
      return digits.first?.isNumber ?? false && digits.contains(".")
    }
    return version.map { parts[..<$0].joined(separator: "-") } ?? chart
  }
}

extension EventBatch {
  /// The release that a history tells of: from the path, else named after its chart, which is noted.
  mutating func release(_ stated: HelmRelease, chart: String) -> HelmRelease {
    guard stated.name.isEmpty else { return stated }
    var release = stated
    release.name = HelmRelease.chartName(chart)
    if !release.name.isEmpty {
      note(.assumption, "the history does not name its release: it is called after its chart, \(release.name)")
    }
    return release
  }
}
