#!/usr/bin/env bash
# Prints the path of the Chromium that the browser tests use; fails when there is none.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  [ -n "$candidate" ] || continue
  if command -v "$candidate"; then exit 0; fi
done
# The one that Playwright downloads on machines without apt-get.
path="$(cd end2end && node -p 'require("@playwright/test").chromium.executablePath()' 2>/dev/null || true)"
[ -x "$path" ] && echo "$path"
