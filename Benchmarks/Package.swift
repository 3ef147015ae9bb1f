// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
]

// A package of its own, so that the product depends on nothing that only its measurements need.
let package = Package(
  name: "debrief-benchmarks",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "debrief", path: "..")],
  targets: [
    .executableTarget(
      name: "simulate", dependencies: [.product(name: "DebriefAnalysis", package: "debrief")], swiftSettings: settings),
    .executableTarget(
      name: "log-patterns", dependencies: [.product(name: "DebriefAnalysis", package: "debrief")],
      swiftSettings: settings),
  ]
)
