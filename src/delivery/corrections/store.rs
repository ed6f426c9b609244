//! Reads the published corrections of articles.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::CorrectionKind;
use crate::db::schema::published_corrections;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The sort key of corrections: the time in microseconds, then the id.
pub type SortKey = (i64, i64);

/// The columns of a correction that readers see.
#[derive(Debug, Queryable)]
pub struct Correction {
    pub kind: CorrectionKind,
    pub text: String,
    pub published_at: Time,
    pub updated_at: Option<Time>,
}

impl From<Correction> for DeliveredCorrection {
    fn from(correction: Correction) -> Self {
        Self {
            kind: correction.kind,
            text: correction.text,
            published_at: correction.published_at,
            updated_at: correction.updated_at,
        }
    }
}

/// The rows of a page of an article's corrections with their ids, newest first, and one more if another page
/// follows.
pub fn list(
    conn: &mut Conn,
    article: i64,
    page: &PageRequest<SortKey>,
) -> QueryResult<Vec<(i64, Correction)>> {
    use published_corrections as c;
    let query = c::table
        .filter(c::article_id.eq(article))
        .select((c::id, (c::kind, c::plain_text, c::published_at, c::updated_at)))
        .limit(page.rows())
        .into_boxed();
    let query = seek!(query, by (c::published_at, c::id), ascending page.backward(), after page.seek_key());
    query.load(conn)
}
