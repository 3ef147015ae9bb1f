import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

/// One crash as a program prints it, and what must be said of it.
struct Crash: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  var exception: String
  var severity = Severity.error
  var testDescription: String { name }

  static let all: [Crash] = [
    Crash(
      name: "Java, caused by and suppressed",
      text: """
        Exception in thread "main" java.lang.IllegalStateException: pool is closed
        	at com.shop.Pool.take(Pool.java:71)
        	at com.shop.Pay.main(Pay.java:12)
        	Suppressed: java.io.IOException: close
        		at com.shop.Pool.close(Pool.java:90)
        Caused by: java.net.SocketException: reset
        	at com.shop.Net.read(Net.java:5)
        	... 2 more
        """, exception: "java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71)"),
    Crash(
      name: "Go panic with signal",
      text: """
        panic: runtime error: invalid memory address or nil pointer dereference [recovered]
        	panic: again
        [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48e2f1]

        goroutine 1 [running]:
        main.pay(...)
        	/src/pay.go:12
        main.main()
        	/src/main.go:7 +0x1d
        exit status 2
        """, exception: "panic at main.pay (/src/pay.go:12)", severity: .critical),
    Crash(
      name: "Python, chained",
      text: """
        Traceback (most recent call last):
          File "/app/pool.py", line 3, in take
            raise KeyError(key)
        KeyError: 'a'

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "/app/pay.py", line 9, in charge
            take("a")
        shop.errors.PoolError: no connection left
        """, exception: "shop.errors.PoolError at \"/app/pay.py\", line 9, in charge"),
    Crash(
      name: "Node, uncaught",
      text: """
        /app/index.js:12
            throw new TypeError('no pool');
            ^

        TypeError: no pool
            at charge (/app/pay.js:3:9)
            at Object.<anonymous> (/app/index.js:12:5) {
          code: 'EPOOL'
        }

        Node.js v22.3.0
        """, exception: "TypeError at charge (/app/pay.js:3:9)"),
    Crash(
      name: ".NET, inner exception",
      text: """
        Unhandled exception. System.InvalidOperationException: no pool
         ---> System.IO.IOException: reset
           at Shop.Net.Read() in /src/Net.cs:line 4
           --- End of inner exception stack trace ---
           at Shop.Pay.Charge() in /src/Pay.cs:line 9
        """, exception: "System.InvalidOperationException at Shop.Net.Read() in /src/Net.cs:line 4"),
    Crash(
      name: "Ruby",
      text: """
        /app/pool.rb:12:in 'Pool#take': no connection left (Pool::Exhausted)
        	from /app/pay.rb:7:in 'Pay#charge'
        	from /app/main.rb:3:in '<main>'
        """, exception: "Pool::Exhausted at /app/pool.rb:12:in 'Pool#take'"),
    Crash(
      name: "PHP",
      text: """
        PHP Fatal error:  Uncaught RuntimeException: no pool in /app/pay.php:12
        Stack trace:
        #0 /app/index.php(7): charge()
        #1 {main}
          thrown in /app/pay.php on line 12
        """, exception: "RuntimeException at /app/pay.php:12"),
    Crash(
      name: "Rust",
      text: """
        thread 'main' panicked at src/pay.rs:4:5:
        called `Result::unwrap()` on an `Err` value: PoolClosed
        stack backtrace:
           0: rust_begin_unwind
                     at /rustc/90b35a6/library/std/src/panicking.rs:645:5
        note: run with `RUST_BACKTRACE=full` for a verbose backtrace
        """, exception: "panic at src/pay.rs:4:5", severity: .critical),
    Crash(
      name: "Rust before 1.73",
      text: """
        thread 'worker-1' panicked at 'no pool', src/pay.rs:4:5
        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
        """, exception: "panic at src/pay.rs:4:5", severity: .critical),
  ]

  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

@Suite struct `A stack trace` {
  private func expect(_ run: ImporterRun, _ crash: Crash, around before: String, _ after: String) {
    let events = run.events.sorted { $0.provenance < $1.provenance }
    #expect(events.map(\.message).first == before)
    #expect(events.map(\.message).last == after)
    #expect(events.count == 3, "\(events.map(\.message))")
    guard events.count == 3 else { return }
    #expect(events[1].message == crash.lines.joined(separator: "\n"))
    #expect(events[1].attributes[Attribute.exception] == crash.exception)
    #expect(events[1].severity == crash.severity)
  }

  @Test(arguments: Crash.all) func `in a container's log is one event`(_ crash: Crash) throws {
    let lines = ["starting"] + crash.lines + ["bye"]
    let text = lines.enumerated().map { "2026-08-27T18:15:00.0000000\(10 + $0.offset)Z stderr F \($0.element)\n" }
    expect(try read(CRILogImporter.self, text: text.joined()), crash, around: "starting", "bye")
  }

  @Test(arguments: Crash.all) func `in Docker's JSON is one event`(_ crash: Crash) throws {
    let text = (["starting"] + crash.lines + ["bye"]).enumerated().map { index, line in
      let quoted = line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
      return #"{"log":"\#(quoted)\n","stream":"stderr","time":"2026-08-27T18:15:00.0000000\#(10 + index)Z"}"# + "\n"
    }
    expect(try read(DockerJSONLogImporter.self, text: text.joined()), crash, around: "starting", "bye")
  }

  @Test(arguments: Crash.all) func `behind the prefixes of kubectl is one event`(_ crash: Crash) throws {
    let lines = (["starting"] + crash.lines + ["bye"]).map { "[pod/payments-1/app] \($0)\n" }
    expect(try read(KubectlLogImporter.self, text: lines.joined()), crash, around: "starting", "bye")
  }

  @Test(arguments: Crash.all) func `between lines with times is part of what was logged or an event of its own`(
    _ crash: Crash
  ) throws {
    let text = "2026-08-27T18:15:00Z ERROR failed\n\(crash.text)\n2026-08-27T18:15:05Z INFO started\n"
    let events = try read(PlainLogImporter.self, text: text).events
    #expect(events.last?.message == "started")
    #expect(events.last?.attributes[Attribute.exception] == nil)
    let before = events.dropLast()
    #expect(before.count == (crash.severity == .critical ? 2 : 1))
    #expect(before.map(\.message).joined(separator: "\n") == "failed\n" + crash.text)
    #expect(before.last?.attributes[Attribute.exception] == crash.exception)
  }

  @Test func `of Python that ended does not swallow the next line`() throws {
    let text = """
      Traceback (most recent call last):
        File "/app/a.py", line 1, in <module>
      ValueError: a
      restarting the worker
      Traceback (most recent call last):
        File "/app/a.py", line 1, in <module>
      ValueError: b
      Traceback (most recent call last):
        File "/app/a.py", line 1, in <module>
      ValueError: c
      KeyError: not of the trace
      """
    let run = try read(CRILogImporter.self, text: stamped(text))
    #expect(
      run.events.map { $0.message.split(separator: "\n").last.map(String.init) ?? "" } == [
        "ValueError: a", "restarting the worker", "ValueError: b", "ValueError: c", "KeyError: not of the trace",
      ])
  }

  @Test func `of a goroutine belongs to the line that says panic`() throws {
    let text = """
      E0827 18:15:00.000000       1 runtime.go:77] Observed a panic: runtime error: index out of range
      goroutine 123 [running]:
      k8s.io/apimachinery/pkg/util/runtime.logPanic(0x1, 0x2)
      	/src/runtime.go:74 +0x99
      I0827 18:15:01.000000       1 main.go:1] next
      """
    let run = try read(CRILogImporter.self, text: stamped(text))
    #expect(run.events.count == 2)
    #expect(
      run.events.first?.attributes[Attribute.exception]
        == "k8s.io/apimachinery/pkg/util/runtime.logPanic (/src/runtime.go:74)")
  }

  @Test func `is not made of lines that only look like parts of one`() throws {
    let text = """
      #1 fix the pool
      at noon we restarted
      note: nothing happened
      /app/index.js loaded
      Stack is empty (really)
      """
    let run = try read(CRILogImporter.self, text: stamped(text))
    #expect(run.events.count == 5)
    #expect(run.events.allSatisfy { $0.severity == .unknown && $0.attributes[Attribute.exception] == nil })
  }

  private func stamped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { "2026-08-27T18:15:00.0000000\(10 + $0.offset)Z stderr F \($0.element)\n" }.joined()
  }
}

@Suite struct `A dump of all goroutines` {
  private func dump(_ goroutines: Int) -> [String] {
    var lines = ["SIGQUIT: quit", "PC=0x46e4a1 m=0 sigcode=0", ""]
    for id in 1...goroutines {
      lines += [
        "goroutine \(id) [\(id == 1 ? "running" : "select, 5 minutes")]:", "main.(*Pool).take(0xc000010000, 0x1)",
        "\t/src/pool.go:71 +0x1d", "created by main.main in goroutine 1", "\t/src/main.go:7 +0x25", "",
      ]
    }
    return lines + ["rax    0xca", "rip    0x46e4a1"]
  }

  private func read(_ lines: [String]) throws -> ImporterRun {
    let all = ["starting"] + lines + ["bye for now"]
    let text = all.enumerated().map { "2026-08-27T18:15:00.\(100_000_000 + $0.offset)Z stderr F \($0.element)\n" }
    return try ImportTests.read(CRILogImporter.self, text: text.joined())
  }

  @Test func `is one event`() throws {
    let run = try read(dump(3))
    #expect(run.events.count == 3)
    #expect(run.events[1].message == dump(3).joined(separator: "\n"))
    #expect(run.events[1].attributes[Attribute.exception] == "SIGQUIT at main.(*Pool).take (/src/pool.go:71)")
    #expect(run.events[1].severity == .critical)
  }

  @Test func `of thousands is one event that is cut`() throws {
    let run = try read(dump(2000))
    #expect(run.events.count == 3)
    #expect(run.events[1].message.utf8.count < 70_000)
    #expect(run.events[1].message.hasSuffix("more lines)"))
    #expect(run.notes.contains { $0.kind == .limit })
  }
}
