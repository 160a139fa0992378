#!/bin/sh
# Photographs every page of the sample coverage, for a phone and a desktop, in light and dark, into
# target/pictures or the folder given. Needs Chromium. Run it in the root of the repository.
set -e
folder=${1:-"$PWD/target/pictures"}
mkdir -p "$folder"
ONRECORD_PICTURES="$folder" cargo test --test browser every_page
