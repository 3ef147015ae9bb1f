import Testing

@testable import DebriefAnalysis

/// Expected values: mpmath with 30 digits, quantiles from scipy 1.17.
@Suite struct `Distributions agree to ten digits` {
  @Test(arguments: [
    (0.001, 6.9071788853838537), (0.5, 0.57236494292470009), (1.5, -0.12078223763524522), (3, 0.69314718055994531),
    (14.9, 24.924132002217278), (100, 359.1342053695754), (12345.5, 103958.24296512323),
  ])
  func `log gamma`(_ x: Double, _ expected: Double) {
    #expect(agree(SpecialFunctions.logGamma(x), expected, within: 1e-12))
  }

  @Test(arguments: [
    (0.5, 0.1, 0.34527915398142298, 0.65472084601857702), (0.5, 5, 0.99843459774199745, 0.0015654022580025497),
    (3, 0.01, 1.6542165280748769e-7, 0.99999983457834719), (3, 2, 0.32332358381693654, 0.67667641618306346),
    (3, 20, 0.99999954448504944, 4.5551495055892128e-7), (100, 80, 0.017108313035133114, 0.98289168696486689),
    (100, 130, 0.99724959163269347, 0.0027504083673065263),
    (5000, 5100, 0.92067111892238102, 0.079328881077618977), (0.01, 1e-5, 0.8963367982671972, 0.1036632017328028),
  ])
  func `incomplete gamma`(_ a: Double, _ x: Double, _ lower: Double, _ upper: Double) {
    let found = SpecialFunctions.incompleteGamma(a, x)
    #expect(agree(found.lower, lower) && agree(found.upper, upper), "\(found)")
  }

  @Test(arguments: [
    (0.1, 0.5, 0.5, 0.20483276469913346, 0.79516723530086654), (0.5, 2, 3, 0.6875, 0.3125),
    (0.9, 20, 3, 0.62004093841190351, 0.37995906158809649), (0.01, 5, 1, 1e-10, 0.9999999999),
    (0.3, 100, 200, 0.10884306564490976, 0.89115693435509024), (0.5, 1000, 1000, 0.5, 0.5),
    (0.7, 0.2, 7, 0.99998731663848758, 1.268336151241854e-5),
    (0.001, 0.5, 500, 0.68268955269028264, 0.31731044730971736),
  ])
  func `incomplete beta`(_ x: Double, _ a: Double, _ b: Double, _ lower: Double, _ upper: Double) {
    let found = SpecialFunctions.incompleteBeta(x, complement: 1 - x, a, b)
    #expect(agree(found.lower, lower) && agree(found.upper, upper), "\(found)")
  }

  @Test(arguments: [
    (1e-300, -37.047096299361199), (1e-10, -6.3613409024040562), (0.001, -3.0902323061678135),
    (0.025, -1.9599639845400542), (0.3, -0.52440051270804082), (0.975, 1.9599639845400539),
    (0.9999, 3.7190164854557084),
  ])
  func `normal quantile`(_ p: Double, _ expected: Double) {
    #expect(agree(Normal.quantile(p), expected))
  }

  @Test func `quantiles at the ends`() {
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity && Normal.quantile(0.5) == 0)
    #expect(Normal.quantile(2).isNaN && StudentT.quantile(0, freedom: 3).isNaN)
    #expect(ChiSquare.quantile(0, freedom: 2) == 0 && StudentT.quantile(0.5, freedom: 2) == 0)
  }

  @Test(arguments: [
    (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 11, 2.200985160091639),
    (0.995, 4.5, 4.272823993011293), (0.6, 30, 0.2556053649519128), (0.025, 7, -2.3646242515927844),
  ])
  func `t quantile`(_ p: Double, _ freedom: Double, _ expected: Double) {
    #expect(agree(StudentT.quantile(p, freedom: freedom), expected))
  }

  @Test(arguments: [
    (0.025, 14, 5.628726103039731), (0.975, 16, 28.845350723404753), (0.975, 2, 7.377758908227871),
    (0.025, 2, 0.05063561596857975), (0.5, 1, 0.454936423119572), (0.999, 1000, 1143.9170926196791),
    (1e-6, 3, 0.00024181048720124264),
  ])
  func `χ² quantile`(_ p: Double, _ freedom: Double, _ expected: Double) {
    #expect(agree(ChiSquare.quantile(p, freedom: freedom), expected))
  }

  @Test(arguments: [
    (0.025, 12, 8, 0.38357792331440527), (0.975, 0.5, 3, 0.5949531330134032), (0.5, 100, 1, 0.9930924954370359),
  ])
  func `beta quantile`(_ p: Double, _ a: Double, _ b: Double, _ expected: Double) {
    #expect(agree(Binomial.betaQuantile(p, a, b), expected))
  }

  @Test func `far tails keep their digits`() {
    #expect(agree(StudentT.upperTail(9.5, freedom: 4.2), 0.00026991295534774175))
    #expect(agree(Normal.upperTail(10), 7.61985302416047e-24))
    #expect(agree(StudentT.upperTail(40, freedom: 100), 1.2310538010700354e-63))
  }

  @Test(arguments: [1, 7, 40, 1000], [0.02, 0.5, 0.9]) func `binomial masses add up to the tails`(_ n: Int, _ p: Double)
  {
    var sum = 0.0
    for k in 0...n {
      sum += Binomial.mass(k, of: n, p)
      #expect(abs(Binomial.lowerTail(k, of: n, p) - sum) < 1e-11)
      #expect(abs(Binomial.lowerTail(k, of: n, p) + Binomial.upperTail(k + 1, of: n, p) - 1) < 1e-12)
    }
  }
}
