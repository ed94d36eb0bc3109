//! A power cut, replayed: a child process commits under `strace`; from the log the files are rebuilt as a cut at each
//! moment could have left them; from each of these the store must come back with every commit it had acknowledged,
//! and with no part of one.
//!
//! strace log → events (`log`) → what is on the disk and what is still on its way (`disk`) → cuts → verdicts (here).
//! Who commits and who reads back is in `subject`.
//!
//! The same replay of the same kind of commits with `synchronous` below FULL must find losses, or it proves nothing.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "power_cut/disk.rs"]
mod disk;
#[path = "power_cut/log.rs"]
mod log;
#[path = "power_cut/subject.rs"]
mod subject;

use std::{
    fmt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use self::{
    disk::{Disk, Fate, Files},
    log::Event,
    subject::{Plain, Subject, TheStore, Trace},
};

/// Names what a child of this test does, and in which directory; absent in the test itself.
const ROLE: &str = "POWER_CUT_ROLE";
/// Moments at which nothing but one more write happens are many and alike: about this many of them are replayed.
const ORDINARY_MOMENTS: usize = 100;
const SEED: u64 = 20_261_123;

#[test]
#[ignore = "needs strace"]
fn no_acknowledged_commit_is_lost_in_a_power_cut() {
    if play_a_role() {
        return;
    }
    let commits = 200;
    let store = replay(&TheStore::new(commits), "no_acknowledged_commit_is_lost_in_a_power_cut");
    println!("SqliteStore:           {store}");
    assert!(store.checkpoints >= 2, "too few checkpoints to prove anything: {store}");
    assert_eq!(store.acknowledged, commits + 1, "the lease and every commit are acknowledged");
    assert_eq!((store.lost, store.torn), (0, 0), "first: {:?}", store.first_fault);
}

#[test]
#[ignore = "needs strace"]
fn the_replay_finds_what_lesser_settings_lose() {
    if play_a_role() {
        return;
    }
    let replayed = |synchronous| {
        let tally =
            replay(&Plain { synchronous, commits: 150 }, "the_replay_finds_what_lesser_settings_lose");
        println!("synchronous = {synchronous:<8} {tally}");
        assert!(tally.checkpoints >= 2, "too few checkpoints to prove anything: {tally}");
        tally
    };
    let (full, normal, off) = (replayed("full"), replayed("normal"), replayed("off"));
    assert_eq!((full.lost, full.torn), (0, 0), "first: {:?}", full.first_fault);
    assert!(normal.lost > 0, "NORMAL does not sync commits, and no cut showed it");
    assert_eq!(normal.torn, 0, "NORMAL loses whole commits only; first: {:?}", normal.first_fault);
    assert!(off.torn > 0, "OFF corrupts, and no cut showed it");
}

/// Not part of the replay, which takes a directory that was made for granted.
#[test]
#[ignore = "needs strace"]
fn a_new_directory_is_on_the_disk_before_anything_in_it_is_acknowledged() {
    if play_a_role() {
        return;
    }
    let subject = TheStore::new(1);
    let events = record(&subject, "a_new_directory_is_on_the_disk_before_anything_in_it_is_acknowledged");
    let mut disk = Disk::default();
    for event in &events {
        disk.apply(event);
        if let Event::Acknowledged(_) = event {
            let unsynced: Vec<_> = disk.unsynced_directories().collect();
            assert!(unsynced.is_empty(), "nobody synced the directories that hold {unsynced:?}");
        }
    }
    assert!(events.iter().any(|event| matches!(event, Event::MakeDirectory(_))), "none was made");
}

/// What came of one subject.
#[derive(Default)]
struct Tally {
    acknowledged: u64,
    events: usize,
    checkpoints: usize,
    cuts: usize,
    /// Cuts after which something acknowledged was missing.
    lost: usize,
    /// The most that was missing after one cut.
    most_lost: u64,
    /// Cuts after which the file was malformed, or held a part of a commit, or one that was never made.
    torn: usize,
    first_fault: Option<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} acknowledged, {} checkpoints, {} file operations; of {} cuts {} lost (up to {} commits), {} torn",
            self.acknowledged, self.checkpoints, self.events, self.cuts, self.lost, self.most_lost, self.torn
        )
    }
}

/// In a child: does what it was started for. `false` in the test itself.
#[expect(clippy::disallowed_methods, reason = "how the test tells its child what to do")]
fn play_a_role() -> bool {
    let Ok(role) = std::env::var(ROLE) else { return false };
    let (role, directory) = role.split_once(' ').unwrap();
    subject::play(role, &Trace::new(Path::new(directory)));
    true
}

/// Runs the subject's role in a child under strace. `test` is the test that plays it there.
fn record(subject: &dyn Subject, test: &str) -> Vec<Event> {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().canonicalize().unwrap();
    let log = root.join("log");
    let ran = Command::new("strace")
        .args(log::STRACE)
        .arg("-o")
        .arg(&log)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .env(ROLE, format!("{} {}", subject.role(), root.display()))
        .stdout(Stdio::null())
        .status();
    assert!(ran.unwrap_or_else(|e| panic!("strace: {e}")).success(), "the child failed");
    let trace = Trace::new(&root);
    log::read(&std::fs::read(&log).unwrap(), &trace.disk, &trace.acknowledgements)
}

/// Records the subject, cuts its power at every moment worth it, and reads back what is left.
fn replay(subject: &dyn Subject, test: &str) -> Tally {
    let events = record(subject, test);
    let mut tally = Tally { events: events.len(), checkpoints: checkpoints(&events), ..Tally::default() };
    let mut random = fastrand::Rng::with_seed(SEED);
    let memory = Path::new("/dev/shm");
    let scratch = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let worth_it = moments(&events);
    let mut disk = Disk::default();
    for (moment, event) in events.iter().enumerate() {
        disk.apply(event);
        if let Event::Acknowledged(step) = event {
            assert_eq!(*step, tally.acknowledged + 1, "acknowledgements are in order");
            tally.acknowledged = *step;
        }
        if !worth_it.contains(&moment) {
            continue;
        }
        for fate in Fate::all_at(&disk) {
            let files = disk.cut(fate, &mut random);
            tally.cuts += 1;
            let fault = match judge(subject, &files, tally.acknowledged, scratch.path()) {
                Verdict::Kept => continue,
                Verdict::Lost(steps) => {
                    tally.lost += 1;
                    tally.most_lost = tally.most_lost.max(steps);
                    format!("{steps} of {} lost", tally.acknowledged)
                }
                Verdict::Torn(why) => {
                    tally.torn += 1;
                    why
                }
            };
            tally.first_fault.get_or_insert_with(|| format!("{fault}: {fate:?} after {moment}, {event:?}"));
        }
    }
    tally
}

/// Each moment after a sync, an acknowledgement or a change of names; each before a sync; and some of the others.
fn moments(events: &[Event]) -> std::collections::BTreeSet<usize> {
    let matters = |moment: &usize| {
        let follows = events.get(moment + 1);
        events[*moment].is_a_boundary() || follows.is_none_or(Event::is_a_boundary)
    };
    let (mut chosen, others): (Vec<usize>, Vec<usize>) = (0..events.len()).partition(matters);
    chosen.extend(others.iter().step_by((others.len() / ORDINARY_MOMENTS).max(1)));
    chosen.into_iter().collect()
}

/// How often the database itself was written between two acknowledgements.
fn checkpoints(events: &[Event]) -> usize {
    let is_acknowledgement = |event: &Event| matches!(event, Event::Acknowledged(_));
    let written = |between: &&[Event]| {
        between.iter().any(|event| matches!(event, Event::Write { path, .. } if is_database(path)))
    };
    let between: Vec<&[Event]> = events.split(is_acknowledgement).collect();
    between[1..between.len() - 1].iter().filter(|events| written(events)).count()
}

fn is_database(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "sqlite")
}

enum Verdict {
    Kept,
    Lost(u64),
    Torn(String),
}

/// Whether what a cut left is all that was acknowledged, and at most the one step more that was under way.
fn judge(subject: &dyn Subject, files: &Files, acknowledged: u64, scratch: &Path) -> Verdict {
    let trace = Trace::new(scratch);
    let _ = std::fs::remove_dir_all(&trace.disk);
    std::fs::create_dir_all(trace.database.parent().unwrap()).unwrap();
    for (path, content) in files {
        let path: PathBuf = trace.disk.join(path);
        std::fs::write(path, content).unwrap();
    }
    match subject.read_back(&trace.database, acknowledged) {
        Err(why) => Verdict::Torn(why),
        Ok(steps) if steps < acknowledged => Verdict::Lost(acknowledged - steps),
        Ok(steps) if steps > acknowledged + 1 => {
            Verdict::Torn(format!("{steps} steps, and {acknowledged} were acknowledged"))
        }
        Ok(_) => Verdict::Kept,
    }
}
