//! What is on the disk for certain, what is still on its way to it, and what a power cut can make of the two.
//!
//! The model is strict. A file's content is certain up to its last sync; of each later write any of the 512-byte
//! sectors may have arrived, in any order, and a file may have grown without its content. A name that was given or
//! taken away is certain only once its directory was synced, whatever was synced in the file. Bytes that nobody
//! writes do not change (what SQLite calls "powersafe overwrite").

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::log::Event;

const SECTOR: usize = 512;

/// Files by path, as a cut left them.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What becomes of everything that was on its way when the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// All names, or none; all content, or none.
    Plain { names: bool, content: bool },
    /// By chance, sector by sector.
    Random,
}

impl Fate {
    /// Every fate that can make a difference now.
    pub(crate) fn all_at(disk: &Disk) -> Vec<Self> {
        let names: &[bool] = if disk.names_on_their_way.is_empty() { &[true] } else { &[false, true] };
        let content: &[bool] = if disk.content_is_on_its_way() { &[false, true] } else { &[true] };
        let plain = names.iter().flat_map(|&names| content.iter().map(move |&content| (names, content)));
        let mut fates: Vec<Self> = plain.map(|(names, content)| Self::Plain { names, content }).collect();
        if fates.len() > 1 {
            fates.extend([Self::Random; 2]);
        }
        fates
    }
}

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

#[derive(Default)]
struct Content {
    certain: Vec<u8>,
    on_its_way: Vec<Change>,
}

/// A disk, empty at first.
#[derive(Default)]
pub(crate) struct Disk {
    /// By number, which is what names stand for.
    contents: Vec<Content>,
    /// What a running process sees.
    names: BTreeMap<PathBuf, usize>,
    certain_names: BTreeMap<PathBuf, usize>,
    names_on_their_way: Vec<(PathBuf, Option<usize>)>,
    unsynced_directories: BTreeSet<PathBuf>,
}

impl Disk {
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::MakeDirectory(path) => drop(self.unsynced_directories.insert(path.clone())),
            Event::Create(path) => {
                self.contents.push(Content::default());
                let number = self.contents.len() - 1;
                self.names.insert(path.clone(), number);
                self.names_on_their_way.push((path.clone(), Some(number)));
            }
            Event::Write { path, at, bytes } => {
                self.change(path, Change::Write { at: *at, bytes: bytes.clone() });
            }
            Event::Resize { path, length } => self.change(path, Change::Resize(*length)),
            Event::Remove(path) => {
                self.names.remove(path);
                self.names_on_their_way.push((path.clone(), None));
            }
            Event::Sync(path) => {
                let content = &mut self.contents[self.names[path]];
                for change in std::mem::take(&mut content.on_its_way) {
                    arrive(&mut content.certain, &change, |_| true);
                }
            }
            Event::SyncDirectory(directory) => {
                let is_in_it = |path: &Path| path.parent() == Some(directory);
                for (path, number) in self.names_on_their_way.extract_if(.., |(path, _)| is_in_it(path)) {
                    rename(&mut self.certain_names, path, number);
                }
                self.unsynced_directories.retain(|path| !is_in_it(path));
            }
            Event::Acknowledged(_) => {}
        }
    }

    fn change(&mut self, path: &Path, change: Change) {
        self.contents[self.names[path]].on_its_way.push(change);
    }

    fn content_is_on_its_way(&self) -> bool {
        self.contents.iter().any(|content| !content.on_its_way.is_empty())
    }

    /// Directories that were made, and whose own name no sync has made certain.
    pub(crate) fn unsynced_directories(&self) -> impl Iterator<Item = &Path> {
        self.unsynced_directories.iter().map(PathBuf::as_path)
    }

    /// Cuts the power. Directories are there in any case.
    pub(crate) fn cut(&self, fate: Fate, random: &mut fastrand::Rng) -> Files {
        let mut names = self.certain_names.clone();
        let mut stuck = BTreeSet::new();
        for (path, number) in &self.names_on_their_way {
            let arrives = match fate {
                Fate::Plain { names, .. } => names,
                // What happens to one name happens in order.
                Fate::Random => random.bool() && !stuck.contains(path),
            };
            if arrives {
                rename(&mut names, path.clone(), *number);
            } else {
                stuck.insert(path);
            }
        }
        names.into_iter().map(|(path, number)| (path, self.contents[number].cut(fate, random))).collect()
    }
}

impl Content {
    fn cut(&self, fate: Fate, random: &mut fastrand::Rng) -> Vec<u8> {
        let mut left = self.certain.clone();
        for change in &self.on_its_way {
            match (fate, random.u8(..4)) {
                (Fate::Plain { content: true, .. }, _) | (Fate::Random, 0 | 1) => {
                    arrive(&mut left, change, |_| true);
                }
                (Fate::Plain { content: false, .. }, _) => {}
                (Fate::Random, 2) => arrive(&mut left, change, |_| random.bool()),
                (Fate::Random, _) => {
                    // The file grows, or nothing happens.
                    if random.bool() {
                        arrive(&mut left, change, |_| false);
                    }
                }
            }
        }
        left
    }
}

/// Of a write only those sectors, by number, that `arrives` says; the file is as long as if all had.
fn arrive(content: &mut Vec<u8>, change: &Change, mut arrives: impl FnMut(usize) -> bool) {
    match change {
        Change::Resize(length) => content.resize(*length, 0),
        Change::Write { at, bytes } => {
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            let mut from = *at;
            while from < end {
                let sector = from / SECTOR;
                let until = ((sector + 1) * SECTOR).min(end);
                if arrives(sector) {
                    content[from..until].copy_from_slice(&bytes[from - at..until - at]);
                }
                from = until;
            }
        }
    }
}

fn rename(names: &mut BTreeMap<PathBuf, usize>, path: PathBuf, number: Option<usize>) {
    match number {
        Some(number) => names.insert(path, number),
        None => names.remove(&path),
    };
}
