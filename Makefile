# Debrief: `make demo` shows what it does, `make test` proves it. Both install what is missing first.
# Works with GNU make 3.81 (macOS) and newer.

SWIFT ?= swift
PREFIX ?= /usr/local
DATA ?= ../shared/data
SAMPLE ?= samples/incidents/2026-08-27-payments

# In CI a warning is an error; elsewhere it is a warning, so that a newer compiler does not stop a build.
ifdef CI
CHECKED := -Xswiftc -warnings-as-errors
endif

BUILD := $(SWIFT) build -c release --product debrief
FORMATTED := Package.swift Sources Tests $(wildcard Plugins) Benchmarks/Package.swift Benchmarks/Sources

.PHONY: help setup setup-tests build demo test lint format bench accuracy simulate samples install clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## install missing system libraries (apt or Homebrew)
	@.ci/setup

setup-tests: ## the same, and what the tests need: a headless browser, fonts, Python, shellcheck
	@.ci/setup --tests

build: setup ## build the debrief command (release)
	$(BUILD)

demo: build ## write the postmortem of a sample incident to out/demo
	@rm -rf out/demo && mkdir -p out/demo
	DEBRIEF_STORE=out/demo/debrief.db "$$($(BUILD) --show-bin-path)/debrief" draft $(SAMPLE) --to out/demo
	@echo "Open this file in a browser:"
	@echo "$(CURDIR)/out/demo/postmortem.html"

test: setup-tests ## run all tests
	$(SWIFT) test --disable-xctest $(CHECKED)

lint: setup-tests ## check format, the rules of the house and the documents
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	.ci/check-layers
	.ci/check-docs

format: ## format the Swift sources in place
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

bench: build setup-tests ## measure against named floors; prints ratios
	python3 Benchmarks/run "$$($(BUILD) --show-bin-path)/debrief"

accuracy: ## measure accuracy on labelled data beside published scores (DATA=folder)
	$(SWIFT) build -c release --package-path Benchmarks --product log-patterns
	python3 Benchmarks/accuracy/run --data "$(DATA)" --bin "$$($(SWIFT) build -c release --package-path Benchmarks --show-bin-path)"

simulate: setup ## repeat the simulations behind the statistics against their stated bands
	$(SWIFT) run -c release --package-path Benchmarks simulate

samples: ## write samples/incidents again (needs python3 and the Debian package prometheus)
	python3 -B samples/generator/generate.py

install: build ## copy the command to $(PREFIX)/bin
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(BUILD) --show-bin-path)/debrief" "$(DESTDIR)$(PREFIX)/bin/debrief"

clean: ## remove what was built
	rm -rf .build out
