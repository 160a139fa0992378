//! Sets that grow together: a union-find over numbers.

/// Disjoint sets of the numbers below a bound; a set is named by its smallest member.
#[derive(Clone, Debug)]
pub(super) struct Unions {
    root: Vec<u32>,
}

impl Unions {
    /// Every number by itself.
    pub(super) fn new(size: usize) -> Unions {
        Unions {
            root: (0..size as u32).collect(),
        }
    }

    /// The name of the set that a number is in.
    pub(super) fn find(&mut self, mut at: u32) -> u32 {
        while let Some(&up) = self.root.get(at as usize)
            && up != at
        {
            let over = self.root.get(up as usize).copied().unwrap_or(up);
            if let Some(root) = self.root.get_mut(at as usize) {
                *root = over;
            }
            at = over;
        }
        at
    }

    /// Joins the sets of two numbers.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if let Some(root) = self.root.get_mut(a.max(b) as usize) {
            *root = a.min(b);
        }
    }

    /// The sets, each in order, by their smallest member.
    pub(super) fn sets(mut self) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> = vec![Vec::new(); self.root.len()];
        for number in 0..self.root.len() as u32 {
            let root = self.find(number);
            if let Some(set) = sets.get_mut(root as usize) {
                set.push(number);
            }
        }
        sets.retain(|set| !set.is_empty());
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_grow() {
        let mut unions = Unions::new(5);
        unions.join(4, 1);
        unions.join(2, 4);
        assert_eq!(unions.sets(), [vec![0], vec![1, 2, 4], vec![3]]);
    }
}
