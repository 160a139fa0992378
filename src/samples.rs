//! The built-in sample coverage: invented reports by invented outlets, as their pages would be saved.
//!
//! Gives the files under `samples/` as items, just as fetching that folder would. `samples/README.md`
//! says what each of them shows.

use crate::model::{Item, ItemKind};

/// A file of `samples/` with its name.
macro_rules! sample {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../samples/", $name)).as_slice(),
        )
    };
}

/// The files, by name.
const FILES: &[(&str, &[u8])] = &[
    sample!("aldermoor-gazette-engineers.html"),
    sample!("aldermoor-gazette-lenna.html"),
    sample!("ansel-bay-mail-lenna.html"),
    sample!("corran-press-agency-lenna.html"),
    sample!("corran-press-agency-strike.txt"),
    sample!("courrier-de-valmere-lenna.html"),
    sample!("lower-lenna-radio-commission.txt"),
    sample!("northgarth-post-lenna.txt"),
    sample!("oxmere-lantern.rss"),
    sample!("press-archive.jsonl"),
    sample!("quillhaven-times-engineers.html"),
    sample!("quillhaven-times-lenna.html"),
    sample!("quillhaven-times-rate.html"),
    sample!("sablecliff-review-lenna.html"),
    sample!("tarn-harbour-echo-strike.html"),
    sample!("velda-kurir-lenna.txt"),
    sample!("veskom-engineers.txt"),
    sample!("veskom-lenna.html"),
];

/// The sample coverage, in the order of the file names.
///
/// Files come without a kind, so that reading them begins where reading a stranger's file does; the
/// JSON Lines file comes line by line.
pub fn items() -> Vec<Item> {
    FILES
        .iter()
        .flat_map(|&(name, bytes)| match name.ends_with(".jsonl") {
            true => lines(name, bytes),
            false => vec![Item {
                reference: name.to_owned(),
                kind: None,
                bytes: bytes.to_vec(),
            }],
        })
        .collect()
}

fn lines(name: &str, bytes: &[u8]) -> Vec<Item> {
    bytes
        .split(|&byte| byte == b'\n')
        .zip(1..)
        .filter(|(line, _)| !line.trim_ascii().is_empty())
        .map(|(line, number): (_, usize)| Item {
            reference: format!("{name}:{number}"),
            kind: Some(ItemKind::JsonLine),
            bytes: line.to_vec(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .map(|entries| {
                entries
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .filter(|name| name != "README.md")
                    .collect()
            })
            .unwrap_or_default();
        names.sort();
        let built_in: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(built_in, names);
    }

    #[test]
    fn json_lines_come_one_by_one() {
        let items = items();
        let lines: Vec<&Item> = items
            .iter()
            .filter(|item| item.kind == Some(ItemKind::JsonLine))
            .collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].reference, "press-archive.jsonl:1");
        assert_eq!(items.len(), 20);
    }
}
