//! Trained weights to a network.

use std::cell::RefCell;
use std::ops::Range;

use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, TensorView};

use crate::network::heads::{CueScores, Heads, Scores, sigmoid};
use crate::network::layer::{Attention, Layer, Mixing, Norm, Scratch};
use crate::network::matrix::{Linear, Multiplier};
use crate::network::{Run, Words};

/// The piece before a window, and the one behind it.
const MARKS: (u16, u16) = (101, 102);
/// The most layers that a file may name.
const MOST_LAYERS: usize = 64;

/// Why weights could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file is not one of tensors.
    #[error("the weights are no safetensors file")]
    Format(#[from] SafeTensorError),
    /// A tensor has a type or size that does not fit with the others.
    #[error("the tensor {name} has an unexpected type or size")]
    Tensor {
        /// Its name.
        name: String,
    },
    /// There is no layer.
    #[error("the weights hold no layer")]
    Empty,
}

/// A matrix with its bias, in floats.
#[derive(Debug)]
pub(super) struct Floats {
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) n_inputs: usize,
}

/// A network, ready to be used.
#[derive(Debug)]
pub struct Network {
    embedding: Embedding,
    narrow: Option<Linear>,
    layers: Vec<Layer>,
    heads: Heads,
    calibration: [f32; 4],
}

/// The tables of what is known of a word piece before any layer.
#[derive(Debug)]
struct Embedding {
    /// The vectors of the pieces, in steps of their scales.
    pieces: &'static [u8],
    scales: Vec<f32>,
    position: Vec<f32>,
    letters: Vec<f32>,
    layout: Vec<f32>,
    norm: Norm,
    width: usize,
}

impl Network {
    /// Reads a network; `tables` holds the vectors of the word pieces, which networks can share.
    pub fn load(file: &'static [u8], tables: &'static [u8]) -> Result<Network, LoadError> {
        let multiplier = Multiplier::new();
        let file = Tensors(SafeTensors::deserialize(file)?);
        let tables = Tensors(SafeTensors::deserialize(tables)?);
        let embedding = Embedding {
            pieces: tables.bytes("word.weight")?,
            scales: tables.floats("word.scale")?,
            position: file.floats("position.weight")?,
            letters: file.floats("letters.weight")?,
            layout: file.floats("layout.weight")?,
            norm: file.norm("norm")?,
            width: file.floats("norm.weight")?.len(),
        };
        let mut layers = Vec::new();
        while layers.len() < MOST_LAYERS && file.has(&format!("layers.{}.up.weight", layers.len()))
        {
            layers.push(file.layer(&multiplier, layers.len())?);
        }
        let narrow = match file.has("narrow.weight") {
            true => Some(file.linear(&multiplier, "narrow")?),
            false => None,
        };
        let heads = Heads {
            cue: file.dense("cue")?,
            of_cue: file.dense("of_cue")?,
            of_word: file.dense("of_word")?,
            role: file.dense("role")?,
            names: file.dense("names")?,
            parts: file.dense("parts")?,
            distance: file.floats("distance.weight")?,
            sentence: file.floats("sentence.weight")?,
            paragraph: file.floats("paragraph.weight")?,
        };
        if layers.is_empty() {
            return Err(LoadError::Empty);
        }
        Ok(Network {
            embedding,
            narrow,
            layers,
            heads,
            calibration: file.four("calibration")?,
        })
    }

    /// The chance from which on a word begins a cue: the best of those tried on articles that were
    /// kept out of training.
    pub fn threshold(&self) -> f32 {
        self.calibration[0]
    }

    /// How likely a cue with its runs is right, 0 to 1: a logistic regression over the chance of the
    /// cue and its least sure run, fitted on articles that were kept out of training. Right means
    /// that source, cue and content each share at least half of their words with an annotator's.
    pub fn confidence(&self, cue: &CueScores, runs: &[Run]) -> f32 {
        let [_, constant, of_chance, of_lowest] = self.calibration;
        let chance = cue.chance.clamp(1e-4, 1.0 - 1e-4);
        let lowest = runs.iter().map(|it| it.score).fold(0.0, f32::min);
        sigmoid(constant + of_chance * (chance / (1.0 - chance)).ln() + of_lowest * lowest)
    }

    /// What reads texts with it, one after the other on one thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            network: self,
            multiplier: Multiplier::new(),
            scratch: SCRATCH.with_borrow_mut(Vec::pop).unwrap_or_default(),
        }
    }

    fn width(&self) -> usize {
        self.layers.first().map_or(0, |it| it.up.n_inputs)
    }
}

thread_local! {
    /// The rooms of the thread's readers before: fresh memory for each document costs a twentieth of the
    /// time of a small network.
    static SCRATCH: RefCell<Vec<Scratch>> = const { RefCell::new(Vec::new()) };
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let scratch = std::mem::take(&mut self.scratch);
        SCRATCH.with_borrow_mut(|it| it.push(scratch));
    }
}

/// A network with the room that it needs for its work.
#[derive(Debug)]
pub struct Reader<'a> {
    network: &'a Network,
    multiplier: Multiplier,
    scratch: Scratch,
}

impl Reader<'_> {
    /// The scores of a window, with the cues that are at least as likely as `bar`.
    pub fn scores(&mut self, words: &Words, window: &Range<usize>, bar: f32) -> Scores {
        let Reader {
            network,
            multiplier,
            scratch,
        } = self;
        let mut rows = std::mem::take(&mut scratch.rows);
        let firsts = network.embedding.rows(words, window, &mut rows);
        if let Some(narrow) = &network.narrow {
            let mut narrowed = Vec::new();
            narrow.apply(multiplier, &rows, &mut narrowed, &mut scratch.buffers);
            rows = narrowed;
        }
        for layer in &network.layers {
            layer.apply(multiplier, &mut rows, scratch);
        }
        let width = network.width();
        let mut states = std::mem::take(&mut scratch.states);
        states.clear();
        for first in firsts {
            states.extend_from_slice(rows.get(first * width..(first + 1) * width).unwrap_or(&[]));
        }
        let scores = network
            .heads
            .scores(multiplier, words, window, &states, bar);
        (scratch.rows, scratch.states) = (rows, states);
        scores
    }
}

impl Embedding {
    /// Puts the vectors of a window's pieces into `rows`; gives the place of each word's first.
    fn rows(&self, words: &Words, window: &Range<usize>, rows: &mut Vec<f32>) -> Vec<usize> {
        rows.clear();
        let mut firsts = Vec::with_capacity(window.len());
        self.push(rows, MARKS.0, 0, 0);
        for word in words.list.get(window.clone()).unwrap_or(&[]) {
            firsts.push(rows.len() / self.width);
            let mut layout = word.layout;
            for &piece in words.pieces_of(word) {
                self.push(rows, piece, word.shape, layout);
                // What stands before a word stands before its first piece.
                layout &= 1;
            }
        }
        self.push(rows, MARKS.1, 0, 0);
        self.norm.apply(rows);
        firsts
    }

    fn push(&self, rows: &mut Vec<f32>, piece: u16, shape: u8, layout: u8) {
        let width = self.width;
        let position = rows.len() / width;
        let piece = usize::from(piece);
        let bytes = self
            .pieces
            .get(piece * width..(piece + 1) * width)
            .unwrap_or(&[]);
        let scale = self.scales.get(piece).copied().unwrap_or(0.0);
        let begin = rows.len();
        rows.extend(bytes.iter().map(|it| f32::from(*it as i8) * scale));
        rows.resize(begin + width, 0.0);
        let tables = [
            (&self.position, position),
            (&self.letters, usize::from(shape)),
            (&self.layout, usize::from(layout)),
        ];
        for (table, row) in tables {
            let added = table.get(row * width..(row + 1) * width).unwrap_or(&[]);
            for (value, other) in rows.iter_mut().skip(begin).zip(added) {
                *value += other;
            }
        }
    }
}

/// The tensors of a file by name.
struct Tensors(SafeTensors<'static>);

impl Tensors {
    fn has(&self, name: &str) -> bool {
        self.0.tensor(name).is_ok()
    }

    fn get(&self, name: &str, kind: Dtype) -> Result<TensorView<'static>, LoadError> {
        let tensor = self.0.tensor(name)?;
        match tensor.dtype() == kind {
            true => Ok(tensor),
            false => Err(unexpected(name)),
        }
    }

    /// Signed bytes, as the file holds them.
    fn bytes(&self, name: &str) -> Result<&'static [u8], LoadError> {
        Ok(self.get(name, Dtype::I8)?.data())
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, LoadError> {
        let tensor = self.get(name, Dtype::F32)?;
        let (values, _) = tensor.data().as_chunks::<4>();
        Ok(values.iter().map(|it| f32::from_le_bytes(*it)).collect())
    }

    fn four(&self, name: &str) -> Result<[f32; 4], LoadError> {
        let values = self.floats(name)?;
        values.try_into().map_err(|_| unexpected(name))
    }

    fn norm(&self, name: &str) -> Result<Norm, LoadError> {
        Ok(Norm {
            scale: self.floats(&format!("{name}.weight"))?,
            shift: self.floats(&format!("{name}.bias"))?,
        })
    }

    fn linear(&self, multiplier: &Multiplier, name: &str) -> Result<Linear, LoadError> {
        let bytes = self.bytes(&format!("{name}.weight"))?;
        let weights: Vec<i8> = bytes.iter().map(|it| *it as i8).collect();
        let scales = self.floats(&format!("{name}.scale"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        Linear::new(multiplier, &weights, scales, bias).ok_or_else(|| unexpected(name))
    }

    fn dense(&self, name: &str) -> Result<Floats, LoadError> {
        let weights = self.floats(&format!("{name}.weight"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        let n_inputs = weights.len().checked_div(bias.len()).unwrap_or(0);
        match n_inputs > 0 && n_inputs * bias.len() == weights.len() {
            true => Ok(Floats {
                weights,
                bias,
                n_inputs,
            }),
            false => Err(unexpected(name)),
        }
    }

    fn layer(&self, multiplier: &Multiplier, number: usize) -> Result<Layer, LoadError> {
        let name = |part: &str| format!("layers.{number}.{part}");
        let mixing = if self.has(&name("qkv.weight")) {
            Mixing::Attention(Box::new(Attention {
                qkv: self.linear(multiplier, &name("qkv"))?,
                out: self.linear(multiplier, &name("out"))?,
                norm: self.norm(&name("norm_attention"))?,
            }))
        } else {
            let bias = self.floats(&name("depthwise.bias"))?;
            let taps = self.floats(&name("depthwise.weight"))?;
            let dilation = self.floats(&name("dilation"))?;
            Mixing::Convolution {
                taps: taps
                    .chunks(bias.len().max(1))
                    .map(<[f32]>::to_vec)
                    .collect(),
                bias,
                dilation: dilation.first().map_or(1, |it| *it as usize),
            }
        };
        Ok(Layer {
            mixing,
            up: self.linear(multiplier, &name("up"))?,
            down: self.linear(multiplier, &name("down"))?,
            norm: self.norm(&name("norm"))?,
        })
    }
}

fn unexpected(name: &str) -> LoadError {
    LoadError::Tensor {
        name: name.to_owned(),
    }
}
