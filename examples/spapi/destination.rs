//! Where a document goes.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use sp_api_client::Error;

/// What `--out` names.
#[derive(Debug)]
pub(crate) enum Destination {
    /// Standard output.
    Stdout,
    /// A file, which appears as a whole or not at all. With the permissions of the one that it replaces; a new one is
    /// for its owner alone, as it may hold buyers' data.
    File { path: PathBuf, replaces: Option<Permissions> },
    /// What is there and is no file, such as a pipe or a device: written as the bytes arrive.
    Pipe { path: PathBuf, pipe: File },
}

impl Destination {
    /// `-` is standard output; links are followed. Opening a pipe waits for its reader.
    pub(crate) fn at(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::Stdout);
        }
        let opening = || format!("opening {}", path.display());
        match fs::metadata(path) {
            Ok(there) if there.is_file() => {
                let path = fs::canonicalize(path).with_context(opening)?;
                Ok(Self::File { path, replaces: Some(there.permissions()) })
            }
            // Whoever reads from it would not see a file that takes its place.
            Ok(_) => {
                let pipe = OpenOptions::new().write(true).open(path).with_context(opening)?;
                Ok(Self::Pipe { path: path.to_owned(), pipe })
            }
            Err(_) if path.is_symlink() => bail!("{} is a link that leads nowhere", path.display()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Said now, and not after hours of waiting for Amazon.
                if !folder(path).is_dir() {
                    bail!("there is no folder {}", folder(path).display());
                }
                Ok(Self::File { path: path.to_owned(), replaces: None })
            }
            Err(error) => Err(anyhow::Error::from(error).context(opening())),
        }
    }

    /// Writes all of it; says how many bytes that were.
    pub(crate) async fn fill(
        self,
        bytes: impl Stream<Item = Result<Bytes, Error>> + Unpin,
    ) -> anyhow::Result<u64> {
        match self {
            Self::Stdout => copy(bytes, &mut io::stdout(), Path::new("-")).await,
            Self::Pipe { path, mut pipe } => copy(bytes, &mut pipe, &path).await,
            Self::File { path, replaces } => {
                let file = tempfile::NamedTempFile::new_in(folder(&path));
                let mut file = file.with_context(|| writing(&path))?;
                let size = copy(bytes, &mut file, &path).await?;
                if let Some(permissions) = replaces {
                    file.as_file().set_permissions(permissions).with_context(|| writing(&path))?;
                }
                file.persist(&path).with_context(|| writing(&path))?;
                Ok(size)
            }
        }
    }
}

async fn copy(
    mut bytes: impl Stream<Item = Result<Bytes, Error>> + Unpin,
    to: &mut impl Write,
    path: &Path,
) -> anyhow::Result<u64> {
    let mut size = 0;
    while let Some(piece) = bytes.try_next().await? {
        to.write_all(&piece).with_context(|| writing(path))?;
        size += piece.len() as u64;
    }
    to.flush().with_context(|| writing(path))?;
    Ok(size)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn writing(path: &Path) -> String {
    format!("writing {}", path.display())
}
