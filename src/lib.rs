//! Broadsheet, a headless CMS for newsrooms.
//!
//! # Modules
//!
//! The APIs, which never use each other:
//!
//! - [`delivery`]: the public API that reads published content. It reads only the `published_*` tables and `site`.
//! - [`audience`]: comments, likes, reports and views, which readers send without an account.
//! - [`editorial`]: the API of the newsroom: working copies, revisions, taxonomy, redirects, moderation.
//! - [`accounts`]: users, sessions, access tokens and API keys.
//!
//! The modules that the APIs share:
//!
//! - [`publishing`]: turns working copies into published content. Only this module and its index in [`db`] write the `published_*` tables.
//!   It also runs the scheduler, and lists the changes that readers can see.
//! - [`public_names`]: finds what a public slug or path refers to, now or formerly.
//! - [`audit`]: the log of who changed what, and the context of editing requests.
//! - [`http`]: what all handlers share: caller, problem documents, paging, `ETag`, idempotency, response cache, limits.
//! - [`db`]: connections, worker threads, migrations, and the differences between SQLite and PostgreSQL.
//! - [`content`]: the fields of an article, bodies, slugs, languages, and the rules of the workflow. It uses no other
//!   module.
//!
//! The modules that build the program: [`config`] reads the settings, [`app`] joins the state and the routes,
//! [`openapi`] has the common parts of the API's document, and [`cli`] runs the commands.
//!
//! # Who uses whom
//!
//! | Module | May use |
//! |---|---|
//! | `content` | no other module |
//! | `db` | `content` |
//! | `http` | `db`, `content` |
//! | `audit`, `public_names` | `http`, `db`, `content` |
//! | `publishing` | `audit`, `http`, `db`, `content` |
//! | `delivery` | `public_names`, `http`, `db`, `content` |
//! | `audience` | `public_names`, `publishing`, `http`, `db`, `content` |
//! | `editorial`, `accounts` | `publishing`, `audit`, `http`, `db`, `content` |
//! | `openapi` | `http`, `content` |
//! | `config` | the limits of passwords in `accounts`, `http`, `db`, `content` |
//! | `app` | `delivery`, `audience`, `editorial`, `accounts`, `openapi`, `config`, `http`, `db` |
//! | `cli` | all modules |
//!
//! `http` and the modules from `audit` to `accounts` also use [`Error`], which becomes a problem document.
//! `tests/structure/` checks these rules.

pub mod accounts;
pub mod app;
pub mod audience;
pub mod audit;
pub mod cli;
pub mod config;
pub mod content;
pub mod db;
pub mod delivery;
pub mod editorial;
pub mod http;
pub mod openapi;
mod problems;
pub mod public_names;
pub mod publishing;

pub use http::{Error, Failure};
