//! All cores on many inputs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Applies a function to all items on all cores, and gives the results in the order of the items.
///
/// Each worker is a pool of its own with one thread. What it calls then splits no further: inside one
/// shared pool, a worker that waits for a part of its own product would begin another document on
/// top of it, and so on, without bound.
pub fn map<T: Sync, R: Send>(items: &[T], apply: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let n_workers = rayon::current_num_threads().min(items.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        let alone = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .use_current_thread()
            .build();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            let result = apply(item);
            if let Ok(mut done) = done.lock() {
                done.push((at, result));
            }
        }
        drop(alone);
    };
    std::thread::scope(|scope| {
        for _ in 0..n_workers {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order() {
        let items: Vec<u64> = (0..500).collect();
        let expected: Vec<u64> = items.iter().map(|it| it * it).collect();
        assert_eq!(map(&items, |it| it * it), expected);
        assert!(map(&[] as &[u64], |it| *it).is_empty());
    }

    #[test]
    fn a_worker_is_alone() {
        let threads = map(&[0; 8], |_| rayon::current_num_threads());
        assert_eq!(threads, [1; 8]);
    }
}
