//! Working copies and their saves, and which of them a caller may read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use diesel::prelude::*;

use crate::content::timing::Timing;
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time, folding};
use crate::db::schema::articles;
use crate::http::json::MAX_INTEGER;
use crate::http::{Caller, Permission};

/// The largest News ID, 2^53 − 1.
pub const MAX_NEWS_ID: i64 = MAX_INTEGER;

/// The articles that a caller may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleScope {
    /// All articles.
    All,
    /// The articles that this account created.
    CreatedBy(i64),
}

impl ArticleScope {
    /// The articles that the caller may read. Reporters read only the articles they created.
    pub fn of(caller: &Caller) -> Self {
        if caller.may(Permission::ReadAllArticles) { Self::All } else { Self::CreatedBy(caller.id) }
    }
}

/// A row of `articles`.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = articles)]
pub struct ArticleRow {
    pub id: i64,
    pub status: Status,
    pub version: i64,
    pub head_revision: i64,
    pub live_revision: Option<i64>,
    pub live_version: Option<i64>,
    pub slug: Slug,
    pub section_id: Option<i64>,
    pub first_published_at: Option<Time>,
    pub created_by: i64,
    pub updated_by: i64,
    pub created_at: Time,
    pub updated_at: Time,
    pub publish_at: Option<Time>,
    pub embargo_until: Option<Time>,
    pub expires_at: Option<Time>,
    pub step_note: Option<String>,
    /// The key by which lists are sorted by headline, see [`headline_key`].
    pub headline_key: String,
}

impl ArticleRow {
    /// The accounts that created the article and last changed it.
    pub fn accounts(&self) -> [i64; 2] {
        [self.created_by, self.updated_by]
    }

    /// The article's schedule, embargo and expiry.
    pub fn timing(&self) -> Timing {
        let Self { publish_at, embargo_until, expires_at, .. } = *self;
        Timing { publish_at, embargo_until, expires_at }
    }
}

/// An article with its newest revision, and the names of what it refers to.
#[derive(Clone, Debug)]
pub struct WorkingArticle {
    pub row: ArticleRow,
    pub article: Article,
    /// The names for the article, and for the other articles of its page.
    pub names: Arc<Names>,
}

impl WorkingArticle {
    /// Whether the caller's account created the article.
    pub fn is_created_by(&self, caller: &Caller) -> bool {
        self.row.created_by == caller.id
    }
}

/// The names of what the articles of a page refer to, by id.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The names of accounts.
    pub users: HashMap<i64, String>,
    /// The sections, with their paths as slugs.
    pub sections: HashMap<i64, Named>,
    pub authors: HashMap<i64, Named>,
    pub tags: HashMap<i64, Named>,
}

/// The slug and the name of a section, author or tag.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub slug: String,
    pub name: String,
}

impl Names {
    /// The name of an account.
    pub fn user(&self, id: i64) -> String {
        self.users.get(&id).cloned().unwrap_or_default()
    }

    /// The path and name of a section. `None` when it does not exist.
    pub fn section(&self, id: i64) -> Option<Named> {
        self.sections.get(&id).cloned()
    }

    /// The slug and name of an author. Both are empty when the author does not exist.
    pub fn author(&self, id: i64) -> Named {
        self.authors.get(&id).cloned().unwrap_or_default()
    }

    /// The slug and name of a tag. `None` when it does not exist.
    pub fn tag(&self, id: i64) -> Option<Named> {
        self.tags.get(&id).cloned()
    }
}

/// The key by which lists are sorted by headline: the first 100 characters of its folded words, so that case, accents and
/// punctuation do not matter. Both databases compare its bytes.
pub fn headline_key(headline: &str) -> String {
    folding::words(headline).chars().take(100).collect()
}

/// A save of a working copy, which becomes a revision.
pub struct Save<'a> {
    pub article: &'a Article,
    pub slug: &'a Slug,
    pub note: Option<String>,
    /// The account that saves.
    pub by: i64,
    pub at: Time,
    /// The words for the search index; `None` leaves the index as it is.
    pub words: Option<BTreeSet<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_headline_has_no_punctuation() {
        // A key that begins with `!` is one that the migration made.
        assert_eq!(headline_key("!Éclair! “No”"), "eclair no");
        assert_eq!(headline_key("!!!"), "");
    }
}
