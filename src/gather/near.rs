//! Stories to the pairs that are alike, of all that share a rare term.
//!
//! Unlike documents, stories are compared however far apart they are, so that all are held at once,
//! each term of each in six bytes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::space::cosine;

/// Bits beside the number of a term.
const TOLD: u32 = 3;

/// The term is a name, or a part of one.
pub(super) const NAME: u32 = 1;

/// The term says what field the text is from, not what happened.
pub(super) const COMMON: u32 = 2;

/// The term is the name of a person of the story.
pub(super) const PERSON: u32 = 4;

/// So many vectors are compared in one go.
const GO: usize = 4096;

/// The numbers of terms, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Numbers(FxHashMap<u64, u32>);

impl Numbers {
    /// The number of the term with this key.
    pub(super) fn number(&mut self, key: u64) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(key).or_insert(next)
    }

    /// The same for a term that was met.
    pub(super) fn known(&self, key: u64) -> Option<u32> {
        self.0.get(&key).copied()
    }
}

/// The terms of one story, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// The number of each, before what is told of it in [`TOLD`] bits.
    terms: Box<[u32]>,
    /// How much each weighs; no weight is above the length of a vector.
    weights: Box<[u16]>,
}

impl Packed {
    /// Packs terms: the number of each, what is told of it, how much it weighs.
    pub(super) fn of(mut terms: Vec<(u32, u32, u32)>) -> Packed {
        terms.sort_unstable();
        let term = |&(number, told, _): &(u32, u32, u32)| number << TOLD | told;
        Packed {
            terms: terms.iter().map(term).collect(),
            weights: terms.iter().map(|it| it.2 as u16).collect(),
        }
    }

    /// The number of each term with its weight.
    fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let all = self.terms.iter().zip(&self.weights);
        all.map(|(term, weight)| (term >> TOLD, u32::from(*weight)))
    }

    /// The terms that two stories share: the number, what is told of it in each, what it adds to how
    /// alike they are.
    pub(super) fn shared<'p>(
        &'p self,
        other: &'p Packed,
    ) -> impl Iterator<Item = (u32, u32, u32, u64)> + 'p {
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let (a, b) = (*self.terms.get(i)?, *other.terms.get(j)?);
                match (a >> TOLD).cmp(&(b >> TOLD)) {
                    std::cmp::Ordering::Less => i += 1,
                    std::cmp::Ordering::Greater => j += 1,
                    std::cmp::Ordering::Equal => {
                        let (own, theirs) = (*self.weights.get(i)?, *other.weights.get(j)?);
                        (i, j) = (i + 1, j + 1);
                        let told = (1 << TOLD) - 1;
                        let product = u64::from(own) * u64::from(theirs);
                        return Some((a >> TOLD, a & told, b & told, product));
                    }
                }
            }
        })
    }
}

/// A list of lists, one behind the other.
#[derive(Debug, Default)]
struct Lists {
    /// Where each begins; at the end, where the last ends.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(&self, list: u32) -> &[u32] {
        let at = |list: usize| self.starts.get(list).map_or(0, |it| *it as usize);
        let (first, end) = (at(list as usize), at(list as usize + 1));
        self.items.get(first..end).unwrap_or(&[])
    }
}

/// Whom a story names, a bit for each: what two stories share they have in common here too.
pub(super) type Sign = u128;

/// The sign of a story that names so many, by key; one that names nobody may share anything.
pub(super) fn sign(keys: &[u64]) -> Sign {
    match keys {
        [] => Sign::MAX,
        keys => keys.iter().fold(0, |sign, key| {
            sign | 1 << ((key >> 32) % u64::from(Sign::BITS))
        }),
    }
}

/// Finds the pairs of stories, by their numbers, whose signs share a bit, that share a term of at most
/// `frequent` stories, are at least so `alike`, and `may` be a pair; gives each, in order, with how alike
/// they are in thousandths.
pub(super) fn near(
    stories: &[(Sign, &Packed)],
    frequent: u32,
    alike: u64,
    may: impl Fn(usize, usize) -> bool + Sync,
    mut give: impl FnMut(usize, usize, u64),
) {
    let (signs, stories): (Vec<Sign>, Vec<&Packed>) = stories.iter().copied().unzip();
    let (signs, stories) = (signs.as_slice(), stories.as_slice());
    let terms = stories.iter().filter_map(|it| it.terms.last());
    let terms = terms.max().map_or(0, |it| (it >> TOLD) as usize + 1);
    let holders = holders(stories, terms, frequent);
    let blank = || (Laid::new(terms), vec![false; stories.len()]);
    for go in (0..stories.len()).collect::<Vec<_>>().chunks(GO) {
        let near = go
            .par_iter()
            .with_min_len(GO / 8)
            .map_init(blank, |(laid, met), a| {
                let mut near = near_to((signs, stories), &holders, *a, laid, met);
                near.retain(|(b, score)| *score >= alike && may(*a, *b));
                near
            });
        let near: Vec<Vec<(usize, u64)>> = near.collect();
        for (a, near) in go.iter().zip(near) {
            near.into_iter().for_each(|(b, score)| give(*a, b, score));
        }
    }
}

/// The stories of each term that at least two and at most `frequent` have.
fn holders(stories: &[&Packed], terms: usize, frequent: u32) -> Lists {
    let mut counts = vec![0_u32; terms];
    for (term, _) in stories.iter().flat_map(|it| it.iter()) {
        if let Some(count) = counts.get_mut(term as usize) {
            *count += 1;
        }
    }
    let mut sum = 0;
    let mut starts: Vec<u32> = Vec::with_capacity(terms + 1);
    for count in &mut counts {
        starts.push(sum);
        if !(2..=frequent).contains(count) {
            *count = 0;
        }
        sum += *count;
    }
    starts.push(sum);
    let mut items = vec![0; sum as usize];
    for (story, number) in stories.iter().zip(0..) {
        for (term, _) in story.iter() {
            // Filled from the end of each list to its start, the last story first.
            if let Some(left) = counts.get_mut(term as usize).filter(|it| **it > 0)
                && let Some(start) = starts.get(term as usize)
            {
                *left -= 1;
                if let Some(item) = items.get_mut((start + *left) as usize) {
                    *item = number;
                }
            }
        }
    }
    Lists { starts, items }
}

/// The weights of one story's terms, laid out by their numbers.
struct Laid {
    weights: Vec<u16>,
    /// A bit for each term that the story has: most of another's are not among them, and so many bits a
    /// processor has at hand.
    bits: Vec<u64>,
}

impl Laid {
    /// Nothing, for so many terms.
    fn new(terms: usize) -> Laid {
        Laid {
            weights: vec![0; terms],
            bits: vec![0; terms.div_ceil(64)],
        }
    }

    fn lay(&mut self, story: &Packed) {
        for (term, weight) in story.terms.iter().zip(&story.weights) {
            let term = (term >> TOLD) as usize;
            if let (Some(bits), Some(place)) =
                (self.bits.get_mut(term / 64), self.weights.get_mut(term))
            {
                *bits |= 1 << (term % 64);
                *place = *weight;
            }
        }
    }

    /// Takes a story away again.
    fn clear(&mut self, story: &Packed) {
        for term in &story.terms {
            if let Some(bits) = self.bits.get_mut((term >> TOLD) as usize / 64) {
                *bits = 0;
            }
        }
    }

    /// How alike a story is to the one that is laid out, in thousandths.
    fn likeness(&self, story: &Packed) -> u64 {
        let has = |term: usize| {
            let bits = self.bits.get(term / 64);
            bits.is_some_and(|bits| (bits >> (term % 64)) & 1 == 1)
        };
        let terms = story.terms.iter().map(|it| (it >> TOLD) as usize);
        let shared = terms.zip(0..).filter(|it| has(it.0));
        let products = shared.map(|(term, at): (usize, usize)| {
            let own = self.weights.get(term).copied().unwrap_or(0);
            let theirs = story.weights.get(at).copied().unwrap_or(0);
            u64::from(own) * u64::from(theirs)
        });
        cosine(products.sum())
    }
}

/// The later stories that share a rare term and a bit of the sign with one; `laid` and `met` are blank
/// before and after. Most share no bit, and are not looked at any further.
fn near_to(
    (signs, stories): (&[Sign], &[&Packed]),
    holders: &Lists,
    a: usize,
    laid: &mut Laid,
    met: &mut [bool],
) -> Vec<(usize, u64)> {
    let (Some(sign), Some(own)) = (signs.get(a), stories.get(a)) else {
        return Vec::new();
    };
    let is_near = |b: u32| signs.get(b as usize).is_some_and(|it| it & sign != 0);
    let mut found: Vec<u32> = Vec::new();
    for (term, _) in own.iter() {
        let later = holders.of(term).iter().filter(|it| **it as usize > a);
        for &b in later.filter(|it| is_near(**it)) {
            if let Some(met) = met.get_mut(b as usize).filter(|it| !**it) {
                *met = true;
                found.push(b);
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    laid.lay(own);
    found.sort_unstable();
    let likeness = |b: u32| Some((b as usize, laid.likeness(stories.get(b as usize)?)));
    let near = found.iter().filter_map(|&b| likeness(b)).collect();
    for b in found {
        if let Some(met) = met.get_mut(b as usize) {
            *met = false;
        }
    }
    laid.clear(own);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(numbers: &[u32]) -> Packed {
        Packed::of(numbers.iter().map(|it| (*it, NAME, 1 << 13)).collect())
    }

    #[test]
    fn alike_stories_that_share_a_rare_term_are_near() {
        let stories = [
            packed(&[4, 3, 2, 1]),
            packed(&[2, 3, 8, 9]),
            packed(&[4, 5, 6, 7]),
            packed(&[2, 20, 21, 22]),
        ];
        let nobody = sign(&[]);
        let all: Vec<(Sign, &Packed)> = stories.iter().map(|it| (nobody, it)).collect();
        for (frequent, alike, expected) in [
            (3, 300, vec![(0, 1, 500)]),
            (
                3,
                250,
                vec![(0, 1, 500), (0, 2, 250), (0, 3, 250), (1, 3, 250)],
            ),
            (2, 250, vec![(0, 1, 500), (0, 2, 250)]),
            (1, 0, vec![]),
        ] {
            let mut found = Vec::new();
            near(
                &all,
                frequent,
                alike,
                |_, _| true,
                |a, b, score| found.push((a, b, score)),
            );
            assert_eq!(found, expected);
        }
        near(
            &all,
            3,
            0,
            |a, _| a == 1,
            |a, b, _| assert_eq!((a, b), (1, 3)),
        );
        near(&[], 3, 0, |_, _| true, |_, _, _| unreachable!());
    }

    #[test]
    fn stories_that_name_others_are_not_near() {
        let story = packed(&[4, 3, 2, 1]);
        let [marsk, okrist, harl] = [1_u64, 2, 3].map(|it| it << 32);
        let names = [&[marsk, harl][..], &[okrist], &[okrist, harl], &[]];
        let all: Vec<(Sign, &Packed)> = names.iter().map(|it| (sign(it), &story)).collect();
        let mut found = Vec::new();
        near(&all, 9, 0, |_, _| true, |a, b, _| found.push((a, b)));
        assert_eq!(found, [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
    }

    #[test]
    fn shared_terms_keep_what_is_told_of_them() {
        let one = Packed::of(vec![(9, PERSON, 100), (3, NAME | COMMON, 1 << 14)]);
        let other = Packed::of(vec![(3, 0, 2), (8, 0, 5)]);
        let shared: Vec<_> = one.shared(&other).collect();
        assert_eq!(shared, [(3, NAME | COMMON, 0, 1 << 15)]);
        let mut numbers = Numbers::default();
        assert_eq!([7, 8, 7].map(|key| numbers.number(key)), [0, 1, 0]);
        assert_eq!((numbers.known(8), numbers.known(9)), (Some(1), None));
    }
}
