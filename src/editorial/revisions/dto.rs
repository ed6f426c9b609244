//! What the revision operations take and answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::store::{Revision, Summary};
use crate::content::Time;
use crate::content::body::{Block, Format};
use crate::editorial::articles::dto::ArticleInput;
use crate::editorial::articles::view::PersonView;
use crate::http::page::{Limit, PageInfo};

/// Which part of the history to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

/// A save, without what was saved.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionSummary {
    /// Its number: 1 for the first save of the article, then 2, and so on.
    pub number: i64,
    /// When it was saved.
    pub created_at: Time,
    /// Who saved it.
    pub created_by: PersonView,
    /// What was said of it.
    #[schema(required)]
    pub note: Option<String>,
}

/// A page of an article's history, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct RevisionPage {
    /// The saves.
    data: Vec<RevisionSummary>,
    /// Where the page lies.
    page: PageInfo,
}

/// A save, with what was saved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
pub struct RevisionView {
    /// Its number.
    pub number: i64,
    /// When it was saved.
    pub created_at: Time,
    /// Who saved it.
    pub created_by: PersonView,
    /// What was said of it.
    #[schema(required)]
    pub note: Option<String>,
    /// The article as it would have been written then.
    pub article: ArticleInput,
}

/// What changed from one revision to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RevisionDiff)]
pub struct DiffView {
    /// The number of the revision it starts from.
    pub from: i64,
    /// The number of the revision it leads to.
    pub to: i64,
    /// The members that differ, in the order of their names. None when the two are alike.
    pub changes: Vec<MemberDiff>,
}

/// How a member differs, told apart by `kind`.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MemberDiff {
    /// A text, compared word by word.
    Text {
        /// The member's name.
        member: String,
        /// The pieces, in order: what was kept and removed is the old text, what was kept and added the new one.
        pieces: Vec<TextPiece>,
    },
    /// A body, compared block by block.
    Blocks {
        /// The member's name.
        member: String,
        /// The blocks, in order. The old body is what was kept and removed, and what was changed as it was `before`; the
        /// new one is what was kept and added, and what was changed as it is `after`.
        pieces: Vec<BlockPiece>,
    },
    /// An object that is in both, such as `lead_image` or `seo`, compared member by member.
    Object {
        /// The member's name.
        member: String,
        /// The members of it that differ, in the order of their names.
        #[schema(no_recursion)]
        changes: Vec<MemberDiff>,
    },
    /// Anything else.
    Value {
        /// The member's name.
        member: String,
        /// What it was; null when there was nothing.
        before: Value,
        /// What it became; null when nothing is left.
        after: Value,
    },
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is in both.
    Keep,
    /// It is only in the one that the comparison starts from.
    Remove,
    /// It is only in the one that the comparison leads to.
    Add,
}

/// A piece of text.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextPiece {
    /// What became of it.
    pub op: Fate,
    /// The words, with the spaces between them.
    pub text: String,
}

/// A block of a body, and what became of it, told apart by `op`.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum BlockPiece {
    /// It is in both.
    Keep {
        /// The block.
        block: Block,
    },
    /// It is only in the one that the comparison starts from.
    Remove {
        /// The block.
        block: Block,
    },
    /// It is only in the one that the comparison leads to.
    Add {
        /// The block.
        block: Block,
    },
    /// Another block of its type stands in its place.
    Change {
        /// The block in the one that the comparison starts from.
        before: Block,
        /// The block in the one that it leads to.
        after: Block,
        /// The plain texts of the two, compared word by word.
        pieces: Vec<TextPiece>,
    },
}

impl From<Summary> for RevisionSummary {
    fn from(summary: Summary) -> Self {
        let (id, name) = summary.created_by;
        Self {
            number: summary.number,
            created_at: summary.created_at,
            created_by: PersonView { id, name },
            note: summary.note,
        }
    }
}

impl RevisionView {
    /// The revision with its body in `format`, or in the one it was written in.
    pub fn new(revision: Revision, format: Option<Format>) -> Self {
        let (id, name) = revision.created_by;
        Self {
            number: revision.number,
            created_at: revision.created_at,
            created_by: PersonView { id, name },
            note: revision.note,
            article: ArticleInput::whole(&revision.article, format),
        }
    }
}
