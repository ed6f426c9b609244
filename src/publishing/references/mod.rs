//! What published articles are filed under, when one section, author or tag is merged into another.

mod store;

use super::{changes, terms_store};
use crate::content::Term;
use crate::content::taxonomy::{self, Taxon};
use crate::db::{Conn, QueryResult};

/// A section, author or tag: its id, and its path or slug.
pub type Named<'a> = (i64, &'a str);

/// Files published articles under `to` that are filed under `from`: up to `most` of an author or a tag, all of a section. Returns
/// how many. Neither version nor time of the articles moves: what they say stays the same.
pub fn reassign(
    conn: &mut Conn,
    taxon: Taxon,
    from: Named<'_>,
    to: Named<'_>,
    most: usize,
) -> QueryResult<usize> {
    let term = match taxon {
        Taxon::Section => return refile_section(conn, from, to),
        Taxon::Author => Term::Author,
        Taxon::Tag => Term::Tag,
    };
    let ((from, _), (to, _)) = (from, to);
    let articles = store::articles_with(conn, &term(from), most)?;
    for article in &articles {
        let mut links = store::links_of(conn, *article)?;
        if taxon == Taxon::Author {
            taxonomy::replace(&mut links.credits, from, to, |credit| &mut credit.id);
        } else {
            taxonomy::replace(&mut links.tag_ids, from, to, |tag| tag);
        }
        store::set_links(conn, *article, &links)?;
    }
    terms_store::replace(conn, &articles, &term(from), &term(to))?;
    Ok(articles.len())
}

/// A few statements, however many articles there are.
fn refile_section(conn: &mut Conn, (from, path): Named<'_>, (to, to_path): Named<'_>) -> QueryResult<usize> {
    let (way, to_way) = (changes::sections_above(conn, path)?, changes::sections_above(conn, to_path)?);
    terms_store::merge_section(conn, (from, &way), (to, &to_way))?;
    store::move_articles(conn, from, to)
}
