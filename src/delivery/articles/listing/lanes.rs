//! The ways along which a list can be read, and the choice among them.

use super::{Order, store};
use crate::addresses;
use crate::content::Language;
use crate::content::search::Search;
use crate::content::vocabulary::{ArticleType, NamedKind};
use crate::db::published_search::Part;
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::site::store::languages;
use crate::http::listed::Listed;

/// A lane of up to so many articles is short: they can all be looked at.
const SHORT: usize = 200;

/// A lane that is not short is compared with others up to this length.
pub const COMPARED: usize = 2000;

/// How many of the tags that are all wanted are compared with each other.
const MAX_TAGS: usize = 10;

/// A way along which a list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Along articles that are filed together.
    Shelf(Shelf),
    /// Along articles in which something is found, by the time of their publication.
    Words(Search, Part),
}

/// What articles are filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shelf {
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

/// Something asked for that few articles may have.
#[derive(Clone, Copy, Debug)]
enum Narrowing {
    Search,
    Author,
    /// The tag with that number among those all of which are wanted.
    OneOfAllTags(usize),
    AnyTag,
    Section,
    Kind,
    Language,
    Featured,
    Breaking,
    Ids,
}

/// Lanes that lead past everything that fits.
#[derive(Debug)]
pub struct Lanes {
    narrowing: Narrowing,
    /// Them: none when something is asked for that is not there.
    pub lanes: Vec<Lane>,
}

/// The lanes on which all articles that fit the filter lie. Where several sets of lanes would do, it takes the shortest, as
/// far as their lengths are counted. The condition that these lanes fulfil is removed from the filter.
pub fn take(conn: &mut Conn, filter: &mut ArticleQuery, order: Order) -> QueryResult<Vec<Lane>> {
    let mut choice = choice(conn, filter, order)?;
    let chosen = if choice.len() > 1 { shortest(conn, choice, order)?.0 } else { choice.pop() };
    if let Some(Lanes { narrowing, lanes }) = chosen {
        narrowing.leave_out_of(filter);
        return Ok(lanes);
    }
    Ok(vec![Lane::Shelf(Shelf::All)])
}

/// The lanes that something asked for leads along.
pub fn choice(conn: &mut Conn, filter: &ArticleQuery, order: Order) -> QueryResult<Vec<Lanes>> {
    let tags = filter.tag_all.as_ref().map_or(0, |slugs| slugs.0.len().min(MAX_TAGS));
    let mut narrowings = vec![
        Narrowing::Kind,
        Narrowing::Language,
        Narrowing::Search,
        Narrowing::Featured,
        Narrowing::Breaking,
        Narrowing::Section,
        Narrowing::AnyTag,
    ];
    narrowings.extend((0..tags).map(Narrowing::OneOfAllTags));
    narrowings.extend([Narrowing::Author, Narrowing::Ids]);
    let mut choice = Vec::new();
    for narrowing in narrowings {
        let lanes = narrowing.lanes(conn, filter, order)?;
        choice.extend(lanes.map(|lanes| Lanes { narrowing, lanes }));
    }
    Ok(choice)
}

/// The shortest of them, and whether all articles there can be looked at: of several lanes as far as they are compared,
/// of a single one when it is short. Of several that are too long to be compared, the last: the wider a thing is, the
/// earlier it stands in the choice.
pub fn shortest(conn: &mut Conn, choice: Vec<Lanes>, order: Order) -> QueryResult<(Option<Lanes>, bool)> {
    let bounds = if choice.len() == 1 { &[SHORT][..] } else { &[SHORT, COMPARED] };
    let mut shortest = (0, usize::MAX);
    for bound in bounds {
        shortest.1 = usize::MAX;
        for (at, lanes) in choice.iter().enumerate() {
            let length = length(conn, &lanes.lanes, order, *bound)?;
            if length <= shortest.1 {
                shortest = (at, length);
            }
        }
        if shortest.1 <= *bound {
            return Ok((choice.into_iter().nth(shortest.0), true));
        }
    }
    Ok((choice.into_iter().nth(shortest.0), false))
}

/// How many articles lie on lanes, counted up to one more than a bound.
fn length(conn: &mut Conn, lanes: &[Lane], order: Order, bound: usize) -> QueryResult<usize> {
    let mut length = 0;
    for lane in lanes {
        if length <= bound {
            length += store::along(conn, lane, order, None, bound + 1 - length)?.len();
        }
    }
    Ok(length.min(bound + 1))
}

impl Narrowing {
    /// The lanes it leads along, when it is asked for.
    fn lanes(self, conn: &mut Conn, filter: &ArticleQuery, order: Order) -> QueryResult<Option<Vec<Lane>>> {
        let tags = |conn: &mut Conn, slugs: &[String]| {
            addresses::ids(conn, NamedKind::Tag, slugs).map(|ids| shelves(ids, Shelf::Tag))
        };
        match self {
            Self::Search => filter.q.as_ref().map_or(Ok(None), |search| found(conn, search, order)),
            Self::Author => {
                let authors =
                    filter.author.as_ref().map(|slugs| addresses::ids(conn, NamedKind::Author, &slugs.0));
                Ok(authors.transpose()?.map(|ids| shelves(ids, Shelf::Author)))
            }
            Self::OneOfAllTags(number) => {
                let slug = filter.tag_all.as_ref().and_then(|slugs| slugs.0.get(number));
                slug.map(|slug| tags(conn, std::slice::from_ref(slug))).transpose()
            }
            Self::AnyTag => filter.tag.as_ref().map(|slugs| tags(conn, &slugs.0)).transpose(),
            Self::Section => {
                let tree = filter.section_tree.unwrap_or(true);
                let sections = filter.section.as_ref().map(|paths| store::sections(conn, &paths.0, tree));
                Ok(sections.transpose()?.map(|ids| shelves(ids, Shelf::Section)))
            }
            Self::Kind => {
                let kinds = filter.kind.as_ref().map(Listed::chosen);
                Ok(kinds.map(|kinds| kinds.map(|kind| Lane::Shelf(Shelf::Kind(kind))).collect()))
            }
            Self::Language => filter.language.as_ref().map(|ranges| in_language(conn, &ranges.0)).transpose(),
            Self::Featured => {
                Ok((filter.is_featured == Some(true)).then(|| vec![Lane::Shelf(Shelf::Featured)]))
            }
            Self::Ids => Ok(filter.ids.as_ref().map(|ids| vec![Lane::Shelf(Shelf::These(ids.0.clone()))])),
            Self::Breaking => {
                Ok((filter.is_breaking == Some(true)).then(|| vec![Lane::Shelf(Shelf::Breaking)]))
            }
        }
    }

    fn leave_out_of(self, filter: &mut ArticleQuery) {
        match self {
            Self::Search => filter.q = None,
            Self::Author => filter.author = None,
            Self::OneOfAllTags(number) => {
                filter.tag_all.as_mut().map(|slugs| slugs.0.remove(number));
            }
            Self::AnyTag => filter.tag = None,
            Self::Section => filter.section = None,
            Self::Kind => filter.kind = None,
            Self::Language => filter.language = None,
            Self::Featured => filter.is_featured = None,
            Self::Breaking => filter.is_breaking = None,
            Self::Ids => filter.ids = None,
        }
    }
}

/// The lanes of languages, and of those that name a country or a script with one of them.
fn in_language(conn: &mut Conn, ranges: &[Language]) -> QueryResult<Vec<Lane>> {
    let is_within = |language: &Language| ranges.iter().any(|range| language.is_within(range));
    let within = languages(conn)?.into_iter().filter(is_within);
    Ok(within.map(|language| Lane::Shelf(Shelf::Language(language.to_string()))).collect())
}

fn shelves(ids: impl IntoIterator<Item = i64>, shelf: fn(i64) -> Shelf) -> Vec<Lane> {
    ids.into_iter().map(|id| Lane::Shelf(shelf(id))).collect()
}

/// The lane of what is searched for. Words are kept in the order of publication: in another one they lead along a lane
/// only when they are found in few articles.
fn found(conn: &mut Conn, search: &Search, order: Order) -> QueryResult<Option<Vec<Lane>>> {
    let lane = Lane::Words(search.clone(), Part::Whole);
    if !order.by_change {
        return Ok(Some(vec![lane]));
    }
    let by_publication = Order { by_change: false, from: None, before: None, ..order };
    let places = store::along(conn, &lane, by_publication, None, SHORT + 1)?;
    let ids = places.iter().map(|(_, id)| *id).collect();
    Ok((places.len() <= SHORT).then(|| vec![Lane::Shelf(Shelf::These(ids))]))
}
