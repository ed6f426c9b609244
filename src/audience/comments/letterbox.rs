//! Taking a comment in, in the transaction it is given.

use super::dto::CommentInput;
use super::model::CheckedComment;
use super::store;
use crate::Error;
use crate::addresses;
use crate::content::vocabulary::NamedKind;
use crate::content::{Faults, Time};
use crate::db::Conn;
use crate::http::Code;

/// Puts a comment on the article, named by News ID or slug, into the queue, and returns its id.
pub fn submit(
    conn: &mut Conn,
    article: &str,
    input: CommentInput,
    mut faults: Faults,
    now: Time,
) -> Result<i64, Error> {
    let article = open_article(conn, article, now)?;
    let comment = CheckedComment::check(input, &mut faults);
    if let Some(parent) = comment.as_ref().and_then(|comment| comment.parent_id) {
        match store::parent_of(conn, article, parent)? {
            Some(None) => {}
            Some(Some(_)) => faults.add("/parent_id", "too-deep", "an answer cannot be answered"),
            None => faults.add("/parent_id", "unknown-comment", "there is no such comment on this article"),
        }
    }
    let comment = faults.finish(comment).map_err(Error::invalid_body)?;
    Ok(store::insert(conn, article, &comment, now)?)
}

/// The News ID of a published article that takes comments now.
fn open_article(conn: &mut Conn, article: &str, now: Time) -> Result<i64, Error> {
    let id = addresses::find(conn, NamedKind::Article, article)?.id;
    let settings = store::settings(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    if settings.open_at(now) {
        Ok(id)
    } else {
        Err(Error::new(Code::CommentsClosed, "This article takes no new comments."))
    }
}
