//! The remit of an editor who is restricted to sections: these, all below them, and what is own and not filed yet.
//!
//! A remit is about changing articles. What may be read, and readers' comments, are the same for all of a role.

mod store;

use super::articles::model::WorkingArticle;
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Fault;
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Json, QueryResult};
use crate::http::{Caller, Code};
use store::Restricted;

/// Whether the caller may change the article as it is filed now.
pub fn covers(conn: &mut Conn, caller: &Caller, article: &WorkingArticle) -> QueryResult<bool> {
    let own = article.row.created_by == caller.id;
    covers_section(conn, caller, article.article.section_id, own)
}

/// 403 unless the caller may change the article as it is filed now.
pub fn require(conn: &mut Conn, caller: &Caller, article: &WorkingArticle) -> Result<(), Error> {
    if covers(conn, caller, article)? {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden, "The article is not in a section that you are an editor of."))
}

/// 403 unless the caller may file an article there, which is its `own` or not.
pub fn require_place(conn: &mut Conn, caller: &Caller, section: Option<i64>, own: bool) -> Result<(), Error> {
    if covers_section(conn, caller, section, own)? {
        return Ok(());
    }
    let detail = "You are not an editor of the section that the article would be filed in.";
    let fault = Fault::pointer("/section_id", Code::Forbidden.name(), detail.to_owned());
    Err(Error::new(Code::Forbidden, detail).with_faults(vec![fault]))
}

/// Takes a section that is gone out of all remits; what it was merged into, if anything, takes its place.
pub fn replace(conn: &mut Conn, gone: i64, kept: Option<i64>, by: &Attribution) -> Result<(), Error> {
    for Restricted { id, version, sections } in store::restricted(conn)? {
        let before: Vec<i64> = sections.read().unwrap_or_default();
        if !before.contains(&gone) {
            continue;
        }
        let mut after = before.clone();
        after.retain(|section| *section != gone && Some(*section) != kept);
        after.extend(kept);
        store::update(conn, id, &Json::of(&after)?, by.at)?;
        let change = Change::new("sections", before, after);
        audit::record(conn, by, "user.update", Target::of(TargetKind::User, id, version + 1), &[change])?;
    }
    Ok(())
}

fn covers_section(conn: &mut Conn, caller: &Caller, section: Option<i64>, own: bool) -> QueryResult<bool> {
    let Some(section_access) = &caller.sections else { return Ok(true) };
    let Some(section) = section else { return Ok(own) };
    if section_access.contains(&section) {
        return Ok(true);
    }
    let path = store::paths(conn, &[section])?;
    let tops = store::paths(conn, section_access)?;
    Ok(path.iter().any(|path| tops.iter().any(|top| is_below(path, top))))
}

fn is_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'))
}
