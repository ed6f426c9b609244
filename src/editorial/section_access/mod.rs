//! Which articles an account may change when it is restricted to sections.
//!
//! It may change articles in these sections and in all sections below them, and its own articles without a section. The
//! restriction does not limit reading and comment moderation: there only the role counts.

mod store;

use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Fault;
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Json, QueryResult};
use crate::http::{Caller, Code};
use store::RestrictedUser;

/// Fails with 403 unless the caller may change articles of this section, or of none. `is_own`: whether the caller created the
/// article.
pub fn require(conn: &mut Conn, caller: &Caller, section: Option<i64>, is_own: bool) -> Result<(), Error> {
    if covers(conn, caller, section, is_own)? {
        return Ok(());
    }
    let detail = "Your account is restricted to sections, and the article is in none of them.";
    Err(Error::new(Code::Forbidden, detail))
}

/// Fails with 403 unless the caller may assign an article to this section, or to none. `is_own`: whether the caller created it.
pub fn require_section(
    conn: &mut Conn,
    caller: &Caller,
    section: Option<i64>,
    is_own: bool,
) -> Result<(), Error> {
    if covers(conn, caller, section, is_own)? {
        return Ok(());
    }
    let detail =
        "Your account is restricted to sections. Set `section_id` to one of them or to a section below them.";
    let fault = Fault::pointer("/section_id", Code::Forbidden.name(), detail.to_owned());
    Err(Error::new(Code::Forbidden, detail).with_faults(vec![fault]))
}

/// Replaces a deleted section in the restrictions of all accounts: by the section it was merged into, or by none.
pub fn replace_section(
    conn: &mut Conn,
    deleted: i64,
    merged_into: Option<i64>,
    by: &Attribution,
) -> Result<(), Error> {
    for RestrictedUser { id, version, sections } in store::restricted_users(conn)? {
        let before: Vec<i64> = sections.read().unwrap_or_default();
        if !before.contains(&deleted) {
            continue;
        }
        let mut after = before.clone();
        after.retain(|section| *section != deleted && Some(*section) != merged_into);
        after.extend(merged_into);
        store::set_sections(conn, id, &Json::of(&after)?, by.at)?;
        let change = Change::new("sections", before, after);
        audit::record(conn, by, "user.update", Target::of(TargetKind::User, id, version + 1), &[change])?;
    }
    Ok(())
}

/// Whether the caller may change articles of this section, or of none. `is_own`: whether the caller created the article, which
/// counts when it has no section.
pub fn covers(conn: &mut Conn, caller: &Caller, section: Option<i64>, is_own: bool) -> QueryResult<bool> {
    let Some(allowed) = &caller.sections else { return Ok(true) };
    let Some(section) = section else { return Ok(is_own) };
    if allowed.contains(&section) {
        return Ok(true);
    }
    let path = store::paths(conn, &[section])?;
    let allowed_paths = store::paths(conn, allowed)?;
    Ok(path.iter().any(|path| allowed_paths.iter().any(|allowed| is_below(path, allowed))))
}

fn is_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.starts_with('/'))
}
