//! The corrections of articles. Publishing adds them; later they can be mended or withdrawn.

use serde_json::{Value, json};

pub use super::corrections_store::{StoredCorrection, find, list, shown};
use super::error::Error;
use super::store::show_corrections;
use super::{corrections_store, working_copy_store};
use crate::audit::{self, Attribution, Change, Target};
use crate::content::article::Correction;
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;

/// Changes the kind and the text of a correction, and returns the new version of its article. Readers of a published article
/// see the change and its time at once.
///
/// Fails when the correction was withdrawn, or the article is no longer in the version `seen`.
pub fn mend(
    conn: &mut Conn,
    before: &StoredCorrection,
    after: &Correction,
    seen: i64,
    by: &Attribution,
) -> Result<i64, Error> {
    if !corrections_store::update(conn, before.id, after, by.at)? {
        return Err(Error::VersionMismatch);
    }
    let after = described(before.id, after);
    record(conn, "article.mend_correction", before, after, seen, by)
}

/// Withdraws a correction, and returns the new version of its article. Readers no longer see it; the newsroom does. Fails as
/// [`mend`] does.
pub fn withdraw(
    conn: &mut Conn,
    before: &StoredCorrection,
    seen: i64,
    by: &Attribution,
) -> Result<i64, Error> {
    if !corrections_store::withdraw(conn, before.id, by.at)? {
        return Err(Error::VersionMismatch);
    }
    record(conn, "article.withdraw_correction", before, Value::Null, seen, by)
}

/// Makes a new version of the article, shows readers its corrections as they are now, and writes the audit entry. Returns the
/// version.
fn record(
    conn: &mut Conn,
    action: &str,
    before: &StoredCorrection,
    after: Value,
    seen: i64,
    by: &Attribution,
) -> Result<i64, Error> {
    let (article, version) = (before.article_id, seen + 1);
    let live_before =
        working_copy_store::raise_version(conn, article, seen, by)?.ok_or(Error::VersionMismatch)?;
    let corrections = shown(conn, article)?;
    show_corrections(conn, article, corrections, version, by.at)?;
    let correction = Correction { kind: before.kind, text: before.text.clone() };
    let mut changes = vec![Change::new("corrections", described(before.id, &correction), after)];
    if live_before.is_some() {
        changes.push(Change::new("live_version", live_before, version));
    }
    let target = Target::of(TargetKind::Article, article, version);
    audit::record(conn, by, action, target, &changes)?;
    Ok(version)
}

fn described(id: i64, correction: &Correction) -> Value {
    json!({"id": id, "kind": correction.kind, "text": correction.text})
}
