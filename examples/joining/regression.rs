//! A logistic regression with a ridge, by Newton's steps.

/// How many features a pair has.
pub const N: usize = onrecord::collate::FEATURES.len();

/// A pair with what it is.
pub struct Example {
    /// What is weighed.
    pub features: [f64; N],
    /// Whether the two are one utterance.
    pub holds: bool,
    /// What it counts.
    pub weight: f64,
}

/// A fitted regression.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The log-odds where all features are nought.
    pub bias: f64,
    /// What each feature adds.
    pub by_feature: [f64; N],
}

/// The examples count so much together for each unit of their weights; the ridge counts one.
const COUNT: f64 = 800.0;

/// Newton's steps double the right digits each time; so many are more than enough.
const STEPS: usize = 30;

/// The weights that make the examples likeliest, less half of their squares; the bias is free.
pub fn fit(examples: &[Example]) -> Fitted {
    let mut weights = [0.0; N + 1];
    for _ in 0..STEPS {
        let mut slope = [0.0; N + 1];
        let mut bend = [[0.0; N + 1]; N + 1];
        for (k, weight) in weights.iter().enumerate().take(N) {
            slope[k] = -weight;
            bend[k][k] = 1.0;
        }
        for example in examples {
            let mut row = [1.0; N + 1];
            row[..N].copy_from_slice(&example.features);
            let odds: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let chance = 1.0 / (1.0 + (-odds).exp());
            let left = f64::from(u8::from(example.holds)) - chance;
            let count = COUNT * example.weight;
            for i in 0..=N {
                slope[i] += count * left * row[i];
                for j in 0..=i {
                    bend[i][j] += count * chance * (1.0 - chance) * row[i] * row[j];
                }
            }
        }
        let step = solve(&mut bend, slope);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    let mut by_feature = [0.0; N];
    by_feature.copy_from_slice(&weights[..N]);
    Fitted {
        bias: weights[N],
        by_feature,
    }
}

/// Solves a symmetric system of which the lower half is given, by its Cholesky factor.
fn solve(a: &mut [[f64; N + 1]; N + 1], mut b: [f64; N + 1]) -> [f64; N + 1] {
    for i in 0..=N {
        for j in 0..=i {
            let before: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            let rest = a[i][j] - before;
            a[i][j] = if i == j {
                rest.max(1e-12).sqrt()
            } else {
                rest / a[j][j]
            };
        }
    }
    for i in 0..=N {
        let before: f64 = (0..i).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - before) / a[i][i];
    }
    for i in (0..=N).rev() {
        let behind: f64 = (i + 1..=N).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - behind) / a[i][i];
    }
    b
}
