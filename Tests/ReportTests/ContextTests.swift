import DebriefModel
import Testing

@testable import DebriefReport

struct `The values of a template` {
  @Test(arguments: SampleDocument.all)
  func `have documented names, all of them there unless optional`(sample: SampleDocument) {
    let narration = Narration(sample.document)
    check(names(in: TemplateContext.html(narration, style: "", script: "")), TemplateVariable.all)
    check(names(in: TemplateContext.markdown(narration)), TemplateVariable.all.filter { $0.isInMarkdown })
  }

  private func check(_ names: Set<String>, _ variables: [TemplateVariable]) {
    let known = Set(variables.map { $0.name })
    let needed = Set(variables.filter { $0.kind != .optional }.map { $0.name })
    #expect(names.subtracting(known).isEmpty)
    #expect(needed.subtracting(names).isEmpty)
  }

  private func names(in values: [String: Any]) -> Set<String> {
    var names: Set<String> = []
    for (name, value) in values {
      switch value {
      case let record as [String: Any]: names.formUnion(record.keys.map { "\(name).\($0)" })
      case let list as [[String: Any]]:
        names.insert(name)
        for record in list { names.formUnion(record.keys.map { "\(name).\($0)" }) }
      default: names.insert(name)
      }
    }
    return names
  }
}

struct `The policy of the page` {
  @Test func `has the hash of the script`() {
    // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    #expect(Digest.policyHash(of: "alert(1)") == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='")
  }
}
