import DebriefModel
import DebriefReport
import DebriefTesting
import Foundation
import Testing

struct `A template` {
  @Test(arguments: [
    ("{{incident.titel}}", "report.html:1", "did you mean “incident.title”?"),
    ("a\n\n{{#figures}}{{valeu}}{{/figures}}", "report.html:3", "did you mean “value”?"),
    ("{{#leads}}x", "report.html:1", "add {{/leads}}"),
  ])
  func `with an unknown name is refused with place and advice`(text: String, place: String, help: String) {
    let error = #expect(throws: Diagnostic.self) {
      try TemplateCheck.check(text, file: "report.html", isMarkdown: false)
    }
    #expect(error?.place == place)
    #expect(error?.help == help)
  }

  @Test func `knows the names of a list only inside its section`() throws {
    try TemplateCheck.check("{{#figures}}{{label}} {{incident.id}}{{/figures}}", file: "x", isMarkdown: false)
    #expect(throws: Diagnostic.self) { try TemplateCheck.check("{{label}}", file: "x", isMarkdown: false) }
  }

  @Test func `for Markdown has no picture`() {
    #expect(throws: Diagnostic.self) { try TemplateCheck.check("{{picture}}", file: "x", isMarkdown: true) }
  }

  @Test func `cannot include other files`() {
    #expect(throws: Diagnostic.self) { try TemplateCheck.check("{{> secret}}", file: "x", isMarkdown: false) }
  }

  @Test func `that does not exist is refused with the nearest name`() {
    let error = #expect(throws: Diagnostic.self) { try TemplateLibrary.template("defualt") }
    #expect(error?.help == "did you mean “default”?")
  }

  @Test func `in a folder works like a built-in one`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-template-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(#"{"title": "Short", "markdown": "short.md"}"#.utf8).write(
      to: folder.appendingPathComponent("template.json"))
    try Data("{{incident.title}}: {{#figures}}{{value}};{{/figures}}".utf8).write(
      to: folder.appendingPathComponent("short.md"))
    let template = try TemplateLibrary.template(folder.path)
    let files = try ReportRenderer(template).render(SampleDocument.rollout.document)
    #expect(files.map { $0.name } == ["postmortem.md", "analysis.json", "actions.csv"])
    #expect(files[0].text.hasPrefix("Card payments failing: 31 min 33 s;2 min 53 s;"))
  }

  @Test func `embedded in the program is the file in the folder`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for path in TemplateLibrary.paths(below: "reports") {
      let file = root.appendingPathComponent("templates").appendingPathComponent(path)
      #expect(try String(contentsOf: file, encoding: .utf8) == TemplateLibrary.file(path))
    }
  }

  @Test func `finds its variables in the reference`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/reference/template-variables.md")
    let expected = TemplateReference.markdown
    if Golden.isRecording {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    let actual = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(actual == expected, "RECORD=1 refreshes docs/reference/template-variables.md")
  }
}
