//! The page for a browser: nothing of a prompt is markup, nothing comes from outside, and a real browser finds what is there.
//!
//! The tests of a browser run where `CLIPTOK_BROWSER` names one (`CLIPTOK_BROWSER=chromium cargo test html`).

use std::process::Command;

use cliptok::{Encoder, Model};
use proptest::prelude::*;
use regex::Regex;

use crate::support::{FIVE, cliptok, cliptok_reading, ids as encoded, project_file, read, sd1, shell, text};

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
    let weights =
        project_file("tests/golden/embeddings/neighbours/planted-f32.safetensors").display().to_string();
    let odd =
        project_file("tests/golden/embeddings/malformed/escape-in-name.safetensors").display().to_string();
    vec![
        cliptok(
            &[&["near", "--weights", &weights, "--format", "html", "--"], &hostile[..], &["🏯"]].concat(),
        )
        .stdout,
        html(&["near", "--weights", &weights, "--survey"], 0),
        html(&["near", "--weights", &weights, "--pair", "<", "cat"], 0),
        html(&["near", "--weights", &odd, "--tables"], 0),
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

/// The page without the script that it brings, of which there is one at most.
fn without_script(page: &str) -> String {
    match page.split_once("<script>") {
        Some((before, after)) => {
            let (script, after) = after.split_once("</script>").unwrap();
            assert_eq!(script, read("src/report/html/search.js"));
            assert!(!after.contains("<script"), "{after}");
            format!("{before}{after}")
        }
        None => page.to_owned(),
    }
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
        "s", "sub", "ol", "ul", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "i",
        "u", "nav", "a", "label", "input", "strong",
    ];
    let page = &without_script(page);
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
            "id",
            "href",
            "hidden",
            "type",
        ];
        for found in name_of_attribute.captures_iter(tag) {
            assert!(allowed.contains(&&found[1]), "{tag}");
        }
        if !["br", "input"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_of_any_prompt_is_markup(prompt in text()) {
        // The name of a file that is there, such as `.`, gets a line on stderr.
        prop_assume!(!prompt.contains('\0') && !std::path::Path::new(&prompt).exists());
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
    let page = without_script(&page);
    assert!(!page.contains("<script") && !page.contains('\u{202E}') && !page.contains('\u{1b}'));
}

#[test]
fn the_pages_of_all_verbs_are_well_formed_whatever_they_are_of() {
    for page in pages_of_other_verbs() {
        assert_well_formed(&page);
        let page = without_script(&page);
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
    let tip = Regex::new(r"(?:<i>|<br>)(?:\d+|cut): (\d+) = ").unwrap();
    for prompt in ["a 🏯, 🖍 cat", "ﬁne E\u{301}", "", &long] {
        let page = page(&[prompt]);
        let ids: Vec<u16> = sd1().encode(prompt).ids().map(|id| id.0).collect();
        let shown: Vec<u16> = tip.captures_iter(&page).map(|found| found[1].parse().unwrap()).collect();
        assert_eq!(shown, ids, "{prompt}");
        let strip = page.split("role=\"img\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert_eq!(strip.matches("</i>").count(), 77);
        assert_eq!(page.matches("<tr class=\"token\">").count(), ids.len());
        assert_eq!(page.contains("<del>"), ids.len() > 75, "{prompt}");
    }
}

#[test]
fn tokens_of_one_character_are_one_run_and_stand_out() {
    let page = page(&["a 🏯"]);
    let run = "<b tabindex=\"0\" class=\"f\">🏯<i>2: 1109 = F09F8F, fragment<br>3: 363 = AF, byte<br>JAPANESE CASTLE</i></b>";
    assert!(page.contains(run), "{page}");
    assert!(page.contains("<p>2 tokens are only parts of characters: ◐ 1 fragment, ○ 1 byte</p>"), "{page}");
}

#[test]
fn what_a_program_makes_of_a_prompt_is_on_its_page() {
    let prompt = "a (red:1.5) car, [woman:man:0.5] <lora:x:0.8> BREAK b";
    let page = page_of(&["--as", "a1111", "--find", "red car", "--format", "html", prompt], 0);
    assert_well_formed(&page);
    for part in [
        "<h2><span class=\"fits\">76/150 by A1111&#39;s counter · 2 rows, nothing cut</span>",
        // Markup recedes, and the tokens of the phrase are outlined.
        "<u> (</u><b tabindex=\"0\" class=\"more n\">red<i>2 of row 1: 736 = 726564, weight 1.5</i></b><sub>×1.5</sub><u>:1.5) </u>",
        "<p class=\"row\">row 1: 5 of 75 tokens · ends at BREAK, counts as 75</p>",
        "normalized: whitespace</span>",
        "<p><span class=\"quiet\">at steps 1–10:</span> a (red:1.5) car, woman",
        "<s>&lt;lora:x:0.8&gt;</s><u> BREAK </u>",
        "<s>&lt;lora:x:0.8&gt;</s> <span class=\"quiet\">network</span>",
        "<strong>red car</strong> 2 times: row 1 of 2, slots 2–3 (weights 1.5, 1); in the text",
        "role=\"img\" aria-label=\"row 2, 77 slots: start, 1 token, end, 74 pads\"",
        "<td class=\"number\">2 of 2</td><td class=\"number\">1</td><td class=\"number id\">321</td><td class=\"number\">1</td>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(
        (
            page.matches(" n\">").count() + page.matches("<b tabindex=\"0\" class=\"n\">").count(),
            page.matches("<i class=\"n\"></i>").count()
        ),
        // Two tokens; two slots, and one in the key.
        (2, 3)
    );
    // Text has no weights, and one row has no number.
    let page = page_of(&["--as", "text", "--format", "html", "a (red:1.5) car"], 0);
    assert!(!page.contains("<u>") && !page.contains("row 1") && !page.contains(">weight<"), "{page}");
}

#[test]
fn a_page_of_several_prompts_has_an_index_and_a_search_and_of_one_a_table() {
    let several = page(&["a cat", &"a photo ".repeat(50), "a cat"]);
    let index = several.split("<nav").nth(1).unwrap().split("</nav>").next().unwrap();
    assert!(
        index.contains("<strong>3 prompts</strong>") && index.contains("<input type=\"search\">"),
        "{index}"
    );
    assert_eq!(index.matches("<li>").count(), 3);
    let line = "<li><a href=\"#p2\"><span class=\"over\">too long · 100 of 75, 25 cut</span> a photo a photo";
    assert!(index.contains(line) && several.contains("<section id=\"p2\">"), "{index}");
    assert!(!several.contains("<table>"));
    let one = page(&["a cat"]);
    assert!(one.contains("<table>") && !one.contains("<nav") && !one.contains("<script"), "{one}");
    // Two encoders that differ are two sections of one prompt.
    let two = page_of(&["--model", "sdxl", "--format", "html", "x!!!"], 0);
    assert_eq!((two.matches("<section").count(), two.matches("<table>").count()), (2, 2));
    assert!(
        !cliptok_reading(&["--format", "html"], b"").stdout.contains("<section"),
        "nothing is a page too"
    );
    // However long it is: its index came before it, and its table was lost.
    let long = cliptok_reading(&["--format", "html"], "a cat, ".repeat(60_000).as_bytes()).stdout;
    assert!(long.len() > 8 << 20 && long.contains("<table>") && !long.contains("<nav"));
}

#[test]
fn a_page_of_200_long_prompts_is_smaller_than_a_megabyte() {
    let prompt = "highly detailed portrait of a knight, intricate armor, cinematic lighting, sharp focus, trending on artstation, \
        by greg rutkowski and alphonse mucha, golden hour, dramatic shadows, masterpiece, best quality, \
        8k, ornate patterns, film grain, soft bokeh, volumetric light, wind 🏯";
    let tokens: usize = cliptok(&["count", prompt]).stdout.trim().parse().unwrap();
    assert!((60..=75).contains(&tokens), "{tokens}");
    let lines = format!("{prompt}\n").repeat(200);
    for arguments in [&["--format", "html"][..], &["--format", "html", "--as", "a1111"]] {
        let ran = cliptok_reading(arguments, lines.as_bytes());
        assert_eq!(ran.stdout.matches("<section").count(), 200);
        assert!(ran.stdout.len() < 1_000_000, "{}", ran.stdout.len());
    }
}

#[test]
fn a_page_that_is_longer_than_what_waits_for_its_index_says_so() {
    let lines = "a cat, ".repeat(30) + "\n";
    let ran = cliptok_reading(&["--format", "html"], lines.repeat(2_500).as_bytes());
    assert_well_formed(&ran.stdout);
    assert_eq!(ran.stdout.matches("<section").count(), 2_500);
    let listed = ran.stdout.matches("<li><a href=").count();
    assert!(
        listed < 2_500 && ran.stdout.contains(&format!("<strong>The first {listed} prompts</strong>")),
        "{listed}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_only_script_that_a_page_allows_is_its_search() {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sum = shell("sha256sum < src/report/html/search.js").stdout;
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&sum[2 * at..2 * at + 2], 16).unwrap()).collect();
    let base64: String = bytes
        .chunks(3)
        .flat_map(|chunk| {
            let group = (0..3).fold(0_u32, |group, at| group << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
            (0..4).map(move |at| {
                if at > chunk.len() {
                    '='
                } else {
                    char::from(DIGITS[(group >> (18 - 6 * at)) as usize & 63])
                }
            })
        })
        .collect();
    let allowed = format!("default-src 'none'; script-src 'sha256-{base64}'; style-src");
    assert!(page(&["a cat", "a dog"]).contains(&allowed), "{allowed}");
    assert!(
        page_of(&["emoji", "--format", "html"], 0)
            .contains("default-src 'none'; script-src 'none'; style-src")
    );
}

/// The contrast of two colors, as WCAG 2.2 defines it.
fn contrast(left: &str, right: &str) -> f64 {
    let luminance = |color: &str| -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (left, right) = (luminance(left), luminance(right));
    (left.max(right) + 0.05) / (left.min(right) + 0.05)
}

#[test]
fn text_can_be_read_on_every_ground_in_light_and_in_dark() {
    let style = read("src/report/html/page.css");
    let color = Regex::new(r"--([a-z-]+): (#[0-9a-f]{6});").unwrap();
    let (light, dark) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let dark = dark.split_once("\n}").unwrap().0;
    for scheme in [light, dark] {
        let color = |name: &str| {
            let found = color.captures_iter(scheme).find(|found| &found[1] == name);
            found.unwrap_or_else(|| panic!("{name}: {scheme}"))[2].to_owned()
        };
        let grounds =
            ["ground", "card", "even", "odd", "fragment", "byte", "special", "marker", "cut", "whole"];
        for ground in grounds {
            let found = contrast(&color("ink"), &color(ground));
            assert!(found >= 4.5, "ink on {ground}: {found}");
        }
        for (text, ground) in [("quiet", "card"), ("quiet", "ground"), ("fits", "card"), ("edge-cut", "card")]
        {
            let found = contrast(&color(text), &color(ground));
            assert!(found >= 4.5, "{text} on {ground}: {found}");
        }
    }
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
    assert_eq!(tree.matches("<b tabindex").count(), 101, "100 words, and two tokens of one character");
    let strip = tree.split("role=\"img\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert_eq!(strip.matches("</i>").count(), 77);
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
        assert!(!without_script(&tree).contains("<script") && !console.contains("CONSOLE"), "{console}");
    }
}

#[test]
fn a_browser_runs_nothing_of_a_hostile_prompt() {
    let hostile: Vec<String> = HOSTILE.iter().map(|prompt| prompt.replace('\0', "")).collect();
    let prompts: Vec<&str> = hostile.iter().map(String::as_str).collect();
    let Some((tree, console)) = in_browser(&page(&prompts)) else { return };
    assert!(tree.contains("<title>cliptok: prompts as CLIP's tokenizer sees them</title>"), "{tree}");
    assert_eq!(tree.matches("<section").count(), HOSTILE.len());
    let tree = without_script(&tree);
    for forbidden in ["<script", "<img", "<iframe", "<svg", "<textarea"] {
        assert!(!tree.contains(forbidden), "{forbidden}");
    }
    assert!(tags(&tree).iter().all(|tag| !tag.contains(" on")), "no element has a handler");
    assert!(!console.contains("CONSOLE"), "{console}");
}
