#!/usr/bin/env bash
# Runs the AppImage in dist/packaged as a person would: mounted and extracted, as the app and as the command line, and looks
# for leftovers. Needs a display. Usage: tryAppImage.sh
set -euo pipefail
packaged=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../dist/packaged")
image=$(echo "$packaged"/*.AppImage)
work=$(mktemp -d -t strata-try-XXXXXX)
app=
trap 'kill "$app" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
export HOME=$work/home TMPDIR=$work/tmp
mkdir "$HOME" "$TMPDIR"
log=$HOME/.config/Strata/logs/strata.log

fail() { echo "FAILED: $*" >&2; cat "$log" 2>/dev/null || true; exit 1; }
soon() { for _ in {1..150}; do "$@" && return; sleep 0.2; done; return 1; }
empty() { [ -z "$(ls -A "$TMPDIR")" ]; }
started() { grep -qs Started "$log"; }
clean() { soon empty || fail "$1 left behind: $(ls -A "$TMPDIR")"; }

command_line() {
  rm -rf "$work/store"
  mkdir "$work/store"
  (
    cd "$work/store"
    "$work/strata" set greeting '"hello"' >/dev/null
    [ "$("$work/strata" get greeting)" = '"hello"' ]
    "$work/strata" get missing >/dev/null 2>&1 && exit 1 || [ $? = 1 ]
  ) || fail "the command line, $1"
  clean "the command line, $1,"
}

the_app() {
  rm -f "$log"
  # Chromium's sandbox does not work for root, as which tests may run.
  "$image" --no-sandbox >"$work/said" 2>&1 &
  app=$!
  soon started || fail "the app, $1, did not start: $(cat "$work/said")"
  ls -d "$TMPDIR"/strata-"$1"-* >/dev/null || fail "the app does not run $1"
  kill -TERM "$app"
  wait "$app" || true
  app=
  clean "the app, $1,"
  echo "started and ended, $1"
}

[ "$("$image" --appimage-offset)" -gt 0 ] || fail "--appimage-offset"
(cd "$work" && "$image" --appimage-extract && [ -x squashfs-root/AppRun ] && [ -f squashfs-root/strata-desktop.desktop ]) ||
  fail "--appimage-extract"
diff -r --no-dereference "$packaged/linux-unpacked" "$work/squashfs-root/usr/lib/strata-desktop" || fail "the image differs from the app"
ln -s "$image" "$work/strata"

if [ -w /dev/fuse ] && command -v fusermount3 >/dev/null; then
  command_line mounted
  the_app mounted
else
  echo "Mounting was left out: that needs /dev/fuse and fusermount3."
fi
export APPIMAGE_EXTRACT_AND_RUN=1
command_line extracted
the_app extracted
unset APPIMAGE_EXTRACT_AND_RUN

mkdir "$work/refusing"
printf '#!/bin/sh\nexit 1\n' >"$work/refusing/unshare"
chmod +x "$work/refusing/unshare"
DISPLAY='' WAYLAND_DISPLAY='' PATH=$work/refusing:$PATH "$image" >"$work/said" 2>&1 && fail "it starts without a sandbox"
grep -q "Install the Debian package" "$work/said" || fail "without user namespaces it says: $(cat "$work/said")"
clean "a refused start"
echo "refuses to start without a sandbox that it was not asked to leave out"
