//! A strace log, read as what was done to the files below one directory, in order.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

/// Follows threads, names files, prints every byte; and watches more calls than the model knows, so that one that it
/// does not know is noticed. A `?` stands before calls that not every machine has.
pub(crate) const STRACE: [&str; 9] = [
    "-f",
    "-q",
    "-y",
    "-xx",
    "-s",
    "2000000",
    "-e",
    "signal=none",
    "-etrace=?open,openat,?openat2,?creat,?mkdir,mkdirat,write,pwrite64,writev,pwritev,?pwritev2,fallocate,fsync,\
     fdatasync,?sync_file_range,ftruncate,truncate,?unlink,unlinkat,?rmdir,?rename,renameat,?renameat2,?link,linkat,\
     ?symlink,symlinkat,mmap,?copy_file_range,sendfile,?splice",
];

/// One thing that was done. Paths are relative to the directory that is watched.
pub(crate) enum Event {
    MakeDirectory(PathBuf),
    Create(PathBuf),
    Write {
        path: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Resize {
        path: PathBuf,
        length: usize,
    },
    Remove(PathBuf),
    Sync(PathBuf),
    SyncDirectory(PathBuf),
    /// The child was told that this step is done.
    Acknowledged(u64),
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::MakeDirectory(path) => write!(f, "make {}", path.display()),
            Self::Create(path) => write!(f, "create {}", path.display()),
            Self::Write { path, at, bytes } => write!(f, "write {} at {at}: {}", path.display(), bytes.len()),
            Self::Resize { path, length } => write!(f, "resize {} to {length}", path.display()),
            Self::Remove(path) => write!(f, "remove {}", path.display()),
            Self::Sync(path) => write!(f, "sync {}", path.display()),
            Self::SyncDirectory(path) => write!(f, "sync the directory {}", path.display()),
            Self::Acknowledged(step) => write!(f, "acknowledge {step}"),
        }
    }
}

impl Event {
    /// Anything but one more change to a file's content.
    pub(crate) fn is_a_boundary(&self) -> bool {
        !matches!(self, Self::Write { .. } | Self::Resize { .. })
    }
}

/// Everything that was done below `root`, and what was written to `acknowledgements`: `ack <step>`, a line a write.
///
/// Panics at a call that it does not know, when it touches one of these files.
pub(crate) fn read(log: &[u8], root: &Path, acknowledgements: &Path) -> Vec<Event> {
    let mut reader = Reader { root, acknowledgements, existing: BTreeSet::new(), events: Vec::new() };
    let mut unfinished: BTreeMap<&str, &str> = BTreeMap::new();
    for line in std::str::from_utf8(log).unwrap().lines() {
        let (thread, call) = line.trim_start().split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, begun);
        } else if let Some(resumed) = call.strip_prefix("<... ") {
            let (_, rest) = resumed.split_once(" resumed>").unwrap();
            let begun = unfinished.remove(thread).unwrap();
            reader.take(&format!("{begun}{rest}"));
        } else {
            reader.take(call);
        }
    }
    reader.events
}

struct Reader<'a> {
    root: &'a Path,
    acknowledgements: &'a Path,
    existing: BTreeSet<PathBuf>,
    events: Vec<Event>,
}

impl Reader<'_> {
    /// One finished call: `name(arguments) = result`.
    fn take(&mut self, call: &str) {
        let Some((called, result)) = call.rsplit_once(" = ") else { return };
        let Some((name, arguments)) = called.trim_end().strip_suffix(')').and_then(|c| c.split_once('('))
        else {
            return;
        };
        if result.starts_with(['-', '?']) {
            return;
        }
        let arguments: Vec<&str> = arguments.split(", ").collect();
        match name {
            "open" | "openat" | "openat2" | "creat" => self.opened(&arguments, result),
            "mkdir" | "mkdirat" => {
                let made = self.inside(&string(arguments[usize::from(name == "mkdirat")]));
                self.events.extend(made.map(Event::MakeDirectory));
            }
            "unlink" | "unlinkat" => {
                if let Some(path) = self.inside(&string(arguments[usize::from(name == "unlinkat")])) {
                    self.existing.remove(&path);
                    self.events.push(Event::Remove(path));
                }
            }
            "write" if described(arguments[0]) == self.acknowledgements => self.acknowledged(arguments[1]),
            "pwrite64" => {
                if let Some(path) = self.inside(&described(arguments[0])) {
                    let bytes = unescaped(arguments[1].trim_matches('"'));
                    assert_eq!(
                        bytes.len(),
                        result.parse::<usize>().unwrap(),
                        "a write is done and logged whole"
                    );
                    self.events.push(Event::Write { path, at: arguments[3].parse().unwrap(), bytes });
                }
            }
            "ftruncate" => {
                if let Some(path) = self.inside(&described(arguments[0])) {
                    self.events.push(Event::Resize { path, length: arguments[1].parse().unwrap() });
                }
            }
            "fsync" | "fdatasync" => self.synced(&described(arguments[0])),
            "mmap" if !arguments[3].contains("MAP_SHARED") || !arguments[2].contains("PROT_WRITE") => {}
            _ => {
                let unknown = arguments.iter().any(|argument| {
                    self.inside(&described(argument)).is_some() || self.inside(&string(argument)).is_some()
                });
                assert!(!unknown, "the model does not know this call: {name}, {}", printable(&arguments));
            }
        }
    }

    fn opened(&mut self, arguments: &[&str], result: &str) {
        let Some(path) = self.inside(&described(result)) else { return };
        let has = |flag| arguments.iter().any(|argument| argument.split('|').any(|part| part == flag));
        if has("O_CREAT") && self.existing.insert(path.clone()) {
            self.events.push(Event::Create(path));
        } else if has("O_TRUNC") {
            self.events.push(Event::Resize { path, length: 0 });
        }
    }

    fn synced(&mut self, path: &Path) {
        if path == self.root {
            self.events.push(Event::SyncDirectory(PathBuf::new()));
        } else if let Some(path) = self.inside(path) {
            let is_file = self.existing.contains(&path);
            self.events.push(if is_file { Event::Sync(path) } else { Event::SyncDirectory(path) });
        }
    }

    fn acknowledged(&mut self, argument: &str) {
        let line = String::from_utf8(unescaped(argument.trim_matches('"'))).unwrap();
        let step = line.trim_end().strip_prefix("ack ").unwrap();
        self.events.push(Event::Acknowledged(step.parse().unwrap()));
    }

    /// The path below the root; `None` outside, and for SQLite's shared memory, which a restart never reads.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let path = path.strip_prefix(self.root).ok()?;
        let is_shared_memory = path.to_str().unwrap().ends_with("-shm");
        (path != Path::new("") && !is_shared_memory).then(|| path.to_path_buf())
    }
}

/// The path in `7<path>`.
fn described(descriptor: &str) -> PathBuf {
    let path = descriptor.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    to_path(path.map_or("", |(path, _)| path))
}

/// The path in `"path"`.
fn string(argument: &str) -> PathBuf {
    to_path(argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default())
}

fn to_path(escaped: &str) -> PathBuf {
    if escaped.len() > 4 * 4096 {
        return PathBuf::new();
    }
    PathBuf::from(OsStr::from_bytes(&unescaped(escaped)))
}

/// `\x41` for every byte; a character that is not escaped stands for itself.
fn unescaped(text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    let digit = |byte: u8| if byte > b'9' { byte - b'a' + 10 } else { byte - b'0' };
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut next = 0;
    while next < text.len() {
        if text[next] == b'\\' {
            bytes.push(digit(text[next + 2]) << 4 | digit(text[next + 3]));
            next += 4;
        } else {
            bytes.push(text[next]);
            next += 1;
        }
    }
    bytes
}

fn printable(arguments: &[&str]) -> String {
    let readable = |argument: &&str| String::from_utf8_lossy(&unescaped(argument)).into_owned();
    arguments.iter().map(readable).collect::<Vec<_>>().join(", ")
}
