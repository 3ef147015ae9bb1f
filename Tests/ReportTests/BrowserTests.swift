import Foundation
import Testing

/// Runs headless Chromium, when there is one.
enum Browser {
  static let path = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
  }.first { FileManager.default.isExecutableFile(atPath: $0) }

  struct Visit {
    /// The document after the page has run.
    var dom: String
    /// What the page wrote to the console, policy violations included.
    var console: [String]
    /// The addresses that were asked for.
    var requests: [String]
  }

  static func visit(_ page: String, query: String = "") throws -> Visit {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("postmortem.html")
    let log = folder.appendingPathComponent("net.json")
    try page.write(to: file, atomically: true, encoding: .utf8)
    let out = folder.appendingPathComponent("out"), err = folder.appendingPathComponent("err")
    let flags = [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0",
      "--virtual-time-budget=3000",
      "--user-data-dir=\(folder.path)/profile", "--log-net-log=\(log.path)", "--dump-dom",
    ]
    try run(flags + [file.absoluteString + query], out, err)
    let errors = (try? String(contentsOf: err, encoding: .utf8)) ?? ""
    return Visit(
      dom: try String(contentsOf: out, encoding: .utf8),
      console: errors.split(separator: "\n").map { String($0) }.filter { $0.contains("CONSOLE") },
      requests: requests(in: (try? String(contentsOf: log, encoding: .utf8)) ?? ""))
  }

  private static func run(_ flags: [String], _ out: URL, _ err: URL) throws {
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = flags
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }

  /// Every `"url":"…"` of the log but the browser's own look-ups for extensions and updates, which no page asks for.
  private static func requests(in log: String) -> [String] {
    var urls: Set<String> = []
    for part in log.components(separatedBy: "\"url\":\"").dropFirst() {
      urls.insert(String(part.prefix { $0 != "\"" }))
    }
    return urls.filter { $0.hasPrefix("http") || $0.hasPrefix("ws") }.sorted()
  }
}

@Suite(.enabled(if: Browser.path != nil, "no Chromium"), .serialized)
struct `The page in a browser` {
  @Test(arguments: SampleDocument.all.prefix(4))
  func `logs no error and asks for nothing`(sample: SampleDocument) throws {
    let visit = try Browser.visit(try rendered(sample.document)["postmortem.html"] ?? "")
    #expect(visit.console.isEmpty)
    #expect(visit.requests.filter { !$0.contains("google") && !$0.contains("gstatic") }.isEmpty)
    #expect(visit.dom.contains("<html lang=\"en\" class=\"scripted\">"))
  }

  @Test func `is complete with scripts off`() throws {
    let page = try rendered(SampleDocument.rollout.document)["postmortem.html"] ?? ""
    // Dumping the document needs the engine's scripts, so the page's own are refused by its policy.
    let visit = try Browser.visit(page.replacing(/script-src 'sha256-[^']*'/, with: "script-src 'none'"))
    #expect(visit.console.count == 1)
    #expect(!visit.dom.contains("class=\"scripted\""))
    for text in [
      "Card payments failing", "id=\"picture\"", "id=\"e-c0ffee01\"", "What would refute it", "id=\"d-budget\"",
    ] {
      #expect(visit.dom.contains(text), "\(text)")
    }
  }

  @Test(arguments: Hostile.texts.indices.filter { [0, 1, 3, 5, 13, 21, 22].contains($0) })
  func `takes hostile text for text`(index: Int) throws {
    let visit = try Browser.visit(Hostile.files[index]["postmortem.html"] ?? "")
    #expect(visit.console.isEmpty)
    #expect(!visit.dom.contains("<img") && !visit.dom.contains("onerror=\"") && !visit.dom.contains("onload=\""))
  }

  @Test func `filters by its address and says how many rows are hidden`() throws {
    let page = try rendered(SampleDocument.rollout.document)["postmortem.html"] ?? ""
    let visit = try Browser.visit(page, query: "#?q=rollback&t=0.2,0.6")
    let match = visit.dom.firstMatch(of: /<output id="hidden" for="filter">(\d+) hidden, (\d+) shown<\/output>/)
    #expect(match.map { Int($0.1) ?? 0 > 10 && Int($0.2) ?? 0 > 1 } == true)
    #expect(visit.console.isEmpty)
  }

  @Test func `names no other address`() throws {
    let page = try rendered(SampleDocument.rollout.document)["postmortem.html"] ?? ""
    for text in ["http://", "https://", "url(//", "@import", "src=\"/"] {
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(text), "\(text)")
    }
  }

  @Test func `has every anchor that it links to, each once`() throws {
    for sample in SampleDocument.all {
      let page = try rendered(sample.document)["postmortem.html"] ?? ""
      let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(
        Set(ids).count == ids.count, "\(sample.name): \(ids.filter { id in ids.count { $0 == id } > 1 }.prefix(3))")
      let links = Set(page.matches(of: /href="#([^"]*)"/).map { String($0.1) })
      #expect(links.subtracting(ids).isEmpty, "\(sample.name): \(links.subtracting(ids).sorted().prefix(5))")
    }
  }
}
