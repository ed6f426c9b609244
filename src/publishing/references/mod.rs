//! What published articles are filed under, when one section, author or tag is merged into another.

mod store;

use super::store::links_of;
use crate::content::taxonomy::{self, Taxon};
use crate::db::{Conn, QueryResult};

/// Files every published article under `to` that was filed under `from`. Neither version nor time of
/// the articles moves: what they say stays the same.
pub fn refile(conn: &mut Conn, taxon: Taxon, from: i64, to: i64) -> QueryResult<()> {
    let articles = match taxon {
        Taxon::Section => return store::move_articles(conn, from, to),
        Taxon::Author => store::articles_by(conn, from)?,
        Taxon::Tag => store::articles_tagged(conn, from)?,
    };
    for article in articles {
        let mut links = links_of(conn, article)?;
        if taxon == Taxon::Author {
            taxonomy::replace(&mut links.credits, from, to, |credit| &mut credit.id);
        } else {
            taxonomy::replace(&mut links.tag_ids, from, to, |tag| tag);
        }
        super::store::refile(conn, article, &links)?;
    }
    Ok(())
}
