#!/usr/bin/env bash
# Tests in a real VS Code and a real Neovim, which install.sh brings. Ends with a line `N passed, N failed`, and not with 0
# when something failed.
# Usage: test/editor/run.sh [PART OF A TEST'S NAME]; POSTURE_SHOTS=FOLDER keeps a screenshot of each VS Code test
# (of one that failed beside it), POSTURE_TIMES=N runs each test N times, to find what fails only sometimes. Otherwise a test
# that fails is run once more, and what passed only then is named at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

bash install.sh

# What a test does with git is the same whoever runs it.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
exec node run.mjs "$@"
