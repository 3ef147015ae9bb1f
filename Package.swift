// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
]

// Homebrew's headers are found through pkg-config; Debian's lie on the default path, and its flags include one SwiftPM warns of.
#if os(macOS)
  let simdjsonConfig: String? = "simdjson"
  let archiveConfig: String? = "libarchive"
#else
  let simdjsonConfig: String? = nil
  let archiveConfig: String? = nil
#endif

// Tests read samples, golden files and the corpus by path, so their folders are not resources.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["DebriefTesting"], exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "debrief",
  platforms: [.macOS("26.0")],
  products: [
    .executable(name: "debrief", targets: ["debrief"]),
    .library(
      name: "DebriefKit",
      targets: ["DebriefModel", "DebriefImport", "DebriefStore", "DebriefAnalysis", "DebriefReport"]),
    .library(name: "DebriefAnalysis", targets: ["DebriefModel", "DebriefAnalysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
  ],
  targets: [
    .target(name: "DebriefModel", swiftSettings: settings),
    .systemLibrary(
      name: "CSimdjsonLibrary", pkgConfig: simdjsonConfig, providers: [.apt(["libsimdjson-dev"]), .brew(["simdjson"])]),
    .target(name: "CSimdjson", dependencies: ["CSimdjsonLibrary"], linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(
      name: "CArchive", pkgConfig: archiveConfig, providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "DebriefParsing", dependencies: ["DebriefModel", "CSimdjson"], swiftSettings: settings),
    .target(
      name: "DebriefImport",
      dependencies: [
        "DebriefModel", "DebriefParsing", "CArchive", "CZlib", .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: settings),
    .target(
      name: "DebriefStore",
      dependencies: [
        "DebriefModel", "DebriefParsing", "DebriefImport", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "DebriefAnalysis",
      dependencies: ["DebriefModel"],
      swiftSettings: settings),
    .target(
      name: "DebriefReport",
      dependencies: [
        "DebriefModel", "DebriefAnalysis", .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: settings, plugins: ["EmbedTemplates"]),
    .executableTarget(name: "embed-templates", swiftSettings: settings),
    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-templates"]),
    .target(
      name: "DebriefCLI",
      dependencies: [
        "DebriefModel", "DebriefParsing", "DebriefImport", "DebriefStore", "DebriefAnalysis", "DebriefReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    .executableTarget(name: "debrief", dependencies: ["DebriefCLI"], swiftSettings: settings),
    .target(
      name: "DebriefTesting",
      dependencies: ["DebriefModel", "DebriefParsing", "DebriefImport", "DebriefStore", "DebriefAnalysis", "CArchive"],
      swiftSettings: settings),
    tests("ModelTests", ["DebriefModel"]),
    tests("ParsingTests", ["DebriefModel", "DebriefParsing"]),
    tests("ImportTests", ["DebriefModel", "DebriefParsing", "DebriefImport"]),
    tests("StoreTests", ["DebriefModel", "DebriefParsing", "DebriefImport", "DebriefStore", "debrief"]),
    tests("AnalysisTests", ["DebriefModel", "DebriefAnalysis"]),
    tests("ReportTests", ["DebriefModel", "DebriefAnalysis", "DebriefReport"], exclude: ["Golden"]),
    tests(
      "CLITests", ["DebriefModel", "DebriefParsing", "DebriefStore", "DebriefAnalysis", "DebriefReport", "DebriefCLI"],
      exclude: ["Golden"]),
    tests("DocsTests", ["DebriefModel", "DebriefImport", "DebriefStore", "DebriefCLI"]),
    tests(
      "CorpusTests",
      [
        "DebriefModel", "DebriefParsing", "DebriefImport", "DebriefStore", "DebriefAnalysis", "DebriefCLI",
        .product(name: "Yams", package: "Yams"),
      ]),
  ],
  cxxLanguageStandard: .cxx17
)
