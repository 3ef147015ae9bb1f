import ArgumentParser
import DebriefImport
import DebriefModel

/// Corrections of clocks.
struct AdjustOptions: ParsableArguments {
  /// More than ten years is a slip.
  private static let most = 10 * 366 * 86_400.0

  @Option(
    name: .customLong("adjust"), parsing: .singleValue,
    help: ArgumentHelp(
      "Move all times of a source by so many seconds, e.g. 'logs/web.log=-42' or 'node-1/*=3600'; may be repeated.",
      valueName: "source=seconds"))
  var adjust: [String] = []

  /// The corrections; throws when one is no number or names none of the files.
  func adjustments(among files: [EvidenceFile]) throws -> [ClockAdjustment] {
    let adjustments = try adjust.map(Self.parse)
    var paths = files.map(\.path)
    var unknown = adjustments.filter { adjustment in !paths.contains { adjustment.matches($0) } }
    guard !unknown.isEmpty else { return adjustments }
    // Archives are looked into only for what no file is called.
    for file in files { paths += Self.members(of: file) }
    unknown.removeAll { adjustment in
      paths.contains { adjustment.matches($0) } || files.contains { $0.location == "-" } && adjustment.isInStandardInput
    }
    if let first = unknown.first { throw Self.unknown(first.source, paths) }
    return adjustments
  }

  /// The paths inside an archive; none for other files, and for standard input, which can be read only once.
  private static func members(of file: EvidenceFile) -> [String] {
    guard file.skipped == nil,
      let archive = EvidenceArchive(location: file.location, path: file.path, bytes: file.bytes)
    else { return [] }
    return (try? archive.paths()) ?? []
  }

  private static func parse(_ text: String) throws -> ClockAdjustment {
    guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
      let seconds = Double(text[text.index(after: equals)...]), seconds.isFinite, abs(seconds) <= most
    else {
      throw UsageProblem(
        "'\(text)' is no correction of a clock", reason: "it is not of the form SOURCE=SECONDS",
        help: "write for example --adjust logs/web.log=-42")
    }
    return ClockAdjustment(source: String(text[..<equals]), shift: .seconds(seconds))
  }

  private static func unknown(_ source: String, _ paths: [String]) -> UsageProblem {
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let nearest =
      Suggestion.nearest(to: source, among: paths)
      ?? Suggestion.nearest(to: source, among: names).flatMap { name in names.firstIndex(of: name).map { paths[$0] } }
    let help = nearest.map { "did you mean '\($0)'?" } ?? "debrief coverage ID lists the paths of an imported incident"
    return UsageProblem("no source is called '\(source)'", help: help)
  }
}

extension ClockAdjustment {
  fileprivate var isInStandardInput: Bool { source.hasPrefix("-/") }
}
