//! Moves published articles from one section, author or tag to another, when the first is merged into the second.

mod store;

use super::{changes, terms_store};
use crate::content::Term;
use crate::content::taxonomy::{self, Taxon};
use crate::db::{Conn, QueryResult};

/// A section, author or tag: its id, and its path or slug.
pub type TaxonRef<'a> = (i64, &'a str);

/// Reassigns published articles from `from` to `to`, and returns their number. It reassigns up to `limit` articles
/// of an author or a tag, and all articles of a section. The version and the times of the articles stay, because
/// their text does not change.
pub fn reassign(
    conn: &mut Conn,
    taxon: Taxon,
    from: TaxonRef<'_>,
    to: TaxonRef<'_>,
    limit: usize,
) -> QueryResult<usize> {
    let term = match taxon {
        Taxon::Section => return reassign_section(conn, from, to),
        Taxon::Author => Term::Author,
        Taxon::Tag => Term::Tag,
    };
    let ((from, _), (to, _)) = (from, to);
    let articles = store::articles_with(conn, &term(from), limit)?;
    for article in &articles {
        let mut references = store::credits_and_tags(conn, *article)?;
        if taxon == Taxon::Author {
            taxonomy::replace(&mut references.credits, from, to, |credit| &mut credit.id);
        } else {
            taxonomy::replace(&mut references.tag_ids, from, to, |tag| tag);
        }
        store::set_credits_and_tags(conn, *article, &references)?;
    }
    terms_store::replace(conn, &articles, &term(from), &term(to))?;
    Ok(articles.len())
}

/// Runs a fixed number of statements for any number of articles.
fn reassign_section(
    conn: &mut Conn,
    (from, path): TaxonRef<'_>,
    (to, to_path): TaxonRef<'_>,
) -> QueryResult<usize> {
    let ancestors = changes::ancestor_sections(conn, path)?;
    let to_ancestors = changes::ancestor_sections(conn, to_path)?;
    terms_store::merge_section(conn, (from, &ancestors), (to, &to_ancestors))?;
    store::move_articles(conn, from, to)
}
