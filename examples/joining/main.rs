//! Fits the weights by which two segments are held to be one utterance, and measures them.
//!
//! `cargo run --release --example joining -- FOLDER > resources/und/utterance-weights.tsv` reads the
//! development stories and the two translations in `FOLDER` and writes the weights. On standard error
//! it prints how well they do on the same stories, and four-fold: on each quarter of the stories with
//! the weights that the other three quarters give. Nothing is drawn at random, so
//! that the same data give the same file.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod data;
mod regression;
mod score;

use std::path::Path;

use data::{Set, stories, translations};
use onrecord::collate::FEATURES;
use onrecord::resources::Weights;
use regression::{Example, fit};

/// How many parts the stories are divided into; each is measured by the weights of the others.
const FOLDS: usize = 4;

/// How much the pairs of a set weigh together: segments given, segments found, translations.
const SHARES: [f64; 3] = [2.0, 0.3, 0.3];

/// How much more a pair weighs of which both sides are marked and which are two utterances: whom a
/// reader would take for one.
const LOOK_ALIKE: f64 = 2.0;

/// Added to the bias, in log-odds, so that precision and recall are even.
const RAISED: f64 = 0.7;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    let given = stories(folder, true)?;
    let found = stories(folder, false)?;
    let translations = translations(folder)?;
    let sets = [&given, &found, &translations];
    for (set, name) in sets.iter().zip(["given", "found", "translations"]) {
        let same = set.pairs.iter().filter(|it| it.same).count();
        eprintln!("{name}: {} pairs, {same} of one utterance", set.pairs.len());
    }
    let all = weights(&sets, None);
    let folds: Vec<Weights> = (0..FOLDS).map(|fold| weights(&sets, Some(fold))).collect();
    for (name, set) in [("segments given", &given), ("articles alone", &found)] {
        eprintln!("{name}: {}", score::score(set, |_| &all));
        eprintln!(
            "{name}, four-fold: {}",
            score::score(set, |fold| &folds[fold])
        );
    }
    eprintln!("translations: {}", score::score(&translations, |_| &all));
    print(&sets, &all);
    Ok(())
}

/// The weights fitted on all stories, or on those that are not in a fold.
fn weights(sets: &[&Set], without: Option<usize>) -> Weights {
    let mut examples = Vec::new();
    for (set, share) in sets.iter().zip(SHARES) {
        let used = set.pairs.iter().filter(|it| Some(it.fold) != without);
        let weight = |look_alike: bool| if look_alike { LOOK_ALIKE } else { 1.0 };
        let total: f64 = used.clone().map(|it| weight(it.look_alike)).sum();
        examples.extend(used.map(|pair| Example {
            features: pair.features.map(|it| f64::from(it) / 1000.0),
            holds: pair.same,
            weight: share * weight(pair.look_alike) / total,
        }));
    }
    let fitted = fit(&examples);
    let thousandths = |it: &f64| (it * 1000.0).round() as i64;
    Weights {
        bias: thousandths(&(fitted.bias + RAISED)),
        by_feature: fitted.by_feature.iter().map(thousandths).collect(),
    }
}

fn print(sets: &[&Set], weights: &Weights) {
    println!(
        "# How much each feature of a pair of segments speaks for their being one utterance, in thousandths\n\
         # of log-odds. Fitted, not written by hand: `cargo run --release --example joining -- FOLDER` makes\n\
         # this file from the development stories and translations (first half of the SHA-256 of each):"
    );
    for set in [sets.first(), sets.last()].into_iter().flatten() {
        for (name, hash) in &set.files {
            println!("# {name} {hash}");
        }
    }
    println!("bias\t{}", weights.bias);
    for (name, weight) in FEATURES.iter().zip(&weights.by_feature) {
        println!("{name}\t{weight}");
    }
}
