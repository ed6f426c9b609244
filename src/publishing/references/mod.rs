//! What published articles are filed under, when one section, author or tag is merged into another.

mod store;

use super::store::{links_of, replace_links};
use crate::content::taxonomy::{self, Taxon};
use crate::db::{Conn, QueryResult};

/// Files every published article under `to` that was filed under `from`. Neither version nor time of
/// the articles moves: what they say stays the same. To be called after
/// [`super::readers_see_a_change`].
pub fn refile(conn: &mut Conn, taxon: Taxon, from: i64, to: i64) -> QueryResult<()> {
    let articles = match taxon {
        Taxon::Section => return store::move_articles(conn, from, to),
        Taxon::Author => store::articles_by(conn, from)?,
        Taxon::Tag => store::articles_tagged(conn, from)?,
    };
    for article in articles {
        let (mut credits, mut tags) = links_of(conn, article)?;
        if taxon == Taxon::Author {
            taxonomy::replace(&mut credits, from, to, |(author, ..)| author);
        } else {
            taxonomy::replace(&mut tags, from, to, |(tag, _)| tag);
        }
        // Where one was dropped, the others move up, as when the article is published anew.
        (0..).zip(&mut credits).for_each(|(at, (_, position, _))| *position = at);
        (0..).zip(&mut tags).for_each(|(at, (_, position))| *position = at);
        replace_links(conn, article, &credits, &tags)?;
    }
    Ok(())
}
