//! What published articles are filed under, when one section, author or tag is merged into another.

mod store;

use super::terms_store;
use crate::content::Term;
use crate::content::taxonomy::{self, Taxon};
use crate::db::{Conn, QueryResult};

/// Files every published article under `to` that was filed under `from`. Neither version nor time of
/// the articles moves: what they say stays the same.
pub fn refile(conn: &mut Conn, taxon: Taxon, from: i64, to: i64) -> QueryResult<()> {
    let term = match taxon {
        Taxon::Section => {
            terms_store::refile_as(conn, from, to)?;
            return store::move_articles(conn, from, to);
        }
        Taxon::Author => Term::Author,
        Taxon::Tag => Term::Tag,
    };
    for article in store::articles_with(conn, &term(from))? {
        let mut links = store::links_of(conn, article)?;
        if taxon == Taxon::Author {
            taxonomy::replace(&mut links.credits, from, to, |credit| &mut credit.id);
        } else {
            taxonomy::replace(&mut links.tag_ids, from, to, |tag| tag);
        }
        store::set_links(conn, article, &links)?;
    }
    terms_store::replace(conn, &term(from), &term(to))
}
