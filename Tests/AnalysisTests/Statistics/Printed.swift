import Foundation

/// Whether a value, rounded to as many decimals as the text has, is that text: `"0.0778"`, `"5.19e-14"`.
func prints(_ value: Double?, _ text: String) -> Bool {
  guard let value else { return false }
  let mantissa = text.prefix { $0 != "e" }
  let decimals = mantissa.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  return String(format: text.contains("e") ? "%.\(decimals)e" : "%.\(decimals)f", value) == text
}

/// Whether two values agree to a relative error.
func agree(_ value: Double, _ expected: Double, within tolerance: Double = 1e-10) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}
