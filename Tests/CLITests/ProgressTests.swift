import DebriefCLI
import DebriefImport
import Foundation
import Testing

@Suite struct `The progress line` {
  private var reading: ImportProgress {
    var progress = ImportProgress()
    progress.stage = .reading
    (progress.files, progress.allFiles) = (12, 5000)
    (progress.bytes, progress.allBytes) = (1_234_000_000, 2_000_000_000)
    (progress.events, progress.path) = (45_678, "pods/app.log")
    return progress
  }

  @Test func `says what is done of what there is, and how fast`() {
    #expect(
      ImportProgressLine.text(reading, seconds: 10)
        == "12/5,000 files, 1.2 GB of 2.0 GB, 123.4 MB/s, 45,678 events  pods/app.log")
  }

  @Test func `names no rate before the first second and no total that is not known`() {
    var progress = reading
    progress.allBytes = nil
    progress.bytes = 999
    #expect(ImportProgressLine.text(progress, seconds: 0.5) == "12/5,000 files, 999 B, 45,678 events  pods/app.log")
  }

  @Test func `is shown on a terminal only, and taken away`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    #expect(!shell.run("import", "incident").err.contains("\r"))
    shell.isTTY = true
    let run = shell.run("import", "incident")
    #expect(run.err.contains("looking at 1/1 files  events.json"))
    #expect(run.err.contains("1/1 files read, 0 events; building the index\r\u{1B}[K"))
    #expect(!run.out.contains("\r"))
  }
}
