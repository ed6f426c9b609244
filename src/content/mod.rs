//! What an article is, in the newsroom's own terms.
//!
//! Fields and their limits, bodies as typed blocks, slugs, languages, times, workflow states and
//! the rules of publishing. Nothing here knows a URL, a status code or a table, so every rule can
//! be read and tested alone.

pub mod article;
pub mod blank;
pub mod body;
pub mod cache_tags;
pub mod comment_rule;
pub mod delivered;
pub mod email;
pub mod fault;
pub mod folding;
pub mod language;
pub mod markup;
pub mod network;
pub mod profile;
pub mod reading;
pub mod rules;
pub mod search;
pub mod secret;
pub mod slug;
pub mod taxonomy;
pub mod term;
pub mod time;
pub mod timing;
pub mod untrusted_text;
pub mod views;
pub mod vocabulary;
pub mod web_address;
pub mod workflow;

pub use article::Article;
pub use cache_tags::{CacheTag, CacheTags};
pub use fault::{Fault, Faults};
pub use language::Language;
pub use slug::Slug;
pub use term::Term;
pub use time::Time;
