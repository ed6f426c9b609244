//! The sample newsroom. It is created by the same functions as requests to the API, with the same checks.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::pictures;
use crate::Error;
use crate::audience::{self, CommentInput};
use crate::audit::{Attribution, Requester};
use crate::config::{Config, DEFAULT_SITE_NAME};
use crate::content::vocabulary::CommentStatus;
use crate::content::workflow::Transition;
use crate::content::{Faults, SlugStyle, Time};
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::editorial::articles::creation::{self, NewArticle};
use crate::editorial::articles::editing::{self, Edit};
use crate::editorial::comments::{self, dto::CommentInput as Decision};
use crate::editorial::{authors, sections, site, tags};
use crate::http::{Caller, MergePatch, json};
use crate::publishing::{self, TransitionParams, TransitionRequest};

/// The newsroom as JSON, in which `{pictures}` stands for the URL of the pictures.
const NEWSROOM: &str = include_str!("newsroom.json");

#[derive(Deserialize)]
struct SampleNewsroom {
    /// A merge patch of the site's settings.
    site: Value,
    sections: Vec<Value>,
    authors: Vec<Value>,
    tags: Vec<Value>,
    articles: Vec<SampleArticle>,
}

/// An article, its publication, and its comments.
#[derive(Deserialize)]
struct SampleArticle {
    section: String,
    authors: Vec<Credit>,
    tags: Vec<String>,
    related: Vec<String>,
    published_minutes_ago: i64,
    /// How often it was read in the last hour.
    views: i32,
    comments: Vec<SampleComment>,
    state: String,
    #[serde(flatten)]
    members: Value,
}

#[derive(Deserialize)]
struct Credit {
    slug: String,
    role: String,
}

#[derive(Deserialize)]
struct SampleComment {
    author_name: String,
    body: String,
    approved: bool,
    #[serde(default)]
    answers: Vec<SampleComment>,
}

/// The ids of sections by path, or of other resources by slug.
type Ids = HashMap<String, i64>;

/// Fills the database. `caller` becomes the creator of everything.
pub fn fill(conn: &mut Conn, caller: &Caller, config: &Config, now: Time) -> Result<(), Error> {
    let newsroom: SampleNewsroom =
        serde_json::from_str(&NEWSROOM.replace("{pictures}", &pictures::url(config)))
            .map_err(Error::internal)?;
    let by = Attribution::caller(caller, now);
    let language = &config.site_language;
    fill_site(conn, newsroom.site, config, &by)?;
    let sections = fill_sections(conn, newsroom.sections, &by)?;
    let slugs = SlugStyle::Ascii;
    let mut authors = Ids::new();
    for author in newsroom.authors {
        let (input, faults) = json::read(author);
        let author = authors::editing::create(conn, input, faults, slugs, &by)?;
        authors.insert(author.slug.into_string(), author.id);
    }
    let mut tags = Ids::new();
    for tag in newsroom.tags {
        let (input, faults) = json::read(tag);
        let tag = tags::editing::create(conn, input, faults, slugs, &by)?;
        tags.insert(tag.slug.into_string(), tag.id);
    }
    let known = (sections, authors, tags);
    let mut articles = Ids::new();
    let mut samples = newsroom.articles;
    // The oldest article first, so that later articles have larger News IDs.
    samples.sort_by_key(|sample| -sample.published_minutes_ago);
    let editor_at = |sample: &SampleArticle| {
        let at = now.plus_seconds(-60 * sample.published_minutes_ago);
        Requester { caller: caller.clone(), now: at, language: language.clone(), slugs }
    };
    for sample in &samples {
        let requester = editor_at(sample);
        let (input, faults) = json::read(sample.to_input(&known)?);
        let new = NewArticle::check(input, language, faults);
        let article = creation::create(conn, new, &requester)?;
        articles.insert(article.row.slug.into_string(), article.row.id);
    }
    let mut views = HashMap::new();
    for sample in &samples {
        let requester = editor_at(sample);
        let id = publish(conn, sample, &articles, &requester)?;
        views.insert((id, now.seconds()), sample.views);
    }
    Ok(audience::add_views(conn, &views, now)?)
}

/// Changes the settings of the site, without what the settings of the server already say.
fn fill_site(conn: &mut Conn, mut patch: Value, config: &Config, by: &Attribution) -> Result<(), Error> {
    let is_set =
        [("name", config.site_name != DEFAULT_SITE_NAME), ("description", config.site_description.is_some())];
    if let Some(members) = patch.as_object_mut() {
        members.retain(|member, _| !is_set.contains(&(member.as_str(), true)));
    }
    let before = site::store::settings(conn)?;
    let (input, faults) = MergePatch::new(patch).apply(&(&before).into())?;
    site::editing::update(conn, before, input, faults, by).map(drop)
}

fn fill_sections(conn: &mut Conn, samples: Vec<Value>, by: &Attribution) -> Result<Ids, Error> {
    let mut ids = Ids::new();
    for mut section in samples {
        let path = section["path"].as_str().unwrap_or_default().to_owned();
        let (parent, slug) =
            path.rsplit_once('/').map_or((None, path.as_str()), |(parent, slug)| (Some(parent), slug));
        if let Some(members) = section.as_object_mut() {
            members.remove("path");
            members.insert("slug".to_owned(), json!(slug));
            members.insert("parent_id".to_owned(), json!(parent.map(|parent| id(&ids, parent)).transpose()?));
        }
        let (input, faults) = json::read(section);
        let section = sections::editing::create(conn, input, faults, SlugStyle::Ascii, by)?;
        ids.insert(section.path, section.id);
    }
    Ok(ids)
}

/// Links an article to related articles, publishes it, and adds its comments. Returns its News ID.
fn publish(
    conn: &mut Conn,
    sample: &SampleArticle,
    articles: &Ids,
    requester: &Requester,
) -> Result<i64, Error> {
    let slug = sample.members["slug"].as_str().unwrap_or_default();
    let article = id(articles, slug)?;
    let related: Vec<i64> = sample.related.iter().map(|slug| id(articles, slug)).collect::<Result<_, _>>()?;
    let before = access::find(conn, article)?;
    let saved = if related.is_empty() {
        before
    } else {
        let edit = Edit::patch(&before, &MergePatch::new(json!({"related_ids": related})), requester)?;
        editing::save(conn, before, edit, requester)?
    };
    if sample.state != "published" {
        return Ok(article);
    }
    let request = TransitionRequest {
        article,
        version: saved.row.version,
        transition: Transition::Publish,
        params: TransitionParams::default(),
        role: requester.caller.role,
        by: requester.attribution(),
    };
    publishing::apply_transition(conn, &request, None)?;
    for (comment, number) in sample.comments.iter().zip(1..) {
        let at = requester.now.plus_seconds(90 * number);
        let by = Attribution { at, ..requester.attribution() };
        let comment_id = submit_comment(conn, article, None, comment, &by)?;
        for reply in &comment.answers {
            submit_comment(conn, article, Some(comment_id), reply, &by)?;
        }
    }
    Ok(article)
}

/// Submits a comment as a reader, approves it as a moderator if the sample says so, and returns its id.
fn submit_comment(
    conn: &mut Conn,
    article: i64,
    parent_id: Option<i64>,
    comment: &SampleComment,
    by: &Attribution,
) -> Result<i64, Error> {
    let input = CommentInput {
        author_name: Some(comment.author_name.clone()),
        body: Some(comment.body.clone()),
        parent_id,
        ..CommentInput::default()
    };
    let (id, _) =
        audience::submit_comment(conn, &article.to_string(), input, Faults::default(), None, by.at)?;
    if comment.approved {
        let decision = Decision { status: Some(CommentStatus::Approved), reason: None };
        let pending = comments::moderation::find(conn, id)?;
        comments::moderation::moderate(conn, &pending, decision, Faults::default(), by)?;
    }
    Ok(id)
}

fn id(ids: &Ids, name: &str) -> Result<i64, Error> {
    ids.get(name).copied().ok_or_else(|| Error::internal(format!("`{name}` is not in the sample newsroom")))
}

impl SampleArticle {
    /// The body of the request with which an editor would create the article.
    fn to_input(&self, (sections, authors, tags): &(Ids, Ids, Ids)) -> Result<Value, Error> {
        let credits = self
            .authors
            .iter()
            .map(|credit| Ok(json!({"id": id(authors, &credit.slug)?, "role": credit.role})));
        let credits = credits.collect::<Result<Vec<_>, Error>>()?;
        let tags = self.tags.iter().map(|slug| id(tags, slug)).collect::<Result<Vec<_>, _>>()?;
        let mut article = self.members.clone();
        article["section_id"] = json!(id(sections, &self.section)?);
        article["authors"] = json!(credits);
        article["tag_ids"] = json!(tags);
        Ok(article)
    }
}
