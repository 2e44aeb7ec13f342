# make demo and make test do all their own set-up; see README.md.
PREFIX ?= /usr/local
DESTDIR ?=
RELEASE = swift build -c release --static-swift-stdlib --product mcpool
BINARY = .build/release/mcpool

.PHONY: build demo test lint format bench install

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
	swift format --in-place --recursive Sources Tests Benchmarks Package.swift

bench:
	@scripts/setup bench
	Benchmarks/run

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/mcpool"
