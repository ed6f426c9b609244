//! Which articles are on a page of a list, and in which order.
//!
//! A list is read along lanes: all published articles, or those of one section, author or tag, each in the
//! order of an index. What else is asked for is checked of the articles on the way. So a page costs as much
//! far into the archive as at its beginning.

mod store;

use super::dto::{ArticleQuery, ArticleSort};
use crate::content::Time;
use crate::content::vocabulary::ArticleType;
use crate::db::{Conn, Edition, QueryResult};
use crate::delivery::articles::store::Article;
use crate::delivery::names::Names;
use crate::delivery::site::store::languages;
use crate::http::listed::Listed;
use crate::http::page::PageRequest;

pub use self::store::count;

/// The most articles that are looked at in one step.
const MAX_STEP: usize = 1000;

/// The sort key of a list: the time that it is ordered by, and the News ID.
pub type Key = (i64, i64);

/// A place in the order of a list.
type Place = (Time, i64);

/// A way along which a list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lane {
    /// All published articles.
    All,
    /// Those with these News IDs.
    These(Vec<i64>),
    /// Those in a section.
    Section(i64),
    /// Those by an author.
    Author(i64),
    /// Those with a tag.
    Tag(i64),
    /// Those of a kind.
    Kind(ArticleType),
    /// Those in a language.
    Language(String),
    /// Breaking news.
    Breaking,
    /// What the editors chose.
    Featured,
}

/// The order of a list, as it is read.
#[derive(Clone, Copy, Debug)]
struct Order {
    /// By the time of the last change instead of that of publication.
    by_change: bool,
    ascending: bool,
    /// Only from this time on.
    from: Option<Time>,
    /// Only before this time.
    before: Option<Time>,
}

/// A stretch of a single lane, with nothing to be looked at on the way.
#[derive(Debug)]
pub struct Stretch {
    lane: Lane,
    order: Order,
    place: Option<Place>,
    rows: i64,
}

impl Stretch {
    /// Where the page lies, when a single lane leads to everything that is asked for, as far as names are known.
    pub fn of(filter: &ArticleQuery, page: &PageRequest<Key>, names: &Names) -> Option<Self> {
        let lane = only_lane(filter, names)?;
        let order = Order::take(&mut filter.clone(), page.backward());
        Some(Self { lane, order, place: page.place(), rows: page.rows() })
    }

    /// The articles on it with the edition they are found in: one statement. Where nothing lies, no edition is
    /// told either.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Vec<(Article, Edition)>> {
        store::articles_along(conn, &self.lane, self.order, self.place, self.rows)
    }
}

/// The lane that leads to everything that is asked for and to nothing else, as far as names are known.
fn only_lane(filter: &ArticleQuery, names: &Names) -> Option<Lane> {
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
        filter.is_breaking == Some(false),
        filter.is_featured == Some(false),
        by_other_time,
    ];
    if narrowed.contains(&true) {
        return None;
    }
    let section = filter.section.as_ref().map(|path| {
        let id = names.section_id(path)?;
        let alone = filter.section_tree == Some(false) || !names.place(id)?.has_children;
        alone.then_some(Lane::Section(id))
    });
    let author = filter.author.as_ref().map(|slug| names.author_id(slug).map(Lane::Author));
    let tag = filter.tag.as_ref().map(|Listed(slugs)| match slugs.as_slice() {
        [slug] => names.tag_id(slug).map(Lane::Tag),
        _ => None,
    });
    let kind = filter.kind.map(|kind| Some(Lane::Kind(kind)));
    let breaking = filter.is_breaking.map(|_| Some(Lane::Breaking));
    let featured = filter.is_featured.map(|_| Some(Lane::Featured));
    let mut lanes = [section, author, tag, kind, breaking, featured].into_iter().flatten();
    match (lanes.next(), lanes.next()) {
        (None, _) => Some(Lane::All),
        (Some(lane), None) => lane,
        _ => None,
    }
}

/// The keys of the articles on a page, and of one more when there are more, in the order in which they
/// are read.
pub fn find(conn: &mut Conn, filter: &ArticleQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Key>> {
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let mut rest = filter.clone();
    let order = Order::take(&mut rest, page.backward());
    let lanes = take_lanes(conn, &mut rest)?;
    let mut place = page.place();
    let mut found = Vec::new();
    let mut step = wanted;
    loop {
        let ahead = ahead(conn, &lanes, order, place, step)?;
        let exhausted = ahead.len() < step;
        place = ahead.last().copied().or(place);
        found.extend(store::fitting(conn, &rest, ahead)?);
        if exhausted || found.len() >= wanted {
            break;
        }
        step = (step * 2).min(MAX_STEP);
    }
    found.truncate(wanted);
    Ok(found.into_iter().map(|(time, id)| (time.micros(), id)).collect())
}

/// The next articles on all the lanes together.
fn ahead(
    conn: &mut Conn,
    lanes: &[Lane],
    order: Order,
    place: Option<Place>,
    step: usize,
) -> QueryResult<Vec<Place>> {
    let mut ahead = Vec::new();
    for lane in lanes {
        ahead.extend(store::along(conn, lane, order, place, step)?);
    }
    if lanes.len() > 1 {
        ahead.sort_unstable();
        ahead.dedup();
        if !order.ascending {
            ahead.reverse();
        }
        ahead.truncate(step);
    }
    Ok(ahead)
}

/// The lanes that lead past everything that is asked for, the shortest as far as that is known: none when
/// something is asked for that is not there. What they see to is taken out of the filter.
fn take_lanes(conn: &mut Conn, filter: &mut ArticleQuery) -> QueryResult<Vec<Lane>> {
    if let Some(Listed(ids)) = filter.ids.take() {
        return Ok(vec![Lane::These(ids)]);
    }
    if let Some(slug) = filter.author.take() {
        return Ok(store::author(conn, &slug)?.map(Lane::Author).into_iter().collect());
    }
    if let Some(Listed(slugs)) = filter.tag_all.as_mut().filter(|slugs| !slugs.0.is_empty()) {
        let first = slugs.remove(0);
        return Ok(store::tags(conn, vec![first])?.into_iter().map(Lane::Tag).collect());
    }
    if let Some(Listed(slugs)) = filter.tag.take() {
        return Ok(store::tags(conn, slugs)?.into_iter().map(Lane::Tag).collect());
    }
    if let Some(path) = filter.section.take() {
        let tree = filter.section_tree.unwrap_or(true);
        return Ok(store::sections(conn, &path, tree)?.into_iter().map(Lane::Section).collect());
    }
    if filter.is_breaking == Some(true) {
        filter.is_breaking = None;
        return Ok(vec![Lane::Breaking]);
    }
    if filter.is_featured == Some(true) {
        filter.is_featured = None;
        return Ok(vec![Lane::Featured]);
    }
    if let Some(kind) = filter.kind.take() {
        return Ok(vec![Lane::Kind(kind)]);
    }
    if let Some(range) = filter.language.take() {
        let within = languages(conn)?.into_iter().filter(|language| language.is_within(&range));
        return Ok(within.map(|language| Lane::Language(language.to_string())).collect());
    }
    Ok(vec![Lane::All])
}

impl Article {
    /// Its key in a list in that order.
    pub fn key(&self, sort: Option<ArticleSort>) -> Key {
        let time = if sort == Some(ArticleSort::LastChanged) { self.updated_at } else { self.published_at };
        (time.micros(), self.id)
    }
}

impl Order {
    /// The order that is asked for. The range of its time is taken out of the filter.
    fn take(filter: &mut ArticleQuery, backward: bool) -> Self {
        let sort = filter.sort.unwrap_or_default();
        let by_change = sort == ArticleSort::LastChanged;
        let (from, before) = if by_change {
            (filter.updated_after.take(), None)
        } else {
            (filter.published_after.take(), filter.published_before.take())
        };
        Self { by_change, ascending: (sort == ArticleSort::Oldest) != backward, from, before }
    }
}
