//! Finding what is related to an article.

use super::dto::RelatedArticle;
use super::model::Candidates;
use super::store;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::store::with_ids;
use crate::delivery::articles::view;
use crate::delivery::names::Directory;
use crate::http::Site;

/// How many tags are looked at: the most important ones.
const TAGS: usize = 10;

/// How many of the newest articles of a tag or section are looked at.
const NEWEST: i64 = 101;

/// The articles that are related to one, the best first, and the tags of what can change which ones they are.
pub fn find(
    conn: &mut Conn,
    id: i64,
    limit: usize,
    directory: &Directory,
    site: &Site,
) -> Result<(Vec<RelatedArticle>, CacheTags), Error> {
    let (section, tag_ids, related_ids) =
        store::filed(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    let (tags, mut by_editor): (Vec<i64>, Vec<i64>) = (tag_ids.read()?, related_ids.read()?);
    let mut cache_tags = CacheTags::only(CacheTag::Articles(NamedKind::Section, section));
    cache_tags.add_one(NamedKind::Article, id);
    let subjects = tags.iter().take(TAGS).map(|tag| CacheTag::Articles(NamedKind::Tag, *tag));
    let mut cache_tags = cache_tags.and(subjects);
    let published = store::published(conn, &by_editor)?;
    if published.len() < by_editor.len() {
        // The tag of an article that is not published would tell readers of it.
        cache_tags.add(CacheTag::List(NamedKind::Article));
    }
    by_editor.retain(|id| published.contains(id));
    by_editor.iter().for_each(|id| cache_tags.add_one(NamedKind::Article, *id));
    let tagged = tags.iter().take(TAGS).map(|tag| store::tagged(conn, *tag, NEWEST));
    let tagged = tagged.collect::<QueryResult<_>>()?;
    let candidates = Candidates { by_editor, tagged, in_section: store::in_section(conn, section, NEWEST)? };
    let best = candidates.best(id, limit);
    let ids: Vec<i64> = best.iter().map(|(id, _)| *id).collect();
    let (names, forms) = (directory.look_up(conn)?, BodyForms::none());
    let articles = with_ids(conn, &ids, &forms)?.into_iter().zip(best);
    let related = articles.map(|(told, (_, reason))| {
        Ok(RelatedArticle { article: view::article(told, &forms, &names, site)?, reason })
    });
    Ok((related.collect::<QueryResult<_>>()?, cache_tags))
}
