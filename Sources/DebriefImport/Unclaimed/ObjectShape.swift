internal import DebriefModel

/// Known shapes of JSON and YAML objects that are no evidence, by their keys.
enum ObjectShape {
  /// The note of an object of a known kind; nil for others. `kinds` are those of a file with several YAML documents.
  static func note(_ outline: ObjectOutline, kinds: [String] = []) -> SourceNote? {
    if let note = KubernetesShape.note(outline, kinds: kinds) { return note }
    return known.first { $0.matches(outline) }.map { shape in
      shape.isEvidence ? SourceNote(.missing, shape.text) : .notEvidence(shape.text)
    }
  }

  /// A shape is known by keys that are all there, and by one of some others.
  private struct Shape {
    var all: [String]
    var any: [String] = []
    var text: String
    /// Whether it may hold what happened, although nobody reads it.
    var isEvidence = false

    func matches(_ outline: ObjectOutline) -> Bool {
      all.allSatisfy(outline.has) && (any.isEmpty || any.contains { outline.has($0) })
    }
  }

  private static let known: [Shape] = monitoring + delivery + documents

  private static let monitoring = [
    Shape(
      all: ["panels"], any: ["schemaVersion", "templating", "uid", "title"],
      text: "a Grafana dashboard: it says what is drawn, not what was measured"),
    Shape(
      all: ["dashboard.panels"], text: "a Grafana dashboard: it says what is drawn, not what was measured"),
    Shape(all: ["scrape_configs"], text: "a Prometheus configuration"),
    Shape(all: ["global.scrape_interval"], text: "a Prometheus configuration"),
    Shape(all: ["route", "receivers"], text: "an Alertmanager configuration"),
    Shape(all: ["route", "inhibit_rules"], text: "an Alertmanager configuration"),
    Shape(all: ["inhibit_rules"], any: ["global", "receivers"], text: "an Alertmanager configuration"),
    Shape(
      all: ["groups[].rules[].expr"], text: "Prometheus rules: what would alert or be recorded, not what did"),
    Shape(all: ["rule_files", "tests"], text: "unit tests of Prometheus rules"),
    Shape(all: ["receivers", "exporters", "service"], text: "a configuration of an OpenTelemetry collector"),
    Shape(all: ["schema_config"], text: "a Loki configuration"),
    Shape(all: ["apiVersion", "datasources"], text: "a Grafana configuration"),
    Shape(all: ["apiVersion", "providers"], text: "a Grafana configuration"),
  ]

  private static let delivery = [
    Shape(all: ["on", "jobs"], text: "a CI workflow (GitHub Actions)"),
    Shape(all: ["jobs", "name"], any: ["true", "permissions"], text: "a CI workflow (GitHub Actions)"),
    Shape(all: ["stages"], any: ["before_script", "variables", "image", "include"], text: "a CI pipeline (GitLab)"),
    Shape(all: ["workflows", "jobs", "version"], text: "a CI pipeline (CircleCI)"),
    Shape(all: ["pool", "steps"], any: ["trigger"], text: "a CI pipeline (Azure)"),
    Shape(all: ["runs", "inputs"], text: "a CI action (GitHub Actions)"),
    Shape(all: ["repos[].hooks[].id"], text: "a configuration of pre-commit"),
    Shape(all: ["services", "volumes"], text: "a Compose file"),
    Shape(all: ["services", "version"], text: "a Compose file"),
    Shape(all: ["services", "networks"], text: "a Compose file"),
    Shape(all: ["[].hosts", "[].tasks"], text: "an Ansible playbook"),
    Shape(all: ["releases[].chart"], text: "a helmfile"),
    Shape(all: ["build.artifacts"], text: "a Skaffold configuration"),
    Shape(all: ["baseDomain", "platform"], text: "an OpenShift install configuration"),
    Shape(all: ["terraform_version", "resources"], text: "a Terraform state: what exists, not when it changed"),
  ]

  private static let documents = [
    Shape(
      all: ["expected_output"], any: ["user_prompt", "tags", "description", "before_test"],
      text: "a test case: it says what is expected, not what happened"),
    Shape(all: ["openapi"], any: ["paths", "info"], text: "a description of an API (OpenAPI)"),
    Shape(all: ["swagger"], any: ["paths", "info"], text: "a description of an API (OpenAPI)"),
    Shape(all: ["cells", "nbformat"], text: "a notebook (Jupyter)"),
    Shape(all: ["$schema"], text: "a schema, or a configuration that follows one"),
    Shape(all: ["dependencies"], any: ["scripts", "devDependencies", "version"], text: "a package description (npm)"),
    Shape(all: ["lockfileVersion"], text: "a lock file (npm)"),
    Shape(all: ["compilerOptions"], text: "a compiler configuration (TypeScript)"),
    Shape(all: ["checksums"], text: "a list of checksums"),
    Shape(
      all: ["name", "n_obs", "series"], text: "a benchmark data set: values by position", isEvidence: true),
    Shape(
      all: ["status", "data.resultType"], text: "an answer of a query API of no known type", isEvidence: true),
    Shape(
      all: ["toolset_name"], text: "output of a tool behind a line of JSON that describes the call", isEvidence: true),
  ]
}
