//! Said and reported: a drawing of a story in time, once for wide screens and once for narrow ones.

use std::collections::BTreeMap;

use super::format;
use super::shelf::Shelf;
use crate::model::{Date, DocumentId, Precision, Story, Utterance};

const MINUTE_OF_DAY: i64 = 24 * 60;
/// How many origins have a lane of their own.
const LANES: usize = 8;
/// What was said so many minutes before or after the reports is drawn; more where the reports
/// themselves are spread over more.
const REACH: i64 = 2 * MINUTE_OF_DAY;
/// How far apart lines of time stand, in minutes: hours, then days.
const STEPS: [i64; 16] = [
    15, 60, 180, 360, 720, 1440, 2880, 7200, 14_400, 28_800, 43_200, 86_400, 132_480, 263_520,
    527_040, 2_635_200,
];

/// The drawing, twice.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    /// For wide screens and for narrow ones.
    pub(crate) drawings: [Drawing; 2],
    /// What the drawing shows, in words.
    pub(crate) label: String,
    /// What its hours mean.
    pub(crate) zone: String,
    /// What it does not show.
    pub(crate) notes: Vec<String>,
    /// The days with reports, where there are several: the day for an address, in words, how many
    /// reports it has, and whether it alone is drawn.
    pub(crate) days: Vec<(String, String, usize, bool)>,
    /// Whether one day alone is drawn.
    pub(crate) zoomed: bool,
}

/// One drawing; every figure is in its own units.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawing {
    /// `wide` or `narrow`.
    pub(crate) class: &'static str,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// Where the lines of time end, below.
    pub(crate) base: i64,
    pub(crate) ticks: Vec<Tick>,
    pub(crate) names: Vec<Name>,
    pub(crate) said: Vec<Said>,
    /// Where the line of what was said begins, ends and stands.
    pub(crate) said_line: (i64, i64, i64),
    pub(crate) lines: Vec<Line>,
    pub(crate) marks: Vec<Mark>,
}

/// A line of time.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    pub(crate) x: i64,
    /// How its words stand to it, so that none are cut at the edges.
    pub(crate) anchor: &'static str,
    pub(crate) text: String,
}

/// Words in the drawing.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) anchor: &'static str,
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// An utterance.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) n: usize,
}

/// From an origin to its last copy, or the day that a report without an hour may be of.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) x1: i64,
    pub(crate) x2: i64,
    pub(crate) y: i64,
}

/// A report.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) class: &'static str,
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) size: i64,
    /// Who published it and when.
    pub(crate) title: String,
}

/// A moment on the line, in minutes, with the minutes that it may be off by to either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    at: i64,
    slack: i64,
}

struct Lane {
    name: String,
    marks: Vec<(Moment, String)>,
}

/// How many days can be drawn alone, those with most reports.
const DAYS: usize = 12;

/// Draws a story, or one day of it; nothing where no report has a date.
pub(crate) fn timeline(
    shelf: &Shelf,
    story: &Story,
    utterances: &[Utterance],
    shown: &[usize],
    day: Option<Date>,
) -> Option<Timeline> {
    let offset = common_offset(shelf, story);
    let mut lanes: Vec<Lane> = story
        .origins
        .iter()
        .filter_map(|group| lane(shelf, group, offset))
        .collect();
    let mut days = days(&lanes);
    // A day without reports is no day to draw alone.
    let day = day.and_then(|it| it.day_number()).map(i64::from);
    let day = day.filter(|it| days.contains_key(it));
    if let Some(day) = day {
        for lane in &mut lanes {
            lane.marks.retain(|it| on(it.0, day));
        }
        lanes.retain(|it| !it.marks.is_empty());
    }
    let mut said: Vec<(usize, Moment, String)> = shown
        .iter()
        .filter_map(|n| {
            let utterance = utterances.get(*n)?;
            let speaker = shelf.speaker_of(utterance.versions.first()?);
            let name = speaker.map_or_else(String::new, |it| it.short);
            Some((n + 1, moment(utterance.said?, offset)?, name))
        })
        .collect();
    let reports = || lanes.iter().flat_map(|it| it.marks.iter().map(|it| it.0));
    let first = reports().map(|it| it.at - it.slack).min()?;
    let last = reports().map(|it| it.at + it.slack).max()?;
    let reach = (last - first).max(REACH);
    let near = |it: &Moment| (first - reach..=last + reach).contains(&it.at);
    let dated_said = said.len();
    said.retain(|it| match day {
        Some(day) => on(it.1, day),
        None => near(&it.1),
    });
    let all: Vec<Moment> = reports().chain(said.iter().map(|it| it.1)).collect();
    let from = all.iter().map(|it| it.at - it.slack).min()?;
    let to = all.iter().map(|it| it.at + it.slack).max()?;
    let (from, to) = match day {
        Some(day) => (day * MINUTE_OF_DAY, (day + 1) * MINUTE_OF_DAY),
        None => round(from, to),
    };
    let dated: usize = lanes.iter().map(|it| it.marks.len()).sum();
    if dated == 0 {
        return None;
    }
    let scene = Scene {
        lanes: lanes.get(..lanes.len().min(LANES)).unwrap_or(&[]),
        said: &said,
        from,
        to,
    };
    Some(Timeline {
        drawings: [scene.draw(false), scene.draw(true)],
        label: format!(
            "Time line from {} to {}: {} above, the reports of {} and their copies below.",
            clock(from),
            clock(to),
            format::count(said.len(), "statement"),
            format::count(lanes.len(), "origin"),
        ),
        zone: match offset {
            Some(0) => "Hours in UTC".to_owned(),
            Some(_) => format!("Hours at {}", zone(offset)),
            None => "Hours as the outlets print them, zone not stated".to_owned(),
        },
        notes: match day {
            Some(_) => Vec::new(),
            None => notes(
                story,
                dated,
                &lanes,
                &said,
                (shown.len() - dated_said, dated_said - said.len()),
            ),
        },
        days: match days.len() {
            0 | 1 => Vec::new(),
            _ => choices(&mut days, day),
        },
        zoomed: day.is_some(),
    })
}

/// Whether a moment lies on a day.
fn on(moment: Moment, day: i64) -> bool {
    moment.at.div_euclid(MINUTE_OF_DAY) == day
}

/// How many reports each day has.
fn days(lanes: &[Lane]) -> BTreeMap<i64, usize> {
    let mut days = BTreeMap::new();
    for (moment, _) in lanes.iter().flat_map(|it| &it.marks) {
        *days.entry(moment.at.div_euclid(MINUTE_OF_DAY)).or_default() += 1;
    }
    days
}

/// The days with most reports, in their order.
fn choices(
    days: &mut BTreeMap<i64, usize>,
    chosen: Option<i64>,
) -> Vec<(String, String, usize, bool)> {
    let mut most: Vec<(std::cmp::Reverse<usize>, i64)> = days
        .iter()
        .map(|(day, n)| (std::cmp::Reverse(*n), *day))
        .collect();
    most.sort_unstable();
    let kept: Vec<i64> = most.iter().take(DAYS).map(|it| it.1).collect();
    days.retain(|day, _| kept.contains(day));
    days.iter()
        .map(|(day, n)| {
            let (date, _) = split(day * MINUTE_OF_DAY);
            let number = |it: Option<u8>| it.unwrap_or(1);
            let address = format!(
                "{:04}-{:02}-{:02}",
                date.year,
                number(date.month),
                number(date.day)
            );
            (address, format::day(date), *n, chosen == Some(*day))
        })
        .collect()
}

fn notes(
    story: &Story,
    dated: usize,
    lanes: &[Lane],
    said: &[(usize, Moment, String)],
    (undated, far): (usize, usize),
) -> Vec<String> {
    let mut notes = Vec::new();
    let slack = |it: &Lane| it.marks.iter().any(|it| it.0.slack > 0);
    if lanes.iter().any(slack) {
        notes.push("A line through a mark: the day is known, the hour is not.".to_owned());
    }
    if said.iter().any(|it| it.1.slack > 0) {
        notes.push(
            "Numbers whose hour is not stated stand around the middle of their day.".to_owned(),
        );
    }
    if undated > 0 {
        notes.push(format!(
            "Not drawn: {} whose day no report states.",
            format::count(undated, "utterance")
        ));
    }
    if far > 0 {
        notes.push(format!(
            "Not drawn: {} said long before or after the reports.",
            format::count(far, "utterance")
        ));
    }
    match story.documents.len().saturating_sub(dated) {
        0 => {}
        n => notes.push(format!(
            "Not drawn: {} whose day is not known.",
            format::count(n, "report")
        )),
    }
    match lanes.len().saturating_sub(LANES) {
        0 => {}
        n => notes.push(format!(
            "Not drawn: {}.",
            format::count(n, "further origin")
        )),
    }
    notes
}

fn lane(shelf: &Shelf, group: &[DocumentId], offset: Option<i16>) -> Option<Lane> {
    let first = group.first()?;
    let marks: Vec<(Moment, String)> = group
        .iter()
        .filter_map(|id| {
            let paper = shelf.paper(*id)?;
            let date = paper.date()?;
            let title = format!("{}, {}", paper.outlet(), format::moment(date));
            Some((moment(date, offset)?, title))
        })
        .collect();
    (!marks.is_empty()).then(|| Lane {
        name: shelf.outlet(*first).to_owned(),
        marks,
    })
}

/// The offset from UTC that most reports state.
fn common_offset(shelf: &Shelf, story: &Story) -> Option<i16> {
    let mut offsets: Vec<i16> = story
        .documents
        .iter()
        .filter_map(|it| shelf.paper(*it)?.date()?.time?.offset)
        .collect();
    offsets.sort_unstable();
    let count = |it: &i16| offsets.iter().filter(|other| *other == it).count();
    offsets
        .iter()
        .copied()
        .max_by_key(|it| (count(it), std::cmp::Reverse(*it)))
}

fn zone(offset: Option<i16>) -> String {
    let date = Date::day(2000, 1, 1).map(|it| it.at(0, 0, offset));
    date.map_or_else(String::new, format::zone)
}

/// Minutes in the common zone; nothing where not even the day is known.
fn moment(date: Date, common: Option<i16>) -> Option<Moment> {
    let day = i64::from(date.day_number()?) * MINUTE_OF_DAY;
    Some(match date.time {
        None => Moment {
            at: day + MINUTE_OF_DAY / 2,
            slack: MINUTE_OF_DAY / 2,
        },
        Some(time) => {
            let shift = match (time.offset, common) {
                (Some(own), Some(common)) => i64::from(common) - i64::from(own),
                _ => 0,
            };
            let at = day + i64::from(time.hour) * 60 + i64::from(time.minute) + shift;
            Moment { at, slack: 0 }
        }
    })
}

/// A little room on both sides, to full hours or days.
fn round(from: i64, to: i64) -> (i64, i64) {
    let span = (to - from).max(60);
    let step = if span > 4 * MINUTE_OF_DAY {
        MINUTE_OF_DAY
    } else {
        60
    };
    let margin = span / 40;
    let from = (from - margin).div_euclid(step) * step;
    let to = -(-(to + margin)).div_euclid(step) * step;
    (from, to)
}

/// `Wed 12 Mar, 09:30`; at midnight the day alone.
fn clock(minutes: i64) -> String {
    let (day, minute) = split(minutes);
    match minute {
        0 => format::day_named(day),
        _ => format!(
            "{}, {:02}:{:02}",
            format::day_named(day),
            minute / 60,
            minute % 60
        ),
    }
}

fn split(minutes: i64) -> (Date, i64) {
    let day = minutes.div_euclid(MINUTE_OF_DAY);
    let day = Date::from_day_number(i32::try_from(day).unwrap_or(0));
    (day, minutes.rem_euclid(MINUTE_OF_DAY))
}

struct Scene<'a> {
    lanes: &'a [Lane],
    said: &'a [(usize, Moment, String)],
    from: i64,
    to: i64,
}

/// The sizes of a drawing.
struct Frame {
    width: i64,
    left: i64,
    right: i64,
    square: i64,
    radius: i64,
    ticks: i64,
    narrow: bool,
}

const WIDE: Frame = Frame {
    width: 1216,
    left: 190,
    right: 1192,
    square: 11,
    radius: 10,
    ticks: 9,
    narrow: false,
};
const NARROW: Frame = Frame {
    width: 358,
    left: 14,
    right: 344,
    square: 9,
    radius: 9,
    ticks: 5,
    narrow: true,
};

impl Scene<'_> {
    fn draw(&self, narrow: bool) -> Drawing {
        let frame = if narrow { NARROW } else { WIDE };
        let mut drawing = Drawing {
            class: if narrow { "narrow" } else { "wide" },
            width: frame.width,
            ..Drawing::default()
        };
        let mut y = 46;
        if !self.said.is_empty() {
            y = self.draw_said(&frame, &mut drawing);
        }
        for lane in self.lanes {
            y = self.draw_lane(&frame, lane, y, &mut drawing);
        }
        drawing.base = y - 8;
        drawing.height = y + 18;
        drawing.ticks = self.ticks(&frame);
        drawing
    }

    fn x(&self, frame: &Frame, at: i64) -> i64 {
        let span = (self.to - self.from).max(1);
        frame.left + (frame.right - frame.left) * (at - self.from) / span
    }

    /// The numbers of the utterances, each as high as it must be not to cover another.
    fn draw_said(&self, frame: &Frame, drawing: &mut Drawing) -> i64 {
        let step = 2 * frame.radius + 3;
        let mut order: Vec<&(usize, Moment, String)> = self.said.iter().collect();
        order.sort_by_key(|it| (it.1.at, it.0));
        let mut levels: Vec<i64> = Vec::new();
        let mut placed = Vec::new();
        // Those of which the day alone is known stand in a row around its middle.
        let vague = |it: &Moment| order.iter().filter(|other| other.1 == *it).count() as i64;
        let mut seen: BTreeMap<(i64, i64), i64> = BTreeMap::new();
        let room = (frame.right - frame.left) * MINUTE_OF_DAY / (self.to - self.from).max(1);
        for (n, moment, name) in order.iter().copied() {
            let mut x = self.x(frame, moment.at);
            if moment.slack > 0 {
                let in_row = (room / step).clamp(1, vague(moment));
                let nth = seen.entry((moment.at, moment.slack)).or_default();
                x += (2 * (*nth % in_row) - (in_row - 1)) * step / 2;
                *nth += 1;
            }
            let free = levels.iter().position(|last| x - last >= step);
            let level = free.unwrap_or(levels.len());
            match levels.get_mut(level) {
                Some(last) => *last = x,
                None => levels.push(x),
            }
            placed.push((*n, x, level as i64, name));
        }
        let y = 60;
        let mut label_end = i64::MIN;
        for (n, x, level, name) in placed {
            let own = y + level * step;
            drawing.said.push(Said { x, y: own, n });
            let half = name.chars().count() as i64 * 7 / 2 + 4;
            let fits = x - half > label_end && x - half >= frame.left - 60;
            if level == 0 && !frame.narrow && fits && x + half <= frame.width {
                label_end = x + half;
                drawing.names.push(Name {
                    x,
                    y: own - 17,
                    anchor: "middle",
                    class: "",
                    text: name.clone(),
                });
            }
        }
        let said = if frame.narrow {
            (frame.right, y - 22, "end")
        } else {
            (0, y + 5, "start")
        };
        drawing.names.push(Name {
            x: said.0,
            y: said.1,
            anchor: said.2,
            class: "b",
            text: "Said".to_owned(),
        });
        drawing.said_line = (self.x(frame, self.from), frame.right, y);
        y + levels.len().max(1) as i64 * step + if frame.narrow { 34 } else { 22 }
    }

    /// One origin with its copies; copies that would overlap step down a row.
    fn draw_lane(&self, frame: &Frame, lane: &Lane, y: i64, drawing: &mut Drawing) -> i64 {
        let size = frame.square;
        let mut rows: Vec<i64> = Vec::new();
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for (n, (moment, title)) in lane.marks.iter().enumerate() {
            let x = self.x(frame, moment.at);
            (first, last) = (first.min(x), last.max(x));
            let row = rows.iter().position(|it| (x - it).abs() >= size + 2);
            let row = row.unwrap_or(rows.len());
            match rows.get_mut(row) {
                Some(it) => *it = x,
                None => rows.push(x),
            }
            let mark_y = y - size / 2 + row as i64 * (size + 3);
            if moment.slack > 0 {
                drawing.lines.push(Line {
                    x1: self.x(frame, moment.at - moment.slack),
                    x2: self.x(frame, moment.at + moment.slack),
                    y: mark_y + size / 2,
                });
            }
            drawing.marks.push(Mark {
                class: if n == 0 { "solid" } else { "hollow" },
                x: x - size / 2,
                y: mark_y,
                size,
                title: title.clone(),
            });
        }
        drawing.lines.push(Line {
            x1: first,
            x2: last,
            y,
        });
        self.name_lane(frame, lane, y, last, drawing);
        let rows = rows.len().max(1) as i64;
        y + rows * (size + 3) + if frame.narrow { 34 } else { 24 }
    }

    fn name_lane(&self, frame: &Frame, lane: &Lane, y: i64, last: i64, drawing: &mut Drawing) {
        let name = super::shelf::shorten(&lane.name, if frame.narrow { 40 } else { 24 });
        let (x, at, anchor) = match frame.narrow {
            false => (0, y + 5, "start"),
            true => (frame.left - 6, y - 11, "start"),
        };
        drawing.names.push(Name {
            x,
            y: at,
            anchor,
            class: "b",
            text: name,
        });
        let copies = lane.marks.len() - 1;
        if !frame.narrow && copies > 0 {
            let text = format::count(copies, "copy");
            let right = last + 14 + text.chars().count() as i64 * 8 <= frame.width;
            if right {
                drawing.names.push(Name {
                    x: last + 14,
                    y: y + 5,
                    anchor: "start",
                    class: "d",
                    text,
                });
            }
        }
    }

    fn ticks(&self, frame: &Frame) -> Vec<Tick> {
        let span = self.to - self.from;
        let step = STEPS.iter().copied().find(|it| span / it < frame.ticks);
        let step = step.unwrap_or(span.max(1));
        let mut ticks = Vec::new();
        let mut at = -(-self.from).div_euclid(step) * step;
        let mut day = None;
        while at <= self.to {
            let (date, minute) = split(at);
            let text = match (step < MINUTE_OF_DAY, day == Some(date)) {
                (true, _) if minute == 0 => format::day_in_month(date),
                (true, true) => format!("{:02}:{:02}", minute / 60, minute % 60),
                (true, false) => format!(
                    "{} {:02}:{:02}",
                    format::day_in_month(date),
                    minute / 60,
                    minute % 60
                ),
                (false, _) if step <= 43_200 => short_day(date),
                (false, _) => format!(
                    "{} {}",
                    format::month_short(date.month.unwrap_or(1)),
                    date.year
                ),
            };
            day = Some(date);
            let x = self.x(frame, at);
            let half = text.chars().count() as i64 * 4;
            let anchor = match (x < half, x + half > frame.width) {
                (true, _) => "start",
                (_, true) => "end",
                _ => "middle",
            };
            ticks.push(Tick { x, anchor, text });
            at += step;
        }
        ticks
    }
}

fn short_day(date: Date) -> String {
    debug_assert_eq!(date.precision(), Precision::Day);
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{day} {}", format::month_short(month)),
        _ => format::day(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, common: Option<i16>) -> Option<Moment> {
        moment(Date::parse(text).expect("a date"), common)
    }

    #[test]
    fn moments_stand_in_one_zone() {
        let utc = at("2031-03-12T09:30Z", Some(120)).expect("a day");
        let own = at("2031-03-12T11:30+02:00", Some(120)).expect("a day");
        assert_eq!(utc, own);
        let day = at("2031-03-12", Some(120)).expect("a day");
        assert_eq!(day.slack, 720);
        assert_eq!(at("2031-03", None), None);
    }

    #[test]
    fn edges_are_full_hours() {
        assert_eq!(round(61, 200), (0, 240));
        assert_eq!(clock(0), "Thu 1 Jan 1970");
        assert_eq!(clock(90), "Thu 1 Jan 1970, 01:30");
    }
}
