//! Public corrections, read.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::CorrectionKind;
use crate::db::schema::published_corrections;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The sort key of a list: when published, and the id.
pub type Key = (i64, i64);

/// What readers were told of a change to an article.
#[derive(Debug, Queryable)]
pub struct Correction {
    pub kind: CorrectionKind,
    pub text: String,
    pub published_at: Time,
}

impl From<Correction> for DeliveredCorrection {
    fn from(correction: Correction) -> Self {
        Self { kind: correction.kind, text: correction.text, published_at: correction.published_at }
    }
}

/// The rows of a page of an article's corrections with their ids, newest first.
pub fn list(conn: &mut Conn, article: i64, page: &PageRequest<Key>) -> QueryResult<Vec<(i64, Correction)>> {
    use published_corrections as c;
    let query = c::table
        .filter(c::article_id.eq(article))
        .select((c::id, (c::kind, c::plain_text, c::published_at)))
        .limit(page.rows())
        .into_boxed();
    let query = seek!(query, by (c::published_at, c::id), ascending page.backward(), after page.seek_key());
    query.load(conn)
}
