//! The API from outside: every scenario runs on every database, and every answer is held against the
//! API's own document.
//!
//! The scenarios are plain async functions, one file for each resource. A scenario that is not listed
//! in its file's `scenarios!` is dead code, which the gate refuses.
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
    let scenarios = [
        accounts::scenarios(),
        addresses::scenarios(),
        api_keys::scenarios(),
        articles_delivered::scenarios(),
        articles_edited::scenarios(),
        articles_published::scenarios(),
        audit_log::scenarios(),
        authors::scenarios(),
        batches::scenarios(),
        bodies::scenarios(),
        caching::scenarios(),
        comments::scenarios(),
        comments_checked::scenarios(),
        comments_marked::scenarios(),
        comments_moderated::scenarios(),
        database::scenarios(),
        database_silent::scenarios(),
        desk_search::scenarios(),
        exact_cache::scenarios(),
        feeds::scenarios(),
        limits::scenarios(),
        linked_data::scenarios(),
        lists::scenarios(),
        lists_bytes::scenarios(),
        lists_model::scenarios(),
        merging::scenarios(),
        merging_refused::scenarios(),
        paging::scenarios(),
        permissions::scenarios(),
        previews::scenarios(),
        protocol::scenarios(),
        reading::scenarios(),
        redirects::scenarios(),
        references::scenarios(),
        remits::scenarios(),
        resolve::scenarios(),
        revisions::scenarios(),
        safety::scenarios(),
        search::scenarios(),
        sections::scenarios(),
        sections_merged::scenarios(),
        sessions::scenarios(),
        sitemaps::scenarios(),
        tags::scenarios(),
        timing::scenarios(),
        users::scenarios(),
        workflow::scenarios(),
    ];
    harness::run(scenarios.into_iter().flatten().collect())
}
