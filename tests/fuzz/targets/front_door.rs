//! Enters: arguments and the bytes of a file. Leaves: what the program made of them, run inside this process.

use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;

use cliptok::cli;
use tempfile::TempDir;

/// Files for the program to read and to write.
pub struct FrontDoor {
    folder: TempDir,
}

/// What a run left behind.
pub struct Ran {
    pub code: u8,
    pub answers: Vec<u8>,
}

impl FrontDoor {
    pub fn new() -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        Self { folder: folder.unwrap() }
    }

    /// Runs the program with these arguments on a file of these bytes.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let (read, written) = (self.folder.path().join("input"), self.folder.path().join("answers"));
        fs::write(&read, input).unwrap();
        let _ = fs::remove_file(&written);
        let mut all: Vec<OsString> = vec!["cliptok".into()];
        all.extend(arguments.iter().map(OsString::from));
        all.extend(["-f".into(), read.into_os_string(), "-o".into(), written.clone().into_os_string()]);
        let exit = ExitCode::from(cli::run(all));
        let code = (0..=2).find(|&code| exit == ExitCode::from(code)).expect("it ends with 0, 1 or 2");
        Ran { code, answers: fs::read(&written).unwrap_or_default() }
    }
}
