//! The query parameters and the responses of the revision operations.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::model::{Revision, RevisionRow};
use crate::content::Time;
use crate::content::body::{Block, Format};
use crate::content::vocabulary::ActorKind;
use crate::content::workflow::Transition;
use crate::editorial::articles::dto::ArticleInput;
use crate::editorial::articles::view::PersonView;
use crate::editorial::audit_log::dto::AuditActor;
use crate::http::page::{Limit, PageInfo};
use crate::publishing::MadeTransition;

/// The page of the list of revisions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The number of revisions on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of the same list.
    pub cursor: Option<String>,
}

/// A revision without its article.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionSummary {
    /// The number: 1 for the first save of the article, then 2, and so on.
    pub number: i64,
    /// The time of the save.
    pub created_at: Time,
    /// The account that saved it.
    pub created_by: PersonView,
    /// The note of the save; null without a note.
    #[schema(required)]
    pub note: Option<String>,
    /// The transitions that were made while this was the newest revision, in their order: who submitted, returned, scheduled or
    /// published it, and so on. When there are more than 100, the 100 newest.
    pub transitions: Vec<RevisionTransition>,
}

/// A transition that was made with a revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionTransition {
    /// The transition.
    pub to: Transition,
    /// The time of the transition.
    pub at: Time,
    /// Who made it, with the name of that time. `kind` is `user` for an account, `key` for an API key, and `system` for the
    /// server itself: `scheduler` publishes at the scheduled time and withdraws at the expiry. Only admins see the id and the
    /// name of an API key; for others its `id` is null and its `name` is `API key`.
    pub by: AuditActor,
    /// The note for colleagues; null without a note.
    #[schema(required)]
    pub note: Option<String>,
}

/// A page of an article's revisions, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct RevisionPage {
    /// The revisions, without their articles.
    data: Vec<RevisionSummary>,
    /// The cursors of the neighbouring pages.
    page: PageInfo,
}

/// A revision with its article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
pub struct RevisionView {
    /// The number.
    pub number: i64,
    /// The time of the save.
    pub created_at: Time,
    /// The account that saved it.
    pub created_by: PersonView,
    /// The note of the save; null without a note.
    #[schema(required)]
    pub note: Option<String>,
    /// The article, with the members that `PUT` accepts.
    pub article: ArticleInput,
}

/// The differences between two revisions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RevisionDiff)]
pub struct DiffView {
    /// The number of the first revision: `a` in the path.
    pub from: i64,
    /// The number of the second revision: `b` in the path.
    pub to: i64,
    /// The members that differ, ordered by name. Empty when the revisions are equal.
    pub changes: Vec<MemberDiff>,
}

/// The difference of one member. `kind` says how it was compared.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MemberDiff {
    /// A text, compared word by word.
    Text {
        /// The member's name.
        member: String,
        /// The pieces in order. `keep` and `remove` give the text in `from`, `keep` and `add` the text in `to`.
        pieces: Vec<TextPiece>,
    },
    /// A body, compared block by block.
    Blocks {
        /// The member's name.
        member: String,
        /// The blocks in order. `keep`, `remove` and the `before` of `change` give the body in `from`. `keep`, `add` and the
        /// `after` of `change` give the body in `to`.
        pieces: Vec<BlockPiece>,
    },
    /// An object that both revisions have, such as `lead_image` or `seo`, compared member by member.
    Object {
        /// The member's name.
        member: String,
        /// The members of the object that differ, ordered by name.
        #[schema(no_recursion)]
        changes: Vec<MemberDiff>,
    },
    /// Any other member.
    Value {
        /// The member's name.
        member: String,
        /// The value in `from`; null when `from` has none.
        before: Value,
        /// The value in `to`; null when `to` has none.
        after: Value,
    },
}

/// Whether a piece is in both revisions or in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Fate)]
pub enum DiffOp {
    /// The piece is in both revisions.
    Keep,
    /// The piece is only in `from`.
    Remove,
    /// The piece is only in `to`.
    Add,
}

/// A piece of text.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextPiece {
    /// Whether the piece is in both revisions or in one of them.
    pub op: DiffOp,
    /// The words and the spaces between them.
    pub text: String,
}

/// A block of a body. `op` says whether it is in both revisions, in one of them, or changed.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum BlockPiece {
    /// The block is in both revisions.
    Keep {
        /// The block.
        block: Block,
    },
    /// The block is only in `from`.
    Remove {
        /// The block.
        block: Block,
    },
    /// The block is only in `to`.
    Add {
        /// The block.
        block: Block,
    },
    /// The block is replaced by another block of the same type.
    Change {
        /// The block in `from`.
        before: Block,
        /// The block in `to`.
        after: Block,
        /// The plain texts of the two blocks, compared word by word.
        pieces: Vec<TextPiece>,
    },
}

impl RevisionSummary {
    /// The revision with its transitions, taken out of those of the whole page. `sees_keys`: whether the caller may know which API
    /// keys there are.
    pub fn new(row: RevisionRow, transitions: &mut Vec<MadeTransition>, sees_keys: bool) -> Self {
        let (id, name) = row.created_by;
        let own = transitions.extract_if(.., |transition| transition.revision == row.number);
        Self {
            number: row.number,
            created_at: row.created_at,
            created_by: PersonView { id, name },
            note: row.note,
            transitions: own.map(|made| RevisionTransition::new(made, sees_keys)).collect(),
        }
    }
}

impl RevisionTransition {
    fn new(made: MadeTransition, sees_keys: bool) -> Self {
        let mut by = AuditActor::from(made.by);
        if by.kind == ActorKind::Key && !sees_keys {
            by = AuditActor { id: None, name: "API key".to_owned(), kind: by.kind };
        }
        Self { to: made.transition, at: made.at, by, note: made.note }
    }
}

impl RevisionView {
    /// The revision with its body in `format`; `None` is the format it was saved in.
    pub fn new(revision: Revision, format: Option<Format>) -> Self {
        let (id, name) = revision.created_by;
        Self {
            number: revision.number,
            created_at: revision.created_at,
            created_by: PersonView { id, name },
            note: revision.note,
            article: ArticleInput::with_body(&revision.article, format),
        }
    }
}
