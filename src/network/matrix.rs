//! Products of activations with trained matrices, in eight-bit integers and exact sums.

use std::mem::MaybeUninit;

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, SimdOp, SliceWriter};
use rten_tensor::NdTensorView;
use rten_vecmath::{ExtendInit, MinMax};

/// The multipliers for this machine.
///
/// Sums of integers are exact, so every machine gets the same ones; those of floats are the same on
/// machines of one kind.
pub(super) struct Multiplier {
    integers: GemmExecutor<u8, i8, i32>,
    floats: GemmExecutor<f32, f32, f32>,
}

impl std::fmt::Debug for Multiplier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} and {}",
            self.integers.kernel_name(),
            self.floats.kernel_name()
        )
    }
}

impl Multiplier {
    pub(super) fn new() -> Multiplier {
        Multiplier {
            integers: GemmExecutor::new(),
            floats: GemmExecutor::new(),
        }
    }

    /// `scale * left @ right`; both are read by their strides, in elements.
    pub(super) fn floats(
        &self,
        out: &mut [f32],
        left: &Strided<'_>,
        right: &Strided<'_>,
        scale: f32,
    ) {
        let (Some(left), Some(right)) = (left.view(), right.view()) else {
            debug_assert!(false, "a view reaches over its data");
            return;
        };
        let options = GemmOptions {
            alpha: scale,
            ..GemmOptions::default()
        };
        let done = self.floats.gemm(
            out,
            GemmInputA::Unpacked(left),
            GemmInputB::Unpacked(right),
            options,
        );
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

/// A matrix inside a slice: rows, columns and the steps between them.
pub(super) struct Strided<'a> {
    pub(super) data: &'a [f32],
    pub(super) shape: [usize; 2],
    pub(super) strides: [usize; 2],
}

impl<'a> Strided<'a> {
    /// A matrix that fills its slice, row by row.
    pub(super) fn dense(data: &'a [f32], columns: usize) -> Strided<'a> {
        Strided {
            data,
            shape: [data.len() / columns.max(1), columns],
            strides: [columns, 1],
        }
    }

    fn view(&self) -> Option<NdTensorView<'a, f32, 2>> {
        NdTensorView::from_slice_with_strides(self.shape, self.data, self.strides).ok()
    }
}

/// A trained matrix with its bias: activations in, activations out.
#[derive(Debug)]
pub(super) struct Linear {
    packed: Packed,
    /// What one step of a weight is worth, by output.
    scales: Vec<f32>,
    /// The sum of the weights, by output: what a byte too much in a whole row adds.
    totals: Vec<i32>,
    bias: Vec<f32>,
    pub(super) n_inputs: usize,
}

struct Packed(PackedBMatrix<i8>);

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} x {}", self.0.rows(), self.0.cols())
    }
}

impl Linear {
    /// Takes weights by input and output; `None` where the sizes do not fit together.
    pub(super) fn new(
        multiplier: &Multiplier,
        weights: &[i8],
        scales: Vec<f32>,
        bias: Vec<f32>,
    ) -> Option<Linear> {
        let n_inputs = weights.len().checked_div(scales.len())?;
        if n_inputs * scales.len() != weights.len() || bias.len() != scales.len() {
            return None;
        }
        let shape = [n_inputs, scales.len()];
        let view = NdTensorView::from_slice_with_strides(shape, weights, [scales.len(), 1]).ok()?;
        let mut totals = vec![0; scales.len()];
        for row in weights.chunks_exact(scales.len()) {
            for (total, weight) in totals.iter_mut().zip(row) {
                *total += i32::from(*weight);
            }
        }
        Some(Linear {
            totals,
            packed: Packed(multiplier.integers.prepack_b(view)),
            scales,
            bias,
            n_inputs,
        })
    }

    pub(super) fn n_outputs(&self) -> usize {
        self.scales.len()
    }

    /// `rows @ weights + bias`, into `out`; the rows are brought to eight bits first.
    pub(super) fn apply(
        &self,
        multiplier: &Multiplier,
        rows: &[f32],
        out: &mut Vec<f32>,
        buffers: &mut Buffers,
    ) {
        buffers.quantise(rows, self.n_inputs);
        let n_rows = buffers.steps.len();
        let n_outputs = self.n_outputs();
        buffers.sums.resize(n_rows * n_outputs, 0);
        let shape = [n_rows, self.n_inputs];
        let left = NdTensorView::from_slice_with_strides(shape, &buffers.bytes, [self.n_inputs, 1]);
        let Ok(left) = left else {
            debug_assert!(false, "rows of another width");
            return;
        };
        let done = multiplier.integers.gemm(
            &mut buffers.sums,
            GemmInputA::Unpacked(left),
            GemmInputB::Packed(&self.packed.0),
            GemmOptions::default(),
        );
        debug_assert!(done.is_ok(), "{done:?}");
        out.resize(n_rows * n_outputs, 0.0);
        let sums = buffers.sums.chunks_exact(n_outputs);
        let rows = buffers.steps.iter().zip(&buffers.zeros);
        for ((out, sums), (step, zero)) in out.chunks_exact_mut(n_outputs).zip(sums).zip(rows) {
            let back = Dequantise {
                linear: self,
                sums,
                step: *step,
                zero: i32::from(*zero),
                out,
            };
            back.dispatch();
        }
    }
}

/// Sums of one row back to activations.
struct Dequantise<'a> {
    linear: &'a Linear,
    sums: &'a [i32],
    step: f32,
    zero: i32,
    out: &'a mut [f32],
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, integers) = (isa.f32(), isa.i32());
        let lanes = floats.len();
        let Linear {
            scales,
            totals,
            bias,
            ..
        } = self.linear;
        let whole = self.out.len() / lanes * lanes;
        let step = floats.splat(self.step);
        let zero = integers.splat(self.zero);
        let chunks = self
            .out
            .chunks_exact_mut(lanes)
            .zip(self.sums.chunks_exact(lanes));
        let weights = scales.chunks_exact(lanes).zip(totals.chunks_exact(lanes));
        let weights = weights.zip(bias.chunks_exact(lanes));
        for ((out, sums), ((scales, totals), bias)) in chunks.zip(weights) {
            let surplus = integers.mul(zero, integers.load(totals));
            let sums = integers.to_float(integers.sub(integers.load(sums), surplus));
            let scales = floats.mul(floats.load(scales), step);
            floats.store(floats.mul_add(sums, scales, floats.load(bias)), out);
        }
        let rest = self.out.iter_mut().zip(self.sums).skip(whole);
        let weights = scales.iter().zip(totals).zip(bias).skip(whole);
        for ((out, sum), ((scale, total), bias)) in rest.zip(weights) {
            *out = (sum - self.zero * total) as f32 * (scale * self.step) + bias;
        }
    }
}

/// Activations of one row to bytes.
struct Quantise<'a, 'b> {
    row: &'a [f32],
    factor: f32,
    zero: u8,
    out: &'b mut [MaybeUninit<u8>],
}

impl<'b> SimdOp for Quantise<'_, 'b> {
    type Output = &'b [u8];

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> &'b [u8] {
        let (floats, integers, shorts) = (isa.f32(), isa.i32(), isa.i16());
        let lanes = floats.len();
        let factor = floats.splat(self.factor);
        let zero = integers.splat(i32::from(self.zero));
        let mut out = SliceWriter::new(self.out);
        let mut chunks = self.row.chunks_exact(4 * lanes);
        // Spelled out: closures are not compiled for the machine's wide registers.
        for chunk in chunks.by_ref() {
            let [one, two, three, four] = floats.load_many::<4>(chunk);
            let one = integers.add(floats.to_int_round(floats.mul(one, factor)), zero);
            let two = integers.add(floats.to_int_round(floats.mul(two, factor)), zero);
            let three = integers.add(floats.to_int_round(floats.mul(three, factor)), zero);
            let four = integers.add(floats.to_int_round(floats.mul(four, factor)), zero);
            let low = integers.narrow_saturate(one, two);
            let high = integers.narrow_saturate(three, four);
            out.write_vec(isa.u8(), shorts.narrow_saturate(low, high));
        }
        for value in chunks.remainder() {
            let step = (value * self.factor).round_ties_even() as i32 + i32::from(self.zero);
            out.write_scalar(step.clamp(0, 255) as u8);
        }
        out.into_mut_slice()
    }
}

/// Room for what a product needs on its way, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    bytes: Vec<u8>,
    /// What one step of a byte is worth, by row.
    steps: Vec<f32>,
    /// The byte that stands for zero, by row.
    zeros: Vec<u8>,
    sums: Vec<i32>,
}

impl Buffers {
    /// Brings rows to bytes, each between its own smallest and largest value.
    fn quantise(&mut self, rows: &[f32], width: usize) {
        self.bytes.clear();
        self.bytes.reserve(rows.len());
        self.steps.clear();
        self.zeros.clear();
        for row in rows.chunks_exact(width) {
            let (low, high) = MinMax::new(row).dispatch();
            let (low, high) = (low.min(0.0), high.max(0.0));
            let step = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
            let zero = (-low / step).round() as u8;
            self.bytes.extend_init(|free| {
                let quantise = Quantise {
                    row,
                    factor: step.recip(),
                    zero,
                    out: free.get_mut(..width).unwrap_or_default(),
                };
                quantise.dispatch()
            });
            self.steps.push(step);
            self.zeros.push(zero);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_near_that_of_floats() {
        let multiplier = Multiplier::new();
        let (n_rows, n_inputs, n_outputs) = (29, 48, 7);
        let value = |at: usize| ((at * 37 % 101) as f32 - 40.0) / 50.0;
        // Rows of unlike bounds.
        let rows: Vec<f32> = (0..n_rows * n_inputs)
            .map(|at| value(at) + (at / n_inputs) as f32 / 10.0)
            .collect();
        let weights: Vec<i8> = (0..n_inputs * n_outputs)
            .map(|at| (at * 29 % 127) as i8 - 63)
            .collect();
        let scales: Vec<f32> = (0..n_outputs).map(|it| 0.01 + it as f32 / 1000.0).collect();
        let bias: Vec<f32> = (0..n_outputs).map(|it| it as f32).collect();
        let linear = Linear::new(&multiplier, &weights, scales.clone(), bias.clone()).unwrap();
        let mut out = Vec::new();
        linear.apply(&multiplier, &rows, &mut out, &mut Buffers::default());
        for row in 0..n_rows {
            for column in 0..n_outputs {
                let products = (0..n_inputs).map(|at| {
                    let weight = f32::from(weights[at * n_outputs + column]) * scales[column];
                    rows[row * n_inputs + at] * weight
                });
                let expected = products.sum::<f32>() + bias[column];
                let found = out[row * n_outputs + column];
                assert!((found - expected).abs() < 0.1, "{found} is not {expected}");
            }
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let multiplier = Multiplier::new();
        assert!(Linear::new(&multiplier, &[0; 7], vec![1.0; 2], vec![0.0; 2]).is_none());
        assert!(Linear::new(&multiplier, &[0; 4], vec![1.0; 2], vec![0.0; 1]).is_none());
        assert!(Linear::new(&multiplier, &[], vec![], vec![]).is_none());
    }

    #[test]
    fn a_row_of_zeros_stays_zero() {
        let mut buffers = Buffers::default();
        buffers.quantise(&[0.0; 16], 16);
        assert!(buffers.bytes.iter().all(|it| *it == buffers.zeros[0]));
    }
}
