//! Tests of the API through HTTP. Each scenario runs on each database, and the contract test compares every answer with
//! the OpenAPI document.
//!
//! A scenario is an async function in the file of its resource, and its name is in the `scenarios!` list of that file.
//! A scenario that is not listed is an error of the compiler, since nothing uses it.
#![deny(dead_code, reason = "a scenario that is not listed would never run")]
#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

mod accounts;
mod addresses;
mod api_keys;
mod articles_delivered;
mod articles_edited;
mod articles_published;
mod audit_log;
mod authors;
mod batches;
mod bodies;
mod caching;
mod comments;
mod comments_checked;
mod comments_marked;
mod comments_moderated;
mod database;
mod database_silent;
mod desk_search;
mod exact_cache;
mod feed_readers;
mod feeds;
mod harness;
mod limits;
mod linked_data;
mod lists;
mod lists_bytes;
mod lists_model;
mod merging;
mod merging_refused;
mod paging;
mod permissions;
mod previews;
mod protocol;
mod reading;
mod redirects;
mod redirects_batch;
mod references;
mod remits;
mod resolve;
mod revisions;
mod safety;
mod search;
mod sections;
mod sections_merged;
mod sessions;
mod sitemaps;
mod tags;
mod timing;
mod users;
mod workflow;

use std::process::ExitCode;

fn main() -> ExitCode {
    harness::run()
}
