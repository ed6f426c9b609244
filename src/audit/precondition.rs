//! `If-Match` on every write: nobody's work is overwritten unseen.

use crate::Error;
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::{Code, IfMatch};

/// Passes when the caller has seen the present version. Else 412, with the members that changed since
/// the version they have seen.
pub fn require(
    conn: &mut Conn,
    if_match: &IfMatch,
    kind: TargetKind,
    id: i64,
    version: i64,
) -> Result<(), Error> {
    let Err(error) = if_match.check(version) else { return Ok(()) };
    match if_match.seen_version() {
        Some(seen) if error.failure().code == Code::VersionMismatch => {
            Err(error.with_changed(super::members_changed_after(conn, kind, id, seen)?))
        }
        _ => Err(error),
    }
}
