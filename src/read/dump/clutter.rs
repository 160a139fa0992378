//! Lines that are clutter whatever stands around them, and what a removed line was taken for.

use super::glance::{Glance, glance};
use super::line::{End, First, How, Line};
use crate::model::Clutter;
use crate::read::{byline, date};
use crate::resources::Resources;

/// The most words of a headline of another article.
const MAX_TITLE: u32 = 25;
/// The most words of a line that does nothing but give a date.
const MAX_DATE_LINE: u32 = 12;
/// The most words of a caption that tells itself by its credit.
const MAX_CAPTION: u32 = 80;
/// The most headlines of others below "Related:" inside an article.
const MAX_RELATED: usize = 6;

/// Tells of each line whether it is clutter by itself, and of which kind.
pub(super) fn fixed(resources: &Resources, lines: &[Line<'_>]) -> Vec<Option<Clutter>> {
    let mut fixed: Vec<Option<Clutter>> = lines.iter().map(|it| alone(resources, it)).collect();
    for i in 0..lines.len() {
        related(lines, i, &mut fixed);
        if fixed[i] == Some(Clutter::Caption) {
            twin_of_caption(lines, i, &mut fixed);
        }
    }
    fixed
}

fn alone(resources: &Resources, line: &Line<'_>) -> Option<Clutter> {
    let shape = &line.shape;
    if let Some((kind, How::Whole)) = line.furniture {
        return Some(kind);
    }
    if shape.letters == 0 {
        return Some(Clutter::Other);
    }
    if shape.words <= MAX_DATE_LINE && shape.commas <= 3 {
        let dated = shape.digits >= 4 && date::is_line(&resources.reading, line.text);
        if dated || byline::of_line(resources, line.text).is_some() {
            return Some(Clutter::Metadata);
        }
    }
    if crate::read::is_paywall(resources, line.text) {
        return Some(Clutter::Promotion);
    }
    if is_breadcrumb(line) {
        return Some(Clutter::Navigation);
    }
    if has_icon(resources, line.text) {
        return Some(if date::is_ago(&resources.reading, line.text) {
            Clutter::Metadata
        } else {
            Clutter::Sharing
        });
    }
    match line.furniture {
        Some((Clutter::Caption, How::Part)) if is_caption(line) => Some(Clutter::Caption),
        Some((kind @ (Clutter::Rights | Clutter::Promotion), _))
            if shape.words <= 30
                && shape.quotes == 0
                && line.text.len() < 200
                && is_notice(line) =>
        {
            Some(kind)
        }
        _ => None,
    }
}

/// "News > Veldania", "Home » World » Dams"
fn is_breadcrumb(line: &Line<'_>) -> bool {
    let text = line.text;
    let split = [" > ", " » ", " › ", " / ", " | "];
    let parts = |mark: &str| text.split(mark).count();
    let n = split.iter().map(|mark| parts(mark)).max().unwrap_or(1);
    let pointed = [" > ", " » ", " › "].iter().any(|mark| text.contains(mark));
    (pointed && n >= 2 || n >= 3)
        && line.shape.words <= 12
        && line.shape.end != End::Sentence
        && line.shape.quotes == 0
}

/// "folder_openVeldania", "volume_upListen", "starAdd to favorites"
fn has_icon(resources: &Resources, text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    text.split_whitespace().any(|word| {
        let is_next = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let name: &str = word.split(is_next).next().unwrap_or("");
        let glued = !name.is_empty() && name.len() < word.len();
        let two_parts = name.split_once('_').is_some_and(|(a, b)| {
            a.len() > 2 && b.len() >= 2 && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        });
        let next = word.get(name.len()..).unwrap_or("");
        let worded = next.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        glued && (two_parts || worded && resources.reading.icon_names.contains(&name))
    })
}

/// A credit at its end or head, not a sentence that happens to name an agency.
fn is_caption(line: &Line<'_>) -> bool {
    let last = line.text.rsplit(['|', '.', '(', '[']).next().unwrap_or("");
    let credit = |it: &str| {
        let lower = it.to_lowercase();
        [
            "photo", "image", "foto", "bild", "getty", "afp", "reuters", "ap ", "фото", "handout",
        ]
        .iter()
        .any(|word| lower.contains(word))
            && it.split_whitespace().count() <= 10
    };
    line.shape.words <= MAX_CAPTION
        && line.shape.quotes == 0
        && (credit(last) || line.shape.words <= 12 && line.shape.end != End::Sentence)
}

/// A line of rights or advertising speaks to the reader or ends as no sentence of news does.
fn is_notice(line: &Line<'_>) -> bool {
    let lower = line.text.to_lowercase();
    let offers = ["click", "©", "subscribe", "rights reserved"];
    // "US" is a country, "us" are the writers.
    let words = line.text.split(|c: char| !c.is_alphanumeric());
    let country = words.filter(|it| *it == "US").count();
    let [_, writers, reader] = line.shape.persons;
    (writers + reader) as usize > country
        || offers.iter().any(|it| lower.contains(it))
        || line.shape.end != End::Sentence
}

/// "RELATED:" inside an article, and the headlines below it.
fn related(lines: &[Line<'_>], i: usize, fixed: &mut [Option<Clutter>]) {
    let Some(line) = lines.get(i) else { return };
    let header = match line.furniture {
        Some((Clutter::Related, How::Whole)) => true,
        Some((Clutter::Related, How::Start)) if line.shape.words <= MAX_TITLE => {
            fixed[i] = Some(Clutter::Related);
            return;
        }
        _ => false,
    };
    if !header {
        return;
    }
    let below = lines.iter().enumerate().skip(i + 1).take(MAX_RELATED);
    for (j, line) in below {
        let short = line.shape.words <= MAX_TITLE && line.shape.breaks == 0;
        let title = short && matches!(line.shape.end, End::Word | End::Mark | End::Dots);
        if !title {
            return;
        }
        fixed[j] = fixed[j].or(Some(Clutter::Related));
    }
}

/// A caption is often printed twice, once without its credit.
fn twin_of_caption(lines: &[Line<'_>], i: usize, fixed: &mut [Option<Clutter>]) {
    let bare = |j: usize| {
        lines[j]
            .text
            .trim_start_matches(|c: char| !c.is_alphanumeric())
    };
    for j in [i.wrapping_sub(1), i + 1] {
        if j < lines.len() && fixed[j].is_none() {
            let (twin, caption) = (bare(j), bare(i));
            if twin.len() > 15 && caption.starts_with(twin) {
                fixed[j] = Some(Clutter::Caption);
            }
        }
    }
}

/// What a removed line was taken for.
pub(super) fn kind(line: &Line<'_>, header: Option<Clutter>, in_front: bool) -> Clutter {
    match (line.furniture, header, glance(line)) {
        (Some((kind, _)), _, _) => kind,
        (None, Some(header), _) => header,
        (None, None, Glance::Label | Glance::Title) if in_front => Clutter::Navigation,
        (None, None, Glance::Label | Glance::Title | Glance::Run) => Clutter::Related,
        _ => Clutter::Other,
    }
}

/// Whether a line stands for a list's item.
pub(super) fn is_item(line: &Line<'_>) -> bool {
    line.shape.first == First::Bullet && !line.text.starts_with(['—', '–', '-'])
}
