//! The layers of the encoder: attention, or a separable convolution, each with its feed-forward part.

use rten_simd::{SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};

use crate::network::matrix::{Buffers, Linear, Multiplier, Strided};

/// The width of one attention head.
const HEAD: usize = 32;
/// The constant beside the variance, as the base model was trained with.
const EPSILON: f32 = 1e-12;

/// Room for the activations of one window, kept from layer to layer and from window to window: one
/// place for each width, so that nothing is cleared again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) buffers: Buffers,
    pub(super) rows: Vec<f32>,
    pub(super) states: Vec<f32>,
    qkv: Vec<f32>,
    inner: Vec<f32>,
    sum: Vec<f32>,
    mixed: Vec<f32>,
    scores: Vec<f32>,
    head: Vec<f32>,
}

/// Brings rows to mean zero and variance one, then scales and shifts them.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

impl Norm {
    pub(super) fn apply(&self, rows: &mut [f32]) {
        let width = self.scale.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = Sum::new(row).dispatch() / width as f32;
            let variance = SumSquareSub::new(row, mean).dispatch() / width as f32;
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: (variance + EPSILON).sqrt().recip(),
                element_scale: Some(&self.scale),
                element_bias: Some(&self.shift),
                ..NormalizeOptions::default()
            };
            Normalize::new_mut(row, options).dispatch();
        }
    }
}

#[derive(Debug)]
pub(super) struct Layer {
    pub(super) mixing: Mixing,
    pub(super) up: Linear,
    pub(super) down: Linear,
    pub(super) norm: Norm,
}

#[derive(Debug)]
pub(super) struct Attention {
    /// To query, key and value, beside each other.
    pub(super) qkv: Linear,
    pub(super) out: Linear,
    pub(super) norm: Norm,
}

/// How a word learns of the others.
#[derive(Debug)]
pub(super) enum Mixing {
    Attention(Box<Attention>),
    Convolution {
        /// Weights by step and channel.
        taps: Vec<Vec<f32>>,
        bias: Vec<f32>,
        /// How far apart the steps are.
        dilation: usize,
    },
}

impl Layer {
    /// One layer, in place.
    pub(super) fn apply(&self, multiplier: &Multiplier, rows: &mut [f32], scratch: &mut Scratch) {
        match &self.mixing {
            Mixing::Attention(attention) => {
                let Attention { qkv, out, norm } = &**attention;
                qkv.apply(multiplier, rows, &mut scratch.qkv, &mut scratch.buffers);
                attend(multiplier, qkv.n_inputs, scratch);
                let Scratch {
                    mixed,
                    sum,
                    inner,
                    buffers,
                    ..
                } = scratch;
                out.apply(multiplier, mixed, sum, buffers);
                add(rows, sum);
                norm.apply(rows);
                self.up.apply(multiplier, rows, inner, buffers);
            }
            Mixing::Convolution {
                taps,
                bias,
                dilation,
            } => {
                convolve(rows, taps, bias, *dilation, &mut scratch.mixed);
                let Scratch {
                    mixed,
                    inner,
                    buffers,
                    ..
                } = scratch;
                self.up.apply(multiplier, mixed, inner, buffers);
            }
        }
        let Scratch {
            sum,
            inner,
            buffers,
            ..
        } = scratch;
        Gelu {}.map_mut(inner);
        self.down.apply(multiplier, inner, sum, buffers);
        add(rows, sum);
        self.norm.apply(rows);
    }
}

fn add(rows: &mut [f32], others: &[f32]) {
    for (value, other) in rows.iter_mut().zip(others) {
        *value += other;
    }
}

/// Attention from `scratch.qkv` (query, key, value beside each other) to `scratch.mixed`.
fn attend(multiplier: &Multiplier, width: usize, scratch: &mut Scratch) {
    let length = scratch.qkv.len() / (3 * width);
    scratch.mixed.resize(length * width, 0.0);
    scratch.scores.resize(length * length, 0.0);
    scratch.head.resize(length * HEAD, 0.0);
    let scale = (HEAD as f32).sqrt().recip();
    for head in 0..width / HEAD {
        let part = |number: usize, shape, strides| Strided {
            data: scratch
                .qkv
                .get(number * width + head * HEAD..)
                .unwrap_or(&[]),
            shape,
            strides,
        };
        let query = part(0, [length, HEAD], [3 * width, 1]);
        let key = part(1, [HEAD, length], [1, 3 * width]);
        let value = part(2, [length, HEAD], [3 * width, 1]);
        multiplier.floats(&mut scratch.scores, &query, &key, scale);
        for row in scratch.scores.chunks_exact_mut(length) {
            Softmax::new_mut(row).dispatch();
        }
        let weights = Strided::dense(&scratch.scores, length);
        multiplier.floats(&mut scratch.head, &weights, &value, 1.0);
        let rows = scratch.mixed.chunks_exact_mut(width);
        for (row, found) in rows.zip(scratch.head.chunks_exact(HEAD)) {
            if let Some(row) = row.get_mut(head * HEAD..(head + 1) * HEAD) {
                row.copy_from_slice(found);
            }
        }
    }
}

fn convolve(rows: &[f32], taps: &[Vec<f32>], bias: &[f32], dilation: usize, out: &mut Vec<f32>) {
    let width = bias.len();
    let length = rows.len() / width;
    out.resize(rows.len(), 0.0);
    let reach = taps.len() / 2 * dilation;
    for (at, out) in out.chunks_exact_mut(width).enumerate() {
        out.copy_from_slice(bias);
        for (number, tap) in taps.iter().enumerate() {
            let Some(from) = (at + number * dilation).checked_sub(reach) else {
                continue;
            };
            if from >= length {
                break;
            }
            let row = rows.get(from * width..(from + 1) * width).unwrap_or(&[]);
            for ((out, value), weight) in out.iter_mut().zip(row).zip(tap) {
                *out += value * weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norm_brings_rows_to_one_size() {
        let norm = Norm {
            scale: vec![2.0; 4],
            shift: vec![1.0; 4],
        };
        let mut rows = vec![1.0, 2.0, 3.0, 4.0];
        norm.apply(&mut rows);
        assert!((rows.iter().sum::<f32>() / 4.0 - 1.0).abs() < 1e-5);
        assert!((rows[3] - rows[0] - 2.0 * 3.0 / 1.25f32.sqrt()).abs() < 1e-4);
    }

    #[test]
    fn convolution_stops_at_the_ends() {
        let taps = vec![vec![1.0], vec![10.0], vec![100.0]];
        let mut out = Vec::new();
        convolve(&[1.0, 2.0, 3.0], &taps, &[0.5], 1, &mut out);
        assert_eq!(out, [210.5, 321.5, 32.5]);
        convolve(&[1.0, 2.0, 3.0], &taps, &[0.0], 2, &mut out);
        assert_eq!(out, [310.0, 20.0, 31.0]);
    }

    #[test]
    fn attention_to_equal_keys_is_a_mean() {
        let multiplier = Multiplier::new();
        let mut scratch = Scratch::default();
        for at in 0..3 {
            scratch.qkv.extend([0.3; HEAD]);
            scratch.qkv.extend([0.7; HEAD]);
            scratch.qkv.extend([at as f32; HEAD]);
        }
        attend(&multiplier, HEAD, &mut scratch);
        assert!(scratch.mixed.iter().all(|it| (it - 1.0).abs() < 1e-5));
    }
}
