import DebriefImport
import DebriefModel
import Testing

struct `A file that no importer claims` {
  private static func reason(_ text: String) -> SourceNote { UnclaimedFile.reason(FileHead(Array(text.utf8))) }

  static let notEvidence: [(text: String, words: String)] = [
    (
      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n",
      "a Kubernetes object (Deployment) without a status"
    ),
    (
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\napiVersion: apps/v1\nkind: Deployment\n",
      "Kubernetes objects (Deployment, Service)"
    ),
    (
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.b\n", "custom resource"
    ),
    ("apiVersion: v1\nkind: PodList\nitems: []\n", "a Kubernetes PodList without items"),
    ("apiVersion: v2\nname: shop\nversion: 1.2.3\n", "the description of a Helm chart"),
    ("replicaCount: 2\nimage:\n  repository: shop/web\n  tag: latest\ntolerations: []\n", "values of a Helm chart"),
    (
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include \"shop.name\" . }}\nspec:\n  type: {{ .Values.type }}\n",
      "a template of a Helm chart"
    ),
    ("resources:\n- web.yaml\nimages:\n- name: shop/web\n  newTag: 1.4.2\n", "a kustomization"),
    (#"{"title": "Shop", "schemaVersion": 39, "panels": [{"type": "graph"}]}"#, "a Grafana dashboard"),
    ("global:\n  scrape_interval: 15s\nscrape_configs:\n- job_name: web\n", "a Prometheus configuration"),
    ("route:\n  receiver: team\nreceivers:\n- name: team\n", "an Alertmanager configuration"),
    ("groups:\n- name: shop\n  rules:\n  - alert: Down\n    expr: up == 0\n", "Prometheus rules"),
    ("FROM swift:6.3\nRUN make\nENTRYPOINT [\"/shop\"]\n", "a Dockerfile"),
    ("name: build\non: [push]\njobs:\n  test:\n    runs-on: linux\n", "a CI workflow"),
    ("package main\n\nimport (\n\t\"fmt\"\n)\n\nfunc main() {\n\tfmt.Println(1)\n}\n", "source code (Go)"),
    ("#!/usr/bin/env bash\nset -e\n", "a script (bash)"),
    (
      "# Runbook\n\nRestart the payments deployment when its pool of connections is full.\n",
      "text for people (Markdown)"
    ),
    ("<!DOCTYPE html>\n<html></html>\n", "a web page"),
    ("\u{FEFF}<?xml version=\"1.0\"?>\n<a/>\n", "XML"),
    ("{}\n", "an empty JSON value"),
    ("[server]\nport = 80\nname = shop\n", "settings"),
    ("user_prompt: why?\nexpected_output: because\n", "a test case"),
  ]

  @Test(arguments: notEvidence) func `is said to be no evidence where that is clear`(
    _ sample: (text: String, words: String)
  ) {
    let note = Self.reason(sample.text)
    #expect(note.kind == .notEvidence && note.text.hasPrefix(sample.words), "\(note.kind): \(note.text)")
  }

  static let data: [(text: String, words: String)] = [
    ("", "an empty file"),
    (" \n\n", "nothing but white space"),
    (#"{"zeta": 1, "alpha": {"inner": 2}}"#, "JSON of no known shape: its keys are alpha, zeta"),
    (#"[{"id": 1, "seen": true}]"#, "a JSON array of no known shape: elements with the keys id, seen"),
    (#"{"cut": [1, 2"#, "broken JSON: its keys are cut"),
    ("alpha: 1\nzeta:\n  inner: 2\n", "YAML of no known shape: its keys are alpha, zeta"),
    (
      "apiVersion: shop/v1\nkind: Basket\nmetadata:\n  name: a\nstatus:\n  ready: true\n",
      "a Kubernetes object (Basket) with a status"
    ),
    ("timestamp,value\n2026-08-27 18:00:00,1\n", "CSV with times (timestamp)"),
    ("pattern,count\na b,1\nc,2\n", "CSV without a column of times"),
    (
      "NAME    READY   STATUS\nweb     1/1     Running\n",
      "a printed table of no known shape: its columns are NAME, READY"
    ),
    ("18:00:01.5 | started\n18:00:02.5 | done\n", "2 lines with times in a layout"),
    ("[12:00:00 27.08] a b\n[12:00:01 27.08] c\n", "2 lines with times in a layout"),
    ("-- MySQL dump 10.13\nINSERT INTO a VALUES (1);\n", "a dump of a database"),
  ]

  @Test(arguments: data) func `that looks like data is said to be missing, with its shape`(
    _ sample: (text: String, words: String)
  ) {
    let note = Self.reason(sample.text)
    #expect(note.kind == .missing && note.text.hasPrefix(sample.words), "\(note.kind): \(note.text)")
  }

  @Test func `is known by its first bytes when it is no text`() {
    #expect(
      UnclaimedFile.reason(FileHead([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A])) == SourceNote(.notEvidence, "an image (PNG)")
    )
    #expect(
      UnclaimedFile.reason(FileHead([0x1F, 0x8B, 8, 0])).text == "compressed with gzip: unpack it to have it read")
    #expect(UnclaimedFile.reason(FileHead([1, 2, 0, 4])) == SourceNote(.missing, "binary data of no known format"))
  }

  @Test func `is not quoted: neither long keys nor values reach the note`() {
    let secret = "hunter2-hunter2-hunter2-hunter2-hunter2-hunter2"
    #expect(!Self.reason("{\"\(secret)\": \"\(secret)\", \"a\": \"\(secret)\"}").text.contains("hunter2"))
    #expect(!Self.reason("18:00 password is \(secret)\n").text.contains("hunter2"))
  }

  @Test func `has a note of bounded length whatever its bytes are`() {
    var state: UInt64 = 7
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      let note = UnclaimedFile.reason(FileHead(bytes))
      #expect(!note.text.isEmpty && note.text.utf8.count < 500)
    }
  }
}
