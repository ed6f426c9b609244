//! The SQL of corrections.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::article::Correction;
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::CorrectionKind;
use crate::db::schema::corrections as c;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// A correction as it is stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct StoredCorrection {
    /// Its id.
    pub id: i64,
    /// The News ID of its article.
    pub article_id: i64,
    /// Its kind.
    pub kind: CorrectionKind,
    /// What was wrong and what is right.
    #[diesel(column_name = plain_text)]
    pub text: String,
    /// When it was published.
    pub published_at: Time,
    /// When its kind or text was changed last.
    pub updated_at: Option<Time>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Time>,
}

/// Adds a correction to an article.
pub fn add(conn: &mut Conn, article: i64, correction: &Correction, at: Time) -> QueryResult<()> {
    diesel::insert_into(c::table)
        .values((
            c::article_id.eq(article),
            c::kind.eq(correction.kind),
            c::plain_text.eq(&correction.text),
            c::published_at.eq(at),
        ))
        .execute(conn)
        .map(drop)
}

/// The correction of an article with that id.
pub fn find(conn: &mut Conn, article: i64, id: i64) -> QueryResult<Option<StoredCorrection>> {
    let correction = c::table.filter(c::id.eq(id).and(c::article_id.eq(article)));
    correction.select(StoredCorrection::as_select()).first(conn).optional()
}

/// The rows of a page of an article's corrections, withdrawn ones included, newest first. The seek key is the time of
/// publication in microseconds and the id.
pub fn list(
    conn: &mut Conn,
    article: i64,
    page: &PageRequest<(i64, i64)>,
) -> QueryResult<Vec<StoredCorrection>> {
    let query = c::table
        .filter(c::article_id.eq(article))
        .select(StoredCorrection::as_select())
        .limit(page.rows())
        .into_boxed();
    seek!(query, by (c::published_at, c::id), ascending page.backward(), after page.seek_key()).load(conn)
}

/// The corrections of an article that readers see while it is published, newest first.
pub fn shown(conn: &mut Conn, article: i64) -> QueryResult<Vec<DeliveredCorrection>> {
    let rows: Vec<(CorrectionKind, String, Time, Option<Time>)> = c::table
        .filter(c::article_id.eq(article).and(c::withdrawn_at.is_null()))
        .order((c::published_at.desc(), c::id.desc()))
        .select((c::kind, c::plain_text, c::published_at, c::updated_at))
        .load(conn)?;
    let corrections = rows.into_iter().map(|(kind, text, published_at, updated_at)| DeliveredCorrection {
        kind,
        text,
        published_at,
        updated_at,
    });
    Ok(corrections.collect())
}

/// Changes the kind and the text of a correction. Returns false, and changes nothing, when it is withdrawn.
pub fn update(conn: &mut Conn, id: i64, correction: &Correction, at: Time) -> QueryResult<bool> {
    let changed = diesel::update(c::table.filter(c::id.eq(id).and(c::withdrawn_at.is_null())))
        .set((c::kind.eq(correction.kind), c::plain_text.eq(&correction.text), c::updated_at.eq(at)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Marks a correction as withdrawn. Returns false, and changes nothing, when it is withdrawn already.
pub fn withdraw(conn: &mut Conn, id: i64, at: Time) -> QueryResult<bool> {
    let correction = c::table.filter(c::id.eq(id).and(c::withdrawn_at.is_null()));
    Ok(diesel::update(correction).set(c::withdrawn_at.eq(at)).execute(conn)? == 1)
}
