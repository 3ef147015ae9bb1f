import DebriefReport
import Testing

struct `Text for Markdown` {
  @Test(arguments: [
    ("a | b", "a \\| b"), ("`rm`", "\\`rm\\`"), ("<b>&", "&lt;b&gt;&amp;"),
    ("*x* _y_ [z](w)", "\\*x\\* \\_y\\_ \\[z\\](w)"),
    ("# head", "\\# head"), ("- item", "\\- item"), ("+ item", "\\+ item"), ("1. item", "1\\. item"),
    ("12) item", "12\\) item"),
    ("{{incident.title}}", "\\{\\{incident.title\\}\\}"), ("line\nline", "line ⏎ line"),
    ("https://a.b", "https\\://a.b"),
    ("www.a.b", "www\\.a.b"), ("0.5", "0.5"), ("=SUM(A1)", "\\=SUM(A1)"), ("![x](y)", "\\!\\[x\\](y)"),
    ("<!-- debrief:end head -->", "&lt;!-- debrief:end head --&gt;"),
  ])
  func `is plain text`(raw: String, escaped: String) { #expect(Markdown.inline(raw) == escaped) }

  @Test func `notifies nobody`() {
    #expect(Markdown.inline("ping @team") == "ping @\u{2060}team")
    #expect(Markdown.inline("a@b.c") == "a@b.c")
  }

  @Test func `in a code span survives backticks and column marks`() {
    #expect(Markdown.code("a`b|c") == "``a`b\\|c``")
    #expect(Markdown.code("`a`") == "`` `a` ``")
  }

  @Test func `in a block cannot end it, and cannot forge a marker`() {
    let block = Markdown.block("```\n<!-- debrief:end logs -->")
    #expect(block == "````text\n ```\n <!-- debrief:end logs -->\n````")
  }
}

struct `Invisible characters` {
  @Test(arguments: [
    ("a\u{0}b", "a␀b"), ("\u{1B}[31m", "␛[31m"), ("\u{7F}", "␡"), ("x\u{202E}y", "x⟨U+202E⟩y"),
    ("\u{200B}", "⟨U+200B⟩"),
    ("\u{85}", "⟨U+0085⟩"), ("\u{E0041}", "⟨U+E0041⟩"), ("a\r\nb", "a\nb"), ("a\rb", "a␍b"), ("plain ü 中", "plain ü 中"),
  ])
  func `are made visible`(raw: String, shown: String) { #expect(VisibleText.of(raw) == shown) }
}

struct `A field of a spreadsheet` {
  @Test(arguments: [
    ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@SUM(1)", "\"'@SUM(1)\""), ("\t=1", "\"'\t=1\""),
    ("\r=1", "\"'␍=1\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
    ("plain", "plain"),
  ])
  func `is text, never a formula`(raw: String, cell: String) { #expect(CSV.cell(raw) == cell) }
}

struct `JSON` {
  @Test func `keeps the order of the calls`() {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("b", 1)
      json.field("a", "x")
      json.array("c") { list in
        list.value(0.5)
        list.value(Double.nan)
        list.object { $0.field("d", String?.none) }
      }
      json.field("e", [String]())
    }
    #expect(json.text == #"{"b":1,"a":"x","c":[0.5,null,{"d":null}],"e":[]}"#)
  }

  @Test func `is indented by two spaces`() {
    var json = JSONWriter()
    json.object { $0.array("a") { $0.value(1.0) } }
    #expect(json.text == "{\n  \"a\": [\n    1\n  ]\n}")
  }

  @Test func `escapes what a terminal or a script element would act on`() {
    var json = JSONWriter(.compact, escapesMarkup: true)
    json.value("</script>\u{1B}\u{202E}\u{E0041}\u{7F}&")
    #expect(json.text == #""\u003c/script\u003e\u001b\u202e\udb40\udc41\u007f\u0026""#)
  }
}

struct `The words of the page` {
  @Test(arguments: [
    (45.0, "45 s"), (185, "3 min 05 s"), (180, "3 min"), (3840, "1 h 04 min"), (97_200, "1 d 3 h"), (-30, "−30 s"),
    (0.25, "0.25 s"), (-1e-6, "0 s"),
    (Double.nan, "not known"), (1e300, "46,296,296,296 d 7 h"),
  ])
  func `say how long`(seconds: Double, text: String) { #expect(Words.duration(seconds) == text) }

  @Test(arguments: [
    (0.004, "0.004"), (0.5234, "0.523"), (12.34, "12.3"), (1234, "1234"), (12_345, "12.3 k"), (3.2e9, "3.2 G"),
    (0, "0"), (-2.5, "−2.5"),
    (Double.infinity, "+Inf"),
  ])
  func `say how much`(value: Double, text: String) { #expect(Words.number(value) == text) }

  @Test func `never say 0 for what is not known`() { #expect(Words.duration(nil) == "not known") }
}
