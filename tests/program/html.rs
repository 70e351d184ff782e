//! The page for a browser: nothing of a prompt is markup, nothing comes from outside, and a real browser finds what is there.
//!
//! The tests of a browser run where `CLIPTOK_BROWSER` names one (`CLIPTOK_BROWSER=chromium cargo test html`).

use std::process::Command;

use cliptok::{Encoder, Model};
use proptest::prelude::*;
use regex::Regex;

use crate::support::{FIVE, cliptok, ids as encoded, sd1, text};

/// Prompts that try to become markup, to leave an attribute, or to load something.
const HOSTILE: [&str; 20] = [
    "<script>document.title = 'owned'</script>",
    "</span></div><script>document.title = 'owned'</script>",
    "\" onmouseover=\"document.title = 'owned'",
    "' onfocus='document.title = 1' autofocus='",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "</style><script>document.title = 'owned'</script>",
    "</title><script>document.title = 'owned'</script>",
    "<!-- a comment that has no end",
    "]]><script>document.title = 'owned'</script>",
    "&lt;script&gt;document.title&lt;/script&gt;",
    "&#60;script&#62;document.title = 1&#60;/script&#62;",
    "<svg onload=document.title=1>",
    "<iframe src=javascript:document.title=1>",
    "<link rel=stylesheet href=https://example.com/a.css>",
    "<base href=https://example.com/>",
    "{{document.title}} ${document.title} `document.title`",
    "\u{202E}<script>\u{202C} turned",
    "\u{1b}[31m<b>red</b>\u{0}\u{7}",
    "<textarea><plaintext>",
    "<|endoftext|><a href='javascript:document.title=1'>x</a>",
];

fn page(prompts: &[&str]) -> String {
    page_of(&[&["inspect", "--format", "html", "--"], prompts].concat(), 0)
}

/// The page that a run prints, if it ends with this code.
fn page_of(arguments: &[&str], code: i32) -> String {
    let ran = cliptok(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{arguments:?}");
    ran.stdout
}

/// A page of each verb but `inspect`, in each of its shapes, with hostile text where there is text to give.
fn pages_of_other_verbs() -> Vec<String> {
    let html = |arguments: &[&str], code| page_of(&[arguments, &["--format", "html"]].concat(), code);
    let hostile: Vec<String> = HOSTILE.iter().map(|prompt| prompt.replace('\0', "")).collect();
    let hostile: Vec<&str> = hostile.iter().map(String::as_str).collect();
    vec![
        page_of(&[&["diff", "--dialect", FIVE, "--format", "html", "--"], &hostile[..]].concat(), 1),
        html(&["diff", "--dialect", FIVE, "it’s", "a cat"], 1),
        html(&["diff", "--ids", "585 568", "it’s"], 0),
        page_of(&[&["vocab", "--format", "html", "--single"], &hostile[..]].concat(), 1),
        html(&["vocab"], 0),
        html(&["vocab", "--hex", "F09F8F", "--first", "40"], 0),
        html(&["vocab", "--unreachable"], 0),
        html(&["vocab", "--id", "1109"], 0),
        html(&["vocab", "--id", "32"], 0),
        html(&["vocab", "nothing is like this"], 1),
        html(&["emoji"], 0),
        html(&["emoji", "castle"], 0),
        html(&["emoji", "🏯", "--neighbors"], 0),
        html(&["emoji", "no emoji has this name"], 1),
        page_of(&[&["stats", "--format", "html", "--"], &hostile[..]].concat(), 0),
        page_of(&[&["inspect", "--as", "a1111", "--format", "html", "--"], &hostile[..]].concat(), 0),
        cliptok(&["--format", "html", "--find", hostile[0], "--find", hostile[2], hostile[0]]).stdout,
        cliptok(&[&["vocab", "--format", "html"], &hostile[..], &["cat"]].concat()).stdout,
    ]
}

/// The tags of a page: between `<` and `>` nothing else is left, if all text is escaped.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split_once("<body>").unwrap().1;
    body.split('<').skip(1).map(|rest| rest.split_once('>').expect("a tag ends").0).collect()
}

/// That every element that is opened is closed, in order, and is one that the page has.
fn assert_well_formed(page: &str) {
    let known = [
        "main", "h1", "section", "h2", "h3", "p", "mark", "small", "span", "div", "b", "br", "code", "del",
        "s", "sub", "ol", "ul", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    ];
    let attribute = Regex::new(r#"^( [a-z-]+="[^"<>]*")*$"#).unwrap();
    let name_of_attribute = Regex::new(r#" ([a-z-]+)=""#).unwrap();
    let mut open = vec!["html", "body"];
    for tag in tags(page) {
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{page}");
            continue;
        }
        let name = tag.split(' ').next().unwrap();
        assert!(known.contains(&name), "{tag}");
        assert!(attribute.is_match(&tag[name.len()..]), "{tag}");
        let allowed = [
            "class",
            "role",
            "tabindex",
            "data-ids",
            "data-id",
            "aria-label",
            "title",
            "start",
            "dir",
            "style",
            "scope",
        ];
        for found in name_of_attribute.captures_iter(tag) {
            assert!(allowed.contains(&&found[1]), "{tag}");
        }
        if name != "br" {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_of_any_prompt_is_markup(prompt in text()) {
        prop_assume!(!prompt.contains('\0'));
        assert_well_formed(&page(&[&prompt]));
    }
}

#[test]
fn nothing_of_a_hostile_prompt_is_markup() {
    let hostile: Vec<String> = HOSTILE.iter().map(|prompt| prompt.replace('\0', "")).collect();
    let prompts: Vec<&str> = hostile.iter().map(String::as_str).collect();
    let page = page(&prompts);
    assert_well_formed(&page);
    assert_eq!(page.matches("<section").count(), HOSTILE.len());
    assert!(!page.contains("<script") && !page.contains('\u{202E}') && !page.contains('\u{1b}'));
}

#[test]
fn the_pages_of_all_verbs_are_well_formed_whatever_they_are_of() {
    for page in pages_of_other_verbs() {
        assert_well_formed(&page);
        assert!(!page.contains("<script") && !page.contains('\u{202E}') && !page.contains('\u{1b}'));
    }
}

#[test]
fn nothing_comes_from_outside() {
    for page in [vec![page(&["a cat"])], pages_of_other_verbs()].concat() {
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(!style.contains("http") && !style.contains("url("));
        assert!(page.contains("default-src 'none'"));
    }
}

#[test]
fn a_comparison_is_a_page_with_what_differs_marked() {
    let page =
        page_of(&["diff", "--dialect", FIVE, "--format", "html", "it’s 👨\u{200D}👩\u{200D}👧", "a cat"], 1);
    let ids = |group: &str| -> Vec<u16> {
        let group = page.split(group).nth(1).unwrap().split("</div>").next().unwrap();
        let id = Regex::new(r#"data-ids="(\d+)""#).unwrap();
        id.captures_iter(group).map(|found| found[1].parse().unwrap()).collect()
    };
    let prompt = "it’s 👨\u{200D}👩\u{200D}👧";
    assert_eq!(ids("<h3>hf · "), encoded(&sd1(), prompt));
    assert_eq!(ids("<h3>openai, open-clip, hf-slow · "), encoded(&Encoder::for_model(Model::OpenAi), prompt));
    assert!(page.contains("it<mark>’s</mark> <mark>👨\u{200D}👩\u{200D}👧</mark></div>"), "{page}");
    assert!(page.contains("<td>quotes</td><td>’ → &#39; in openai, open-clip, hf-slow</td>"), "{page}");
    assert!(page.contains("<p>All agree.</p>") && page.contains("1 of 2 prompts differ"));
}

#[test]
fn ids_that_were_looked_for_are_a_page_with_verdicts() {
    let page = page_of(&["diff", "--format", "html", "--ids", "585 568", "it’s"], 0);
    assert_eq!(page.matches("<tr class=\"yes\">").count(), 3);
    assert!(page.contains("<td>hf</td><td>no: position 1 (from 0) is 568, where 728 is expected</td>"));
}

#[test]
fn entries_are_a_page_with_every_id() {
    let page = page_of(&["vocab", "--format", "html", "--unreachable"], 0);
    assert_eq!(page.matches("data-ids=").count(), 151);
    assert!(page.contains("151 entries that no prompt gives in the dialect hf"));
    let one = page_of(&["vocab", "--format", "html", "--id", "3540"], 0);
    for id in ["3540", "2509", "579", "9302"] {
        assert!(one.contains(&format!("data-ids=\"{id}\"")), "{id}");
    }
    let words = page_of(&["vocab", "--format", "html", "--single", "cat", "axolotl"], 1);
    assert!(words.contains("<td>yes</td>") && words.contains("<td><b>no</b></td>"));
}

#[test]
fn emoji_are_a_page_with_sums_to_scale_and_every_token() {
    let sums = page_of(&["emoji", "--format", "html", "--unicode", "15.0"], 0);
    assert!(sums.contains("<td class=\"number\">3655</td><td class=\"number\">475</td>"));
    // 475 of 3,655 are 12.99 percent.
    assert!(sums.contains("<span class=\"share whole\" style=\"width: 12.99%\">"));
    let castle = page_of(&["emoji", "🏯", "--neighbors", "--format", "html"], 0);
    assert!(castle.contains("data-ids=\"1109\"") && castle.contains("data-ids=\"363\""));
    assert!(
        castle.contains("a token that 38 others have (shown without skin tones)") && castle.contains("☯")
    );
    assert!(castle.contains("<td>🏯,</td><td><b>others</b></td>"));
}

#[test]
fn every_token_and_every_slot_is_there() {
    let long = "a photo of a cat ".repeat(20) + "🏯";
    let run = Regex::new(r#"data-ids="([0-9 ]+)""#).unwrap();
    for prompt in ["a 🏯, 🖍 cat", "ﬁne E\u{301}", "", &long] {
        let page = page(&[prompt]);
        let ids: Vec<u16> = sd1().encode(prompt).ids().map(|id| id.0).collect();
        let shown: Vec<u16> = run
            .captures_iter(&page)
            .flat_map(|found| found[1].split(' ').map(|id| id.parse().unwrap()).collect::<Vec<u16>>())
            .collect();
        assert_eq!(shown, ids, "{prompt}");
        assert_eq!(page.matches("data-id=").count(), 77);
        assert_eq!(page.matches("<tr class=\"token\">").count(), ids.len());
        assert_eq!(page.contains("<del>"), ids.len() > 75, "{prompt}");
    }
}

#[test]
fn tokens_of_one_character_are_one_run_and_stand_out() {
    let page = page(&["a 🏯"]);
    assert!(
        page.contains(
            "<span class=\"run fallback\" role=\"listitem\" tabindex=\"0\" data-ids=\"1109 363\">🏯"
        )
    );
    assert!(page.contains("slot 2: id <b>1109</b>, fragment, <code>F0 9F 8F</code>"));
    assert!(page.contains("JAPANESE CASTLE"));
}

#[test]
fn what_a_program_makes_of_a_prompt_is_on_its_page() {
    let prompt = "a (red:1.5) car, [woman:man:0.5] <lora:x:0.8> BREAK b";
    let page = page_of(&["--as", "a1111", "--find", "red car", "--format", "html", prompt], 0);
    assert_well_formed(&page);
    for part in [
        // Markup recedes, and the tokens of the phrase are outlined.
        "<span class=\"markup\"> (</span><span class=\"run whole found\"",
        "row 1 of 2, slot 2: id <b>736</b>, whole, <code>72 65 64</code>, weight 1.5<",
        "normalized by whitespace:</span> a · red · car, woman · b</p>",
        "<p><span class=\"quiet\">at steps 1–10:</span> a (red:1.5) car, woman",
        "<span class=\"segment\">red<sub>×1.5</sub></span>",
        "<s>&lt;lora:x:0.8&gt;</s> <span class=\"quiet\">network</span>",
        "<b>red car</b> 2 times: row 1 of 2, slots 2–3 (weights 1.5, 1); in the text",
        "<b>6 tokens</b> in 2 rows;",
        "<p class=\"quiet\">row 1 of 2, ends: ends at BREAK</p>",
        "title=\"slot 2: whole, id 736, weight 1.5\"",
        "<td class=\"number\">2 of 2</td><td class=\"number\">1</td><td class=\"number id\">321</td><td class=\"number\">1</td>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(
        (
            page.matches("class=\"run whole found\"").count(),
            page.matches("<li class=\"whole found\"").count()
        ),
        (2, 2)
    );
    // Text has no weights, and one row has no number.
    let page = page_of(&["--as", "text", "--format", "html", "a (red:1.5) car"], 0);
    assert!(!page.contains("markup\">") && !page.contains("row 1") && !page.contains(">weight<"), "{page}");
}

#[test]
fn statistics_are_a_page_with_a_histogram_to_scale() {
    let ran = cliptok(&[
        "stats",
        "--context-length",
        "6",
        "--format",
        "html",
        "a cat",
        "a dog",
        "a",
        "a photo of a 🏯",
        "<b>",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_well_formed(&ran.stdout);
    let width = Regex::new(r#"<span class="bar (\w+)" style="width: ([0-9.]+)%">"#).unwrap();
    let bars: Vec<(String, String)> =
        width.captures_iter(&ran.stdout).map(|found| (found[1].to_owned(), found[2].to_owned())).collect();
    // No, one, two, three, four, five, six tokens: a half is half as long as the whole.
    let wanted =
        [("whole", "0.00"), ("whole", "50.00"), ("whole", "100.00"), ("whole", "50.00"), ("whole", "0.00")];
    let wanted: Vec<(String, String)> = wanted
        .into_iter()
        .chain([("cut", "0.00"), ("cut", "50.00")])
        .map(|(class, width)| (class.to_owned(), width.to_owned()))
        .collect();
    assert_eq!(bars, wanted);
    assert!(ran.stdout.contains("<td>🏯</td><td>JAPANESE CASTLE</td>"), "{}", ran.stdout);
}

#[test]
fn statistics_of_nothing_are_a_page() {
    assert_well_formed(&cliptok(&["stats", "--format", "html", "-f", "/dev/null"]).stdout);
}

/// What a browser makes of a page: its tree, and what it says on its console. `None` where no browser is named.
fn in_browser(page: &str) -> Option<(String, String)> {
    let browser = std::env::var_os("CLIPTOK_BROWSER")?;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    let output = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", directory.path().display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((text(&output.stdout), text(&output.stderr)))
}

#[test]
fn a_browser_finds_tokens_slots_and_what_was_cut() {
    let long = "a photo of a cat ".repeat(20) + "🏯";
    let Some((tree, console)) = in_browser(&page(&[&long])) else { return };
    assert_eq!(tree.matches("class=\"run ").count(), 101, "100 words, and two tokens of one character");
    assert_eq!(tree.matches("<li class=").count(), 77);
    assert_eq!(tree.matches("<del>").count(), 26);
    assert!(!console.contains("CONSOLE"), "{console}");
}

#[test]
fn a_browser_finds_nothing_wrong_with_any_page() {
    for page in pages_of_other_verbs() {
        let Some((tree, console)) = in_browser(&page) else { return };
        // What the browser read is what was written: it had nothing to mend.
        for tag in ["<section", "<tr", "<span", "<td", "<li", "<mark", "<small"] {
            assert_eq!(tree.matches(tag).count(), page.matches(tag).count(), "{tag}");
        }
        assert!(!tree.contains("<script") && !console.contains("CONSOLE"), "{console}");
    }
}

#[test]
fn a_browser_runs_nothing_of_a_hostile_prompt() {
    let hostile: Vec<String> = HOSTILE.iter().map(|prompt| prompt.replace('\0', "")).collect();
    let prompts: Vec<&str> = hostile.iter().map(String::as_str).collect();
    let Some((tree, console)) = in_browser(&page(&prompts)) else { return };
    assert!(tree.contains("<title>cliptok: prompts as CLIP's tokenizer sees them</title>"), "{tree}");
    assert_eq!(tree.matches("<section").count(), HOSTILE.len());
    for forbidden in ["<script", "<img", "<iframe", "<svg", "onerror=\"", "<textarea"] {
        assert!(!tree.contains(forbidden), "{forbidden}");
    }
    assert!(!console.contains("CONSOLE"), "{console}");
}
