import DebriefModel

/// The playbooks that apply, their steps, and which of them the evidence says were done.
extension MarkdownParts {
  func playbooks() -> MarkdownText {
    let applied = narration.document.playbooks
    guard !applied.isEmpty else { return "No playbook applies to what was found." }
    return applied.map(playbook).joined("\n\n")
  }

  private func playbook(_ applied: AppliedPlaybook) -> MarkdownText {
    var rows: [[MarkdownText]] = []
    for section in applied.playbook.sections {
      for (number, step) in section.steps.enumerated() {
        rows.append(["\(section.phase.title)", "\(step.text)", done(applied.done[section.phase]?[number], step)])
      }
    }
    let steps = table(["Phase", "Step", "Done, as the evidence suggests"], rows, none: "No steps.")
    let shown = code("debrief playbooks show \(applied.playbook.id)")
    return """
      **\(applied.playbook.title)**, for \(Words.list(applied.subjects)). \(shown) prints it with its commands.

      \(steps)
      """
  }

  private func done(_ change: Int?, _ step: Playbook.Step) -> MarkdownText {
    guard let change, narration.changes.indices.contains(change) else {
      return step.done.isEmpty ? "no change would show it" : "no such change after the detection"
    }
    let (known, numbers) = narration.changes[change]
    return "✓ \(time(known.at)) \(known.what)\(citations(numbers))"
  }
}

extension HTMLParts {
  func playbooks() -> Markup {
    let applied = narration.document.playbooks
    guard !applied.isEmpty else { return paragraph("No playbook applies to what was found.") }
    return applied.map(playbook).joined("\n")
  }

  private func playbook(_ applied: AppliedPlaybook) -> Markup {
    let sections = applied.playbook.sections.map { section -> Markup in
      let steps = section.steps.enumerated().map { number, step in
        item(step, applied.done[section.phase]?[number], applied.values)
      }
      let stop: Markup = section.stop.map { "<p class=\"meta\">\($0)</p>" } ?? ""
      return "<h4>\(section.phase.title)</h4>\n<ol>\(steps.joined("\n"))</ol>\(stop)"
    }
    let origin: Markup = applied.playbook.place.map { " · \($0)" } ?? ""
    return """
      <details class="playbook"><summary><strong>\(applied.playbook.title)</strong> for \(Words.list(applied.subjects))</summary>
      <p>\(applied.playbook.intro) <small>playbook \(applied.playbook.id)\(origin)</small></p>
      \(sections.joined("\n"))
      </details>
      """
  }

  private func item(_ step: Playbook.Step, _ change: Int?, _ values: [String: String]) -> Markup {
    let commands = step.commands.map { Playbook.filled($0, values) }.joined(separator: "\n")
    let block: Markup = commands.isEmpty ? "" : "<pre>\(commands)</pre>"
    let look: Markup = step.lookAt.map { "<p class=\"meta\">Look at: \($0)</p>" } ?? ""
    return "<li><p>\(step.text)\(done(change, step))</p>\(block)\(look)</li>"
  }

  private func done(_ change: Int?, _ step: Playbook.Step) -> Markup {
    guard let change, narration.changes.indices.contains(change) else {
      return step.done.isEmpty ? "" : " <small>(no such change after the detection)</small>"
    }
    let (known, numbers) = narration.changes[change]
    return " <strong>✓ suggested by a change at \(time(known.at)): \(known.what)</strong>\(citations(numbers))"
  }
}

extension AppliedPlaybook {
  /// How many subjects a sentence names.
  private static let named = 3

  /// What it applies to, in words.
  var subjects: [String] {
    let names = findings.map { $0.subject.description }.filter { !$0.isEmpty }
    let distinct = names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
    let more = distinct.count - Self.named
    return distinct.prefix(Self.named) + (more > 0 ? ["\(more) more"] : distinct.isEmpty ? ["the incident"] : [])
  }
}
