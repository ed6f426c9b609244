//! Tests of the compiled program: its commands, its files, its signals, and the bytes of HTTP.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed test should panic")]

mod clients;
mod commands;
mod demo;
mod examples;
mod guide;
mod http;
mod lifecycle;
mod program;
