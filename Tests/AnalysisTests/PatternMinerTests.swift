import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

/// The pattern of each line.
private func mined(_ lines: [String], _ miner: PatternMiner = PatternMiner()) -> [String] {
  var miner = miner
  let forms = lines.map { miner.add($0) }
  let found = miner.patterns()
  return forms.map { found.texts[found.pattern[$0]] }
}

struct `Log patterns` {
  // The first four are what drain3 0.9.11 answers for the same lines.
  @Test(
    arguments: [
      (["connected to 10.0.0.1", "connected to 10.0.0.2"], "connected to <*>"),
      (["user davidoh logged in", "user eranr logged in"], "user <*> logged in"),
      (
        [
          "Back-off restarting failed container app in pod web-1",
          "Back-off restarting failed container db in pod web-2",
        ],
        "Back-off restarting failed container <*> in pod <*>"
      ),
      (
        [
          "Readiness probe failed: HTTP probe failed with statuscode: 503",
          "Readiness probe failed: HTTP probe failed with statuscode: 500",
        ],
        "Readiness probe failed: HTTP probe failed with statuscode: <*>"
      ),
      (["state open for tenant=blue", "state open for tenant=green"], "state open for tenant=<*>"),
      (["cannot find 'cart' here", "cannot find 'user' here"], "cannot find '<*>' here"),
      (
        ["deleting blk_12 now", "deleting blk_12 blk_13 now", "deleting blk_12 blk_13 blk_14 now"],
        "deleting <*> now"
      ),
      (["from 10.0.0.1 () at noon", "from 10.0.0.1 (db.example) at noon"], "from <*> (<*>) at noon"),
      (
        ["lookup alpha failed", "lookup bravo failed", "lookup charlie failed", "lookup delta failed"],
        "lookup <*> failed"
      ),
    ])
  func `join lines that differ in values`(lines: [String], pattern: String) {
    #expect(mined(lines) == lines.map { _ in pattern })
  }

  @Test(
    arguments: [
      ["connection opened by peer", "connection closed by peer"],
      ["task started again", "task failed again"],
      ["now in state READY", "now in state FAILED", "now in state PENDING", "now in state DONE", "now in state LOST"],
      ["proxy speaks SOCKS5", "proxy speaks HTTPS"],
      ["LOOKING", "FOLLOWING", "LEADING", "OBSERVING", "WAITING"],
      ["cupsd startup succeeded", "klogd startup succeeded", "sshd startup succeeded", "atd startup succeeded"],
    ])
  func `keep lines apart whose words tell what happened`(lines: [String]) {
    #expect(mined(lines) == lines)
  }

  @Test(arguments: 0..<20) func `do not depend on the order of the lines`(seed: UInt64) {
    let lines = mixture()
    var random = SplitMix64(seed: seed)
    let order = lines.indices.shuffled(using: &random)
    let straight = mined(lines)
    let shuffled = mined(order.map { lines[$0] })
    #expect(shuffled == order.map { straight[$0] })
  }

  @Test func `are the same when lines come twice`() {
    let lines = mixture()
    #expect(mined(lines + lines) == mined(lines) + mined(lines))
  }

  @Test func `know their own text again`() {
    for pattern in Set(mined(mixture())) { #expect(mined([pattern]) == [pattern]) }
  }

  @Test func `take no more memory than allowed, and keep what does not fit together`() {
    var miner = PatternMiner(shapes: 100, bytes: 1 << 20, coarse: 10)
    let forms = (0..<5000).map { miner.add("\(word($0)) tells \(word($0 * 7 + 1)) about \(word($0 * 13 + 5))") }
    #expect(miner.count <= 111)
    let found = miner.patterns()
    #expect(found.pattern.count == miner.count)
    #expect(found.texts[found.pattern[forms[4999]]] == "…")
  }

  @Test func `take no more bytes than allowed`() {
    var miner = PatternMiner(shapes: 1 << 17, bytes: 4096, coarse: 10)
    for index in 0..<2000 { _ = miner.add("\(word(index)) tells \(word(index * 7 + 1))") }
    #expect(miner.count < 400)
  }

  @Test func `bear damaged and hostile lines`() {
    var miner = PatternMiner()
    for (index, line) in mixture().enumerated() {
      let damaged = Damage.variant(of: Array(line.utf8), seed: UInt64(index))
      _ = miner.add(damaged.span)
    }
    _ = miner.add(String(repeating: "= ", count: 5000))
    _ = miner.add(String(repeating: "()[]", count: 5000))
    #expect(miner.patterns().pattern.count == miner.count)
  }

  @Test func `of many lines that share nothing are found in time that grows with their number`() {
    var miner = PatternMiner()
    for index in 0..<3000 { _ = miner.add((0..<12).map { word(index * 31 + $0 * 17) }.joined(separator: " ")) }
    #expect(miner.patterns().texts.count > 1000)
  }
}

/// A word of letters, different for different numbers.
func word(_ number: Int) -> String {
  var word = ""
  var rest = number + 26
  while rest > 0 {
    word.unicodeScalars.append(Unicode.Scalar(UInt8(97 + rest % 26)))
    rest /= 26
  }
  return word
}

private func mixture() -> [String] {
  (0..<240).map { index in
    switch index % 8 {
    case 0: "connected to 10.0.0.\(index):\(5000 + index) after \(index) ms"
    case 1: "user \(word(index)) logged in from host \(word(index * 3))"
    case 2: "deleting" + String(repeating: " blk_12", count: 1 + index % 5)
    case 3: "cache \(index % 3 == 0 ? "hit" : "miss") for key '\(word(index))'"
    case 4: "order \(word(index % 40)) paid with \(["card", "cash", "voucher", "points", "bill"][index % 5])"
    case 5: "level=warn retry=\(index) target=\(word(index % 6))"
    case 6: "state changed from \(["READY", "FAILED"][index % 2]) to \(["DONE", "LOST", "READY"][index % 3])"
    default: "\(word(index)) startup succeeded"
    }
  }
}
