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

/// A small seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to but not including `limit`, which is at least 1.
  public mutating func below(_ limit: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(max(limit, 1))) }
}
