import DebriefModel

/// The series that move together, in words and as rows.
struct CorrelationWords {
  let found: SeriesCorrelations

  /// What was looked at; nil when nothing was.
  var sentence: String? {
    guard found.tested > 0 else { return nil }
    let pairs = "Of \(Words.count(found.tested, "pair")) of an indicator and another metric"
    guard !found.pairs.isEmpty else { return "\(pairs), none moves together beyond the shift both show." }
    return
      "\(pairs), these move together beyond the shift both show; a common driver, such as traffic, would look the same."
  }

  static let columns = ["Metric", "Moves with", "When", "r", "q", "Samples' worth"]

  /// The numbers of one pair, in the order of the columns.
  static func numbers(_ pair: SeriesCorrelation) -> (when: String, r: String, q: String, count: String) {
    let when = pair.lag == 0 ? "together" : Words.duration(abs(pair.lag)) + (pair.lag > 0 ? " later" : " earlier")
    let q = pair.q < 0.001 ? "below 0.001" : Words.fixed(pair.q, 3)
    return (when, Words.ratio(pair.coefficient), q, Words.number(pair.effectiveCount.rounded()))
  }
}

extension MarkdownParts {
  func correlations() -> MarkdownText {
    let words = CorrelationWords(found: narration.document.analysis.correlations)
    guard let sentence = words.sentence else { return "" }
    let rows = words.found.pairs.map { pair -> [MarkdownText] in
      let numbers = CorrelationWords.numbers(pair)
      return [
        code(pair.other.description), code(pair.indicator.description), "\(numbers.when)", "\(numbers.r)",
        "\(numbers.q)", "\(numbers.count)",
      ]
    }
    return rows.isEmpty ? "\n\n\(sentence)" : "\n\n\(sentence)\n\n\(table(CorrelationWords.columns, rows, none: ""))"
  }
}

extension HTMLParts {
  func correlations() -> Markup {
    let words = CorrelationWords(found: narration.document.analysis.correlations)
    guard let sentence = words.sentence else { return "" }
    guard !words.found.pairs.isEmpty else { return paragraph(sentence) }
    var table = HTMLTable(
      "Metrics that move together", CorrelationWords.columns.enumerated().map { .init($1, $0 > 2 ? "r" : "") })
    for pair in words.found.pairs {
      let numbers = CorrelationWords.numbers(pair)
      table.row([
        "<code>\(pair.other.description)</code>", "<code>\(pair.indicator.description)</code>", "\(numbers.when)",
        "<span class=\"num\">\(numbers.r)</span>", "<span class=\"num\">\(numbers.q)</span>",
        "<span class=\"num\">\(numbers.count)</span>",
      ])
    }
    return paragraph(sentence) + table.markup
  }
}
