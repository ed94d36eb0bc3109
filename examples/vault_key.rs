//! The key of a vault in a file that nobody else can read.
//!
//! Good enough for one machine: whoever reads the disk as its owner reads key and store. Programs that have a secret
//! manager keep the key there, and hand its text to `VaultKey::from_hex`.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use amazon_netsuite_sync::VaultKey;
use anyhow::{Context as _, bail};
use commerce_client_core::secret::{ExposeSecret as _, SecretString};

/// The key beside a store: `state.sqlite.key` for `state.sqlite`. Draws one if there is none; of several processes that
/// begin at once, all get the same.
///
/// # Errors
/// When the file cannot be written or read, others may read it, or it holds no key.
pub fn beside(state: &Path) -> anyhow::Result<VaultKey> {
    let path = with_suffix(state, ".key");
    let text = match read(&path) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => create(&path).and_then(|()| read(&path)?.context("it is gone again")),
        Err(error) => Err(error),
    };
    let text = text.with_context(|| format!("the key {}", path.display()))?;
    VaultKey::from_hex(&text).with_context(|| format!("the key {}", path.display()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn read(path: &Path) -> anyhow::Result<Option<SecretString>> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    refuse_if_others_can_read(&file)?;
    Ok(Some(std::io::read_to_string(file)?.into()))
}

#[cfg(unix)]
fn refuse_if_others_can_read(file: &fs::File) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!(
            "others can read it (mode {mode:o}): take it for known, put a new key in its place, and `chmod 600` that"
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_others_can_read(_: &fs::File) -> anyhow::Result<()> {
    Ok(())
}

/// Whole or not at all, and never over another: the file is written under a name of its own first.
fn create(path: &Path) -> anyhow::Result<()> {
    let draft = with_suffix(path, &format!(".{}-{:?}", std::process::id(), std::thread::current().id()));
    let key = VaultKey::draw()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // One that a killed process of the same number left.
    let _ = fs::remove_file(&draft);
    let mut file = options.open(&draft)?;
    writeln!(file, "{}", key.expose_secret())?;
    file.sync_all()?;
    let named = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(sync_directory_of(path)?),
    }
}

/// A key that is lost in a power cut takes with it what was sealed.
fn sync_directory_of(path: &Path) -> std::io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    fs::File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    #[test]
    fn the_key_is_drawn_once_and_is_for_its_owner_only() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("state.sqlite");
        let ids: Vec<String> = std::thread::scope(|scope| {
            let asked: Vec<_> =
                (0..4).map(|_| scope.spawn(|| beside(&state).map(|key| key.id().to_owned()))).collect();
            asked.into_iter().map(|one| one.join().unwrap().unwrap()).collect()
        });
        let again = beside(&state).unwrap();
        assert!(ids.iter().all(|id| id == again.id()), "{ids:?}");
        let path = directory.path().join("state.sqlite.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "a draft was left");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("state.sqlite");
        beside(&state).unwrap();
        let path = directory.path().join("state.sqlite.key");
        for mode in [0o640, 0o604, 0o666] {
            set_mode(&path, mode).unwrap();
            let error = format!("{:#}", beside(&state).unwrap_err());
            assert!(error.contains(&format!("others can read it (mode {mode:o})")), "{error}");
        }
        set_mode(&path, 0o400).unwrap();
        assert!(beside(&state).is_ok());
    }

    #[test]
    fn a_file_that_holds_no_key_is_named_and_not_quoted() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("state.sqlite");
        let path = directory.path().join("state.sqlite.key");
        fs::write(&path, "hunter2").unwrap();
        set_mode(&path, 0o600).unwrap();
        let error = format!("{:#}", beside(&state).unwrap_err());
        assert!(error.contains("state.sqlite.key") && error.contains("64 hexadecimal digits"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}
