//! The API from outside: every scenario runs on every database, and every answer is held against the
//! API's own document.
//!
//! The scenarios are plain async functions, one file for each resource. A scenario that is not listed
//! in its file's `scenarios!` is dead code, which the gate refuses.
#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

mod accounts;
mod articles_delivered;
mod articles_edited;
mod articles_published;
mod authors;
mod comments;
mod database;
mod harness;
mod protocol;
mod sections;
mod tags;

use std::process::ExitCode;

fn main() -> ExitCode {
    let scenarios = [
        accounts::scenarios(),
        articles_delivered::scenarios(),
        articles_edited::scenarios(),
        articles_published::scenarios(),
        authors::scenarios(),
        comments::scenarios(),
        database::scenarios(),
        protocol::scenarios(),
        sections::scenarios(),
        tags::scenarios(),
    ];
    harness::run(scenarios.into_iter().flatten().collect())
}
