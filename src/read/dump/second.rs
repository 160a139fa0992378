//! Two looks at the lines of a page: the first by what each line is and what stands around it, the second
//! by what the first makes of the lines around it, of the page as a whole, and of the lines that stand in the
//! same place or look alike.
//!
//! This is stacking (Wolpert, Stacked Generalization, 1992), as it is done for sequences (Cohen and Carvalho,
//! Stacked Sequential Learning, 2005): the second trees are trained on what first trees say of pages that they
//! were not trained on.

use std::cmp::Reverse;

use super::clues::{percent, small};
use super::sequence::{SURE, chance};
use crate::read::Seen;
use crate::resources::Looks;

/// Points up to which the first look has the last word: of so sure clutter next to nothing is article.
/// Without a limit pages are read less well, and in twice the time.
const OPEN: i32 = -5000;
/// From so many points on a line is surely article.
const SURELY: i32 = 2000;
/// What stands beyond the first and the last line, in points.
const EDGE: i16 = -6000;
/// The lines before and behind that are looked at one by one.
const NEAR: usize = 4;
/// How many lines before and behind are summed up.
const REACHES: [usize; 3] = [3, 8, 20];
/// The words of a line that count at most.
const MAX_WORDS: u32 = 150;

/// How many clues the second look adds without groups.
const N_SECOND: usize = 1 + 2 * NEAR + REACHES.len() + 10;
/// How many it adds for each way to group lines.
const N_GROUP: usize = 3;

/// What lines have in common: the same number for all of a group.
pub(in crate::read) type Groups = Vec<usize>;

/// The points of lines after both looks, in thousandths of log-odds: above 0 article is likelier.
pub(in crate::read) fn points<C: AsRef<[i16]>>(
    looks: &Looks,
    clues: &[C],
    words: &[u32],
    groups: &[Groups],
) -> Vec<i32> {
    let mut points = looks.first.score_all(clues);
    let (at, asked): (Vec<usize>, Vec<Vec<i16>>) = clues_of(&points, words, groups)
        .into_iter()
        .zip(clues)
        .enumerate()
        .filter_map(|(i, (more, first))| Some((i, [first.as_ref(), &more?].concat())))
        .unzip();
    for (i, again) in at.into_iter().zip(looks.second.score_all(&asked)) {
        points[i] = again;
    }
    points
}

/// What both looks see of lines, each with its clues of the first: for training them.
pub(in crate::read) fn seen(
    lines: impl Iterator<Item = (String, Vec<i16>)>,
    words: &[u32],
    groups: &[Groups],
    points: &[Vec<i32>],
) -> Vec<Seen> {
    let filled = |it: &Vec<i32>| -> Vec<i32> {
        let filled = it.iter().copied().chain(std::iter::repeat(OPEN));
        filled.take(words.len()).collect()
    };
    let all = points.iter().map(|it| clues_of(&filled(it), words, groups));
    let mut all: Vec<_> = all.map(Vec::into_iter).collect();
    lines
        .map(|(text, clues)| Seen {
            text,
            clues,
            second: all.iter_mut().map(|it| it.next().flatten()).collect(),
        })
        .collect()
}

/// What the second look sees of each line beside the clues of the first; nothing of lines on which the first
/// has the last word.
fn clues_of(points: &[i32], words: &[u32], groups: &[Groups]) -> Vec<Option<Vec<i16>>> {
    let page = Page::of(points, words);
    let groups: Vec<Group<'_>> = groups.iter().map(|it| Group::of(&page, it)).collect();
    let clues = |i: usize| {
        let mut clues = Vec::with_capacity(N_SECOND + N_GROUP * groups.len());
        page.clues(i, &mut clues);
        groups.iter().for_each(|it| it.clues(&page, i, &mut clues));
        clues
    };
    (0..points.len())
        .map(|i| (points[i] > OPEN).then(|| clues(i)))
        .collect()
}

/// What the first look makes of a page.
struct Page<'p> {
    points: &'p [i32],
    /// The words of each line, within bounds.
    words: Vec<u64>,
    /// The words of each line times its chance to be article.
    likely: Vec<u64>,
    /// The two summed up to each line.
    sums: Vec<(u64, u64)>,
    /// How doubtful the page is: words times how far their chances are from both ends.
    doubt: u64,
    /// Of each line the words of those that are at least as likely.
    ranked: Vec<u64>,
    most: i32,
    /// The first line that is surely article, and the last.
    sure: Option<(usize, usize)>,
}

impl<'p> Page<'p> {
    fn of(points: &'p [i32], words: &[u32]) -> Page<'p> {
        let words = words.iter().map(|it| u64::from((*it).min(MAX_WORDS)));
        let words: Vec<u64> = words
            .chain(std::iter::repeat(0))
            .take(points.len())
            .collect();
        let chances = points.iter().map(|it| u64::from(chance(*it)));
        let chances: Vec<u64> = chances.collect();
        let pairs = || chances.iter().zip(&words);
        let likely: Vec<u64> = pairs().map(|(chance, words)| chance * words).collect();
        let far = |(chance, words): (&u64, &u64)| {
            chance * u64::from(SURE).saturating_sub(*chance) / u64::from(SURE) * words
        };
        let mut sums = vec![(0, 0)];
        let (mut before, mut all) = (0, 0);
        for (likely, words) in likely.iter().zip(&words) {
            before += likely;
            all += words;
            sums.push((before, all));
        }
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_unstable_by_key(|i| (Reverse(points[*i]), *i));
        let (mut ranked, mut better) = (vec![0; points.len()], 0);
        for i in order {
            better += words[i];
            ranked[i] = better;
        }
        let is_sure = |it: &i32| *it > SURELY;
        Page {
            doubt: pairs().map(far).sum(),
            most: points.iter().copied().max().unwrap_or(0),
            sure: points
                .iter()
                .position(is_sure)
                .zip(points.iter().rposition(is_sure)),
            points,
            words,
            likely,
            sums,
            ranked,
        }
    }

    /// The words of the page that are likely article, times [`SURE`].
    fn article(&self) -> u64 {
        self.sums.last().map_or(0, |it| it.0)
    }

    fn clues(&self, i: usize, clues: &mut Vec<i16>) {
        clues.push(bounded(self.points[i]));
        for by in 1..=NEAR {
            let at = |at: Option<usize>| at.and_then(|it| self.points.get(it));
            for it in [at(i.checked_sub(by)), at(i.checked_add(by))] {
                clues.push(it.map_or(EDGE, |it| bounded(*it)));
            }
        }
        for reach in REACHES {
            let start = self.sums[i.saturating_sub(reach)];
            let end = self.sums[(i + reach + 1).min(self.points.len())];
            clues.push(share(end.0 - start.0, end.1 - start.1));
        }
        let (article, all) = self.sums.last().copied().unwrap_or_default();
        let (first, last) = self.sure.unwrap_or((self.points.len(), 0));
        clues.extend([
            small((article / u64::from(SURE)) as usize),
            percent(self.sums[i].0, article),
            percent(article - self.sums[i + 1].0, article),
            share(article, all),
            percent(self.doubt, article),
            percent(self.ranked[i] * u64::from(SURE), article).min(1000),
            bounded(self.most),
            bounded(self.most - self.points[i]),
            small(i) - small(first),
            small(i) - small(last),
        ]);
    }
}

/// What the first look makes of lines that have something in common.
struct Group<'g> {
    of: &'g Groups,
    /// Of each group: likely words, words, lines.
    sums: Vec<(u64, u64, u32)>,
}

impl<'g> Group<'g> {
    fn of(page: &Page<'_>, groups: &'g Groups) -> Group<'g> {
        let n_groups = groups.iter().max().map_or(0, |it| it + 1);
        let mut sums = vec![(0, 0, 0); n_groups];
        for ((group, likely), words) in groups.iter().zip(&page.likely).zip(&page.words) {
            sums[*group].0 += likely;
            sums[*group].1 += words;
            sums[*group].2 += 1;
        }
        Group { of: groups, sums }
    }

    fn clues(&self, page: &Page<'_>, i: usize, clues: &mut Vec<i16>) {
        let sum = self.of.get(i).and_then(|it| self.sums.get(*it));
        let (likely, words, lines) = sum.copied().unwrap_or_default();
        let others = match lines {
            0 | 1 => -1,
            _ => share(likely - page.likely[i], words - page.words[i]),
        };
        clues.extend([
            share(likely, words),
            others,
            percent(likely, page.article()),
        ]);
    }
}

/// The share of words that are likely article, in hundredths, -1 of none.
fn share(likely: u64, words: u64) -> i16 {
    percent(likely, words * u64::from(SURE))
}

fn bounded(points: i32) -> i16 {
    points.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Trees;

    /// Two sure paragraphs, a doubtful one beside them, and a menu.
    const POINTS: [i32; 5] = [-7000, 4000, 0, 3000, -6000];
    const WORDS: [u32; 5] = [2, 40, 20, 400, 3];

    #[test]
    fn sees_the_lines_around_and_the_page() {
        let seen = clues_of(&POINTS, &WORDS, &[]);
        assert!(seen[0].is_none() && seen[4].is_none());
        let clues = seen[2].as_deref().expect("doubtful lines are asked about");
        assert_eq!(clues.len(), N_SECOND);
        assert_eq!(
            clues[..9],
            [0, 4000, 3000, -7000, -6000, -6000, -6000, -6000, -6000]
        );
        // Of 215 words, of which one line counts for 150 at most, some 180 are likely article.
        let [
            article,
            before,
            behind,
            all,
            doubt,
            ranked,
            most,
            less,
            first,
            last,
        ] = clues[12..]
        else {
            panic!("{clues:?}");
        };
        assert!((170..190).contains(&article), "{article}");
        assert!(
            before < behind && before + behind < 100,
            "{before} {behind}"
        );
        assert!(
            (80..90).contains(&all) && (0..15).contains(&doubt),
            "{all} {doubt}"
        );
        assert!((110..125).contains(&ranked), "{ranked}");
        assert_eq!([most, less, first, last], [4000, 4000, 1, -1]);
    }

    #[test]
    fn sees_what_stands_in_the_same_place() {
        let groups = vec![vec![0, 1, 1, 2, 0], vec![5; 5]];
        let seen = clues_of(&POINTS, &WORDS, &groups);
        let of = |line: usize| &seen[line].as_ref().expect("asked")[N_SECOND..];
        let [with, others, share, ..] = of(2)[..] else {
            panic!("{:?}", of(2));
        };
        // The paragraph beside it is surely article, and it is itself half.
        assert!(
            others > 90 && (50..others).contains(&with),
            "{with} {others}"
        );
        assert!((20..35).contains(&share), "{share}");
        assert_eq!(of(3)[1], -1, "it stands alone");
        assert_eq!(of(1)[3], of(3)[3], "one group has one mean");
    }

    #[test]
    fn the_second_look_decides_what_the_first_leaves_open() {
        let file = |text| Trees::load(text).expect("trees");
        let looks = Looks {
            // Few words are clutter for sure; the line before tells the rest.
            first: file("0,3,2 -7000 100\n"),
            second: file("2,-6000,2 -900 800\n"),
        };
        let clues = [[2_i16], [9], [9]];
        assert_eq!(points(&looks, &clues, &[2, 9, 9], &[]), [-7000, -900, 800]);
        let clues = [[9_i16], [2], [9]];
        assert_eq!(points(&looks, &clues, &[9, 2, 9], &[]), [-900, -7000, -900]);
    }

    #[test]
    fn odd_input_is_bounded() {
        let none: [[i16; 1]; 0] = [];
        assert_eq!(points(&Looks::default(), &none, &[], &[]), [0; 0]);
        let seen = clues_of(&[i32::MAX, i32::MIN, 0], &[u32::MAX], &[vec![3]]);
        assert_eq!(seen.iter().flatten().count(), 2);
        let lists = [vec![100; 9], vec![]];
        let lines = [
            ("Gates open".to_owned(), vec![1]),
            ("Menu".to_owned(), vec![0]),
        ];
        let seen = super::seen(lines.into_iter(), &[2, 1], &[], &lists);
        assert_eq!(seen.len(), 2);
        assert!(
            seen.iter()
                .all(|it| it.second[0].is_some() && it.second[1].is_none())
        );
    }
}
