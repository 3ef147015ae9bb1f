public import DebriefModel

/// Damaged variants of bytes, the same for the same seed.
public enum Damage {
  /// One to four random damages: flipped bits, a cut, a deletion, a doubled part, inserted NULs, brackets, quotes or newlines.
  public static func variant(of bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var damaged = bytes
    for _ in 0..<(1 + random.below(4)) where !damaged.isEmpty { hurt(&damaged, &random) }
    return damaged
  }

  private static let intruders: [[UInt8]] = [
    [0], [0, 0, 0, 0], [0x7B], [0x7D], [0x5B], [0x5D], [0x22], [0x5C], [0x27], [0x0A], [0x0D], [0xFF], [0xC3],
    [0x1B, 0x5B],
    [0x2D, 0x2D, 0x2D, 0x0A], [0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39],
    [0xEF, 0xBB, 0xBF],
  ]

  private static func hurt(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let at = random.below(bytes.count)
    let length = min(1 + random.below(40), bytes.count - at)
    switch random.below(6) {
    case 0: bytes[at] ^= 1 << UInt8(random.below(8))
    case 1: bytes.removeSubrange(at...)
    case 2: bytes.removeSubrange(at..<(at + length))
    case 3: bytes.insert(contentsOf: Array(bytes[at..<(at + length)]), at: at)
    case 4: bytes.insert(contentsOf: intruders[random.below(intruders.count)], at: at)
    default: for i in at..<(at + length) { bytes[i] = UInt8(random.below(256)) }
    }
  }
}

/// The generator of all seeded tests.
public typealias SplitMix64 = DebriefModel.SplitMix64
