//! Finds a working copy and checks what the caller may do with it.

use super::model::{ArticleScope, WorkingArticle};
use super::store;
use crate::Error;
use crate::audit::{Requester, precondition};
use crate::content::vocabulary::{Status, TargetKind};
use crate::db::{Conn, QueryResult};
use crate::editorial::section_access;
use crate::http::{Caller, Code, IfMatch, Permission};

/// The working copy of an article, without a check of permissions.
pub fn find(conn: &mut Conn, id: i64) -> Result<WorkingArticle, Error> {
    store::find(conn, id, ArticleScope::All)?.ok_or_else(|| not_found(id))
}

/// The working copy of an article that the caller may read; 404 for all others.
pub fn find_readable(conn: &mut Conn, id: i64, caller: &Caller) -> Result<WorkingArticle, Error> {
    store::find(conn, id, ArticleScope::of(caller))?.ok_or_else(|| not_found(id))
}

/// The working copy of an article that the caller copies: 404 for callers who may not read it, and 409 when it is killed. Only an
/// admin may bring a killed article back, and `restore` does that.
pub fn find_for_copy(conn: &mut Conn, id: i64, caller: &Caller) -> Result<WorkingArticle, Error> {
    let working = find_readable(conn, id, caller)?;
    if working.row.status == Status::Killed {
        let detail = "The article is `killed`. An admin must `restore` it before it can be copied.";
        return Err(Error::new(Code::NotEditable, detail));
    }
    Ok(working)
}

/// The working copy of an article whose status the caller changes.
///
/// Fails with 403 outside the caller's sections, and with 412 when the article has another version than `if_match`.
pub fn find_for_transition(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    requester: &Requester,
) -> Result<WorkingArticle, Error> {
    let working = find_readable(conn, id, &requester.caller)?;
    require_section_access(conn, &requester.caller, &working)?;
    precondition::require(conn, if_match, TargetKind::Article, id, working.row.version)?;
    Ok(working)
}

/// The working copy of an article whose content the caller changes.
///
/// Fails as [`find_for_transition`] does, with 403 when a reporter edits more than a draft, and with 409 when the
/// article is killed or trashed.
pub fn find_for_edit(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    requester: &Requester,
) -> Result<WorkingArticle, Error> {
    requester.caller.require(Permission::WriteArticles)?;
    let working = find_readable(conn, id, &requester.caller)?;
    let status = working.row.status;
    // The scopes of an API key include both permissions or none, so only the role is in question here.
    if status != Status::Draft && !requester.caller.may(Permission::EditArticles) {
        return Err(drafts_only(id, status));
    }
    require_section_access(conn, &requester.caller, &working)?;
    precondition::require(conn, if_match, TargetKind::Article, id, working.row.version)?;
    match status {
        Status::Killed => Err(Error::new(
            Code::NotEditable,
            "The article is `killed`. An admin must `restore` it before it can be edited.",
        )),
        Status::Trashed => Err(Error::new(
            Code::NotEditable,
            "The article is `trashed`. An editor must `restore` it before it can be edited.",
        )),
        _ => Ok(working),
    }
}

/// Whether the caller's section access covers the article.
pub fn is_in_sections(conn: &mut Conn, caller: &Caller, working: &WorkingArticle) -> QueryResult<bool> {
    section_access::covers(conn, caller, working.article.section_id, working.is_created_by(caller))
}

/// Fails with 403 unless the caller's section access covers the article.
pub fn require_section_access(
    conn: &mut Conn,
    caller: &Caller,
    working: &WorkingArticle,
) -> Result<(), Error> {
    section_access::require(conn, caller, working.article.section_id, working.is_created_by(caller))
}

/// Fails with 412 unless the article still has the version of `if_match`.
///
/// The transaction that writes calls it after another transaction read the article.
pub fn require_version(conn: &mut Conn, id: i64, if_match: &IfMatch) -> Result<(), Error> {
    let version = store::version(conn, id)?.ok_or_else(|| not_found(id))?;
    precondition::require(conn, if_match, TargetKind::Article, id, version)
}

fn not_found(id: i64) -> Error {
    Error::new(Code::NotFound, format!("There is no article {id}."))
}

/// 403 for a reporter who edits an article that is not a draft. The detail says what to do first.
fn drafts_only(id: i64, status: Status) -> Error {
    let detail = if status == Status::InReview {
        format!(
            "The article is `in_review`, and reporters can edit drafts only. `return` it to draft first: \
             POST /v1/editorial/articles/{id}/transitions with `{{\"to\": \"return\"}}`."
        )
    } else {
        let status: &str = status.into();
        format!("The article is `{status}`, and reporters can edit drafts only. Ask an editor to change it.")
    };
    Error::new(Code::Forbidden, detail)
}
