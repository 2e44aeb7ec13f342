# make demo and make test do all their own set-up; see README.md.
PREFIX ?= /usr/local
DESTDIR ?=
# Nothing loads mcpool as a library: the 20,000 names that it would export cost 2 MB and time at each start. At a fixed
# address the loader has no 65,000 pointers to mend, a sixth of the time of `mcpool --version`; heap, stack and the
# system's libraries still move.
RELEASE = swift build -c release --static-swift-stdlib -Xlinker --no-export-dynamic -Xlinker -no-pie --product mcpool
BINARY = .build/release/mcpool

MAN = $(DESTDIR)$(PREFIX)/share/man

.PHONY: build demo test lint format bench drills fuzz manual install install-files

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

# What becomes of sessions when nodes break and come back, with mcpool and without; half an hour.
drills:
	@scripts/setup test
	Benchmarks/drills

SECONDS ?= 60
fuzz:
	@scripts/setup fuzz
	Fuzz/run $(SECONDS)

# Pages and completions are committed; this makes them anew after a change of the help or of man/parts.
manual:
	swift build --product mcpool
	swift build --product Manual
	.build/debug/mcpool --generate-completion-script zsh > .build/completion.zsh
	.build/debug/mcpool --generate-completion-script fish > .build/completion.fish
	.build/debug/mcpool --experimental-dump-help | \
	  .build/debug/Manual man completions .build/completion.zsh .build/completion.fish

install: build install-files

# Puts in place what is built already; BINARY names another one.
install-files:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(MAN)/man1" "$(MAN)/man5" "$(MAN)/man7"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/mcpool"
	for page in man/*.[157]; do install -m 644 "$$page" "$(MAN)/man$${page##*.}/" || exit 1; done
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 644 completions/mcpool.bash "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/mcpool"
	install -m 644 completions/_mcpool "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mcpool"
	install -m 644 completions/mcpool.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mcpool.fish"
