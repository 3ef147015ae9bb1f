public import DebriefModel
internal import DebriefParsing
internal import Foundation

/// The zone of clocks that state none: UTC unless the manifest or a flag names another.
public struct AssumedZone: Sendable {
  /// The IANA name, e.g. `Europe/Berlin`.
  public let name: String
  private let zone: TimeZone?

  public static let utc = AssumedZone(name: "UTC", zone: nil)

  private init(name: String, zone: TimeZone?) { (self.name, self.zone) = (name, zone) }

  /// Looks up an IANA name or `+02:00`; nil when there is no such zone.
  public init?(_ name: String) {
    if name == "UTC" || name == "Z" || name == "Etc/UTC" {
      self = .utc
    } else if let seconds = AssumedZone.fixedOffset(name), let zone = TimeZone(secondsFromGMT: seconds) {
      self.init(name: name, zone: zone)
    } else if let zone = TimeZone(identifier: name) {
      self.init(name: name, zone: zone)
    } else {
      return nil
    }
  }

  /// Seconds east of UTC of `+02:00` or `-0330`; nil for names.
  private static func fixedOffset(_ name: String) -> Int? {
    guard name.hasPrefix("+") || name.hasPrefix("-") else { return nil }
    var text = name
    return text.withUTF8 { buffer in
      let bytes = unsafe buffer.span
      var end = 0
      guard let seconds = Timestamp.zone(bytes, &end), end == bytes.count else { return nil }
      return seconds
    }
  }

  /// What a civil time may mean in a zone.
  public struct Reading: Hashable, Sendable {
    /// Seconds east of UTC; in the hour that a clock change repeats, those of the first time through it.
    public var offset: Int
    /// How much later the second time through a repeated hour is; zero for every other time.
    public var repeatedAfter = TimeSpan.zero
    /// The clock change leaves this time out: no clock of the zone showed it. The offset is that before the change.
    public var isSkipped = false
  }

  /// Seconds east of UTC at a civil time. In the hour that a clock change repeats, the earlier reading is taken.
  public func offset(at civil: CivilTime) -> Int { reading(of: civil).offset }

  /// The reading of a civil time; clocks change at most once within a day.
  public func reading(of civil: CivilTime) -> Reading {
    guard let zone, let naive = civil.instant() else { return Reading(offset: 0) }
    let seconds = naive.seconds
    let offset = { (at: Double) in zone.secondsFromGMT(for: Date(timeIntervalSince1970: at)) }
    let before = offset(seconds - 86_400)
    let after = offset(seconds + 86_400)
    guard before != after else { return Reading(offset: before) }
    let isBefore = offset(seconds - Double(before)) == before
    let isAfter = offset(seconds - Double(after)) == after
    if isBefore && isAfter { return Reading(offset: before, repeatedAfter: .seconds(Double(before - after))) }
    return isBefore || !isAfter ? Reading(offset: before, isSkipped: !isBefore) : Reading(offset: after)
  }
}
