import DebriefModel

/// Writes down what the sources cannot show, one caveat each.
struct CoverageLedger {
  /// How many caveats of one kind are kept; further ones are counted.
  static let most = 100

  let sources: [Source]
  let watch: SourceWatch
  let holes: SeriesHoles
  let topology: Topology
  let captured: Instant?

  /// All caveats, by kind, then by source and time.
  func caveats() -> [Caveat] {
    let paths = Dictionary(sources.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
    let all =
      sources.flatMap(told) + silent(paths) + broken(paths) + retained(paths) + restarted(paths)
      + ClockComparison.caveats(watch.clocks, paths)
    return all.sorted(by: Self.order)
  }

  static func order(_ a: Caveat, _ b: Caveat) -> Bool {
    let zero = Instant(nanoseconds: 0)
    return (a.kind, a.sources.first ?? "", a.range?.start ?? zero, a.text)
      < (b.kind, b.sources.first ?? "", b.range?.start ?? zero, b.text)
  }

  /// What the importer said about its source, and what could not be read or placed.
  private func told(_ source: Source) -> [Caveat] {
    var caveats = source.notes.compactMap { note -> Caveat? in
      switch note.kind {
      case .limit: Caveat(.limit, [source.path], note.text)
      case .assumption: Caveat(.assumption, [source.path], note.text)
      case .timeAssumption: Caveat(.timeAssumption, [source.path], note.text)
      case .missing where !source.format.isEmpty: Caveat(.missing, [source.path], note.text)
      case .warning, .missing, .notEvidence: nil
      }
    }
    if source.shift != .zero {
      let text = "all its times were moved by \(Self.signed(source.shift)) at import (--adjust)"
      caveats.append(Caveat(.adjusted, [source.path], text))
    }
    if source.rejected > 0 {
      let reasons = source.rejections.map { "\($0.reason) (\($0.count))" }.joined(separator: "; ")
      let text = "\(counted(source.rejected, "record")) could not be read" + (reasons.isEmpty ? "" : ": \(reasons)")
      caveats.append(Caveat(.rejected, [source.path], text))
    }
    if source.undated > 0 {
      let text = "\(counted(source.undated, "event")) of \(source.events) without a time cannot be placed"
      caveats.append(Caveat(.undated, [source.path], text))
    }
    return caveats
  }

  private static func signed(_ shift: TimeSpan) -> String {
    "\(shift > .zero ? "+" : "")\(shortNumber(shift.seconds)) s"
  }

  private func silent(_ paths: [Int: String]) -> [Caveat] {
    watch.silences.flatMap { source, watch -> [Caveat] in
      guard let path = paths[source], let usual = watch.usual else { return [] }
      return watch.silences.map { silence in
        let text =
          "no record for \(spoken(silence.duration.seconds)); up to \(spoken(usual.seconds)) are usual there"
        return Caveat(.silence, [path], range: silence, text)
      }
    }
  }

  private func broken(_ paths: [Int: String]) -> [Caveat] {
    holes.tallies.compactMap { source, tally in
      guard let path = paths[source], let hole = tally.longest else { return nil }
      let which = tally.series == 1 ? "the series has" : "\(tally.broken) of \(tally.series) series have"
      let text =
        "\(which) holes; the longest is \(spoken(hole.duration.seconds))"
      return Caveat(.silence, [path], range: hole, text)
    }
  }

  private func retained(_ paths: [Int: String]) -> [Caveat] {
    watch.retention.flatMap { source, retention -> [Caveat] in
      guard let path = paths[source] else { return [] }
      return expired(retention, path) + limited(retention, path)
    }
  }

  private func expired(_ retention: EventRetention, _ path: String) -> [Caveat] {
    guard let expiry = retention.expired(captured: captured) else { return [] }
    let since = captured == nil ? "its last event" : "the capture"
    let text =
      expiry.isFullLife
      ? "events are kept for one hour by default, and the oldest one was last seen \(spoken(expiry.age.seconds)) before "
        + "\(since): earlier ones may have expired"
      : "events are kept for one hour by default, and when they were asked for is not known (captured_at): earlier ones "
        + "than the oldest may have expired"
    // Without a time of capture the doubt is about the list as a whole, not about what began early in it.
    let range = expiry.isFullLife ? TimeRange(Instant(nanoseconds: .min), expiry.before) : nil
    return [Caveat(.expired, [path], range: range, text)]
  }

  private func limited(_ retention: EventRetention, _ path: String) -> [Caveat] {
    retention.limited.prefix(Self.most).map { entry in
      let text =
        "\(entry.count) events about \(entry.object) are as many as the client lets through (25, then one in five "
        + "minutes): further ones may have been dropped"
      return Caveat(.rateLimited, [path], range: entry.range, subject: entry.object, text)
    }
  }

  /// One caveat for the containers of a workload in a source.
  private func restarted(_ paths: [Int: String]) -> [Caveat] {
    struct Group: Hashable {
      var source: Int
      var workload: Subject
    }
    let groups = Dictionary(grouping: watch.restarted.withoutPrevious) { missing in
      Group(source: missing.source, workload: topology.workload(of: missing.container))
    }
    let caveats = groups.compactMap { group, members in
      paths[group.source].map { restarted(members, of: group.workload, $0) }
    }
    return Array(caveats.sorted(by: Self.order).prefix(Self.most))
  }

  private func restarted(_ members: [RestartedContainers.Missing], of workload: Subject, _ path: String) -> Caveat {
    let times = counted(members.map(\.count).max() ?? 0, "time")
    let who =
      members.count == 1
      ? "\(members[0].container) restarted \(times)"
      : "\(members.count) containers of \(workload) restarted, up to \(times)"
    let span = members.map(\.last)
    let range = span.min().flatMap { first in span.max().map { TimeRange(first, $0) } }
    return Caveat(
      .previousLog, [path], range: range, subject: workload,
      "\(who), and no log from before is among the sources (kubectl logs --previous)")
  }
}
