//! Invented sentences with the dates that they tell.

use crate::model::{Date, DateMention, Engine};
use crate::{analyse, resources};

fn dates(published: Option<&str>, text: &str) -> Vec<String> {
    dates_in("en", published, text)
}

fn dates_in(language: &str, published: Option<&str>, text: &str) -> Vec<String> {
    let mut document = analyse::testing::document(text, published);
    document.language = Some(language.to_owned());
    let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
    let show = |it: &DateMention| {
        let period = it.period.map(|(first, last)| format!("{first}/{last}"));
        let value = it.value.map(|it| it.to_string()).or(period);
        let value = value.unwrap_or("?".to_owned());
        format!("{} = {value}", it.span.of(text))
    };
    analysis.dates.iter().map(show).collect()
}

/// 12 March 2031 is a Wednesday.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(dates(Some("2031-03-12"), text), expected, "{text}");
}

#[test]
fn full_dates() {
    check(
        "It opened on March 3, 2029.",
        &["March 3, 2029 = 2029-03-03"],
    );
    check("It opened on 3 March 2029.", &["3 March 2029 = 2029-03-03"]);
    check(
        "It opened on the 3rd of March.",
        &["3rd of March = 2031-03-03"],
    );
    check(
        "It opened on Monday, March 10.",
        &["Monday, March 10 = 2031-03-10"],
    );
    check("It opened on 2029-03-03.", &["2029-03-03 = 2029-03-03"]);
    check("It opened on Nov.\u{a0}23.", &["Nov.\u{a0}23 = 2030-11-23"]);
}

#[test]
fn days_in_words_and_behind_their_month() {
    check(
        "It was signed on the eighth of March.",
        &["eighth of March = 2031-03-08"],
    );
    check(
        "He left on the twenty-first of May 2029.",
        &["twenty-first of May 2029 = 2029-05-21"],
    );
    check(
        "It fell on the fifth day of March.",
        &["fifth day of March = 2031-03-05"],
    );
    check(
        "They met March the 3rd in Tarn.",
        &["March the 3rd = 2031-03-03"],
    );
    check(
        "It shut on March the fifth.",
        &["March the fifth = 2031-03-05"],
    );
    check(
        "On Tuesday 4 March he left.",
        &["Tuesday 4 March = 2031-03-04"],
    );
    check(
        "On Tuesday, the 4th of March, he left.",
        &["Tuesday, the 4th of March = 2031-03-04"],
    );
    // What counts something else is no day.
    check("A third of March was dry.", &["March = 2031-03"]);
    check("The eighth of ten villages was hit.", &[]);
    check("In March the first gates opened.", &["March = 2031-03"]);
}

#[test]
fn days_of_a_month_in_a_row() {
    let three = "2031-03-03/2031-03-05";
    for text in [
        "3rd and the 5th of March",
        "3rd to the 5th of March",
        "3rd, 4th and 5th of March",
        "third and fifth of March",
    ] {
        check(
            &format!("It rained on the {text}."),
            &[&format!("{text} = {three}")],
        );
    }
    check(
        "It rained on March 3, 4 and 5.",
        &[&format!("March 3, 4 and 5 = {three}")],
    );
}

#[test]
fn days_that_a_month_counts() {
    check(
        "They vote on the last Friday of March.",
        &["last Friday of March = 2031-03-28"],
    );
    check(
        "They voted on the first Tuesday in November 2029.",
        &["first Tuesday in November 2029 = 2029-11-06"],
    );
    check(
        "It froze in the last week of January.",
        &["last week of January = 2031-01"],
    );
    check(
        "It froze on the first days of March.",
        &["first days of March = 2031-03"],
    );
}

#[test]
fn days_whose_month_is_not_named() {
    check(
        "The gates opened on the 9th, he said.",
        &["9th = 2031-03-09"],
    );
    check("The gates opened on the 20th.", &["20th = 2031-02-20"]);
    check("The vote is due on the 20th.", &["20th = 2031-03-20"]);
    check(
        "It was signed on June 3, 2029. The gates opened on the 9th.",
        &["June 3, 2029 = 2029-06-03", "9th = 2029-06-09"],
    );
    check("It was the vote on the 14th amendment.", &[]);
    check("The 9th was quiet.", &[]);
}

#[test]
fn the_year_is_the_nearest_and_rather_past() {
    check("They met on Jan. 5.", &["Jan. 5 = 2031-01-05"]);
    check("They will meet on 16 June.", &["16 June = 2031-06-16"]);
    check("They met in December.", &["December = 2030-12"]);
    check("They met in mid-February.", &["mid-February = 2031-02"]);
    check("They met last March.", &["last March = 2031-03"]);
    check("In an August speech he left.", &["August = 2030-08"]);
}

#[test]
fn weekdays_are_the_last_before_publishing() {
    check("Marsk said on Wednesday", &["Wednesday = 2031-03-12"]);
    check("Marsk said Friday night", &["Friday night = 2031-03-07"]);
    check("They will meet on Friday.", &["Friday = 2031-03-14"]);
    check("They meet next Monday.", &["next Monday = 2031-03-17"]);
}

#[test]
fn days_months_and_years_as_seen_from_publishing() {
    check("He spoke yesterday.", &["yesterday = 2031-03-11"]);
    check("He spoke last month.", &["last month = 2031-02"]);
    check("He spoke two days ago.", &["two days ago = 2031-03-10"]);
    check(
        "He spoke on Feb. 27. Two days later it rained.",
        &["Feb. 27 = 2031-02-27", "Two days later = 2031-03-01"],
    );
    check("It was built in 2019.", &["2019 = 2019"]);
    check("He spoke last night.", &["last night = 2031-03-11"]);
}

#[test]
fn durations_and_names_are_no_dates() {
    check("It took two days and may take 2000 more.", &[]);
    check("He told USA Today so.", &[]);
    check("Theresa May spoke for three years.", &[]);
}

#[test]
fn without_a_day_of_publishing_nothing_is_guessed() {
    let text = "He spoke on Wednesday, on Nov. 23 and in May 2029.";
    assert_eq!(
        dates(None, text),
        ["Wednesday = ?", "Nov. 23 = ?", "May 2029 = 2029-05"]
    );
}

#[test]
fn values_follow_a_new_day_of_publishing() {
    let mut document = analyse::testing::document("He spoke on Wednesday.", None);
    let mut analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
    document.published = analyse::testing::document("", Some("2031-03-14")).published;
    analyse::date(resources::get(), &document, &mut analysis);
    let value = analysis.dates.first().and_then(|it| it.value);
    assert_eq!(value, Date::day(2031, 3, 12));
}

#[test]
fn several_formats() {
    check("It opened on 12/25/2030.", &["12/25/2030 = 2030-12-25"]);
    check("It opened on 25/12/2030.", &["25/12/2030 = 2030-12-25"]);
    check("It opened on 3/3/2031.", &["3/3/2031 = 2031-03-03"]);
    check("It opened on 25.12.2030.", &["25.12.2030 = 2030-12-25"]);
    check(
        "It opened on 12 Sept. 2030.",
        &["12 Sept. 2030 = 2030-09-12"],
    );
    check("It opened in June of 2030.", &["June of 2030 = 2030-06"]);
    check(
        "It opened on Monday, 10 March.",
        &["Monday, 10 March = 2031-03-10"],
    );
    // Which of the two is the month is not told, and a month 13 is none.
    check("It opened on 3/4/2031 or so.", &["3/4/2031 = ?"]);
    check("It cost 14/13/2030 in all.", &[]);
}

#[test]
fn periods_have_a_first_and_a_last_day() {
    check(
        "They met from 3 to 5 March in Brasna.",
        &["3 to 5 March = 2031-03-03/2031-03-05"],
    );
    check(
        "The fair is on March 3-5.",
        &["March 3-5 = 2031-03-03/2031-03-05"],
    );
    check(
        "The fair is on 12–14 March 2030.",
        &["12–14 March 2030 = 2030-03-12/2030-03-14"],
    );
    check(
        "It rained from 28 February to 2 March.",
        &["28 February to 2 March = 2031-02-28/2031-03-02"],
    );
    check(
        "It rained between Monday and Wednesday.",
        &["Monday and Wednesday = 2031-03-10/2031-03-12"],
    );
    check(
        "She led it from 2019 to 2024.",
        &["2019 to 2024 = 2019/2024"],
    );
    check("She led it in 2019-2024.", &["2019-2024 = 2019/2024"]);
    check("It was built in the 1990s.", &["1990s = 1990/1999"]);
    check(
        "Sales fell in the first quarter of 2030.",
        &["first quarter of 2030 = 2030-01/2030-03"],
    );
    check(
        "Sales fell in the second half of last year.",
        &["second half of last year = 2030-07/2030-12"],
    );
    check("Sales fell in the third quarter.", &["third quarter = ?"]);
}

#[test]
fn weeks_and_times_of_year() {
    check(
        "He resigned last week.",
        &["last week = 2031-03-03/2031-03-09"],
    );
    check(
        "He resigned earlier this week.",
        &["earlier this week = 2031-03-10/2031-03-16"],
    );
    check(
        "They met earlier this month.",
        &["earlier this month = 2031-03"],
    );
    check(
        "He resigned over the weekend.",
        &["weekend = 2031-03-08/2031-03-09"],
    );
    check("It burnt last summer.", &["last summer = 2030-06/2030-08"]);
    check(
        "It burnt in the autumn of 2029.",
        &["autumn of 2029 = 2029-09/2029-11"],
    );
    check(
        "He left two weeks ago.",
        &["two weeks ago = 2031-02-24/2031-03-02"],
    );
    // A winter lies in two years, and a spring is also a coil.
    check("It burnt in the winter of 2030.", &["winter of 2030 = ?"]);
    check("The spring broke and prices fall.", &[]);
    assert_eq!(
        dates(
            Some("2031-03-16"),
            "On this weekend’s edition of “Lenna Sunday” he wept."
        ),
        ["this weekend = 2031-03-16"]
    );
}

#[test]
fn times_of_day_belong_to_their_day() {
    check(
        "It fell on Monday at 9:30 p.m. and sank.",
        &["Monday at 9:30 p.m. = 2031-03-10T21:30"],
    );
    check(
        "It fell at 9 p.m. on Monday.",
        &["9 p.m. on Monday = 2031-03-10T21:00"],
    );
    check(
        "It fell at noon on 3 March.",
        &["noon on 3 March = 2031-03-03T12:00"],
    );
    check(
        "It fell at 15:00 GMT on Monday.",
        &["15:00 GMT on Monday = 2031-03-10T15:00Z"],
    );
    check(
        "It fell at 12:15 a.m. Tuesday.",
        &["12:15 a.m. Tuesday = 2031-03-11T00:15"],
    );
    check("It fell at 9 p.m. and sank.", &[]);
    check("They won 3:1 on Monday.", &["Monday = 2031-03-10"]);
}

#[test]
fn counted_from_the_day_named_last() {
    check(
        "It opened on Feb. 27. The following morning it closed, and a month later it burnt.",
        &[
            "Feb. 27 = 2031-02-27",
            "following morning = 2031-02-28",
            "a month later = 2031-03",
        ],
    );
    check(
        "It opened in December. The next day it closed.",
        &["December = 2030-12", "next day = 2030-12"],
    );
    check("The following day it closed.", &["following day = ?"]);
}

#[test]
fn holidays() {
    check(
        "He spoke on Christmas Day.",
        &["Christmas Day = 2030-12-25"],
    );
    check("He spoke on Labor Day.", &["Labor Day = 2030-09-02"]);
    check(
        "He spoke on New Year's Day 2029.",
        &["New Year's Day 2029 = 2029-01-01"],
    );
}

#[test]
fn german_and_french() {
    let german = |text: &str, expected: &[&str]| {
        assert_eq!(dates_in("de", Some("2031-03-12"), text), expected, "{text}");
    };
    german("Marsk sagte am Montag, es regne.", &["Montag = 2031-03-10"]);
    german("Er kam am 3. März 2029 an.", &["3. März 2029 = 2029-03-03"]);
    german("Er kam am 03.04.2029 an.", &["03.04.2029 = 2029-04-03"]);
    german(
        "Er kam vor zwei Tagen an.",
        &["vor zwei Tagen = 2031-03-10"],
    );
    german(
        "Er kam im vergangenen Monat an.",
        &["vergangenen Monat = 2031-02"],
    );
    german("Gestern regnete es.", &["Gestern = 2031-03-11"]);
    german(
        "Es begann am Montag um 15.30 Uhr.",
        &["Montag um 15.30 Uhr = 2031-03-10T15:30"],
    );
    let french = |text: &str, expected: &[&str]| {
        assert_eq!(dates_in("fr", Some("2031-03-12"), text), expected, "{text}");
    };
    french("Il a plu lundi à Brasna.", &["lundi = 2031-03-10"]);
    french(
        "Il est venu le 1er mars 2029.",
        &["1er mars 2029 = 2029-03-01"],
    );
    french("Il est venu le mois dernier.", &["mois dernier = 2031-02"]);
    french(
        "Il est venu il y a deux jours.",
        &["il y a deux jours = 2031-03-10"],
    );
    french("Il est venu hier soir.", &["hier soir = 2031-03-11"]);
}

#[test]
fn what_is_quoted_counts_from_the_day_of_saying() {
    // Printed on Wednesday, said on Monday.
    check(
        "“He comes tomorrow,” Ilvan Marsk said on Monday.",
        &["tomorrow = 2031-03-11", "Monday = 2031-03-10"],
    );
    check(
        "“He comes tomorrow,” Ilvan Marsk said.",
        &["tomorrow = 2031-03-13"],
    );
}

#[test]
fn no_text_is_too_strange() {
    for text in [
        "",
        "12",
        "March",
        "of March",
        "9:99 p.m.",
        "from to",
        "31 February 2031",
        "1-",
        "–",
        "2031-99-99",
        "12.12.12.12",
        "from 5 March to",
        "99999999 days ago",
        "vor",
        "il y a",
        "the last",
        "first quarter of",
        "0000",
        "weekend",
        "\u{301}March 3",
    ] {
        for language in ["en", "de", "fr", "ru"] {
            dates_in(language, Some("2031-03-12"), text);
            dates_in(language, Some("0001"), text);
        }
    }
}
