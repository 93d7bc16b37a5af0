#!/usr/bin/env bash
# Tests in a real VS Code and a real Neovim. Installs what it needs: Chromium and Neovim from Debian, VS Code
# (code-server) and Playwright from npm. Ends with a line `N passed, N failed`, and not with 0 when something failed.
# Usage: test/editor/run.sh [PART OF A TEST'S NAME]; POSTURE_SHOTS=FOLDER keeps a screenshot of each VS Code test
# (of one that failed beside it), POSTURE_TIMES=N runs each test N times, to find what fails only sometimes. Otherwise a test
# that fails is run once more, and what passed only then is named at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

as_root() { if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi; }
missing=()
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
command -v nvim >/dev/null 2>&1 || missing+=(neovim)
command -v unzip >/dev/null 2>&1 || missing+=(unzip)
if ((${#missing[@]} > 0)); then
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# code-server brings the folders of VS Code with their own manifests; its shipped lock file is out of step, hence `npm i`.
# Native add-ons stay unbuilt: VS Code works without them.
if [[ ! -f node_modules/.installed || package-lock.json -nt node_modules/.installed ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  code=node_modules/code-server/lib/vscode
  npm i --prefix "$code" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
  npm i --prefix "$code/extensions" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.installed
fi
[[ -d ../../node_modules/vscode-languageserver ]] || (cd ../.. && npm ci --no-audit --no-fund --loglevel=error)

# What a test does with git is the same whoever runs it.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
exec node run.mjs "$@"
