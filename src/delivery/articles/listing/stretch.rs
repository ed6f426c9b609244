//! Pages that lie on a single lane.

use super::lanes::Shelf;
use super::{Key, Order, Place, place, store};
use crate::db::{Conn, Edition, QueryResult};
use crate::delivery::articles::dto::{ArticleQuery, ArticleSort};
use crate::delivery::articles::store::Shown;
use crate::delivery::names::Names;
use crate::http::listed::Listed;
use crate::http::page::PageRequest;

/// A stretch of a single lane, with nothing to be looked at on the way.
#[derive(Debug)]
pub struct Stretch {
    shelf: Shelf,
    order: Order,
    place: Option<Place>,
    rows: i64,
}

impl Stretch {
    /// Where the page lies, when a single lane leads to everything that is asked for, as far as names are known.
    pub fn of(filter: &ArticleQuery, page: &PageRequest<Key>, names: &Names) -> Option<Self> {
        let shelf = only_shelf(filter, names)?;
        let order = Order::take(&mut filter.clone(), page.backward());
        Some(Self { shelf, order, place: place(page), rows: page.rows() })
    }

    /// The articles on it with the edition they are found in: one statement. Where nothing lies, no edition is
    /// told either.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Vec<(Shown, Edition)>> {
        store::articles_along(conn, &self.shelf, self.order, self.place, self.rows)
    }
}

/// The shelf that holds everything that is asked for and nothing else, as far as names are known.
fn only_shelf(filter: &ArticleQuery, names: &Names) -> Option<Shelf> {
    let by_change = filter.sort == Some(ArticleSort::LastChanged);
    let by_other_time = if by_change {
        filter.published_after.is_some() || filter.published_before.is_some()
    } else {
        filter.updated_after.is_some()
    };
    let narrowed = [
        filter.tag_all.is_some(),
        filter.tag_none.is_some(),
        filter.language.is_some(),
        filter.ids.is_some(),
        filter.exclude_ids.is_some(),
        filter.count.is_some(),
        filter.q.is_some(),
        filter.is_breaking == Some(false),
        filter.is_featured == Some(false),
        by_other_time,
    ];
    if narrowed.contains(&true) {
        return None;
    }
    let section = filter.section.as_ref().map(|Listed(paths)| {
        let id = names.section_id(only(paths)?)?;
        let alone = filter.section_tree == Some(false) || !names.place(id)?.has_children;
        alone.then_some(Shelf::Section(id))
    });
    let author = filter.author.as_ref().map(|Listed(slugs)| names.author_id(only(slugs)?).map(Shelf::Author));
    let tag = filter.tag.as_ref().map(|Listed(slugs)| names.tag_id(only(slugs)?).map(Shelf::Tag));
    let kind = filter.kind.as_ref().map(|Listed(kinds)| only(kinds).map(|kind| Shelf::Kind(kind.0)));
    let breaking = filter.is_breaking.map(|_| Some(Shelf::Breaking));
    let featured = filter.is_featured.map(|_| Some(Shelf::Featured));
    let mut shelves = [section, author, tag, kind, breaking, featured].into_iter().flatten();
    match (shelves.next(), shelves.next()) {
        (None, _) => Some(Shelf::All),
        (Some(shelf), None) => shelf,
        _ => None,
    }
}

/// The value of a list that has only one.
fn only<T>(values: &[T]) -> Option<&T> {
    if let [value] = values { Some(value) } else { None }
}

impl Shown {
    /// Its key in a list in that order.
    pub fn key(&self, sort: Option<ArticleSort>) -> Key {
        let time = if sort == Some(ArticleSort::LastChanged) { self.updated_at } else { self.published_at };
        (0, time.micros(), self.id)
    }
}
