//! The row of a comment, as moderators see it.

use diesel::Queryable;

use crate::content::Time;
use crate::content::vocabulary::{CommentReason, CommentStatus, ReportReason};
use crate::db::{Json, QueryResult};

/// The columns of `comments` that moderation uses. The other columns are used only when a reader sends a comment.
#[derive(Clone, Debug, Queryable)]
pub struct Comment {
    pub id: i64,
    pub article_id: i64,
    pub parent_id: Option<i64>,
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub status: CommentStatus,
    /// The moderator's reason for the last decision.
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
    /// A list of [`CommentReason`].
    pub reasons: Json,
    pub reports: i64,
    pub likes: i64,
    pub erased_at: Option<Time>,
}

impl Comment {
    /// Whether readers see the comment.
    pub fn is_approved(&self) -> bool {
        self.status == CommentStatus::Approved
    }

    /// The reasons that the automatic checks found, without those that readers reported.
    pub fn reasons_without_reports(&self) -> QueryResult<Json> {
        use ReportReason::{Abuse, OffTopic, Other, PersonalData, Spam};
        let reported = [Spam, Abuse, OffTopic, PersonalData, Other].map(CommentReason::from);
        let mut reasons: Vec<CommentReason> = self.reasons.read()?;
        reasons.retain(|reason| !reported.contains(reason));
        Json::of(&reasons)
    }
}

/// An article as readers see it.
#[derive(Clone, Debug)]
pub struct SeenArticle {
    pub headline: String,
    pub slug: String,
}
