# Two commands: `make run` serves the site, `make test` checks and tests everything.
.PHONY: run test test-all check bench messages sentences locks assets

run:
	@scripts/hub run

test:
	@scripts/hub test

test-all:
	@scripts/hub test-all

check:
	@scripts/hub check

bench:
	@scripts/hub bench

# For developers: write the message files anew; write the locks anew.
messages:
	@scripts/hub setup && .venv/bin/python -m scripts.messages

# Rules of the Handbook beside the law, for a person to compare: make sentences SEED=1
SEED ?= 1
COUNT ?= 50
sentences:
	@scripts/hub setup && .venv/bin/python -m scripts.sentences --seed $(SEED) --count $(COUNT)

locks:
	uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.12 --generate-hashes --no-header --no-annotate -o requirements-dev.lock

# Build the stylesheet of U.S. Web Design System parts and write assets.lock; needs Node 20 or newer.
assets:
	cd assets && npm ci && npm run build
