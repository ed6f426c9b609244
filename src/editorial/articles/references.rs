//! Checks that the sections, authors, tags and articles an article refers to exist.

use super::dto::{ArticleInput, CreditInput};
use super::model::ArticleScope;
use super::validation::MAX_REFERENCES;
use super::{names_store, store};
use crate::Error;
use crate::content::{Article, Faults};
use crate::db::{Conn, QueryResult};
use crate::http::Caller;

/// The names and slugs that a client sent beside the ids of authors. They choose nobody; they must only not name somebody else.
#[derive(Clone, Debug, Default)]
pub struct GivenNames(Vec<(usize, CreditInput)>);

impl GivenNames {
    /// The names in an input, before it is checked.
    pub fn of(input: &ArticleInput) -> Self {
        let credits = input.authors.iter().flatten().take(MAX_REFERENCES).cloned().enumerate();
        Self(credits.filter(|(_, credit)| credit.name.is_some() || credit.slug.is_some()).collect())
    }

    /// Records the names that are not those of the author with the id beside them. Unknown ids are recorded elsewhere.
    fn check(&self, conn: &mut Conn, faults: &mut Faults) -> QueryResult<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let authors =
            names_store::authors(conn, self.0.iter().filter_map(|(_, credit)| credit.id).collect())?;
        for (index, credit) in &self.0 {
            let Some((id, author)) = credit.id.and_then(|id| authors.get(&id).map(|author| (id, author)))
            else {
                continue;
            };
            for (member, given, own) in
                [("name", &credit.name, &author.name), ("slug", &credit.slug, &author.slug)]
            {
                if given.as_ref().is_some_and(|given| given != own) {
                    let detail = format!(
                        "the {member} of the author {id} is `{own}`; send that or leave out `{member}`"
                    );
                    faults.add(&format!("/authors/{index}/{member}"), "other-author", detail);
                }
            }
        }
        Ok(())
    }
}

/// Returns the article when `faults` is empty and every reference exists; otherwise 422 with all faults.
///
/// `own_id` is the article's own News ID, which it cannot be related to. `previous_related_ids` are not checked:
/// the articles may be deleted by now, or unreadable for the caller.
pub fn validate_references(
    conn: &mut Conn,
    article: Article,
    own_id: Option<i64>,
    previous_related_ids: &[i64],
    given_names: &GivenNames,
    caller: &Caller,
    mut faults: Faults,
) -> Result<Article, Error> {
    given_names.check(conn, &mut faults)?;
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
