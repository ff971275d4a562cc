#!/usr/bin/env bash
# Installs a Debian package of the app in a clean Debian, starts it as a person's menu and file manager would, removes it
# and looks for leftovers. Needs root and mmdebstrap. Usage: tryDebianPackage.sh PACKAGE BUNDLE [SCREENSHOTS]
set -euo pipefail
package=$(realpath "$1")
bundle=$(realpath "$2")
screenshots=${3:-}
name=strata-desktop

fail() { echo "FAILED: $*" >&2; exit 1; }

root=$(mktemp -d -t strata-clean-XXXXXX)
trap 'rm -rf --one-file-system "$root"' EXIT
. /etc/os-release
sources=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | grep -v '^#' || true)
mmdebstrap --quiet --variant=apt "$VERSION_CODENAME" "$root" - <<<"$sources"
cp /etc/resolv.conf "$root/etc/resolv.conf"
install -D -m 644 "$package" "$root/opt/$name.deb"
install -D -m 644 "$bundle" "$root/opt/example.strata"

# Mounts and processes end with the namespace that they are in.
inside() {
  unshare --mount --pid --fork bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
    exec chroot "$0" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 bash -euo pipefail' "$root"
}

echo "Installing …"
inside <<INSIDE
apt-get update -qq
apt-get install -y -qq --no-install-recommends /opt/$name.deb >/dev/null 2>&1
INSIDE
missing=$(inside <<<"ldd /usr/lib/$name/$name | grep 'not found' || true")
[ -z "$missing" ] || fail "the package does not depend on all libraries that the program needs: $missing"
echo "installed with everything that it needs"

echo "Using its command line …"
inside <<'INSIDE'
fail() { echo "FAILED: $*" >&2; exit 1; }
command='
  set -euo pipefail
  mkdir ~/store && cd ~/store
  strata set greeting "\"hello\"" >/dev/null
  [ "$(strata get greeting)" = "\"hello\"" ]
  head -c 3000000 /dev/zero | tr "\0" x | strata set --string long - >/dev/null
  [ "$(strata get long --raw | tail -c 1000000 | wc -c)" = 1000000 ]
  strata get missing >/dev/null 2>/tmp/said && exit 1 || [ $? = 1 ]
  strata get --remote-debugging-port=9 2>/dev/null && exit 1 || [ $? = 2 ]
  [ -z "$(ls -d /tmp/strata-command-* 2>/dev/null)" ]
  [ ! -e ~/.config ]
'
useradd --create-home ada
runuser -u ada -- bash -c "cd; $command" || fail "the command line, as an ordinary user, with $?"
HOME=/root/home bash -c "mkdir -p /root/home; cd; $command" || fail "the command line, as root, with $?"
rm -rf /home/ada/store /root/home /tmp/said
INSIDE
echo "its command line works"

echo "Starting it from its menu entry and by a file …"
inside <<INSIDE
apt-get install -y -qq --no-install-recommends xvfb x11-utils x11-apps libglib2.0-bin >/dev/null 2>&1
cp /opt/example.strata /home/ada/example.strata
cat > /opt/try.sh <<'TRY'
set -euo pipefail
cd /home/ada
log=.config/Strata/logs/strata.log
fail() { echo "FAILED: \$*" >&2; cat "\$log" 2>/dev/null || true; exit 1; }
mkfifo /tmp/display
Xvfb -displayfd 3 -screen 0 1280x800x24 -noreset 3>/tmp/display >/dev/null 2>&1 &
read -r number < /tmp/display
export DISPLAY=:\$number
window() { xwininfo -root -tree | grep -q '("$name" "$name")'; }
shown() { for i in {1..150}; do window && return; sleep 0.2; done; fail "\$1 showed no window"; }
ended() { for i in {1..100}; do pgrep -x $name >/dev/null || return 0; sleep 0.2; done; fail "\$1 did not end"; }

command=\$(sed -n 's/^Exec=//p' /usr/share/applications/$name.desktop | head -n 1 | sed 's/ %F//')
\$command >/dev/null 2>&1 &
shown "the menu entry's command (\$command)"
sleep 2
xwd -root -silent > /tmp/menu.xwd
grep -q Started "\$log" || fail "the log says nothing of a start"
pkill -TERM -o -x $name
ended "the app, asked to"
echo "started by \$command, and ended"

type=\$(XDG_UTILS_DEBUG_LEVEL=0 gio info -a standard::content-type example.strata | sed -n 's/.*content-type: //p')
[ "\$type" = application/vnd.strata ] || fail "example.strata is taken for \$type"
gio mime application/vnd.strata | grep -q $name.desktop || fail "no program is the default for bundles"
gio open example.strata >/dev/null 2>&1
shown "example.strata"
pgrep -o -x -a $name | grep -q /home/ada/example.strata || fail "the app was not given the file"
sleep 2
xwd -root -silent > /tmp/file.xwd
pkill -TERM -o -x $name
ended "the app with a file, asked to"
echo "opened by its file type"
TRY
apt-get install -y -qq --no-install-recommends procps >/dev/null 2>&1
chmod 755 /opt/try.sh
runuser -u ada -- bash /opt/try.sh
INSIDE
if [ -n "$screenshots" ]; then
  mkdir -p "$screenshots"
  cp "$root"/tmp/*.xwd "$screenshots/"
fi

echo "Removing …"
leftovers=$(inside <<INSIDE
apt-get purge -y -qq $name >/dev/null 2>&1
rm -rf /opt /home/ada
find / -xdev -iname '*strata*' -not -path '/proc/*' -not -path '/var/cache/apt/*'
INSIDE
)
[ -z "$leftovers" ] || fail "left behind: $leftovers"
echo "removed without leftovers"
