//! Rules for the source code that the compiler does not check. A failed test lists the lines that break its rule.
//!
//! `cargo test --test structure -- --nocapture` also prints how long the files are.
#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

mod facts;
mod files;
mod imports;
mod layers;
mod libraries;
mod source;
mod words;

use crate::source::Source;

/// Fails with the places that break a rule.
#[track_caller]
fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "this rule is broken {} times:\n{}", offences.len(), offences.join("\n"));
}

/// Fails for the lines that `offences` returns for each file of the program.
#[track_caller]
fn assert_nowhere(offences: impl Fn(&Source) -> Vec<usize>) {
    let mut places = Vec::new();
    for file in source::program() {
        let mut lines = offences(file);
        lines.sort_unstable();
        lines.dedup();
        places.extend(lines.into_iter().map(|line| file.place(line)));
    }
    assert_none(&places);
}
