#!/bin/sh
# Photographs every page of the sample coverage into docs/pictures, at both widths, in light and dark.
# Needs Chromium. Run it in the root of the repository.
set -e
mkdir -p docs/pictures
ONRECORD_PICTURES="$PWD/docs/pictures" cargo test --release --test browser every_page
