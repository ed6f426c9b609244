//! The domain model of an article: fields and limits, body blocks, slugs, languages, times, workflow.
//!
//! Code here reads no database and answers no HTTP request, so every rule can be read and tested alone. It does read URLs:
//! [`web_url`] checks the ones that editors enter, and [`body`] checks links and embeds.

pub mod article;
pub mod body;
pub mod cache_tags;
pub mod comment_rule;
pub mod delivered;
pub mod direction_marks;
pub mod email;
pub mod fault;
pub mod folding;
pub mod html_injection;
pub mod invisible;
pub mod language;
pub mod network;
pub mod notice;
pub mod profile;
pub mod publish_requirements;
pub mod reading_time;
pub mod search;
pub mod secret;
pub mod site_profile;
pub mod slug;
pub mod stemmer;
pub mod taxonomy;
pub mod term;
pub mod time;
pub mod time_bucket;
pub mod timing;
pub mod untrusted_text;
pub mod vocabulary;
pub mod web_url;
pub mod workflow;

pub use article::Article;
pub use cache_tags::{CacheTag, CacheTags};
pub use fault::{Fault, Faults};
pub use language::Language;
pub use slug::{Slug, SlugStyle};
pub use term::Term;
pub use time::Time;
