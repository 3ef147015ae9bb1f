import DebriefParsing
import Testing

struct `JSON is cut into records` {
  private let list = [["items"]]

  private func texts(_ text: String, _ elements: [[String]] = [], size: Int = 1 << 16) throws -> [String] {
    try Cut.all(JSONFramer(elements: elements), text, size: size).map { "\($0.role) \($0.text)" }
  }

  private func problems(_ text: String, _ elements: [[String]] = []) throws -> [String?] {
    try Cut.all(JSONFramer(elements: elements), text).map(\.problem)
  }

  @Test func `items of a list, then what stands around them`() throws {
    let text = "{\"kind\":\"List\",\n\"items\": [ {\"a\":1},\n {\"b\":[2,{}]} ], \"metadata\":{}}"
    #expect(
      try Cut.all(JSONFramer(elements: list), text) == [
        Cut(.element, "{\"a\":1}", line: 2, byte: 27), Cut(.element, "{\"b\":[2,{}]}", line: 3, byte: 37),
        Cut(.envelope, "{\"kind\":\"List\",\n\"items\": [], \"metadata\":{}}", line: 1, byte: 0),
      ])
  }

  @Test(arguments: [1, 2, 3, 5, 7, 16, 64, 4096])
  func `the same records at every chunk size`(_ size: Int) throws {
    let text = """
      \u{FEFF}{"items":[{"m":"a \\" ] } { \\\\"},{"n":[[],[{}]]}],"metadata":{"continue":"x"}}
      {"type":"ADDED","object":{"items":"no list"}} {"items":null}{"data":{"result":[1,"2",true,null,-3.5e9]}}
      [{"x":1}, {"y":2}] "text" 12 true oops not json
      \u{1E}{"last":1}
      {"cut":[
      """
    let framer = JSONFramer(elements: [["items"], ["data", "result"]])
    #expect(try Cut.all(framer, text, size: size) == Cut.all(framer, text))
    #expect(try Cut.all(framer, text).count == 19)
  }

  @Test func `elements two levels down, scalars too`() throws {
    #expect(
      try texts("{\"data\":{\"resultType\":\"scalar\",\"result\":[1.5,\"2\"]}}", [["data", "result"]]) == [
        "element 1.5", "element \"2\"", "envelope {\"data\":{\"resultType\":\"scalar\",\"result\":[]}}",
      ])
  }

  @Test(arguments: [1, 2, 3, 7, 4096])
  func `elements of several arrays in a document, and one envelope`(_ size: Int) throws {
    let both = [["incidents"], ["maintenances"], ["data", "list"]]
    let text = """
      {"page":{"a":[1]},"incidents":[{"n":1},
      {"n":2}],"x":{"incidents":[0]},"maintenances":[],"data":{"k":"list","list":[{"n":3}],"z":[]},"incidents":[4]}{"n":5}
      """
    let cuts = try Cut.all(JSONFramer(elements: both), text, size: size)
    #expect(
      cuts.map(\.text) == [
        "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "4",
        "{\"page\":{\"a\":[1]},\"incidents\":[],\"x\":{\"incidents\":[0]},\"maintenances\":[],"
          + "\"data\":{\"k\":\"list\",\"list\":[],\"z\":[]},\"incidents\":[]}", "{\"n\":5}",
      ])
    #expect(cuts.map(\.role) == [.element, .element, .element, .element, .envelope, .whole])
    #expect(cuts.map(\.line) == [1, 2, 2, 2, 1, 2])
    #expect(cuts.allSatisfy { $0.problem == nil })
  }

  @Test func `a second list that is cut off loses only its last element`() throws {
    let cuts = try Cut.all(JSONFramer(elements: [["a"], ["b"]]), "{\"a\":[1],\"b\":[{\"n\":2},{\"n\":")
    #expect(cuts.map(\.text) == ["1", "{\"n\":2}", "{\"n\":"])
    #expect(cuts.map { $0.problem == nil } == [true, true, false])
    let ends = try Cut.all(JSONFramer(elements: [["a"], ["b"]]), "{\"a\":[1],\"b\":[2],\"c\":")
    #expect(ends.map(\.role) == [.element, .element, .envelope])
    #expect(ends.last?.problem == "cut off: the list does not end")
  }

  @Test(arguments: [16, 64])
  func `what stands around many arrays is held only up to the limit`(_ size: Int) throws {
    let text = "{" + (0..<200).map { _ in "\"items\":[1]" }.joined(separator: ",") + "}"
    let cuts = try Cut.all(JSONFramer(elements: list, largest: 1000), text, size: size)
    #expect(cuts.last?.problem == "envelope too large")
    #expect(cuts.count == 92)
  }

  @Test func `only the array at the path gives elements`() throws {
    for text in [
      "{\"data\":{\"items\":[1]}}", "{\"x\":{\"items\":[1]}}", "{\"a\":[\"items\",[1]]}", "{\"items\":{\"items\":[1]}}",
      "{\"b\":\"items\",\"c\":[1]}", "{\"x\":{\"y\":1},\"z\":{\"items\":[1]}}",
    ] {
      #expect(try texts(text, list) == ["whole \(text)"])
    }
  }

  @Test func `a path is found after other containers`() throws {
    let text = "{\"metadata\":{\"a\":[{\"b\":\"c\"}]},\"items\":[1]}"
    #expect(try texts(text, list) == ["element 1", "envelope {\"metadata\":{\"a\":[{\"b\":\"c\"}]},\"items\":[]}"])
  }

  @Test func `an array at the top gives its elements`() throws {
    #expect(try texts("[1, {\"items\":[2]},\n[3]]", list) == ["whole 1", "whole {\"items\":[2]}", "whole [3]"])
  }

  @Test func `pretty objects one after another without a separator`() throws {
    #expect(
      try texts("{\n  \"a\": 1\n}{\n  \"b\": 2\n}\n{\n}") == [
        "whole {\n  \"a\": 1\n}", "whole {\n  \"b\": 2\n}", "whole {\n}",
      ])
  }

  @Test func `record separators and a byte order mark stand outside records`() throws {
    #expect(try texts("\u{FEFF}\u{1E}{}\n\u{1E}{\"a\":\"\u{FEFF}\"}\n") == ["whole {}", "whole {\"a\":\"\u{FEFF}\"}"])
  }

  @Test func `nothing comes of nothing`() throws {
    for text in ["", " \n\t", "\u{FEFF}", ",,\n"] { #expect(try texts(text).isEmpty) }
  }

  @Test func `items that are null or missing leave one whole record`() throws {
    #expect(
      try texts("{\"kind\":\"EventList\",\"items\":null}", list) == ["whole {\"kind\":\"EventList\",\"items\":null}"])
    #expect(try texts("{\"items\":[]}", list) == ["envelope {\"items\":[]}"])
  }

  @Test func `a cut-off last item loses only itself`() throws {
    let cuts = try Cut.all(JSONFramer(elements: list), "{\"items\":[{\"a\":1},{\"b\":")
    #expect(cuts.map(\.text) == ["{\"a\":1}", "{\"b\":"])
    #expect(cuts.map(\.problem) == [nil, "cut off: the input ends inside this record"])
  }

  @Test func `a list that ends between items says so`() throws {
    let cuts = try Cut.all(JSONFramer(elements: list), "{\"items\":[{\"a\":1},")
    #expect(cuts.map(\.role) == [.element, .envelope])
    #expect(cuts.last?.problem == "cut off: the list does not end")
    #expect(try problems("[1,2") == [nil, nil, "cut off: the array does not end"])
    #expect(try problems("[{},") == [nil, "cut off: the array does not end"])
    #expect(try problems("{\"items\":[{}],\"metadata\":{", list) == [nil, "cut off: the list does not end"])
  }

  /// A crash or a full disk cuts a line anywhere; the lines after it are whole.
  @Test(arguments: [
    "{\"a\":\"x", "{\"a\":{\"b\":1}", "{\"a\":{\"b\":1},", "{\"a\":1", "{\"a\":[1,2]", "{\"a\"", "{", "{\"a\":\"x\\\"",
  ])
  func `a line cut off in the middle of a log costs that line`(_ damaged: String) throws {
    let cuts = try Cut.all(JSONFramer(elements: []), "{\"n\":1}\n\(damaged)\n{\"n\":2}\n{\"n\":3}\n")
    #expect(cuts.map(\.text) == ["{\"n\":1}", damaged + "\n", "{\"n\":2}", "{\"n\":3}"])
    #expect(cuts[1].problem == "cut off: the next record begins inside this one")
    #expect(cuts[2].line == 3)
  }

  @Test func `after a colon the next record is taken for a value, and both are lost, not more`() throws {
    let cuts = try Cut.all(JSONFramer(elements: []), "{\"a\":\n{\"n\":1}\n{\"n\":2}\n")
    #expect(cuts.map { $0.problem == nil } == [false, true])
    #expect(cuts.last?.text == "{\"n\":2}")
  }

  @Test func `layout alone never damages a record`() throws {
    for text in ["{\"a\":\n{\n\"b\"\n:\n[\n{\n}\n,\n{\n}\n]\n}\n}", "[\n{\n}\n,\n{\n}\n]", "{\"a\":[\n{}\n,\n{}]}"] {
      #expect(try problems(text).allSatisfy { $0 == nil })
    }
  }

  @Test func `text between records is one rejected line`() throws {
    let cuts = try Cut.all(JSONFramer(elements: []), "{\"a\":1}\nerror: connection lost\n{\"b\":2}\n}\n{\"c\":3}")
    #expect(cuts.map(\.text) == ["{\"a\":1}", "error: connection lost\n", "{\"b\":2}", "}\n", "{\"c\":3}"])
    #expect(cuts.map(\.problem) == [nil, "not JSON", nil, "not JSON", nil])
  }

  @Test func `nesting that is too deep costs one record`() throws {
    let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
    let cuts = try Cut.all(JSONFramer(elements: []), "{\"a\":\(deep)}\n{\"b\":1}")
    #expect(cuts.map(\.problem) == ["nested deeper than 1000 levels", nil])
    #expect(cuts.last?.text == "{\"b\":1}")
  }

  @Test(arguments: [16, 100, 1 << 16])
  func `a record that is too large is skipped, the rest is read`(_ size: Int) throws {
    let text = "{\"a\":\"\(String(repeating: "x", count: 5000))\"}\n{\"b\":1}"
    let cuts = try Cut.all(JSONFramer(elements: [], largest: 1000), text, size: size)
    #expect(cuts.last?.text == "{\"b\":1}")
    #expect(cuts.count == 2)
  }

  @Test func `a long string is crossed whatever it holds`() throws {
    let body = String(repeating: "abcdefg\\\\\\\"hij{k]l", count: 500)
    let text = "{\"items\":[{\"m\":\"\(body)\"}],\"z\":\"\(body)\"}"
    for size in [1, 9, 8192] {
      let cuts = try Cut.all(JSONFramer(elements: list), text, size: size)
      #expect(cuts.map(\.text) == ["{\"m\":\"\(body)\"}", "{\"items\":[],\"z\":\"\(body)\"}"])
    }
  }

  @Test func `lines are counted across items`() throws {
    let items = (0..<50).map { "{\n\"n\":\n\($0)}" }.joined(separator: ",\n")
    let cuts = try Cut.all(JSONFramer(elements: list), "{\"items\":[\n\(items)]}", size: 7)
    #expect(cuts.prefix(50).map(\.line) == (0..<50).map { 2 + $0 * 3 })
  }
}
