//! Invented coverage whose speakers are hard to tell, each with who spoke.

use crate::model::{Analysis, Engine, EntityIdx, GivenStatement, Span, Statement};
use crate::{analyse, resources};

/// The speakers of a document whose statements are marked: `{source}`, or `{source}<cue>` where a
/// cue must be known; one statement a mark, by name or "?".
fn speakers_by(engine: Engine, marked: &str) -> Vec<String> {
    let mut text = String::new();
    let mut statements = Vec::new();
    let mut rest = marked;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((inside, after)) = inside.split_once('}') else {
            break;
        };
        text.push_str(before);
        let start = text.len();
        text.push_str(inside);
        let source = Span::new(start, text.len());
        rest = after;
        let mut cue = Vec::new();
        if let Some((inside, after)) = rest.strip_prefix('<').and_then(|it| it.split_once('>')) {
            text.push_str(if source.is_empty() { "" } else { " " });
            let start = text.len();
            text.push_str(inside);
            cue.push(Span::new(start, text.len()));
            rest = after;
        }
        // The content is the sentence's other part: any span that does not overlap will do.
        let end = text.len();
        statements.push(GivenStatement {
            source: if source.is_empty() {
                Vec::new()
            } else {
                vec![source]
            },
            cue,
            content: vec![Span::new(end, end + 1)],
            ..GivenStatement::default()
        });
    }
    text.push_str(rest);
    let mut document = crate::analyse::testing::document(&text, None);
    document.given.statements = Some(statements);
    names(&analyse::analyse(resources::get(), &document, engine))
}

fn names(analysis: &Analysis) -> Vec<String> {
    let name = |it: &Statement| {
        let entity = it.speaker.and_then(|it| analysis.entities.get(it.idx()));
        entity.map_or("?".to_owned(), |it| it.name.clone())
    };
    analysis.statements.iter().map(name).collect()
}

fn check(marked: &str, expected: &[&str]) {
    assert_eq!(speakers_by(Engine::Rules, marked), expected, "{marked}");
}

/// The same, where what a network tells of names and verbs is needed.
fn check_read(marked: &str, expected: &[&str]) {
    assert_eq!(speakers_by(Engine::Full, marked), expected, "{marked}");
}

#[test]
fn surnames_and_roles_mean_who_was_introduced() {
    check(
        "{Veldanian Presidential Spokesman Ilvan Marsk} told reporters so. {Marsk} stressed it. \
         Later {the Veldanian spokesman} explained, and {the diplomat} hailed it. {He} added more.",
        &["Ilvan Marsk"; 5],
    );
    check(
        "{Mira Solane, the water minister,} said so. {Ilvan Marsk, a farmer,} disagreed. \
         {The minister} stood by it.",
        &["Mira Solane", "Ilvan Marsk", "Mira Solane"],
    );
}

#[test]
fn pronouns_mean_who_fits_their_gender() {
    check(
        "{Mr Varro} met Ms Okrist on Monday. {She} denied it, but {he} insisted.",
        &["Varro", "Okrist", "Varro"],
    );
}

#[test]
fn namesakes_are_kept_apart() {
    check(
        "{Henry Okrist} said no. {Anna Okrist} said yes. {Mr Okrist} repeated it.",
        &["Henry Okrist", "Anna Okrist", "Henry Okrist"],
    );
}

#[test]
fn groups_documents_and_the_unnamed_speak_too() {
    check("{The report} found so.", &["report"]);
    check("{A dam engineer} said so.", &["dam engineer"]);
    check("{Officials in Brasna} said so.", &["Officials"]);
    check(
        "{the Lenna River Authority} said so. {the authority} insisted.",
        &["Lenna River Authority"; 2],
    );
}

#[test]
fn a_role_with_a_phrase_belongs_to_the_name_behind_the_comma() {
    check(
        "{Mira Solane} left. {His colleague at the press desk, Ilvan Marsk,} said no. \
         {A lawyer for the mills, Anna Okrist,} said yes.",
        &["Mira Solane", "Ilvan Marsk", "Anna Okrist"],
    );
    check(
        "{The Varro administration} said so. {The administration} insisted.",
        &["Varro administration"; 2],
    );
}

#[test]
fn two_speakers_are_a_group() {
    check(
        "{Ilvan Marsk and Mira Solane} said so.",
        &["Ilvan Marsk and Mira Solane"],
    );
}

#[test]
fn what_pronouns_tell_of_somebody_is_known_in_the_whole_text() {
    check_read(
        "{Kim Varro}, who lost her mill in the flood, said so. Ilvan Marsk listened. {She} left early.",
        &["Kim Varro", "Kim Varro"],
    );
    check_read(
        "Robin Okrist said he would sue. Then Ilvan Marsk and Mira Solane came. Okrist sat down. \
         “It is over,” {he} said.",
        &["Robin Okrist"],
    );
}

#[test]
fn the_subject_of_the_sentence_comes_first() {
    check_read(
        "Ilvan Marsk had met Peter Varro twice. Marsk praised Varro when {he} spoke of the gates.",
        &["Ilvan Marsk"],
    );
    check_read(
        "Governor Anna Okrist called Mira Solane a coward. “We will not wait,” {she} said.",
        &["Anna Okrist"],
    );
    check_read(
        "Ilvan Marsk called Mira Solane a disgrace after {she} attacked the guards.",
        &["Mira Solane"],
    );
}

#[test]
fn who_only_tells_which_or_what_is_not_meant() {
    check_read(
        "Mira Solane became the first woman to run the dam. {She} said that it was late.",
        &["Mira Solane"],
    );
    check_read(
        "{The mill owners} said so. A report by the Varro committee came out. {They} insisted.",
        &["mill owners", "mill owners"],
    );
}

#[test]
fn two_who_are_named_together_are_they() {
    check_read(
        "Henry Marsk and Anna Solane met on Monday. {They} agreed that the gates stay open.",
        &["Henry Marsk and Anna Solane"],
    );
    check_read(
        "Marsk and Solane had won. The guards were victims. “Nobody,” {they} said.",
        &["Marsk and Solane"],
    );
}

#[test]
fn a_bare_surname_means_whom_the_text_is_about() {
    check_read(
        "Henry Okrist opened the gates. Henry Okrist is water minister. A picture showed Anna Okrist \
         beside the dam. “Enough,” {Okrist} said.",
        &["Henry Okrist"],
    );
}

#[test]
fn relative_pronouns_take_up_what_stands_before_them() {
    check_read(
        "He met members of the Lenna River Authority, {which} denied it.",
        &["Lenna River Authority"],
    );
    check_read("Ilvan Marsk ({who} backs the dam) came.", &["Ilvan Marsk"]);
    check_read(
        "A farmer from Brasna, {who} asked for help, left.",
        &["farmer"],
    );
    check_read(
        "An adviser to Henry Varro, {who} asked not to be named, left.",
        &["adviser"],
    );
}

#[test]
fn ages_mean_who_was_spoken_of() {
    check_read(
        "{Ilvan Marsk, 62,} said so. {The 62-year-old} added that he was tired.",
        &["Ilvan Marsk"; 2],
    );
}

#[test]
fn cues_that_go_on_have_the_speaker_before_them() {
    check_read(
        "{Ilvan Marsk}<denied> it, {}<adding> that nobody was hurt, and {}<warned> of rain.",
        &["Ilvan Marsk"; 3],
    );
    // What something is called by is said by nobody in particular.
    check_read(
        "{Ilvan Marsk}<backed> the bill, {}<known as> the dam act.",
        &["Ilvan Marsk", "?"],
    );
}

#[test]
fn the_first_person_is_who_speaks() {
    let text = "“{I} told them so,” Marsk said.";
    assert_eq!(speakers_by(Engine::Rules, text), ["?"]);
    let text = "“I told the guards that the gates must close,” Ilvan Marsk said.";
    let document = crate::analyse::testing::document(text, None);
    let analysis = analyse::analyse(resources::get(), &document, Engine::Full);
    let names = names(&analysis);
    assert!(!names.is_empty());
    assert!(names.iter().all(|it| it == "Ilvan Marsk"), "{names:?}");
}

#[test]
fn quotations_go_on() {
    let text = "“The gates are open,” Ilvan Marsk told reporters on Monday. “Nobody was hurt.”\n\n\
                Mira Solane disagreed.\n\n“They opened too late,” she said.";
    let document = crate::analyse::testing::document(text, None);
    let analysis = analyse::analyse(resources::get(), &document, Engine::Full);
    let names = names(&analysis);
    assert_eq!(names.first().map(String::as_str), Some("Ilvan Marsk"));
    assert_eq!(names.last().map(String::as_str), Some("Mira Solane"));
}

#[test]
fn who_else_was_weighed_is_kept() {
    let text = "Ilvan Marsk met Peter Varro in Brasna. He said that the gates would stay open.";
    let document = crate::analyse::testing::document(text, None);
    let analysis = analyse::analyse(resources::get(), &document, Engine::Full);
    let said = analysis.statements.first().expect("a statement");
    let name = |it: &EntityIdx| analysis.entities.get(it.idx()).map(|it| it.name.as_str());
    assert_eq!(said.speaker.as_ref().and_then(name), Some("Ilvan Marsk"));
    let others: Vec<_> = said.choice.others.iter().filter_map(name).collect();
    assert_eq!(others, ["Peter Varro"]);
    assert!(
        (700..950).contains(&said.choice.confidence),
        "{:?}",
        said.choice
    );
}

#[test]
fn one_name_is_written_in_many_ways() {
    check_read(
        "{Sergei Okrist} spoke first. Later {Sergey Okrist} left, and {S. Okrist} wrote a letter.",
        &["Sergei Okrist"; 3],
    );
    check_read(
        "{Élise Varró}, a farmer, came. {Elise Varro} left.",
        &["Élise Varró"; 2],
    );
    check_read(
        "{Dr. Anna J. Okrist} said so. {Okrist} wrote it down. {Mrs. Okrist} left.",
        &["Anna J. Okrist"; 3],
    );
    check_read(
        "{Henry Okrist} met {Anna Okrist}. {Mrs. Okrist} spoke, then {Mr. Okrist} did.",
        &["Henry Okrist", "Anna Okrist", "Anna Okrist", "Henry Okrist"],
    );
}

#[test]
fn the_unnamed_stay_who_they_are() {
    check_read(
        "{A senior official} said so. {The official} added more. {Another official} disagreed.",
        &["senior official", "senior official", "Another official"],
    );
    check_read(
        "{A spokesman for the Lenna River Authority} said no. {The spokesman} named no reason.",
        &["spokesman for the Lenna River Authority"; 2],
    );
    check_read("{Two of the guards} said so.", &["Two of the guards"]);
}

#[test]
fn offices_are_told_apart() {
    check_read(
        "Water minister Henry Marsk met foreign minister Anna Solane. {The water minister} left; {the \
         foreign minister} stayed.",
        &["Henry Marsk", "Anna Solane"],
    );
    check_read(
        "Peter Varro, the mayor of Brasna, and his deputy, Anna Okrist, came. {The mayor} spoke.",
        &["Peter Varro"],
    );
    check_read(
        "Governor Henry Marsk and former governor Peter Varro met. {The governor} smiled.",
        &["Henry Marsk"],
    );
}

#[test]
fn groups_and_places_speak() {
    check_read(
        "{Germany} denied it. {Berlin} said no.",
        &["Germany", "Berlin"],
    );
    check_read(
        "{The Corran Press Agency} reported it. {The agency} named no source. {It} also said so.",
        &["Corran Press Agency"; 3],
    );
    check_read(
        "{The Lenna River Authority (LRA)} said so. {The LRA} insisted.",
        &["Lenna River Authority"; 2],
    );
}

#[test]
fn women_and_men_keep_their_pronouns() {
    check_read(
        "Anna Okrist told Henry Marsk to leave. {He} refused. {She} called the guards.",
        &["Henry Marsk", "Anna Okrist"],
    );
    check_read(
        "Henry Marsk, whose sister Anna Okrist runs the mill, left. “Never,” {he} said. {She} laughed.",
        &["Henry Marsk", "Anna Okrist"],
    );
    check_read(
        "Henry Marsk criticised Peter Varro. “He lied,” {Marsk} said. {He} gave no proof.",
        &["Henry Marsk", "Henry Marsk"],
    );
}

#[test]
fn whom_the_sentence_before_is_about_goes_before_who_spoke_last() {
    let told =
        "{Minister Ilse Varro} said the dam would hold. “It is built for it,” {she} said.\n\n";
    let after = |rest: &str, expected: &str| {
        check_read(
            &format!("{told}{rest}"),
            &["Ilse Varro", "Ilse Varro", expected],
        );
    };
    after(
        "The governor, Hanne Okrist, had been there since four. {She} counts eleven villages.",
        "Hanne Okrist",
    );
    after(
        "Hanne Okrist, 61, a farmer in Tarn, lost two barns. {She} believes in nothing now.",
        "Hanne Okrist",
    );
    after(
        "Her deputy, Hanne Okrist, was in Tarn that night. {She} told nobody.",
        "Hanne Okrist",
    );
    after(
        "Among those who lost a house is Hanne Okrist, a teacher. {She} heard no siren.",
        "Hanne Okrist",
    );
    after(
        "Mira Solane's house stands empty. {She} moved away.",
        "Mira Solane",
    );
    // In passing, or in another paragraph, a name does not take the word.
    after(
        "On Monday she had thanked a farmer of that valley, Hanne Okrist, who died in May. {She} saw no crack.",
        "Ilse Varro",
    );
    after(
        "On Monday she had flown over the valley with Hanne Okrist. {She} saw no crack.",
        "Ilse Varro",
    );
    after(
        "A friend of Hanne Okrist left early. {She} did not mind.",
        "Ilse Varro",
    );
}

#[test]
fn who_spoke_long_ago_gives_way() {
    check_read(
        "{Anna Okrist} thanked the farmers. Two hamlets were cut off. All the people there are well. \
         The road is dry.\n\nThe foreign minister is to speak on Friday. {She} has said little.",
        &["Anna Okrist", "foreign minister"],
    );
}

#[test]
fn a_stated_speaker_goes_before_what_i_means() {
    let text = "I want the gates shut by noon.";
    let mut document = crate::analyse::testing::document(text, None);
    document.given.statements = Some(vec![GivenStatement {
        source: vec![Span::new(0, 1)],
        content: vec![Span::new(2, text.len() - 1)],
        speaker: Some("Ilse Marsk".to_owned()),
        ..GivenStatement::default()
    }]);
    let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
    assert_eq!(names(&analysis), ["Ilse Marsk"]);
}

#[test]
fn what_somebody_is_to_another_is_no_role() {
    let roles = |text: &str, name: &str| {
        let document = crate::analyse::testing::document(text, None);
        let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
        let entity = analysis.entities.into_iter().find(|it| it.name == name);
        let roles = entity.map(|it| it.roles).unwrap_or_default();
        roles.into_iter().map(|it| it.title).collect::<Vec<_>>()
    };
    let check = |text: &str, name: &str, expected: &[&str]| {
        assert_eq!(roles(text, name), expected, "{text}");
    };
    check("Her colleague Ilvan Marsk agreed.", "Ilvan Marsk", &[]);
    check("His brother, Peter Marsk, left.", "Peter Marsk", &[]);
    check(
        "His colleague at the press desk, Peter Marsk, left.",
        "Peter Marsk",
        &[],
    );
    check(
        "A partner at the firm, Peter Marsk, left.",
        "Peter Marsk",
        &["partner"],
    );
    check(
        "Her colleague Ilvan Marsk, the water minister, agreed.",
        "Ilvan Marsk",
        &["water minister"],
    );
    check(
        "Anna Okrist’s brother, Peter Marsk, left.",
        "Peter Marsk",
        &["Anna Okrist’s brother"],
    );
    check(
        "The spokesman’s wife, Mira Solane, left.",
        "Mira Solane",
        &["spokesman’s wife"],
    );
    check(
        "Her deputy, Hanne Okrist, left.",
        "Hanne Okrist",
        &["deputy"],
    );
}
