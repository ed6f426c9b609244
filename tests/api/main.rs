//! Tests of the API through HTTP. Each scenario runs on each database. The harness compares every response with the
//! OpenAPI document.
//!
//! A scenario is an async function in the file of its resource, and its name is in the `scenarios!` list of that file.
//! A scenario that is not listed does not compile, since nothing uses it.
#![deny(dead_code, reason = "a scenario that is not listed would never run")]
#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

mod api_keys;
mod article_copies;
mod article_delivery;
mod article_editing;
mod article_list_bytes;
mod article_list_model;
mod article_list_paging;
mod article_lists;
mod article_publishing;
mod audit_log;
mod authentication;
mod authors;
mod batches;
mod bodies;
mod cache_consistency;
mod caching;
mod comment_checks;
mod comment_moderation;
mod comment_reactions;
mod comments;
mod database;
mod database_outages;
mod editorial_lists;
mod editorial_search;
mod editorial_sorts;
mod feed_readers;
mod feeds;
mod former_slugs;
mod harness;
mod linked_data;
mod mended_corrections;
mod merge_errors;
mod merging;
mod pages;
mod permissions;
mod previews;
mod protocol;
mod rate_limits;
mod redirect_batches;
mod redirects;
mod related_and_most_read;
mod related_ids;
mod resolve;
mod revisions;
mod scheduling;
mod search;
mod search_index;
mod search_languages;
mod search_suggestions;
mod section_access;
mod section_merging;
mod sections;
mod sessions;
mod site_profile;
mod sitemaps;
mod slugs;
mod tags;
mod url_templates;
mod users;
mod workflow;
mod write_safety;

use std::process::ExitCode;

fn main() -> ExitCode {
    harness::run()
}
