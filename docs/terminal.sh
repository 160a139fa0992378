#!/bin/sh
# Photographs what the demo prints into docs/pictures/terminal.png, 100 columns wide.
# Needs Chromium and a built `onrecord` (target/release, or as ONRECORD). Run it in the root of the repository.
set -e
onrecord=${ONRECORD:-target/release/onrecord}
page=$(mktemp -d)
trap 'rm -r "$page"' EXIT
cp -r src/serve/assets/fonts "$page"
mkdir -p docs/pictures

# Where the output is no terminal, it is set in 100 columns.
CLICOLOR_FORCE=1 "$onrecord" demo --no-serve 2>/dev/null > "$page/printed"
{
    cat <<'HEAD'
<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: "Onrecord Sans"; src: url("fonts/onrecord-sans.woff2"); font-weight: 400 700 }
html { background: #121517; color: #d9dee2 }
body { margin: 0; padding: 18px 26px }
p { margin: 0 0 16px; color: #9aa3aa; font: 600 14px "Onrecord Sans" }
pre { margin: 0; font: 14px/20px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
i { font-style: normal }
.t { font-weight: 700; text-decoration: underline; color: #fff } .b { font-weight: 700; color: #fff }
.f { color: #8b949b } .y { color: #d8b45c } .r { color: #ff9479 } .g { color: #7fc98b } .c { color: #6cc5d4 }
</style><p>$ onrecord demo</p><pre>
HEAD
    esc=$(printf '\033')
    sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' \
        -e "s/$esc\[1m$esc\[4m/<i class=t>/g" -e "s/$esc\[0m/<\/i>/g" \
        -e "s/$esc\[1m/<i class=b>/g" -e "s/$esc\[2m/<i class=f>/g" -e "s/$esc\[33m/<i class=y>/g" \
        -e "s/$esc\[31m/<i class=r>/g" -e "s/$esc\[32m/<i class=g>/g" -e "s/$esc\[36m/<i class=c>/g" \
        "$page/printed"
} > "$page/index.html"
height=$(($(wc -l < "$page/printed") * 20 + 70))
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=2 \
    --user-data-dir="$page/profile" --window-size="900,$height" \
    --screenshot="$PWD/docs/pictures/terminal.png" "file://$page/index.html" 2>/dev/null
