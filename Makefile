# Two commands do everything on a fresh Debian machine that has a Swift toolchain: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: build debug demo test test-swift test-python test-verify test-same-bytes test-learners test-release bench bench-learners pendulum calibration fuzz format lint \
  protos protos-check install clean packages test-packages screenshots

PREFIX ?= $(HOME)/.local
# Where this runs as root, as in a container, there may be no sudo.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE := .build/release/firstmover
DEBUG := .build/debug/firstmover
PROTOS := $(wildcard Protos/firstmover/v1/*.proto)
# Messages that only stand in files, with the C target of each.
FILE_PROTOS := COnnxProtos:onnx/onnx.proto CTensorBoardProtos:tensorboard/event.proto \
  CStateProtos:firstmover/state/v1/training_state.proto
# Policies in Swift: each is an executable called as its folder.
POLICIES := $(notdir $(patsubst %/,%,$(dir $(wildcard plugins/*/main.swift))))
# What Python needs wherever the command is built or installed.
REQUIREMENTS := plugins/requirements.txt Sources/Reporting/requirements.txt
# A Python with other people's learners, for `make bench`.
LEARNERS := Tests/Bench/.venv
SWIFT_FILES := Sources plugins Tests Package.swift

# What Debian calls the things that the build includes or links, and the tools that tests and Python plugins need.
PACKAGES := pkg-config libprotobuf-c-dev libboost-math-dev libsqlite3-dev protobuf-compiler protobuf-c-compiler python3 python3-venv

# A browser that the tests look at reports with, and a font for it; `make test` alone installs them.
TEST_PACKAGES := chromium-headless-shell fonts-inter

# Installs what is missing of the packages $(1). A stamp would outlive one that somebody removed; asking costs a few
# milliseconds.
define install_missing
	@missing=; for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq; \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

packages:
	$(call install_missing,$(PACKAGES))

test-packages: packages
	$(call install_missing,$(TEST_PACKAGES))

# The Python that plugins in Python run on, what draws reports, and what their tests need besides.
.venv/ready: $(REQUIREMENTS) Tests/Python/requirements.txt Tests/Pendulum/requirements.txt Makefile | packages
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check $(REQUIREMENTS:%=-r %) -r Tests/Python/requirements.txt
	@touch $@

build: packages .venv/ready
	swift build -c release

debug: packages .venv/ready
	swift build --build-tests

# The exact equilibrium against a trained agent and against a constant price: verdicts, and a page of them.
demo: build
	$(RELEASE) ab pricing \
	  --a operator=analytic,followers=best-response \
	  --b operator=sac,followers=best-response \
	  --b operator=constant-price,followers=best-response \
	  --pairs 30 --report demo.html

test: test-swift test-python test-verify test-same-bytes test-learners

test-swift: debug
	swift test --skip-build

test-python: debug test-packages
	FIRSTMOVER_COMMAND=$(CURDIR)/$(DEBUG) FIRSTMOVER_STORE=$(CURDIR)/.build/test-runs.sqlite .venv/bin/python -m pytest -q -p no:cacheprovider Tests/Python

test-verify: debug
	$(DEBUG) verify Tests/Golden/pricing --quiet
	$(DEBUG) verify Tests/Golden/pricing-extremes --quiet
	$(DEBUG) verify Tests/Golden/offloading --quiet
	$(DEBUG) verify Tests/Golden/offloading-extremes --quiet

# The same seed prints the same bytes, whichever way the host was compiled and however its policies are played.
SAME_BYTES := --followers best-response --episodes 4 --seed 3 --format json --quiet --no-store
test-same-bytes: debug build
	@for game in "pricing --operator analytic" "offloading --operator oracle" "offloading/tight --operator gm-rn"; do \
	  for flags in "" "--envs 4" "--in-process" "--isolate"; do \
	    for build in $(DEBUG) $(RELEASE); do \
	      $$build run $$game $(SAME_BYTES) $$flags | sed -e '/"measured"/,$$d' -e '/"sha256"/d' | sha256sum; \
	    done; \
	  done | sort -u | { read -r first; ! read -r second || { echo "$$game: the same seed printed different bytes"; exit 1; }; }; \
	done
	@echo "the same seed printed the same bytes: debug and release, in this process and in plugins of their own"

# What only optimised code shows of the learners, built alone: steps allocate nothing, and bits are those of debug builds.
LEARNERS_ALONE := -c release --package-path Tests/LearnersRelease
test-learners:
	swift test $(LEARNERS_ALONE)
	FIRSTMOVER_KERNELS=portable swift test --skip-build $(LEARNERS_ALONE) --filter StateTests

# What only optimised code shows: that slots allocate nothing. Long, because everything is built once more.
test-release: packages .venv/ready
	swift test -c release --scratch-path .build-release

# Whether p values, intervals, verdicts and checks keep what they promise: 10,000 synthetic data sets a claim, 1,000 A/Bs of a
# policy with itself, 200 checks. Exits with 1 where a rate is outside its band. Some ten minutes.
calibration: build
	.build/release/firstmover-calibration

# A minute of hostile frames against the wire, under libFuzzer and AddressSanitizer.
fuzz: packages
	swift build -c release --package-path Tests/Fuzz -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
	Tests/Fuzz/.build/release/FuzzWire -max_total_time=60 -max_len=4096

# Ratios, each side by side in one run; the machine's own speed drops out. Exits with 1 where a goal is missed.
bench: build
	$(call install_missing,libopenblas0-pthread)
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/Bench/requirements.txt
	swift build -c release --package-path Tests/Bench
	Tests/Bench/.build/release/bench --python .venv/bin/python \
	  $(if $(wildcard $(LEARNERS)/ready),--learners $(LEARNERS)/bin/python)
	.build/release/firstmover-roundtrip

# Stable-Baselines3 and SBX, with which `make bench` compares our learners where they are installed. On request, and apart
# from the rest: with PyTorch and JAX they take 6 GB.
bench-learners: $(LEARNERS)/ready

$(LEARNERS)/ready: Tests/Bench/learners.txt | packages
	python3 -m venv $(LEARNERS)
	$(LEARNERS)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/Bench/learners.txt
	@touch $@

# Whether our learners learn Gymnasium's Pendulum-v1 from a host of another make: three algorithms, five seeds each. Fails
# where one misses its goal. Some forty minutes of processor time.
pendulum: build
	@missed=; for algorithm in sac td3 ddpg; do \
	  .venv/bin/python Tests/Pendulum/pendulum.py --plugin .build/release/$$algorithm || missed="$$missed $$algorithm"; \
	done; \
	[ -z "$$missed" ] || { echo "failed or short of its goal:$$missed"; exit 1; }

protos: packages
	protoc-c -I Protos --c_out=Sources/CFirstmoverProtos $(PROTOS)
	protoc -I Protos --python_out=plugins/python $(PROTOS)
	for pair in $(FILE_PROTOS); do protoc-c -I Protos --c_out="Sources/$${pair%%:*}" "Protos/$${pair#*:}"; done

# Generated code is committed; this fails where it is not what the schema gives.
protos-check: packages
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; mkdir "$$scratch/c" "$$scratch/python"; \
	protoc-c -I Protos --c_out="$$scratch/c" $(PROTOS); \
	protoc -I Protos --python_out="$$scratch/python" $(PROTOS); \
	diff -r "$$scratch/c/firstmover" Sources/CFirstmoverProtos/firstmover; \
	for pair in $(FILE_PROTOS); do \
	  target="$${pair%%:*}"; mkdir "$$scratch/$$target"; \
	  protoc-c -I Protos --c_out="$$scratch/$$target" "Protos/$${pair#*:}"; \
	  diff -r -x module.modulemap "$$scratch/$$target" "Sources/$$target"; \
	done; \
	diff -r -x __init__.py -x __pycache__ "$$scratch/python/firstmover/v1" plugins/python/firstmover/v1; \
	echo "generated code is what the schema gives"

# The command in bin, what it starts in libexec, manifests and Python in share.
install: build
	install -d "$(PREFIX)/bin" "$(PREFIX)/libexec/firstmover" "$(PREFIX)/share/firstmover" \
	  "$(PREFIX)/share/bash-completion/completions"
	install .build/release/firstmover "$(PREFIX)/bin/"
	install .build/release/firstmover-launcher $(POLICIES:%=.build/release/%) "$(PREFIX)/libexec/firstmover/"
	rm -rf "$(PREFIX)/share/firstmover/plugins"
	cp -r plugins "$(PREFIX)/share/firstmover/"
	python3 -m venv "$(PREFIX)/share/firstmover/.venv"
	"$(PREFIX)/share/firstmover/.venv/bin/python3" -m pip install --quiet --disable-pip-version-check $(REQUIREMENTS:%=-r %)
	.build/release/firstmover --generate-completion-script bash \
	  >"$(PREFIX)/share/bash-completion/completions/firstmover"

# The pictures of reports in docs.
screenshots: build test-packages
	FIRSTMOVER_COMMAND=$(CURDIR)/$(RELEASE) FIRSTMOVER_SCREENSHOTS=docs \
	  .venv/bin/python -m pytest -q -p no:cacheprovider Tests/Python/test_report.py -k screenshots

format:
	swift format -i -r $(SWIFT_FILES)

lint:
	swift format lint --strict -r $(SWIFT_FILES)

clean:
	rm -rf .build .build-release .venv Tests/Bench/.build $(LEARNERS) Tests/Fuzz/.build Tests/LearnersRelease/.build
