//! Revisions: the saves of an article.

use diesel::prelude::*;

use crate::content::{Article, Time};

/// A revision of an article.
#[derive(Debug)]
pub struct Revision {
    pub number: i64,
    pub article: Article,
    /// The id and the name of the account that saved it.
    pub created_by: (i64, String),
    pub created_at: Time,
    pub note: Option<String>,
}

/// A revision without its article.
#[derive(Debug, Queryable)]
pub struct RevisionRow {
    pub number: i64,
    pub created_by: (i64, String),
    pub created_at: Time,
    pub note: Option<String>,
}
