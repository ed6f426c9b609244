//! Checks `If-Match` (RFC 9110 §13.1.1), so that no editor overwrites a change of another one unseen.

use crate::Error;
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::{Code, IfMatch};

/// Fails with 412 unless `If-Match` names the current `version` of the resource, and with 428 if the header is missing. The
/// 412 lists the members that changed after the version in `If-Match`.
pub fn require(
    conn: &mut Conn,
    if_match: &IfMatch,
    kind: TargetKind,
    id: i64,
    version: i64,
) -> Result<(), Error> {
    let Err(error) = if_match.check(version) else { return Ok(()) };
    match if_match.seen_version() {
        Some(seen) if matches!(error.failure().code, Code::VersionMismatch | Code::WeakEtag) => {
            Err(error.with_changed(super::store::members_changed_after(conn, kind, id, seen)?))
        }
        _ => Err(error),
    }
}
