//! Enters: a directory. Leaves: a file in it that nobody sees until it is whole, and then takes the place of its target.
//!
//! On Linux it has no name while it is written, so that nothing is left of it if the program is killed. Where the file
//! system knows no such files, and on other systems, it has a name that begins with `.cliptok-`.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// A file that is being written.
#[derive(Debug)]
pub(crate) enum Staged {
    #[cfg(target_os = "linux")]
    Nameless(nameless::Nameless),
    Named(NamedTempFile),
}

impl Staged {
    /// Makes one with the owner and the permissions of the file that it replaces, or with those of any new file.
    ///
    /// # Errors
    /// If no file can be made there.
    pub(crate) fn make_in(directory: &Path, replaced: Option<&Metadata>) -> io::Result<Self> {
        let made = Self::make(directory)?;
        if let Some(replaced) = replaced {
            take_over(made.file(), replaced)?;
        }
        Ok(made)
    }

    fn make(directory: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(nameless) = nameless::Nameless::make_in(directory)? {
            return Ok(Self::Nameless(nameless));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".cliptok-");
        // A new file gets what the umask leaves of this.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self::Named(builder.tempfile_in(directory)?))
    }

    /// Gives the file, which is whole now, the name of its target, whatever had it before.
    ///
    /// # Errors
    /// If the system does not let it.
    pub(crate) fn put_in_place(self, target: &Path) -> io::Result<()> {
        // Some systems only say here that the disk is full.
        self.file().sync_all()?;
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(nameless) => nameless.put_in_place(target),
            Self::Named(named) => named.persist(target).map(drop).map_err(|error| error.error),
        }
    }

    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(nameless) => nameless.file(),
            Self::Named(named) => named.as_file(),
        }
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

/// Gives a file the owner, as far as the system lets it, and the permissions of another. What runs as its owner is no
/// permission that answers should have.
#[cfg(unix)]
fn take_over(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let _ = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
    file.set_permissions(Permissions::from_mode(replaced.mode() & 0o777))
}

#[cfg(not(unix))]
fn take_over(file: &File, replaced: &Metadata) -> io::Result<()> {
    file.set_permissions(replaced.permissions())
}

#[cfg(target_os = "linux")]
mod nameless {
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use rustix::io::Errno;

    /// A file without a name.
    #[derive(Debug)]
    pub(crate) struct Nameless {
        file: File,
        directory: PathBuf,
    }

    impl Nameless {
        /// Makes one; `None` where the file system knows no such files, or there is nothing to name one by.
        pub(crate) fn make_in(directory: &Path) -> io::Result<Option<Self>> {
            let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
            let file = match open(directory, flags, Mode::from_raw_mode(0o666)) {
                Ok(file) => File::from(file),
                Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            let made = Self { file, directory: directory.to_path_buf() };
            let has_handle = fs::symlink_metadata(made.handle()).is_ok();
            Ok(has_handle.then_some(made))
        }

        pub(crate) const fn file(&self) -> &File {
            &self.file
        }

        fn handle(&self) -> PathBuf {
            PathBuf::from(format!("/proc/self/fd/{}", self.file.as_raw_fd()))
        }

        fn link(&self, name: &Path) -> io::Result<()> {
            Ok(linkat(CWD, self.handle(), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
        }

        pub(crate) fn put_in_place(&self, target: &Path) -> io::Result<()> {
            match self.link(target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.replace(target),
                linked => linked,
            }
        }

        /// A name that is taken can only be given away by a file that has one.
        fn replace(&self, target: &Path) -> io::Result<()> {
            const TRIES: u32 = 1_000;
            for number in 0..TRIES {
                let name = self.directory.join(format!(".cliptok-{}-{number}", std::process::id()));
                match self.link(&name) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(error),
                    Ok(()) => return fs::rename(&name, target).inspect_err(|_| drop(fs::remove_file(&name))),
                }
            }
            Err(io::ErrorKind::AlreadyExists.into())
        }
    }
}
