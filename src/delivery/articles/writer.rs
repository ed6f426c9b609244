//! Writes articles as JSON from stored parts, without building them as values first. Every JSON response with
//! articles uses it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::fields::{Field, Members};
use super::store::{LoadedArticle, StoredBody};
use crate::content::CacheTags;
use crate::content::body::{self, Block};
use crate::content::delivered::{BodyForm, BodyForms, DeliveredComments};
use crate::content::vocabulary::ResourceKind;
use crate::db::{Json, QueryError, QueryResult};
use crate::delivery::taxonomy_cache::TaxonomySnapshot;
use crate::http::Site;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::Page;

/// Writes articles with the members of [`crate::content::delivered::DeliveredArticle`].
#[derive(Clone, Copy, Debug)]
pub struct ArticleWriter<'a> {
    /// The names of sections, authors and tags.
    pub taxonomy: &'a TaxonomySnapshot,
    /// The site, for public URLs.
    pub site: &'a Site,
    /// The forms of the body to include.
    pub forms: &'a BodyForms,
    /// The members to write; all if it is `None`.
    pub fields: Option<&'a CommaSeparated<Field>>,
}

/// Writes the members that a page adds to those of [`ArticleWriter`].
pub trait ExtraMembers {
    /// Writes the members of the article with this index on the page.
    fn of_article(&mut self, out: &mut Vec<u8>, index: usize, article: &LoadedArticle) -> QueryResult<()>;

    /// Writes the members of the page itself.
    fn of_page(&mut self, _: &mut Vec<u8>) -> QueryResult<()> {
        Ok(())
    }
}

/// A function writes members of articles only.
impl<F: FnMut(&mut Vec<u8>, usize, &LoadedArticle) -> QueryResult<()>> ExtraMembers for F {
    fn of_article(&mut self, out: &mut Vec<u8>, index: usize, article: &LoadedArticle) -> QueryResult<()> {
        self(out, index, article)
    }
}

impl ArticleWriter<'_> {
    /// Writes an article as an object, and adds the cache tags of everything that it shows.
    pub fn write(&self, out: &mut Vec<u8>, article: &LoadedArticle, tags: &mut CacheTags) -> QueryResult<()> {
        out.push(b'{');
        self.members(out, article, tags)?;
        out.push(b'}');
        Ok(())
    }

    /// Writes a page of articles, with the members that it adds.
    pub fn write_page(
        &self,
        out: &mut Vec<u8>,
        page: &Page<LoadedArticle>,
        tags: &mut CacheTags,
        mut extra: impl ExtraMembers,
    ) -> QueryResult<()> {
        out.extend_from_slice(b"{\"data\":[");
        for (index, article) in page.data.iter().enumerate() {
            out.extend_from_slice(if index > 0 { b",{" } else { b"{" });
            self.members(out, article, tags)?;
            extra.of_article(out, index, article)?;
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"page\":");
        json(out, &page.page)?;
        extra.of_page(out)?;
        out.push(b'}');
        Ok(())
    }

    fn members(&self, out: &mut Vec<u8>, article: &LoadedArticle, tags: &mut CacheTags) -> QueryResult<()> {
        let row = &article.row;
        // The database does not delete a section that has articles.
        let entry = self.taxonomy.section(row.section_id).ok_or(QueryError::NotFound)?;
        tags.add_one(ResourceKind::Article, row.id);
        entry.breadcrumb.iter().for_each(|crumb| tags.add_one(ResourceKind::Section, crumb.id));
        self.payload(out, &row.payload)?;
        if self.begin(out, Field::Url) {
            json(out, &self.site.article_url(row.address(&entry.section.path)))?;
        }
        if self.begin(out, Field::Body) {
            self.body(out, &article.body)?;
        }
        if self.begin(out, Field::Section) {
            out.extend_from_slice(entry.section_json.as_bytes());
        }
        if self.begin(out, Field::Breadcrumb) {
            out.extend_from_slice(entry.breadcrumb_json.as_bytes());
        }
        self.authors(out, &row.credits, tags)?;
        self.tags(out, &row.tag_ids, tags)?;
        if self.begin(out, Field::Comments) {
            let (policy, count) = (row.comment_policy, row.comment_count);
            json(out, &DeliveredComments { policy, count, closes_at: row.comments_close_at })?;
        }
        Ok(())
    }

    /// Writes the members of the payload that was stored when the article was published.
    fn payload(&self, out: &mut Vec<u8>, payload: &Json) -> QueryResult<()> {
        let Some(fields) = self.fields else {
            let members = payload.text().strip_prefix('{').and_then(|text| text.strip_suffix('}'));
            out.extend_from_slice(members.unwrap_or_default().as_bytes());
            return Ok(());
        };
        let Members(members) = serde_json::from_str(payload.text())
            .map_err(|error| QueryError::DeserializationError(error.into()))?;
        for (name, value) in members {
            if fields.0.iter().any(|field| <&str>::from(field) == name) {
                begin(out, name);
                out.extend_from_slice(value.get().as_bytes());
            }
        }
        Ok(())
    }

    /// Begins a member if it is among the requested fields, and returns whether it did.
    fn begin(&self, out: &mut Vec<u8>, field: Field) -> bool {
        let is_requested = self.fields.is_none_or(|CommaSeparated(fields)| fields.contains(&field));
        if is_requested {
            begin(out, field.into());
        }
        is_requested
    }

    /// Writes the body in the requested forms, as [`crate::content::delivered::DeliveredBody`] is serialised.
    fn body(&self, out: &mut Vec<u8>, body: &StoredBody) -> QueryResult<()> {
        if self.forms.is_none() {
            out.extend_from_slice(b"null");
            return Ok(());
        }
        out.push(b'{');
        if let Some(html) = body.html.as_ref().filter(|_| self.forms.has(BodyForm::Html)) {
            member(out, "html", html)?;
        }
        if let Some(blocks) = &body.blocks {
            if self.forms.has(BodyForm::Blocks) {
                begin(out, "blocks");
                out.extend_from_slice(blocks.text().as_bytes());
            }
            if self.forms.has(BodyForm::Markdown) {
                member(out, "markdown", &body::markdown(&blocks.read::<Vec<Block>>()?))?;
            }
        }
        if let Some(text) = body.text.as_ref().filter(|_| self.forms.has(BodyForm::Text)) {
            member(out, "text", text)?;
        }
        out.push(b'}');
        Ok(())
    }

    fn authors(&self, out: &mut Vec<u8>, credits: &Json, tags: &mut CacheTags) -> QueryResult<()> {
        let is_requested = self.begin_list(out, Field::Authors);
        for credit in credits.read::<Vec<BorrowedCredit<'_>>>()? {
            let Some(author) = self.taxonomy.author(credit.id) else { continue };
            tags.add_one(ResourceKind::Author, credit.id);
            if is_requested {
                separate(out, b'[');
                out.push(b'{');
                out.extend_from_slice(author.json.as_bytes());
                member(out, "role", &credit.role)?;
                out.push(b'}');
            }
        }
        end_list(out, is_requested);
        Ok(())
    }

    fn tags(&self, out: &mut Vec<u8>, tag_ids: &Json, tags: &mut CacheTags) -> QueryResult<()> {
        let is_requested = self.begin_list(out, Field::Tags);
        for tag in tag_ids.read::<Vec<i64>>()?.into_iter().filter_map(|id| self.taxonomy.tag(id)) {
            tags.add_one(ResourceKind::Tag, tag.tag.id);
            if is_requested {
                separate(out, b'[');
                out.extend_from_slice(tag.json.as_bytes());
            }
        }
        end_list(out, is_requested);
        Ok(())
    }

    /// Begins a member that is a list if it is requested, and returns whether it did. Callers add the cache tags of
    /// its items in any case.
    fn begin_list(&self, out: &mut Vec<u8>, field: Field) -> bool {
        let is_requested = self.begin(out, field);
        if is_requested {
            out.push(b'[');
        }
        is_requested
    }
}

fn end_list(out: &mut Vec<u8>, is_requested: bool) {
    if is_requested {
        out.push(b']');
    }
}

/// A [`crate::content::article::Credit`] that borrows from the stored JSON.
#[derive(Deserialize)]
struct BorrowedCredit<'a> {
    id: i64,
    #[serde(borrow)]
    role: Cow<'a, str>,
}

/// Writes a member into the object that `out` ends with.
pub fn member(out: &mut Vec<u8>, name: &str, value: &(impl Serialize + ?Sized)) -> QueryResult<()> {
    begin(out, name);
    json(out, value)
}

/// Writes a member's name, after a comma if it is not the first.
fn begin(out: &mut Vec<u8>, name: &str) {
    separate(out, b'{');
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Writes a comma, unless the list or object has just been opened.
fn separate(out: &mut Vec<u8>, opening: u8) {
    if out.last() != Some(&opening) {
        out.push(b',');
    }
}

fn json(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> QueryResult<()> {
    serde_json::to_writer(out, value).map_err(|error| QueryError::SerializationError(error.into()))
}
