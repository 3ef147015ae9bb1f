import DebriefTesting
import Testing

@testable import DebriefAnalysis

/// The masked line as patterns show it.
func masked(_ line: [UInt8]) -> String {
  var mask = LineMask()
  mask.mask(line.span)
  let text = mask.text.flatMap { $0 <= LineMask.value ? Array("<*>".utf8) : [$0] }
  return String(decoding: text, as: UTF8.self)
}

func masked(_ line: String) -> String { masked(Array(line.utf8)) }

struct `Masks of log lines` {
  @Test(
    arguments: [
      ("took 12 ms, 3.5% of 1,234 calls", "took <*>, <*> of <*> calls"),
      ("sent 451 bytes, got 18846 bytes (18.4 KB) in <1 sec", "sent <*>, got <*> in <*>"),
      ("retry in 5m30s after 0x1f errors -7", "retry in <*> after <*> errors <*>"),
      ("dial tcp 10.0.0.1:5432 from [fe80::1:2] or 00:1b:44:11:3a:b7", "dial tcp <*> from [<*>] or <*>"),
      ("FF:F2:9F:16:C8:1D and db.shop.svc.cluster.local:5432", "<*> and <*>"),
      ("GET https://shop.example/v1/cart?id=7&x=[] 200", "GET <*>[] <*>"),
      ("open /var/lib/data.db: no such file, see conf/app.yaml", "open <*>: no such file, see <*>"),
      ("C:\\data\\log.txt is read/write", "<*> is read/write"),
      ("pod payments-7d4b9c6f5-x2x4z on node ip-10-0-3-4", "pod <*> on node <*>"),
      ("trace 4bf92f3577b34da6a3ce929d0e0e4736 id 0b5e-11 deadbeef", "trace <*> id <*> <*>"),
      ("2026-08-27T18:16:37.120Z Thu Aug 27 18:16:37+02:00 UTC", "<*> <*> <*> <*> <*> UTC"),
      ("18:16:37,120 x", "<*> x"),
      ("ok=true cached: false user null", "ok=<*> cached: <*> user <*>"),
      ("dur=2.013s x=1.5", "dur=<*> x=<*>"),
      ("ssh2 over IPv4, HttpServer2 with utf8", "ssh2 over IPv4, HttpServer2 with utf8"),
      ("r24=0x1 size......4 core.2286.", "r24=<*> size......<*> core.<*>."),
      ("\u{1B}[31merror\u{1B}[0m\ttwo  spaces\r", "error two spaces"),
      ("naïve café 7", "naïve café <*>"),
      ("at Store.load(Store.java:48) of db.internal:5432", "at Store.load(Store.java:<*>) of <*>"),
      ("", ""), ("   ", ""), ("<*> stays <*>", "<*> stays <*>"),
    ])
  func `show values as one mark each`(line: String, pattern: String) {
    #expect(masked(line) == pattern)
  }

  @Test func `are the same when they are masked again`() {
    for line in examples { #expect(masked(masked(line)) == masked(line)) }
  }

  @Test func `bear damaged lines of any bytes and stay within their bounds`() {
    for (index, line) in examples.enumerated() {
      for seed in 0..<200 {
        var mask = LineMask()
        let damaged = Damage.variant(of: Array(line.utf8), seed: UInt64(index * 1000 + seed))
        mask.mask(damaged.span)
        #expect(mask.text.count <= damaged.count)
      }
    }
  }

  @Test func `read only the start of a long line and say so`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    var mask = LineMask()
    mask.mask(long.span)
    #expect(mask.text.count == LineMask.longest + 1)
    #expect(mask.text.last == LineMask.rest)
  }

  @Test func `of a long line do not change with what stands behind its start`() {
    let start = [UInt8](repeating: UInt8(ascii: "a"), count: LineMask.longest)
    #expect(masked(start + Array(" one".utf8)) == masked(start + Array(" two".utf8)))
  }
}

private let examples = [
  "connection from 10.0.0.1:5432 [fe80::1] closed after 12.5 ms, 3% of 18846 bytes (18.4 KB) sent",
  "level=error msg=\"dial tcp: lookup db.shop.svc.cluster.local on 10.96.0.10:53: no such host\" attempt=3",
  "E0827 18:16:37.120000 1 controller.go:114] error syncing 'shop/payments-7d4b9c6f5-x2x4z': timed out",
  "{\"ts\":1756318597.12,\"msg\":\"GET https://shop.example/v1/cart?id=7\",\"ok\":true}",
  "Thu Aug 27 18:16:37 2026 C:\\data\\log.txt .... -- .5 5. 1:2:3 ::1 0x :: //x a:// \u{1B}[1;31mred\u{1B}[0m é",
]
