# make demo and make test do all their own set-up; see README.md.
PREFIX ?= /usr/local
DESTDIR ?=
# Nothing loads mcpool as a library: the 20,000 names that it would export cost 2 MB and time at each start.
RELEASE = swift build -c release --static-swift-stdlib -Xlinker --no-export-dynamic --product mcpool
BINARY = .build/release/mcpool

.PHONY: build demo test lint format bench fuzz install

build:
	@scripts/setup build
	$(RELEASE)

demo:
	@scripts/setup demo
	$(RELEASE)
	$(BINARY) demo

test:
	@scripts/setup test
	scripts/test

lint:
	scripts/lint

format:
	swift format --in-place --recursive Sources Tests Benchmarks Fuzz Package.swift

bench:
	@scripts/setup bench
	Benchmarks/run

SECONDS ?= 60
fuzz:
	@scripts/setup fuzz
	Fuzz/run $(SECONDS)

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/mcpool"
