//! Enters: what is to be cut, and where it is to go. Leaves: jobs, each with one target.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cli::error::{OutputError, UsageError};
use crate::cli::input::Input;
use crate::cli::output::Target;

/// Whether files that are there may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overwriting {
    Refused,
    Allowed,
}

/// Where what is left of prompts goes.
#[derive(Debug)]
pub(super) enum Destination {
    /// All of it to one target.
    Together(Target),
    /// That of each file to a file of the same name in this folder.
    Folder(PathBuf, Overwriting),
}

/// Something to read with where its answers go.
pub(super) struct Job {
    pub prompts: Input,
    pub target: Target,
}

impl Destination {
    /// The jobs that are to be done. Nothing is written yet.
    ///
    /// # Errors
    /// If an argument or stdin is to become a file, if two files would become one, or if a file is there and may not be written
    /// over.
    pub(super) fn jobs(self, prompts: Input) -> Result<Vec<Job>> {
        let (folder, overwriting) = match self {
            Self::Together(target) => return Ok(vec![Job { prompts, target }]),
            Self::Folder(folder, overwriting) => (folder, overwriting),
        };
        let Input { arguments, files, reading, hint, mut remarks } = prompts;
        if !arguments.is_empty() {
            return Err(UsageError::FolderForNoFile.into());
        }
        let mut jobs: Vec<Job> = Vec::new();
        let mut targets = std::collections::BTreeSet::new();
        for file in files {
            let name = file.relative_name().ok_or(UsageError::FolderForNoFile)?;
            let path = folder.join(name);
            if !targets.insert(path.clone()) {
                return Err(OutputError::Twice { path }.into());
            }
            if overwriting == Overwriting::Refused && path.exists() {
                return Err(OutputError::Exists { path }.into());
            }
            jobs.push(Job {
                prompts: Input {
                    arguments: Vec::new(),
                    files: vec![file],
                    reading: reading.clone(),
                    hint,
                    remarks: std::mem::take(&mut remarks),
                },
                target: Target::File(path),
            });
        }
        Ok(jobs)
    }
}

/// Makes the folder that a file is to be in, with those around it.
///
/// # Errors
/// If it cannot be made.
pub(super) fn make_folder_of(target: &Target) -> Result<(), OutputError> {
    let Target::File(path) = target else { return Ok(()) };
    let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| OutputError::Folder { path: folder.to_path_buf(), error })
}
