#!/usr/bin/env bash
# Installs what the tests in editors need: Chromium and Neovim from Debian, VS Code (code-server) and Playwright from npm.
# Does nothing where all of it is there.
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
