import DebriefAnalysis
import Foundation

/// Mines a file of log lines: `log-patterns FILE` prints the pattern of each line, `log-patterns --time FILE` how long it took.
@main
struct LogPatterns {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.last, arguments.count == 1 || arguments.first == "--time" else {
      FileHandle.standardError.write(Data("usage: log-patterns [--time] FILE\n".utf8))
      exit(64)
    }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    if arguments.count == 2 { time(bytes) } else { print(bytes) }
  }

  private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
    var (lines, start) = ([Range<Int>](), 0)
    for index in bytes.indices where bytes[index] == 0x0A {
      lines.append(start..<index)
      start = index + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }

  private static func print(_ bytes: [UInt8]) {
    var miner = PatternMiner()
    let forms = lines(bytes).map { miner.add(bytes.span.extracting($0)) }
    let found = miner.patterns()
    var text = ""
    for form in forms { text += found.texts[found.pattern[form]] + "\n" }
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  private static func time(_ bytes: [UInt8]) {
    let lines = lines(bytes)
    let clock = ContinuousClock()
    var patterns = 0
    let elapsed = clock.measure {
      var miner = PatternMiner()
      for line in lines { _ = miner.add(bytes.span.extracting(line)) }
      patterns = miner.patterns().texts.count
    }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    Swift.print("{\"lines\": \(lines.count), \"seconds\": \(seconds), \"patterns\": \(patterns)}")
  }
}
