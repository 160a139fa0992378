//! Invented sentences with their statements marked under the words, one line each:
//! `s` source, `c` cue, `=` content.

use proptest::prelude::*;

use crate::analyse::parsed::Parsed;
use crate::model::{Document, DocumentId, Engine, Given, Hash, Span, Statement};

fn document(text: &str) -> Document {
    Document {
        id: DocumentId(Hash::of_bytes(text.as_bytes())),
        reference: "test".into(),
        url: None,
        outlet: None,
        headline: None,
        language: None,
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: None,
        modified: None,
        text: text.into(),
        blocks: Vec::new(),
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    }
}

pub(super) fn find_by(engine: Engine, text: &str) -> Vec<Statement> {
    let document = document(text);
    let resources = crate::resources::get();
    let parsed = Parsed::new(resources, &document);
    super::read(resources, engine, &parsed).statements
}

/// Each line of text with the lines of marks that its statements give.
fn render(found: &[Statement], text: &str) -> String {
    let mut rendered = String::new();
    let mut start = 0;
    for line in text.lines() {
        rendered.push_str(line);
        rendered.push('\n');
        for statement in found {
            let marks = marks(line, start, statement);
            if !marks.is_empty() {
                rendered.push_str(&marks);
                rendered.push('\n');
            }
        }
        start += line.len() + 1;
    }
    rendered
}

fn marks(line: &str, start: usize, statement: &Statement) -> String {
    let within = |spans: &[Span], at| spans.iter().any(|it| it.covers(at));
    let marks: String = line
        .char_indices()
        .map(|(at, _)| match start + at {
            at if within(&statement.cue, at) => 'c',
            at if within(&statement.source, at) => 's',
            at if within(&statement.content, at) => '=',
            _ => ' ',
        })
        .collect();
    marks.trim_end().into()
}

/// Lines of marks hold nothing but marks.
fn check(marked: &str) {
    check_by(Engine::Rules, marked);
}

#[track_caller]
pub(super) fn check_by(engine: Engine, marked: &str) {
    let is_marks = |line: &str| line.chars().all(|c| "sc= ".contains(c));
    let lines = || marked.trim_matches('\n').lines().map(str::trim_end);
    let text: Vec<&str> = lines().filter(|it| !is_marks(it)).collect();
    let expected: Vec<&str> = lines().collect();
    let text = text.join("\n");
    let found = render(&find_by(engine, &text), &text);
    assert_eq!(found.trim_end(), expected.join("\n"), "\nfound:\n{found}");
}

#[test]
fn direct_quotations() {
    check(
        "
“The gates are open,” Marsk said.
===================== sssss cccc
",
    );
    check(
        "
\"The gates are open,\" said Okrist, the minister of water.
===================== cccc sssssssssssssssssssssssssssss
",
    );
    check(
        "
“The gates are open,” Marsk told reporters on Monday. “We will wait for the flood.”
===================== sssss cccc                      =============================
",
    );
    check(
        "
“The gates,” Marsk said, “are open.”
============ sssss cccc  ===========
",
    );
    check(
        "
Okrist said: “The dam will hold. Nobody has to leave.”
ssssss cccc  =========================================
",
    );
    check(
        "
''The dam is safe,'' Varro added.
==================== sssss ccccc
",
    );
}

#[test]
fn indirect_clauses() {
    check(
        "
Marsk said that the dam would hold.
sssss cccc =======================
",
    );
    check(
        "
Mira Solane, who leads Veskom, denied that the pumps had failed.
sssssssssssssssssssssssssssss  cccccc =========================
",
    );
    check(
        "
The pumps had failed twice, the report says.
==========================  ssssssssss cccc
",
    );
    check(
        "
According to Veskom, the pumps had failed twice.
cccccccccccc ssssss  ==========================
",
    );
    check(
        "
The pumps had failed twice, according to Veskom.
==========================  cccccccccccc ssssss
",
    );
    check(
        "
Okrist has promised to rebuild the village.
ssssss cccccccccccc ======================
",
    );
}

#[test]
fn several_cues_share_a_source() {
    check(
        "
Marsk said the dam had held and added that nobody was hurt.
sssss cccc ================
sssss                           ccccc ====================
",
    );
    check(
        "
Varro urged calm, adding that the water was falling.
sssss ccccc ====
sssss             cccccc ==========================
",
    );
}

#[test]
fn quoted_words_are_not_statements() {
    check(
        "
The “Lenna Seven” were freed in June.
",
    );
    check(
        "
Her book “The Long Water” won a prize.
",
    );
}

#[test]
fn labels_name_speakers() {
    check(
        "
MARSK: The gates are open and the water is falling.
sssssc ============================================
",
    );
    check(
        "
“Nobody told us anything.” — Mira Solane
========================== c sssssssssss
",
    );
    check(
        "
Varro: “We were never asked.”
sssssc ======================
",
    );
}

#[test]
fn appositions_and_clauses_before_the_cue() {
    check(
        "
Lena Okrist, a farmer from Brasna, said the water came at night.
sssssssssssssssssssssssssssssssss  cccc =======================
",
    );
    check(
        "
“It was too late,” Okrist told reporters after a meeting that lasted three hours.
================== ssssss cccc
",
    );
    check(
        "
“Is the dam safe?” Marsk asked.
================== sssss ccccc
",
    );
    check(
        "
The minister, however, hailed the talks as “a good start”, with both sides pleased.
ssssssssssss           cccccc ===========================
",
    );
    check(
        "
“We have no quarrel with Veskom,” Varro stressed.
================================= sssss cccccccc
",
    );
    check(
        "
The pumps seem to have failed.
========= cccc ==============
",
    );
    check(
        "
“The gates are open.” Marsk added that the water was falling.
                      sssss ccccc ==========================
",
    );
}

#[test]
fn a_dateline_is_no_part_of_what_was_said() {
    check(
        "
BRASNA (CPA) — Veldania opened the dam by night, Orrenland said on Monday.
               ================================  sssssssss ccccccc
",
    );
    check(
        "
TARN HARBOUR, March 12 - “The gates are open,” Marsk said.
                         ===================== sssss cccc
",
    );
}

#[test]
fn a_tag_between_commas_cuts_a_clause_in_two() {
    check(
        "
The dam, Orrenland says, was opened by night.
=======  sssssssss cccc  ===================
",
    );
    check(
        "
The dam, according to Okrist, will be opened by night.
=======  cccccccccccc ssssss  =======================
",
    );
    check(
        "
It met a farmer whose cows, Varro says, were asleep.
                ==========  sssss cccc  ===========
",
    );
}

#[test]
fn a_quotation_goes_over_paragraphs() {
    check(
        "
Marsk said: “The dam will hold.
sssss cccc  ===================
“We have nothing to hide.
=========================
“We will wait.”
===============
",
    );
    check(
        "
“The dam will hold.
===================
“We will wait,” Marsk said.
=============== sssss cccc
",
    );
}

#[test]
fn no_quotation_behind_a_tag_is_lost() {
    check(
        "
“It was late”, Marsk suggested. “We will not wait”.
=============  sssss ccccccccc  ==================
",
    );
}

#[test]
fn the_subject_behind_a_cue_is_whole() {
    check(
        "
Marsk said there are few people in the valley.
sssss cccc ==================================
",
    );
    check(
        "
Bakers in Oxmere say they have no flour.
ssssssssssssssss ccc ==================
",
    );
}

#[test]
fn any_verb_of_saying_stands_beside_a_quotation() {
    check(
        "
“The gates are open,” Marsk thundered.
===================== sssss ccccccccc
",
    );
    check(
        "
“The gates are open”, underlined the minister.
====================  cccccccccc ssssssssssss
",
    );
    check(
        "
“The gates are open,” Mira Solane stressed in Brasna on Monday.
===================== sssssssssss ccccccccccc
",
    );
    check(
        "
“The gates are open!” he enthused.
===================== ss cccccccc
",
    );
    check(
        "
Okrist branded the plan “a folly”.
ssssss ccccccc ==================
",
    );
    check(
        "
Okrist reckons that the dam will hold.
ssssss ccccccc ======================
",
    );
}

#[test]
fn quotations_of_other_languages() {
    let find = |language: &str, text: &str| {
        let mut document = document(text);
        document.language = Some(language.to_owned());
        let resources = crate::resources::get();
        let found =
            super::read(resources, Engine::Rules, &Parsed::new(resources, &document)).statements;
        let of = |spans: &[Span]| -> Vec<String> {
            spans.iter().map(|it| it.of(text).to_owned()).collect()
        };
        let lines = found
            .iter()
            .map(|it| [of(&it.source), of(&it.cue), of(&it.content)].concat());
        lines.map(|it| it.join("|")).collect::<Vec<String>>()
    };
    let check = |language: &str, text: &str, expected: &str| {
        assert_eq!(find(language, text), [expected], "{text}");
    };
    check(
        "fr",
        "« Les vannes sont ouvertes », a déclaré mercredi le ministre de l’eau, Teodor Marsk, lors \
         d’une réunion. « Nous attendrons la crue. »",
        "le ministre de l’eau, Teodor Marsk|a déclaré|« Les vannes sont ouvertes »|\
         « Nous attendrons la crue. »",
    );
    check(
        "fr",
        "« Les vannes sont ouvertes », a-t-elle dit.",
        "elle|dit|« Les vannes sont ouvertes »",
    );
    check(
        "fr",
        "Selon Ilsa Varro, « la crue était décidée ».",
        "Ilsa Varro|Selon|« la crue était décidée »",
    );
    check(
        "de",
        "„Die Tore sind offen“, sagte Marsk am Montag.",
        "Marsk|sagte|„Die Tore sind offen“",
    );
    check(
        "de",
        "»Die Tore sind offen«, so Ilsa Varro.",
        "Ilsa Varro|so|»Die Tore sind offen«",
    );
    check(
        "de",
        "Am Montag sagte Marsk: „Die Tore sind offen.“",
        "Marsk|sagte|„Die Tore sind offen.“",
    );
    check(
        "de",
        "Teodor Marsk erklärte: „Die Tore sind offen.“",
        "Teodor Marsk|erklärte|„Die Tore sind offen.“",
    );
}

proptest! {
    #[test]
    fn spans_slice_the_text_in_order(
        text in "(Marsk|said|that|the dam|held|a dit|sagte|BRASNA|according to|who|[“”\"‘’'«»„:,.?—()\n ]| ){0,60}",
        language in 0_usize..3,
        engine in 0_usize..4,
    ) {
        let mut document = document(&text);
        document.language = ["en", "fr", "de"].get(language).map(|it| (*it).to_owned());
        let engine = if engine == 0 { Engine::Fast } else { Engine::Rules };
        let resources = crate::resources::get();
        let found = super::read(resources, engine, &Parsed::new(resources, &document)).statements;
        let mut ids: Vec<_> = found.iter().map(|it| it.id).collect();
        for statement in &found {
            let spans = [&statement.source, &statement.cue, &statement.content, &statement.quoted];
            for spans in spans {
                for span in spans {
                    prop_assert!(text.get(span.start()..span.end()).is_some());
                }
                prop_assert!(spans.windows(2).all(|it| it[0].end() <= it[1].start()));
            }
            prop_assert!(!statement.content.is_empty());
        }
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), found.len());
    }
}
