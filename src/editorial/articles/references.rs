//! Checks that the sections, authors, tags and articles an article refers to exist.

use super::model::ArticleScope;
use super::store;
use crate::Error;
use crate::content::{Article, Faults};
use crate::db::Conn;
use crate::http::Caller;

/// Returns the article when `faults` is empty and every reference exists; otherwise 422 with all faults.
///
/// `own_id` is the article's own News ID, which it cannot be related to. `previous_related_ids` are not checked:
/// the articles may be deleted by now, or unreadable for the caller.
pub fn validate_references(
    conn: &mut Conn,
    article: Article,
    own_id: Option<i64>,
    previous_related_ids: &[i64],
    caller: &Caller,
    mut faults: Faults,
) -> Result<Article, Error> {
    let mut existing = store::existing_references(conn, &article, ArticleScope::of(caller))?;
    existing.articles.extend(previous_related_ids);
    let mut check = |pointer: String, id: i64, existing: &[i64], kind: &str| {
        if !existing.contains(&id) {
            faults.add(&pointer, "unknown-reference", format!("there is no {kind} with the id {id}"));
        }
    };
    if let Some(id) = article.section_id {
        check("/section_id".to_owned(), id, &existing.sections, "section");
    }
    for (index, credit) in article.authors.iter().enumerate() {
        check(format!("/authors/{index}/id"), credit.id, &existing.authors, "author");
    }
    for (index, id) in article.tag_ids.iter().enumerate() {
        check(format!("/tag_ids/{index}"), *id, &existing.tags, "tag");
    }
    for (index, id) in article.related_ids.iter().enumerate() {
        check(format!("/related_ids/{index}"), *id, &existing.articles, "article");
    }
    if let Some(index) = own_id.and_then(|own| article.related_ids.iter().position(|id| *id == own)) {
        let detail = "an article cannot be related to itself";
        faults.add(&format!("/related_ids/{index}"), "self-reference", detail);
    }
    faults.into_result().map_err(Error::invalid_body)?;
    Ok(article)
}
