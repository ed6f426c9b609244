//! A page of search results, with what searches add to a list of articles.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse};

use super::highlights::Highlighter;
use super::store::{self, StoredBody};
use super::suggestion;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::search::Search;
use crate::db::{Conn, ContentVersion, QueryResult};
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::fields::Field;
use crate::delivery::articles::listing::SortKey;
use crate::delivery::articles::pages::{self, LoadedPage};
use crate::delivery::articles::writer::member;
use crate::delivery::context::ReadContext;
use crate::http::Site;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::PageRequest;

/// A page of search results.
pub struct Results {
    page: LoadedPage,
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
        Ok(Self { page, search: conditions.search.unwrap_or(search), bodies, did_you_mean })
    }

    /// The response: the articles with their highlights, and the suggestion.
    pub fn respond(
        self,
        request: &HttpRequest,
        version: ContentVersion,
        site: &Site,
        forms: &BodyForms,
        fields: Option<&CommaSeparated<Field>>,
    ) -> Result<HttpResponse, Error> {
        let Self { page, search, bodies, did_you_mean } = self;
        let highlighter = Highlighter::new(&search);
        page.respond_with(
            request,
            version,
            site,
            forms,
            fields,
            |out, _, article| {
                member(out, "highlights", &highlighter.highlights(article, bodies.get(&article.row.id))?)
            },
            |out| member(out, "did_you_mean", &did_you_mean),
        )
    }
}
