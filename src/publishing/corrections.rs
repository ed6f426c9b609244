//! The corrections of articles. Publishing adds them; later they can be mended or withdrawn.

use serde_json::{Value, json};

pub use super::corrections_store::{StoredCorrection, find, list, shown};
use super::store::show_corrections;
use super::{corrections_store, working_copy_store};
use crate::audit::{self, Attribution, Change, Target};
use crate::content::article::Correction;
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, QueryResult};

/// Changes the kind and the text of a correction, and returns the new version of its article. Readers of a published article
/// see the change and its time at once.
pub fn mend(
    conn: &mut Conn,
    before: &StoredCorrection,
    after: &Correction,
    by: &Attribution,
) -> QueryResult<i64> {
    corrections_store::update(conn, before.id, after, by.at)?;
    let after = described(before.id, after);
    record(conn, "article.mend_correction", before, after, by)
}

/// Withdraws a correction. Readers no longer see it; the newsroom does.
pub fn withdraw(conn: &mut Conn, before: &StoredCorrection, by: &Attribution) -> QueryResult<()> {
    corrections_store::withdraw(conn, before.id, by.at)?;
    record(conn, "article.withdraw_correction", before, Value::Null, by).map(drop)
}

/// Makes a new version of the article, shows readers its corrections as they are now, and writes the audit entry. Returns the
/// version.
fn record(
    conn: &mut Conn,
    action: &str,
    before: &StoredCorrection,
    after: Value,
    by: &Attribution,
) -> QueryResult<i64> {
    let article = before.article_id;
    let corrections = shown(conn, article)?;
    let (version, live_before) = working_copy_store::raise_version(conn, article, by)?;
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
