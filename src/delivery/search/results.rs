//! A page of search results, with what searches add to a list of articles.

use std::collections::HashMap;

use super::highlights::Highlighter;
use super::store::{self, StoredBody};
use super::suggestion;
use crate::content::delivered::BodyForms;
use crate::content::search::Search;
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::listing::SortKey;
use crate::delivery::articles::pages::{self, LoadedPage};
use crate::delivery::articles::store::LoadedArticle;
use crate::delivery::articles::writer::{ExtraMembers, member};
use crate::delivery::context::ReadContext;
use crate::http::page::PageRequest;

/// A page of search results.
pub struct Results {
    /// The articles.
    pub page: LoadedPage,
    /// What the search adds to them.
    pub members: SearchMembers,
}

/// What a search adds to a list of articles.
pub struct SearchMembers {
    search: Search,
    /// The bodies of the articles by News ID.
    bodies: HashMap<i64, StoredBody>,
    /// A query that finds something, if this one finds nothing.
    did_you_mean: Option<String>,
}

impl Results {
    /// The page of the articles that match this search of the filter.
    pub fn find(
        conn: &mut Conn,
        search: Search,
        filter: &ArticleQuery,
        page_request: &PageRequest<SortKey>,
        context: &ReadContext,
    ) -> QueryResult<Self> {
        let forms = filter.body.clone().unwrap_or(BodyForms::none());
        let (conditions, taxonomy) = pages::conditions(conn, filter, &context.taxonomy_cache)?;
        let page = pages::load_matching(conn, filter, &conditions, page_request, &forms, taxonomy)?;
        let ids: Vec<i64> = page.page.data.iter().map(|article| article.row.id).collect();
        let nothing_found =
            ids.is_empty() && page_request.cursor.is_none() && page.page.page.next_cursor.is_none();
        let did_you_mean = if nothing_found { suggestion::find(conn, &conditions)? } else { None };
        let bodies = store::bodies(conn, &ids)?;
        let search = conditions.search.unwrap_or(search);
        Ok(Self { page, members: SearchMembers { search, bodies, did_you_mean } })
    }
}

impl SearchMembers {
    /// Writes them to the response.
    pub fn writer(&self) -> SearchMembersWriter<'_> {
        SearchMembersWriter { members: self, highlighter: Highlighter::new(&self.search) }
    }
}

/// Writes the highlights of each article, and the suggestion of the page.
pub struct SearchMembersWriter<'a> {
    members: &'a SearchMembers,
    highlighter: Highlighter<'a>,
}

impl ExtraMembers for SearchMembersWriter<'_> {
    fn of_article(&mut self, out: &mut Vec<u8>, _: usize, article: &LoadedArticle) -> QueryResult<()> {
        let body = self.members.bodies.get(&article.row.id);
        member(out, "highlights", &self.highlighter.highlights(article, body)?)
    }

    fn of_page(&mut self, out: &mut Vec<u8>) -> QueryResult<()> {
        member(out, "did_you_mean", &self.members.did_you_mean)
    }
}
