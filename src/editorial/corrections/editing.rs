//! Mends and withdraws corrections.

use super::dto::CorrectionPatch;
use crate::Error;
use crate::audit::Requester;
use crate::content::article::{Correction, MAX_CORRECTION};
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::http::{Code, IfMatch, MergePatch};
use crate::publishing::corrections::{self, StoredCorrection};

/// Applies a patch to a correction. Returns it with the version of its article, which a patch that changes nothing does not raise.
///
/// Fails as [`find`] does, and with 422 when a member is invalid.
pub fn mend(
    conn: &mut Conn,
    (article, id): (i64, i64),
    if_match: &IfMatch,
    patch: &MergePatch<CorrectionPatch>,
    requester: &Requester,
) -> Result<(StoredCorrection, i64), Error> {
    let (before, version) = find(conn, article, id, if_match, requester)?;
    let (input, mut faults) = patch.apply(&CorrectionPatch::from(&before))?;
    let kind = faults.required("/kind", input.kind);
    let text = faults.text("/text", input.text, MAX_CORRECTION);
    let text = faults.required("/text", text);
    let (kind, text) = faults.finish(kind.zip(text)).map_err(Error::invalid_body)?;
    if (kind, &text) == (before.kind, &before.text) {
        return Ok((before, version));
    }
    let mended = Correction { kind, text };
    let version = corrections::mend(conn, &before, &mended, version, &requester.attribution())?;
    let after = corrections::find(conn, article, id)?.ok_or_else(|| not_found(article, id))?;
    Ok((after, version))
}

/// Withdraws a correction, and returns the new version of its article. Fails as [`find`] does.
pub fn withdraw(
    conn: &mut Conn,
    (article, id): (i64, i64),
    if_match: &IfMatch,
    requester: &Requester,
) -> Result<i64, Error> {
    let (before, version) = find(conn, article, id, if_match, requester)?;
    Ok(corrections::withdraw(conn, &before, version, &requester.attribution())?)
}

/// A correction that the caller changes, and the version of its article.
///
/// Fails with 403 outside the caller's sections, with 404 when the article or the correction does not exist, with 409 when the
/// correction was withdrawn, and with 412 when the article has another version than `if_match`.
fn find(
    conn: &mut Conn,
    article: i64,
    id: i64,
    if_match: &IfMatch,
    requester: &Requester,
) -> Result<(StoredCorrection, i64), Error> {
    let working = access::find_for_transition(conn, article, if_match, requester)?;
    let correction = corrections::find(conn, article, id)?.ok_or_else(|| not_found(article, id))?;
    if correction.withdrawn_at.is_some() {
        let detail = format!(
            "The correction {id} is withdrawn, so it cannot be changed. Publish a new one: \
             POST /v1/editorial/articles/{article}/transitions with `publish` and `correction`."
        );
        return Err(Error::new(Code::Conflict, detail));
    }
    Ok((correction, working.row.version))
}

fn not_found(article: i64, id: i64) -> Error {
    let detail = format!(
        "Article {article} has no correction {id}. GET /v1/editorial/articles/{article}/corrections lists them."
    );
    Error::new(Code::NotFound, detail)
}
