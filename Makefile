# Two commands do everything on a fresh machine that has a Swift toolchain: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: build debug demo test test-swift test-same-bytes test-verify bench format lint protos protos-check clean install

PREFIX ?= $(HOME)/.local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE := .build/release/firstmover
DEBUG := .build/debug/firstmover

# What Debian calls the things that the build includes or links, and the tools that tests and the Python plugin need.
PACKAGES := pkg-config libprotobuf-c-dev libboost-math-dev libsqlite3-dev protobuf-compiler protobuf-c-compiler python3 python3-venv

.build/packages: Makefile
	@mkdir -p .build
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq; DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@touch $@

# The Python that plugins in Python run on: NumPy and the protobuf runtime, nothing else.
.venv/ready: plugins/requirements.txt .build/packages
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r plugins/requirements.txt
	@touch $@

build: .build/packages .venv/ready
	swift build -c release

debug: .build/packages .venv/ready
	swift build

demo: build
	$(RELEASE) ab pricing \
	  --a operator=analytic,followers=best-response \
	  --b operator=constant-price,followers=best-response \
	  --pairs 30

test: test-swift test-same-bytes test-verify

test-swift: debug
	swift test

format:
	swift format -i -r Sources plugins Tests Package.swift

lint:
	swift format lint --strict -r Sources plugins Tests Package.swift

clean:
	rm -rf .build .venv
