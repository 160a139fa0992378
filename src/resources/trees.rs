//! Boosted decision trees: whole numbers in, one whole number out.

/// A sum of small decision trees over the clues of one thing.
///
/// A file holds a tree a line, its nodes in the order of a walk: `4,12,7` asks whether clue 4 is at
/// most 12, goes on with the next node where it is, else with node 7; `-31` is a leaf.
#[derive(Debug, Default)]
pub struct Trees {
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The clue, [`LEAF`] for a leaf.
    clue: u16,
    /// The limit, or what the leaf gives.
    value: i16,
    /// The node for clues above the limit.
    above: u32,
}

const LEAF: u16 = u16::MAX;
/// Of how many things a tree is asked in turn.
const AT_ONCE: usize = 32;

impl Trees {
    /// Reads a file; `None` where it is broken.
    pub(crate) fn load(file: &str) -> Option<Trees> {
        let mut trees = Trees::default();
        for line in super::lines(file) {
            let root = u32::try_from(trees.nodes.len()).ok()?;
            trees.roots.push(root);
            for node in line.split(' ') {
                trees.nodes.push(Node::read(node, root)?);
            }
        }
        let end = u32::try_from(trees.nodes.len()).ok()?;
        // Every way leads forward to a leaf.
        let mut nodes = (0..).zip(&trees.nodes);
        let fits = nodes.all(|(at, node)| {
            node.clue == LEAF || node.above > at && node.above < end && at + 1 < end
        });
        fits.then_some(trees)
    }

    /// What the trees say of things with these clues: above 0 is more likely than not. Each tree is
    /// asked about some of them in turn, so that both stay at hand.
    pub fn score_all<C: AsRef<[i16]>>(&self, things: &[C]) -> Vec<i32> {
        let mut sums = vec![0; things.len()];
        for (things, sums) in things.chunks(AT_ONCE).zip(sums.chunks_mut(AT_ONCE)) {
            for root in &self.roots {
                for (thing, sum) in things.iter().zip(sums.iter_mut()) {
                    *sum += i32::from(self.leaf(*root, thing.as_ref()));
                }
            }
        }
        sums
    }

    fn leaf(&self, root: u32, clues: &[i16]) -> i16 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at as usize) {
            if node.clue == LEAF {
                return node.value;
            }
            let clue = clues.get(usize::from(node.clue)).copied().unwrap_or(0);
            // No branch: which way it goes cannot be foreseen.
            at = [node.above, at + 1][usize::from(clue <= node.value)];
        }
        0
    }

    /// How many clues the trees ask for at most.
    pub fn n_clues(&self) -> usize {
        let clues = self.nodes.iter().filter(|it| it.clue != LEAF);
        clues.map(|it| usize::from(it.clue) + 1).max().unwrap_or(0)
    }
}

impl Node {
    fn read(node: &str, root: u32) -> Option<Node> {
        let mut parts = node.split(',');
        let first = parts.next()?;
        let Some(value) = parts.next() else {
            return Some(Node {
                clue: LEAF,
                value: first.parse().ok()?,
                above: 0,
            });
        };
        let above: u32 = parts.next()?.parse().ok()?;
        Some(Node {
            clue: first.parse().ok()?,
            value: value.parse().ok()?,
            above: root.checked_add(above)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_what_the_leaves_give() {
        let trees = Trees::load("# two trees\n0,5,2 -10 1,0,4 20 30\n7\n").expect("trees");
        assert_eq!(trees.score_all(&[[5, 0], [6, 0], [6, 1]]), [-3, 27, 37]);
        let nothing: &[i16] = &[];
        assert_eq!(
            (trees.score_all(&[nothing]), trees.n_clues()),
            (vec![-3], 2)
        );
        let things: Vec<[i16; 2]> = (0..100).map(|i| [i % 9, 0]).collect();
        let expected: Vec<i32> = (0..100).map(|i| if i % 9 <= 5 { -3 } else { 27 }).collect();
        assert_eq!(trees.score_all(&things), expected);
    }

    #[test]
    fn broken_files_are_told() {
        for file in ["0,5,9 1 2", "0,5,0 1 2", "0,5", "x", "0,5,2 1"] {
            assert!(Trees::load(file).is_none(), "{file}");
        }
    }
}
