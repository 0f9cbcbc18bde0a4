# Each line is one command over Python; nothing has to be installed first but Python 3.11 and make.
PYTHON ?= python3
IN_VENV = .venv/bin/python

.PHONY: run demo setup dev test slow check audit fix baseline lock bench
run: setup   ## start Ringfence (ARGS="--port 9000" passes arguments on)
	@exec $(IN_VENV) -m ringfence up $(ARGS)
demo: setup  ## a whole outbreak, unattended, through the public API
	@$(IN_VENV) -m ringfence demo $(ARGS)
setup:       ## what running needs
	@$(PYTHON) scripts/setup.py
dev:         ## what checking needs, too
	@$(PYTHON) scripts/setup.py --dev
test: dev    ## all tests, or those that match: make test K=release
	@$(IN_VENV) scripts/check.py --only tests $(if $(K),-k "$(K)")
slow: dev    ## the validations that take minutes (simulator)
	@$(IN_VENV) scripts/check.py --only slow
check: dev   ## everything that CI asks for
	@$(IN_VENV) scripts/check.py
audit: dev   ## known faults of locked packages; asks the services that know them
	@$(IN_VENV) -m scripts.audit --ask
fix: dev     ## format the code and renew the generated documents
	@$(IN_VENV) scripts/check.py --fix
baseline: dev ## renew tests/baselines: who is let in where, how many queries; look at the difference
	@$(IN_VENV) scripts/check.py --baseline
lock: dev    ## resolve requirements*.in into requirements*.lock
	@$(IN_VENV) scripts/lock.py
bench: dev   ## the comparisons of bench/
	@$(IN_VENV) -m bench $(ARGS)
