//! Lists put together from what publishing wrote of each article: the common case, and the quick one.

use std::io::Write;

use serde::Serialize;

use super::store::Shown;
use crate::Error;
use crate::content::CacheTags;
use crate::content::article::Credit;
use crate::content::delivered::DeliveredComments;
use crate::content::vocabulary::NamedKind;
use crate::db::QueryError;
use crate::delivery::names::Names;
use crate::http::Site;
use crate::http::page::Page;

/// Writes a page of articles without bodies, as [`super::view`] would answer it, and tells what it mentions.
pub fn write(out: &mut Vec<u8>, page: &Page<Shown>, names: &Names, site: &Site) -> Result<CacheTags, Error> {
    let mut tags = CacheTags::default();
    out.extend_from_slice(b"{\"data\":[");
    for (at, article) in page.data.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b"," } else { b"" });
        write_article(out, article, names, site, &mut tags)?;
    }
    out.extend_from_slice(b"],\"page\":");
    json(out, &page.page)?;
    out.push(b'}');
    Ok(tags)
}

fn write_article(
    out: &mut Vec<u8>,
    article: &Shown,
    names: &Names,
    site: &Site,
    cache_tags: &mut CacheTags,
) -> Result<(), Error> {
    // A section with articles in it cannot go.
    let place = names.place(article.section_id).ok_or(QueryError::NotFound)?;
    cache_tags.add_one(NamedKind::Article, article.id);
    place.breadcrumb.iter().for_each(|crumb| cache_tags.add_one(NamedKind::Section, crumb.id));
    // Its own members are an object, to which the others are added.
    let own = article.shown.text();
    out.extend_from_slice(own.strip_suffix('}').unwrap_or(own).as_bytes());
    out.extend_from_slice(b",\"url\":");
    json(out, &site.article_url(&place.section.path, article.id, &article.slug))?;
    write!(out, ",\"body\":null,{},\"authors\":[", place.json).map_err(Error::internal)?;
    let credits: Vec<Credit> = article.credits.read()?;
    let authors = credits.iter().filter_map(|credit| Some((credit, names.person(credit.id)?)));
    for (at, (credit, person)) in authors.enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(out, "{comma}{{{},\"role\":", person.json).map_err(Error::internal)?;
        json(out, &credit.role)?;
        out.push(b'}');
        cache_tags.add_one(NamedKind::Author, credit.id);
    }
    out.extend_from_slice(b"],\"tags\":[");
    let tags: Vec<i64> = article.tag_ids.read()?;
    for (at, subject) in tags.iter().filter_map(|tag| names.tag(*tag)).enumerate() {
        out.extend_from_slice(if at > 0 { b"," } else { b"" });
        out.extend_from_slice(subject.json.as_bytes());
        cache_tags.add_one(NamedKind::Tag, subject.tag.id);
    }
    out.extend_from_slice(b"],\"comments\":");
    let comments = DeliveredComments {
        policy: article.comment_policy,
        count: article.comment_count,
        closes_at: article.comments_close_at,
    };
    json(out, &comments)?;
    out.push(b'}');
    Ok(())
}

fn json(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer(out, value).map_err(Error::internal)
}
