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

  /// Seconds east of UTC at a civil time. In the hour that a clock change repeats, the earlier reading is taken.
  public func offset(at civil: CivilTime) -> Int {
    guard let zone, let naive = civil.instant() else { return 0 }
    let first = zone.secondsFromGMT(for: Date(timeIntervalSince1970: naive.seconds))
    let shifted = naive.seconds - Double(first)
    let second = zone.secondsFromGMT(for: Date(timeIntervalSince1970: shifted))
    let earlier = zone.secondsFromGMT(for: Date(timeIntervalSince1970: naive.seconds - Double(max(first, second))))
    return earlier
  }
}
