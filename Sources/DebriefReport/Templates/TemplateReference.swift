/// The reference page of template variables, written from the variables themselves.
public enum TemplateReference {
  /// `docs/reference/template-variables.md`.
  public static let markdown =
    introduction + rows(TemplateVariable.all) + periodIntroduction + rows(TemplateVariable.period)

  private static let introduction = """
    # Template variables

    A report template is a folder with `template.json` and one or two Mustache files:

    ```json
    {"title": "Postmortem", "summary": "One sentence.",
     "markdown": "report.md.mustache", "html": "report.html.mustache", "style": "report.css", "script": "report.js"}
    ```

    All keys but `title` may be left out; a template makes the files it names. `debrief report ID --template DIR` uses it.

    - Values arrive escaped for the file they are used in, so `{{x}}` and `{{{x}}}` give the same.
    - `text` is a value, `optional` one that may be missing (a section around it shows only when it is there), `flag` is
      true or false, `list` repeats its section, `part` is markup written by the program.
    - Inside the section of a list its names are used without the list's name: `{{#figures}}{{label}}{{/figures}}`.
    - An unknown name is an error with its place and the nearest known name. Partials and other delimiters are not available.
    - In Markdown, put what is renewed with every run between `<!-- debrief:begin NAME -->` and `<!-- debrief:end NAME -->`,
      each on a line of its own; everything outside belongs to its writers and is kept.
    - The page's Content-Security-Policy (`policy`) allows the script of the template and nothing else.

    | name | kind | where | meaning |
    | --- | --- | --- | --- |

    """

  private static let periodIntroduction = """

    ## Templates for a period

    `"kind": "period"` in `template.json` makes a template for `debrief reliability --to DIR --template DIR`. It has no script, and
    these names:

    | name | kind | where | meaning |
    | --- | --- | --- | --- |

    """

  private static func rows(_ variables: [TemplateVariable]) -> String {
    variables.map { variable in
      let place = variable.isInMarkdown ? "both" : "page"
      return "| `\(variable.name)` | \(variable.kind.rawValue) | \(place) | \(variable.summary) |\n"
    }.joined()
  }
}
