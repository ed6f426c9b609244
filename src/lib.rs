//! Broadsheet, a headless CMS for newsrooms.
//!
//! The house has two wings and one door:
//!
//! - [`delivery`] is the public wing. It reads, and only what is published.
//! - [`editorial`] is the newsroom's wing: working copies, taxonomy, moderation.
//! - [`publishing`] is the door between them, the only code that writes what readers see.
//! - [`audience`] takes in what readers send: comments, likes, reports, views.
//! - [`accounts`] knows the people of the newsroom, and who is calling.
//!
//! Below them lie [`content`], what an article is; [`db`], the database; [`http`], what all wings
//! speak; [`addresses`], what public names stand for; and [`audit`], the record of who did what. [`app`]
//! joins everything, and [`cli`] starts it. Wings never know each other, delivery knows no table but
//! `published_*` and `site`, and `tests/structure/` keeps it so.

pub mod accounts;
pub mod addresses;
pub mod app;
pub mod audience;
pub mod audit;
pub mod cli;
pub mod config;
pub mod content;
pub mod db;
pub mod delivery;
pub mod editorial;
mod error;
pub mod http;
pub mod openapi;
pub mod publishing;

pub use error::{Error, Failure};
