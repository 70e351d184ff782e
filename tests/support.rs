//! Enters: arguments, file names, chance. Leaves: what the program answers, committed goldens, texts to try.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use cliptok::{Dialect, Encoder, Model, Normalized, Span, Step};
use proptest::prelude::*;

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program with nothing on stdin.
pub(crate) fn cliptok(arguments: &[&str]) -> Ran {
    cliptok_reading(arguments, b"")
}

/// Runs the program with these bytes on stdin.
pub(crate) fn cliptok_reading(arguments: &[&str], stdin: &[u8]) -> Ran {
    ran(run(command().args(arguments), stdin))
}

/// Runs a script in which `$cliptok` is the program: for what only a shell can arrange.
pub(crate) fn shell(script: &str) -> Ran {
    let mut shell = Command::new("sh");
    ran(run(shell.env("cliptok", env!("CARGO_BIN_EXE_cliptok")).args(["-c", script]), b""))
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("the program ended by itself"),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// As long as a test waits for anything: far longer than a busy machine takes, and not for ever.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The program, in such an environment as [`saying_nothing`] makes.
pub(crate) fn command() -> Command {
    saying_nothing(Command::new(env!("CARGO_BIN_EXE_cliptok")))
}

/// The program as `command` has it, and with SIGINT and SIGTERM doing what they do by default. A process inherits that a
/// signal is ignored, so that it would depend on how the tests were started: some CI runners, and a shell that puts them into
/// the background, ignore SIGINT.
pub(crate) fn command_that_signals_end() -> Command {
    const DEFAULT_SIGNALS: &str = "--default-signal=INT,TERM";
    // That of GNU has it since coreutils 8.31. Others are left with what was inherited.
    static ENV_HAS_IT: LazyLock<bool> = LazyLock::new(|| {
        let tried = Command::new("env").args([DEFAULT_SIGNALS, "true"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    });
    if !*ENV_HAS_IT {
        return command();
    }
    // It becomes the program, which has its process id then.
    let mut env = Command::new("env");
    env.args([DEFAULT_SIGNALS, env!("CARGO_BIN_EXE_cliptok")]);
    saying_nothing(env)
}

/// A command in an environment that says nothing about colors or widths.
pub(crate) fn saying_nothing(mut command: Command) -> Command {
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    command
}

/// How a run ends that was told to. One that does not end is killed, and fails the test.
#[track_caller]
pub(crate) fn ended(child: &mut Child) -> ExitStatus {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    panic!("the program still runs after {PATIENCE:?}");
}

pub(crate) fn run(command: &mut Command, stdin: &[u8]) -> Output {
    let piped = || Stdio::piped();
    let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // A program that does not read to the end closes the pipe, which is its right.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// What a run prints on so many columns, if it ends with this code.
pub(crate) fn view(columns: &str, arguments: &[&str], code: i32) -> String {
    let output = run(command().env("COLUMNS", columns).args(arguments), b"");
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A file of the project.
pub(crate) fn project_file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the project; one that is missing fails the test.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(project_file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What tests compare that say who agrees with whom, whatever other dialects there are.
pub(crate) const FIVE: &str = "hf,openai,open-clip,hf-slow,hf-basic";

/// The encoder of Stable Diffusion 1.x: the default of everything.
pub(crate) fn sd1() -> Encoder {
    Encoder::for_model(Model::Sd1)
}

/// The encoder of Stable Diffusion 2.x, in which `!` is special.
pub(crate) fn sd2() -> Encoder {
    Encoder::for_model(Model::Sd2)
}

/// The encoders of all dialects, and that in which `!` is special.
pub(crate) fn encoders() -> Vec<Encoder> {
    Dialect::ALL.iter().copied().map(Encoder::for_dialect).chain([sd2()]).collect()
}

/// One of them.
pub(crate) fn any_encoder() -> impl Strategy<Value = Encoder> {
    prop::sample::select(encoders())
}

/// The ids of a text, with all that [`Encoder::encode`] knows of each left out.
pub(crate) fn ids(encoder: &Encoder, text: &str) -> Vec<u16> {
    encoder.encode(text).ids().map(|id| id.0).collect()
}

/// Whether each character of a normalized text leads back to whole characters of the original.
pub(crate) fn leads_to_whole_characters(normalized: &Normalized<'_>, original: &str) -> bool {
    normalized.text().char_indices().all(|(start, character)| {
        let span = normalized.alignment().original(Span::new(start, start + character.len_utf8()));
        !span.is_empty() && span == span.widened(original)
    })
}

/// Pieces that tokenizers trip over.
const TRICKY: &[&str] = &[
    "<|startoftext|>",
    "<|endoftext|>",
    "<|STARTOFTEXT|>",
    "<|EndOfText|>",
    "<|",
    "|>",
    "</w>",
    "'s",
    "'T",
    "'re",
    "'ſ",
    "'",
    "’",
    "!",
    "!!",
    ",",
    "_",
    " ",
    "  ",
    "\t",
    "\n",
    "\u{85}",
    "\u{A0}",
    "\u{3000}",
    "\u{200D}",
    "\u{FE0F}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\0",
    "0",
    "42",
    "½",
    "²",
    "İ",
    "Σ",
    "ΑΣ",
    "ß",
    "K",
    "Å",
    "ﬁ",
    "Ａ",
    "é",
    "e\u{301}",
    "a\u{323}\u{307}",
    "\u{301}",
    "\u{344}",
    "한",
    "\u{1112}\u{1161}\u{11AB}",
    "日本語",
    "🏯",
    "🖍",
    "👨‍👩‍👧",
    "🇫🇷",
    "🏳️‍🌈",
    "&amp;",
    "&amp;amp;",
    "&eacute;",
    "&EACUTE;",
    "&notit;",
    "&#38;#38;",
    "&#x85;",
    "<start_of_text>",
    "<End_Of_Text>",
    "<|ſtartoftext|>",
    "sÃ£o",
    "â€™",
    "Ã ",
    "ÃƒÂ©",
    "ð\u{9F}\u{8F}¯",
    "\u{FFFD}?",
    "\u{80}",
    "\u{1B}[31m",
    "“",
    "ʼ",
    "\r\n",
    "\u{2028}",
    "\u{1C}",
    "\u{B}",
    "\u{345}",
    "ς",
    "'Σ'",
    "豈",
    "中",
    "\u{E000}",
    "a photo of",
    "unbelievable",
    "CAT",
    "\u{11935}\u{11930}",
    "\u{1611E}\u{1611E}",
];

/// Texts of all kinds: any characters, tricky pieces, letters, and marks in any order.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(TRICKY).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => "[a-zA-Z]{1,12}",
        1 => "[\u{300}-\u{36F}\u{591}-\u{5BD}\u{64B}-\u{65F}\u{1AB0}-\u{1ACE}]{1,4}",
        1 => "[ -~]{1,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Lower case by Rust's own tables where they are of Unicode 17.0, as those of tokenizers 0.23.3 are; a
/// toolchain of another version is no reference, so there the step under test stands in.
pub(crate) fn lower(text: &str) -> String {
    if char::UNICODE_VERSION == (17, 0, 0) {
        return text.chars().flat_map(char::to_lowercase).collect();
    }
    Step::LowerCasing17.apply(text).into_owned()
}
