//! `emoji`: sums over Unicode's list, what tokens share, what neighbors change, every format, wrong questions.

use std::collections::HashSet;
use std::fmt::Write;

use emojis::Group;
use serde::Deserialize;
use snapbox::{assert_data_eq, file};
use unicode_width::UnicodeWidthStr;

use crate::program::json::Token;
use crate::support::{cliptok, cliptok_reading, ids as encoded, sd1, view};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names, reason = "they are those of the JSON")]
struct Emoji {
    version: u8,
    emoji: String,
    name: String,
    group: String,
    unicode: String,
    sort: String,
    tokens: Vec<Token>,
    neighbors: Option<Vec<Neighbor>>,
    query: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Neighbor {
    prompt: String,
    ids: Vec<u16>,
    same: bool,
}

fn emoji(arguments: &[&str]) -> Vec<Emoji> {
    let ran = cliptok(&[&["emoji", "--format", "json"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    let emoji: Vec<Emoji> = serde_json::from_str(&ran.stdout).unwrap();
    assert!(emoji.iter().all(|emoji| emoji.version == 1));
    emoji
}

/// How many emoji there are of each sort.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Sums {
    version: u8,
    unicode: String,
    group: Option<String>,
    emoji_count: usize,
    single_count: usize,
    several_count: usize,
    fallback_count: usize,
    by_group: Vec<GroupSums>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct GroupSums {
    group: String,
    emoji_count: usize,
    single_count: usize,
    several_count: usize,
    fallback_count: usize,
}

impl Sums {
    /// Those of all groups together: all, one token, several, fallback.
    fn counts(&self) -> [usize; 4] {
        [self.emoji_count, self.single_count, self.several_count, self.fallback_count]
    }
}

fn sums(arguments: &[&str]) -> Sums {
    let ran = cliptok(&[&["emoji", "--format", "json"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    let sums: Sums = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((sums.version, &sums.group), (1, &None), "{arguments:?}");
    sums
}

/// The list as the crate `emojis` has it, in the lines of `data/emoji.txt`.
fn list_of_the_crate() -> String {
    let mut seen = HashSet::new();
    let mut list = String::new();
    let mut group = None;
    let every = emojis::iter()
        .flat_map(|emoji| std::iter::once(emoji).chain(emoji.skin_tones().into_iter().flatten()));
    for emoji in every.filter(|emoji| seen.insert(emoji.as_str())) {
        if group != Some(emoji.group()) {
            group = Some(emoji.group());
            let name = match emoji.group() {
                Group::SmileysAndEmotion => "Smileys & Emotion",
                Group::PeopleAndBody => "People & Body",
                Group::AnimalsAndNature => "Animals & Nature",
                Group::FoodAndDrink => "Food & Drink",
                Group::TravelAndPlaces => "Travel & Places",
                Group::Activities => "Activities",
                Group::Objects => "Objects",
                Group::Symbols => "Symbols",
                Group::Flags => "Flags",
            };
            writeln!(list, "# {name}").unwrap();
        }
        let version = emoji.unicode_version();
        writeln!(list, "{} {}.{} {}", emoji.as_str(), version.major(), version.minor(), emoji.name())
            .unwrap();
    }
    list
}

#[test]
fn the_list_is_that_of_the_crate_and_has_each_emoji_once() {
    assert_data_eq!(list_of_the_crate(), file!["../../data/emoji.txt"].raw());
    let every = emoji(&["--first", "9999"]);
    assert_eq!(every.len(), list_of_the_crate().lines().filter(|line| !line.starts_with("# ")).count());
}

#[test]
fn of_unicode_15_475_emoji_of_3655_are_one_token() {
    let of_15 = sums(&["--unicode", "15.0"]);
    assert_eq!((of_15.unicode.as_str(), of_15.counts()), ("15.0", [3655, 475, 655, 2525]));
    let newest = sums(&[]);
    assert_eq!((newest.unicode.as_str(), newest.counts()), ("18.0", [3963, 475, 746, 2742]));
}

#[test]
fn sums_of_groups_are_those_of_their_emoji() {
    let every = emoji(&["--first", "9999"]);
    let groups = sums(&[]).by_group;
    assert_eq!((every.len(), groups.len()), (3963, 9));
    for group in groups {
        let of_group: Vec<&Emoji> = every.iter().filter(|emoji| emoji.group == group.group).collect();
        let of_sort = |sort: &str| of_group.iter().filter(|emoji| emoji.sort == sort).count();
        assert_eq!(group.emoji_count, of_group.len(), "{group:?}");
        assert_eq!(group.single_count, of_sort("single"), "{group:?}");
        assert_eq!(group.several_count, of_sort("several"), "{group:?}");
        assert_eq!(group.fallback_count, of_sort("fallback"), "{group:?}");
    }
}

#[test]
fn the_tokens_of_an_emoji_are_those_of_the_tokenizer_and_say_its_sort() {
    let encoder = sd1();
    for emoji in emoji(&["--first", "9999"]) {
        let ids: Vec<u16> = emoji.tokens.iter().map(|token| token.id).collect();
        assert_eq!(ids, encoded(&encoder, &emoji.emoji), "{}", emoji.name);
        let cut = emoji.tokens.iter().any(|token| ["byte", "fragment"].contains(&token.kind.as_str()));
        let sort = if cut {
            "fallback"
        } else if ids.len() == 1 {
            "single"
        } else {
            "several"
        };
        assert_eq!(emoji.sort, sort, "{}", emoji.name);
    }
}

#[test]
fn emoji_are_found_by_themselves_by_name_by_group_and_by_tokens() {
    let names = |arguments: &[&str]| -> Vec<String> {
        emoji(arguments).into_iter().map(|emoji| emoji.name).collect()
    };
    assert_eq!(names(&["castle"]), ["Japanese castle", "castle"]);
    assert_eq!(names(&["JAPANESE C"]), ["Japanese castle"]);
    // With a variation selector and without.
    assert_eq!(names(&["☯"]), ["yin yang"]);
    assert_eq!(names(&["☯\u{FE0F}"]), ["yin yang"]);
    assert_eq!(emoji(&["--single"]).len(), 475);
    assert_eq!(emoji(&["--fallback", "--group", "food", "--first", "3"]).len(), 3);
    assert!(
        emoji(&["--group", "flags"]).iter().all(|emoji| emoji.group == "Flags" && !emoji.unicode.is_empty())
    );
}

#[test]
fn a_comma_behind_an_emoji_changes_its_ids() {
    let [castle] = &emoji(&["🏯", "--neighbors"])[..] else { panic!() };
    let neighbors = castle.neighbors.as_ref().unwrap();
    let beside = |prompt: &str| neighbors.iter().find(|neighbor| neighbor.prompt == prompt).unwrap();
    assert_eq!((&beside("🏯").ids[..], beside("🏯").same), (&[1109, 363][..], true));
    // The comma merges with the last byte: its token has bytes of the emoji, and of the comma.
    assert_eq!((&beside("🏯,").ids[..], beside("🏯,").same), (&[1109, 107][..], false));
    assert!(beside("a 🏯 a").same);
    let [castle] = &emoji(&["🏯"])[..] else { panic!() };
    assert!(castle.neighbors.is_none());
}

#[test]
fn neighbors_can_be_spelled_in_british_english() {
    let [american, british] =
        ["--neighbors", "--neighbours"].map(|option| view("80", &["emoji", "🏯", option], 0));
    assert_eq!(american, british);
    assert_ne!(american, view("80", &["emoji", "🏯"], 0));
}

#[test]
fn the_last_token_of_a_castle_is_also_that_of_yin_and_yang() {
    let shown = view("300", &["emoji", "🏯"], 0);
    let line = shown.lines().find(|line| line.contains("‹AF›╯ 363  a byte")).unwrap();
    assert!(line.contains("☯"), "{line}");
    assert!(!line.contains('\u{1F3FB}'), "an emoji stands for all its skin tones: {line}");
}

#[test]
fn what_is_found_and_not_shown_is_told() {
    for arguments in
        [&["emoji", "castle", "--first", "1"][..], &["emoji", "castle", "--first", "1", "--neighbors"]]
    {
        let shown = view("80", arguments, 0);
        assert!(shown.contains("found       2 emoji, the first 1 shown"), "{shown}");
    }
}

#[test]
fn several_queries_are_answered_one_after_the_other() {
    let names = |emoji: Vec<Emoji>| -> Vec<(String, String)> {
        emoji.into_iter().map(|emoji| (emoji.query.unwrap_or_default(), emoji.name)).collect()
    };
    let named = |query: &str, name: &str| (query.to_owned(), name.to_owned());
    assert_eq!(
        names(emoji(&["CASTLE", "☯", "castle", "--first", "1"])),
        [named("CASTLE", "Japanese castle"), named("☯", "yin yang"), named("castle", "Japanese castle")]
    );
    // What else is wanted is wanted of each.
    let single = emoji(&["dragon", "fire", "--single"]);
    assert!(!single.is_empty() && single.iter().all(|emoji| emoji.sort == "single"));
    let arguments = ["emoji", "-f", "-", "--format", "tsv", "🔥"];
    let ran = cliptok_reading(&arguments, "🐉\n \nqzqz\n".as_bytes());
    let queries: Vec<&str> = ran.stdout.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    assert_eq!((ran.code, queries), (1, vec!["query", "🔥", "🐉"]));
    let said = "cliptok: 1 blank line was skipped: a query needs text\ncliptok: stdin:3: no emoji matches\n";
    assert_eq!(ran.stderr, said);
    // Stdin is read only where it is named.
    assert_eq!(cliptok_reading(&["emoji"], b"castle\n").stdout, cliptok(&["emoji"]).stdout);
    assert!(emoji(&["--single", "--first", "2"]).iter().all(|emoji| emoji.query.is_none()));
}

#[test]
fn every_format_says_which_query_is_answered() {
    let arguments = ["emoji", "castle", "qzqz", "☯"];
    let shown = view("80", &arguments, 1);
    assert!(shown.starts_with("query       castle\nfallback    🏯  Japanese castle  "), "{shown}");
    assert!(
        shown.contains("\n\nquery       qzqz\nfound       no emoji\n\nquery       ☯\nemoji       ☯"),
        "{shown}"
    );
    let page = cliptok(&[&arguments[..], &["--format", "html"]].concat()).stdout;
    for title in ["castle: 2 emoji", "qzqz: 0 emoji", "☯: ☯\u{FE0F} yin yang"] {
        assert!(page.contains(&format!("<h2>{title}</h2>")), "{title}: {page}");
    }
    for format in ["json", "jsonl", "html", "tsv"] {
        let ran = cliptok(&[&arguments[..], &["--format", format]].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (1, "cliptok: argument 2: no emoji matches\n"));
    }
}

#[test]
fn of_several_groups_any_is_wanted() {
    let groups = |arguments: &[&str]| -> HashSet<String> {
        emoji(arguments).into_iter().map(|emoji| emoji.group).collect()
    };
    let both = HashSet::from(["Flags".to_owned(), "Food & Drink".to_owned()]);
    assert_eq!(groups(&["--group", "flags", "--group", "FOOD"]), both);
    assert_eq!(groups(&["--group", "flags", "black", "flag"]), HashSet::from(["Flags".to_owned()]));
}

#[test]
fn nothing_found_is_a_no() {
    let ran = cliptok(&["emoji", "qzqz"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (
            1,
            "",
            "cliptok: no emoji matches; give emoji one by one, with spaces between them, or a part of a Unicode name; \
         cliptok \"…\" shows the emoji of a prompt\n"
        )
    );
}

#[test]
fn a_question_that_means_nothing_is_refused_in_words() {
    for (question, words) in [
        (&["--unicode", "99"][..], "no emoji were added in Unicode 99.0; choose one of 6.0, 7.0, 8.0"),
        (&["--unicode", "17.5"], "no emoji were added in Unicode 17.5"),
        (&["--unicode", "new"], "expected a version of Unicode, such as 15.0"),
        (&["--single", "--fallback"], "cannot be used with"),
        (&["--neighbors"], "--neighbors needs an emoji or part of its name"),
        (
            &["🏯", "--neighbors", "--format", "tsv"],
            "--neighbors cannot be shown as tsv; choose --format human, json, jsonl, or html",
        ),
    ] {
        let ran = cliptok(&[&["emoji"], question].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{question:?}");
        assert!(ran.stderr.contains(words), "{question:?}: {}", ran.stderr);
    }
}

#[test]
fn a_table_has_the_fields_of_its_header() {
    let tsv = cliptok(&["emoji", "🏯", "--format", "tsv"]).stdout;
    assert_eq!(
        tsv,
        "emoji\tname\tgroup\tunicode\tsort\tids\tquery\n\
         🏯\tJapanese castle\tTravel & Places\t6.0\tfallback\t1109 363\t🏯\n"
    );
    let tsv = cliptok(&["emoji", "--format", "tsv", "--unicode", "15"]).stdout;
    assert_eq!(tsv.lines().next(), Some("group\temoji\tsingle\tseveral\tfallback"));
    assert_eq!(tsv.lines().last(), Some("all\t3655\t475\t655\t2525"));
}

#[test]
fn a_person_sees_groups_a_list_and_one_emoji() {
    let shown = [
        view("80", &["emoji"], 0),
        view("80", &["emoji", "castle"], 0),
        view("80", &["emoji", "🏯", "--neighbors"], 0),
        view("80", &["emoji", "☯"], 0),
    ];
    snapbox::assert_data_eq!(shown.join("\n"), snapbox::file!["snapshots/emoji-verb-80.txt"].raw());
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in ["60", "80", "160"] {
        for arguments in [&["emoji", "--first", "9999"][..], &["emoji"], &["emoji", "family", "--neighbors"]]
        {
            let shown = view(columns, arguments, 0);
            let wide = shown.lines().find(|line| line.width() > columns.parse().unwrap());
            assert_eq!(wide, None, "{columns}: {arguments:?}");
        }
    }
}
