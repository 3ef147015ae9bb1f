internal import DebriefModel

/// Kubernetes objects that no importer claims: manifests without a status, and objects of kinds that nobody reads.
enum KubernetesShape {
  /// The note of a Kubernetes object, list or kustomization; nil for others.
  static func note(_ outline: ObjectOutline, kinds: [String]) -> SourceNote? {
    if let note = packaging(outline) { return note }
    if isUntypedObject(outline) { return untyped(outline) }
    guard isVersion(outline["apiVersion"] ?? "") else { return nil }
    // In YAML the kind of a list stands behind its items.
    guard let kind = outline["kind"] ?? (outline.has("items") ? "List" : nil), isKind(kind) else { return nil }
    if isConfiguration(kind, outline) { return .notEvidence("a configuration of a Kubernetes component (\(kind))") }
    if kind.hasSuffix("List") || outline.has("items") { return list(kind, outline) }
    let names = kinds.isEmpty ? [kind] : kinds
    if names.contains("CustomResourceDefinition") {
      return .notEvidence("custom resource definitions: they describe kinds, not objects")
    }
    let what = "\(names.count == 1 ? "a Kubernetes object" : "Kubernetes objects") (\(NameList.of(names)))"
    return outline.has("status") && outline["status"] != "{}"
      ? SourceNote(.missing, "\(what) with a status, of a kind that no importer reads")
      : .notEvidence("\(what) without a status: a manifest says what was wanted, not what happened")
  }

  /// Charts and overlays, which are no objects.
  private static func packaging(_ outline: ObjectOutline) -> SourceNote? {
    if outline["kind"] == "Kustomization" || outline["kind"] == "Component" { return .notEvidence("a kustomization") }
    guard !outline.has("kind") else { return nil }
    let overlays = ["namePrefix", "commonLabels", "configMapGenerator", "patches", "patchesStrategicMerge", "images"]
    if outline.has("resources"), overlays.contains(where: outline.has) { return .notEvidence("a kustomization") }
    let isChart = ["v1", "v2"].contains(outline["apiVersion"] ?? "") && outline.has("name") && outline.has("version")
    if isChart { return .notEvidence("the description of a Helm chart") }
    let values = [
      "replicaCount", "image.repository", "image.tag", "imagePullSecrets", "serviceAccount.create", "ingress.enabled",
      "nodeSelector", "tolerations", "affinity", "autoscaling.enabled", "podAnnotations", "fullnameOverride",
    ].count(where: outline.has)
    return values >= 3 ? .notEvidence("values of a Helm chart") : nil
  }

  private static func list(_ kind: String, _ outline: ObjectOutline) -> SourceNote {
    let isEmpty = !outline.values.keys.contains { $0.hasPrefix("items[]") }
    if isEmpty { return .notEvidence("a Kubernetes \(kind) without items: there were none when it was asked for") }
    let inner = outline["items[].kind"].map { $0.isEmpty ? "" : " of \($0)" } ?? ""
    return outline.has("items[].status")
      ? SourceNote(.missing, "a Kubernetes \(kind)\(inner) with a status, of a kind that no importer reads")
      : .notEvidence("a Kubernetes \(kind)\(inner) without a status: what was wanted, not what happened")
  }

  /// Objects whose collector dropped the kind.
  private static func isUntypedObject(_ outline: ObjectOutline) -> Bool {
    !outline.has("kind") && outline.has("metadata.name") && outline.hasAny("metadata.uid", "metadata.selfLink")
  }

  private static func untyped(_ outline: ObjectOutline) -> SourceNote {
    let parts = outline.topLevelKeys.filter { $0 != "metadata" }
    let what = "a Kubernetes object that does not name its kind\(parts.isEmpty ? "" : " (\(NameList.of(parts)))")"
    return outline.has("status")
      ? SourceNote(.missing, "\(what), which no importer reads") : .notEvidence("\(what), without a status")
  }

  private static func isConfiguration(_ kind: String, _ outline: ObjectOutline) -> Bool {
    let suffixes = ["Configuration", "Config", "Policy"]
    return suffixes.contains(where: kind.hasSuffix) && !outline.has("metadata.name") && !outline.has("items")
  }

  private static func isKind(_ text: String) -> Bool {
    text.utf8.count <= 63 && text.first?.isUppercase ?? false && text.allSatisfy { $0.isLetter || $0.isNumber }
  }

  /// `v1`, `apps/v1`, `batch/v1beta1`.
  private static func isVersion(_ text: String) -> Bool {
    let last = text.split(separator: "/").last ?? ""
    return last.first == "v" && last.dropFirst().first?.isNumber ?? false
  }
}
