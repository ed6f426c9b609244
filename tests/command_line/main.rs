//! The program itself: its commands, its files, its signals, and HTTP as it goes over the wire.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed test should panic")]

mod clients;
mod commands;
mod program;
mod running;
mod wire;
