# make run    set up, then turn raw/ into aligned/
# make formats  set up, with what reads Word, PDF and Excel files
# make test   set up, then run the tests
# make check  format, lint, types         make wheel  build the wheel, install it in an empty environment, run it
# make faults      kill, spoil, crowd and fill up, many times: is anything lost?
# make neighbours  do other tools read what is written here? (packages in build/; OmegaT and LibreOffice if installed)
# make lock   resolve requirements.lock anew

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock

.PHONY: run formats test check wheel faults neighbours lock clean

run: $(VENV)/run.stamp
	$(BIN)/synopsis run raw --out aligned

formats: $(VENV)/formats.stamp

test: $(VENV)/test.stamp
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

wheel: $(VENV)/test.stamp
	rm -rf dist build/empty
	$(BIN)/python -m build --wheel --outdir dist . >build.log || { cat build.log; exit 1; }
	$(PYTHON) -m venv build/empty
	build/empty/bin/pip install --quiet --disable-pip-version-check --constraint requirements.lock "$$(ls dist/*.whl)[embedded]"
	cd build && empty/bin/synopsis run ../raw --out sample --memory sample.sqlite3 && empty/bin/synopsis show babuschkin-leaves-xai --out sample | head -n 20

faults: $(VENV)/test.stamp
	$(BIN)/python tests/tools/faults.py

neighbours: $(VENV)/test.stamp
	$(PYTHON) -m venv build/neighbours
	build/neighbours/bin/pip install --quiet --disable-pip-version-check datasets opustools translate-toolkit
	$(BIN)/python tests/tools/neighbours.py --python build/neighbours/bin/python

lock: $(VENV)/test.stamp
	$(BIN)/pip-compile --quiet --upgrade --extra embedded --extra formats --extra ray --extra dev \
	  --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-options --no-header --output-file requirements.lock pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements.lock

clean:
	rm -rf $(VENV) dist build build.log

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "this Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 2; }

$(VENV)/run.stamp: pyproject.toml requirements.lock | $(VENV)/bin/pip
	@echo "setting up $(VENV) (once; torch is 200 MB)"
	$(PIP) --editable '.[embedded]'
	@touch $@

$(VENV)/formats.stamp: pyproject.toml requirements.lock | $(VENV)/bin/pip
	@echo "setting up $(VENV) with what reads Word, PDF and Excel files (once)"
	$(PIP) --editable '.[embedded,formats]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/test.stamp: pyproject.toml requirements.lock | $(VENV)/bin/pip
	@echo "setting up $(VENV) for the tests (once)"
	$(PIP) --editable '.[embedded,formats,ray,dev]'
	@touch $@ $(VENV)/run.stamp $(VENV)/formats.stamp
