//! What the program prints to a color terminal, drawn as an SVG image: README's picture, which is its output and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::iter::Peekable;

use snapbox::{Data, assert_data_eq};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::support::{project_file, view};

/// What README's picture shows: whole tokens, an emoji in two parts, emoji that are tokens, and a cut.
const CONTEXT_LENGTH: &str = "10";
const PROMPT: &str = "a castle 🏯 🔥 and a dragon 🐉 at dusk";

/// Columns of the terminal.
const COLUMNS: usize = 80;
/// In pixels: the width of a column, the height of a line, and how far below its top letters stand.
const COLUMN: usize = 9;
const LINE: usize = 20;
const BASELINE: usize = 15;
/// Around the text.
const MARGIN: usize = 20;

/// The fonts, and the colors of a terminal: 0 to 15, text, and ground, on dark screens and on light ones. Each color has a contrast of
/// at least 4.5 to the ground.
const STYLE: &str = "\
    text { font: 15px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono', monospace,\n\
    \x20     'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji'; white-space: pre; fill: var(--text) }\n\
    svg { --text: #d8dee4; --ground: #14181d; --edge: #333b45; --c0: #7b8591; --c1: #ff7b72; --c2: #56d364; --c3: #e3b341;\n\
    \x20     --c4: #79c0ff; --c5: #d2a8ff; --c6: #56d4dd; --c7: #d8dee4; --c8: #8b949e; --c9: #ffa198; --c10: #7ee787;\n\
    \x20     --c11: #f2cc60; --c12: #a5d6ff; --c13: #e2c5ff; --c14: #76e3ea; --c15: #ffffff }\n\
    @media (prefers-color-scheme: light) {\n\
    \x20 svg { --text: #1f2328; --ground: #ffffff; --edge: #d1d9e0; --c0: #1f2328; --c1: #c4222c; --c2: #116329; --c3: #7d4e00;\n\
    \x20       --c4: #0550ae; --c5: #8250df; --c6: #10636b; --c7: #59636e; --c8: #59636e; --c9: #a40e26; --c10: #0f5323;\n\
    \x20       --c11: #633c01; --c12: #033d8b; --c13: #6639ba; --c14: #0b5157; --c15: #1f2328 }\n\
    }\n\
    .bold { font-weight: 700 }\n\
    .dim { opacity: .75 }\n\
    .italic { font-style: italic }\n\
    .underline { text-decoration: underline }\n\
    .strike { text-decoration: line-through }\n\
    .underline.strike { text-decoration: underline line-through }\n";

#[test]
fn the_picture_of_readme_is_what_the_program_prints() {
    let arguments = ["--color", "always", "--context-length", CONTEXT_LENGTH, PROMPT];
    let printed = view(&COLUMNS.to_string(), &arguments, 0);
    let command = format!("\x1B[1m$ cliptok --context-length {CONTEXT_LENGTH} \"{PROMPT}\"\x1B[0m\n\n");
    let picture = svg(&(command + &printed));
    assert_data_eq!(picture, Data::read_from(&project_file("docs/picture.svg"), None).raw());
}

/// A color of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Color {
    /// That of text, or of the ground.
    #[default]
    Own,
    /// One of the 256: the first 16 are what the terminal's user chose, the others are fixed.
    Palette(u8),
    Exact(u8, u8, u8),
}

impl Color {
    /// As CSS has it, with what the terminal's own color is called there.
    fn css(self, own: &str) -> String {
        match self {
            Self::Own => format!("var(--{own})"),
            Self::Palette(n @ 0..16) => format!("var(--c{n})"),
            // A cube of six levels for each of red, green and blue.
            Self::Palette(n @ 16..232) => {
                let level = |place: u8| if place == 0 { 0 } else { 55 + 40 * place };
                let n = n - 16;
                Self::Exact(level(n / 36), level(n / 6 % 6), level(n % 6)).css(own)
            }
            // 24 grays.
            Self::Palette(n) => {
                let gray = 8 + 10 * (n - 232);
                Self::Exact(gray, gray, gray).css(own)
            }
            Self::Exact(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Attribute {
    Bold,
    Dim,
    Italic,
    Underline,
    Inverse,
    Strike,
}

impl Attribute {
    /// The class of it in the image. Inverse text has none: its colors are exchanged.
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Bold => Some("bold"),
            Self::Dim => Some("dim"),
            Self::Italic => Some("italic"),
            Self::Underline => Some("underline"),
            Self::Strike => Some("strike"),
            Self::Inverse => None,
        }
    }
}

/// How text looks after some escapes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Style {
    text: Color,
    ground: Color,
    attributes: BTreeSet<Attribute>,
}

impl Style {
    /// Takes in the parameters of one escape. One that is not known fails the test: the picture would leave it out.
    fn apply(&mut self, parameters: &str) {
        let codes = parameters.split(';').map(|code| if code.is_empty() { 0 } else { code.parse().unwrap() });
        let mut codes = codes.peekable();
        while let Some(code) = codes.next() {
            match code {
                0 => *self = Self::default(),
                1 => self.set(Attribute::Bold),
                2 => self.set(Attribute::Dim),
                3 => self.set(Attribute::Italic),
                4 => self.set(Attribute::Underline),
                7 => self.set(Attribute::Inverse),
                9 => self.set(Attribute::Strike),
                22 => self.unset(&[Attribute::Bold, Attribute::Dim]),
                23 => self.unset(&[Attribute::Italic]),
                24 => self.unset(&[Attribute::Underline]),
                27 => self.unset(&[Attribute::Inverse]),
                29 => self.unset(&[Attribute::Strike]),
                30..=37 => self.text = Color::Palette(code - 30),
                38 => self.text = extended(&mut codes),
                39 => self.text = Color::Own,
                40..=47 => self.ground = Color::Palette(code - 40),
                48 => self.ground = extended(&mut codes),
                49 => self.ground = Color::Own,
                90..=97 => self.text = Color::Palette(code - 90 + 8),
                100..=107 => self.ground = Color::Palette(code - 100 + 8),
                _ => panic!("the picture cannot show what {code} in {parameters:?} means"),
            }
        }
    }

    fn set(&mut self, attribute: Attribute) {
        self.attributes.insert(attribute);
    }

    fn unset(&mut self, attributes: &[Attribute]) {
        self.attributes.retain(|attribute| !attributes.contains(attribute));
    }

    /// The colors of text and ground in CSS; no ground if it is the terminal's own.
    fn colors(&self) -> (String, Option<String>) {
        let text = self.text.css("text");
        if self.attributes.contains(&Attribute::Inverse) {
            return (self.ground.css("ground"), Some(text));
        }
        (text, (self.ground != Color::Own).then(|| self.ground.css("ground")))
    }
}

/// The color behind 38 or 48.
fn extended(codes: &mut Peekable<impl Iterator<Item = u8>>) -> Color {
    let mut next = || codes.next().expect("a color has all its numbers");
    match next() {
        5 => Color::Palette(next()),
        2 => Color::Exact(next(), next(), next()),
        kind => panic!("no color is of kind {kind}"),
    }
}

/// Text of one style in one place. Whatever font draws it, it can be stretched to its columns: it is ASCII, one character, or the same
/// character again and again.
#[derive(Debug, PartialEq)]
struct Run {
    column: usize,
    columns: usize,
    text: String,
    style: Style,
}

/// The lines of what was printed, as runs.
fn lines(printed: &str) -> Vec<Vec<Run>> {
    let mut style = Style::default();
    printed.lines().map(|line| runs(line, &mut style)).collect()
}

/// The runs of a line; the style goes on where the line before ended, as on a terminal.
fn runs(line: &str, style: &mut Style) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    let mut rest = line;
    while !rest.is_empty() {
        if let Some(escape) = rest.strip_prefix('\x1B') {
            let (parameters, behind) = escape
                .strip_prefix('[')
                .and_then(|escape| escape.split_once('m'))
                .expect("every escape is SGR");
            style.apply(parameters);
            rest = behind;
            continue;
        }
        let text = rest.split('\x1B').next().unwrap();
        for character in text.graphemes(true) {
            let columns = character.width();
            match runs.last_mut() {
                Some(run) if run.style == *style && run.goes_on_with(character) => {
                    run.text.push_str(character);
                    run.columns += columns;
                }
                _ => runs.push(Run { column, columns, text: character.to_owned(), style: style.clone() }),
            }
            column += columns;
        }
        rest = &rest[text.len()..];
    }
    runs
}

impl Run {
    fn goes_on_with(&self, character: &str) -> bool {
        let ascii = self.text.is_ascii() && character.is_ascii();
        ascii || self.text.graphemes(true).all(|other| other == character)
    }
}

/// The picture of what was printed: a ground for each run that has one, and its text, stretched to its columns.
fn svg(printed: &str) -> String {
    let lines = lines(printed);
    let widest = lines.iter().filter_map(|runs| runs.last()).map(|run| run.column + run.columns).max();
    assert!(widest <= Some(COLUMNS), "a line of {widest:?} columns does not fit");
    let width = COLUMNS * COLUMN + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">cliptok in a terminal</title>\n\
         <desc id=\"desc\">{}</desc>\n\
         <style>\n{STYLE}</style>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"9\" fill=\"var(--ground)\" stroke=\"var(--edge)\"/>\n",
        escaped(plain(&lines).trim_end()),
        width - 1,
        height - 1,
    );
    for (line, runs) in lines.iter().enumerate() {
        for run in runs {
            draw(run, MARGIN + line * LINE, &mut out);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A run whose line begins so many pixels from the top.
fn draw(run: &Run, top: usize, out: &mut String) {
    let (x, columns) = (MARGIN + run.column * COLUMN, run.columns * COLUMN);
    let (color, ground) = run.style.colors();
    if let Some(ground) = ground {
        let _ =
            writeln!(out, r#"<rect x="{x}" y="{top}" width="{columns}" height="{LINE}" fill="{ground}"/>"#);
    }
    let drawn =
        [Attribute::Underline, Attribute::Strike].iter().any(|line| run.style.attributes.contains(line));
    if run.text.trim().is_empty() && !drawn {
        return;
    }
    let classes: Vec<_> = run.style.attributes.iter().filter_map(|attribute| attribute.class()).collect();
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    let fill = if color == "var(--text)" { String::new() } else { format!(" style=\"fill: {color}\"") };
    let _ = writeln!(
        out,
        r#"<text x="{x}" y="{}" textLength="{columns}" lengthAdjust="spacingAndGlyphs"{class}{fill}>{}</text>"#,
        top + BASELINE,
        escaped(&run.text),
    );
}

/// The text without its looks.
fn plain(lines: &[Vec<Run>]) -> String {
    let text = |runs: &Vec<Run>| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    lines.iter().map(|runs| text(runs).trim_end().to_owned() + "\n").collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A run by its parts.
fn run(column: usize, columns: usize, text: &str, parameters: &str) -> Run {
    let mut style = Style::default();
    style.apply(parameters);
    Run { column, columns, text: text.to_owned(), style }
}

#[test]
fn wide_characters_take_two_columns_and_stand_alone() {
    let expected = [run(0, 2, "a ", ""), run(2, 2, "🏯", ""), run(4, 1, "b", ""), run(5, 3, "···", "")];
    assert_eq!(lines("a 🏯b···"), [expected]);
    // An emoji of several code points is one character.
    assert_eq!(lines("👩‍🚀x"), [[run(0, 2, "👩‍🚀", ""), run(2, 1, "x", "")]]);
}

#[test]
fn escapes_style_the_text_behind_them_also_on_the_next_line() {
    let expected =
        vec![vec![run(0, 1, "a", ""), run(1, 1, "b", "31")], vec![run(0, 1, "c", "31"), run(1, 1, "d", "")]];
    assert_eq!(lines("a\x1B[31mb\nc\x1B[0md"), expected);
    assert_eq!(lines("\x1B[1;9ma\x1B[22mb\x1B[m"), [[run(0, 1, "a", "1;9"), run(1, 1, "b", "9")]]);
}

#[test]
fn colors_are_those_of_the_terminal() {
    let style = |parameters| run(0, 0, "", parameters).style.colors();
    let some = |color: &str| Some(color.to_owned());
    assert_eq!(style(""), ("var(--text)".to_owned(), None));
    assert_eq!(style("92;41"), ("var(--c10)".to_owned(), some("var(--c1)")));
    assert_eq!(style("38;5;3;48;5;16"), ("var(--c3)".to_owned(), some("#000000")));
    assert_eq!(style("38;5;208;48;5;255"), ("#ff8700".to_owned(), some("#eeeeee")));
    assert_eq!(style("38;2;1;2;254;48;5;232"), ("#0102fe".to_owned(), some("#080808")));
    assert_eq!(style("31;7"), ("var(--ground)".to_owned(), some("var(--c1)")));
    assert_eq!(style("31;7;27;39"), ("var(--text)".to_owned(), None));
}

#[test]
#[should_panic(expected = "the picture cannot show what 5 in \"1;5\" means")]
fn what_cannot_be_drawn_is_not_left_out() {
    lines("\x1B[1;5mblink");
}

#[test]
#[should_panic(expected = "every escape is SGR")]
fn an_escape_that_is_no_style_is_not_left_out() {
    lines("\x1B]8;;x\x07");
}

#[test]
fn text_is_escaped_and_stretched_to_its_columns() {
    let picture = svg("\x1B[1;36m<|x|>\x1B[0m & \x1B[44m  \x1B[0m🏯");
    let text = |x: usize, length: usize, rest: &str| {
        format!(
            "<text x=\"{x}\" y=\"35\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\"{rest}</text>\n"
        )
    };
    assert!(
        picture.contains(&text(20, 45, " class=\"bold\" style=\"fill: var(--c6)\">&lt;|x|&gt;")),
        "{picture}"
    );
    assert!(picture.contains(&text(65, 27, "> &amp; ")), "{picture}");
    assert!(
        picture.contains("<rect x=\"92\" y=\"20\" width=\"18\" height=\"20\" fill=\"var(--c4)\"/>\n"),
        "{picture}"
    );
    assert!(picture.contains(&text(110, 18, ">🏯")), "{picture}");
    assert!(picture.contains("<desc id=\"desc\">&lt;|x|&gt; &amp;   🏯</desc>"), "{picture}");
}
