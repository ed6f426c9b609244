//! The sample newsroom, put in through the same code as the API's.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::Error;
use crate::audience::{self, CommentInput};
use crate::audit::Attribution;
use crate::audit::Editor;
use crate::content::vocabulary::CommentStatus;
use crate::content::workflow::Transition;
use crate::content::{Faults, Language, Time};
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::editorial::articles::editing::{self, Edit, NewArticle};
use crate::editorial::comments::{self, dto::CommentInput as Decision};
use crate::editorial::{authors, sections, tags};
use crate::http::{Caller, MergePatch, json};
use crate::publishing::{self, TransitionParams, TransitionRequest};

const NEWSROOM: &str = include_str!("newsroom.json");

#[derive(Deserialize)]
struct Newsroom {
    sections: Vec<Value>,
    authors: Vec<Value>,
    tags: Vec<Value>,
    articles: Vec<Piece>,
}

/// An article, and what happens to it after it is written.
#[derive(Deserialize)]
struct Piece {
    section: String,
    authors: Vec<Credit>,
    tags: Vec<String>,
    related: Vec<String>,
    published_minutes_ago: i64,
    comments: Vec<Comment>,
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
struct Comment {
    author_name: String,
    body: String,
    approved: bool,
    #[serde(default)]
    answers: Vec<Comment>,
}

/// Ids by path or slug.
type Ids = HashMap<String, i64>;

/// Fills the database in the name of `editor`.
pub fn fill(conn: &mut Conn, editor: &Caller, language: &Language, now: Time) -> Result<(), Error> {
    let newsroom: Newsroom = serde_json::from_str(NEWSROOM).map_err(Error::internal)?;
    let by = Attribution::caller(editor, now);
    let sections = fill_sections(conn, newsroom.sections, &by)?;
    let mut authors = Ids::new();
    for author in newsroom.authors {
        let (input, faults) = json::read(author);
        let author = authors::editing::create(conn, input, faults, &by)?;
        authors.insert(author.slug.into_string(), author.id);
    }
    let mut tags = Ids::new();
    for tag in newsroom.tags {
        let (input, faults) = json::read(tag);
        let tag = tags::editing::create(conn, input, faults, &by)?;
        tags.insert(tag.slug.into_string(), tag.id);
    }
    let known = (sections, authors, tags);
    let mut articles = Ids::new();
    let mut pieces = newsroom.articles;
    // In the order of their making, so that News IDs grow with time.
    pieces.sort_by_key(|piece| -piece.published_minutes_ago);
    let context = |piece: &Piece| {
        let at = now.plus_seconds(-60 * piece.published_minutes_ago);
        Editor { caller: editor.clone(), now: at, language: language.clone() }
    };
    for piece in &pieces {
        let context = context(piece);
        let (input, faults) = json::read(piece.as_written(&known)?);
        let new = NewArticle::check(input, language, faults);
        let article = editing::create(conn, new, &context)?;
        articles.insert(article.row.slug.into_string(), article.row.id);
    }
    for piece in &pieces {
        let context = context(piece);
        finish(conn, piece, &articles, &context)?;
    }
    Ok(())
}

fn fill_sections(conn: &mut Conn, given: Vec<Value>, by: &Attribution) -> Result<Ids, Error> {
    let mut ids = Ids::new();
    for mut section in given {
        let path = section["path"].as_str().unwrap_or_default().to_owned();
        let (parent, slug) =
            path.rsplit_once('/').map_or((None, path.as_str()), |(parent, slug)| (Some(parent), slug));
        if let Some(members) = section.as_object_mut() {
            members.remove("path");
            members.insert("slug".to_owned(), json!(slug));
            members.insert("parent_id".to_owned(), json!(parent.map(|parent| id(&ids, parent)).transpose()?));
        }
        let (input, faults) = json::read(section);
        let section = sections::editing::create(conn, input, faults, by)?;
        ids.insert(section.path, section.id);
    }
    Ok(ids)
}

/// Links an article to others, publishes it, and lets its readers speak.
fn finish(conn: &mut Conn, piece: &Piece, articles: &Ids, context: &Editor) -> Result<(), Error> {
    let slug = piece.members["slug"].as_str().unwrap_or_default();
    let article = id(articles, slug)?;
    let related: Vec<i64> = piece.related.iter().map(|slug| id(articles, slug)).collect::<Result<_, _>>()?;
    let before = access::find(conn, article)?;
    let saved = if related.is_empty() {
        before
    } else {
        let edit = Edit::patch(&before, &MergePatch::new(json!({"related_ids": related})), context)?;
        editing::save(conn, before, edit, context)?
    };
    if piece.state != "published" {
        return Ok(());
    }
    let step = TransitionRequest {
        article,
        version: saved.row.version,
        transition: Transition::Publish,
        params: TransitionParams::default(),
        role: context.caller.role,
        by: context.attribution(),
    };
    publishing::apply_transition(conn, &step, None)?;
    for (comment, number) in piece.comments.iter().zip(1..) {
        let at = context.now.plus_seconds(90 * number);
        let by = Attribution { at, ..context.attribution() };
        let comment_id = speak(conn, article, None, comment, &by)?;
        for answer in &comment.answers {
            speak(conn, article, Some(comment_id), answer, &by)?;
        }
    }
    Ok(())
}

/// Sends a comment, lets a moderator decide on it, and returns its id.
fn speak(
    conn: &mut Conn,
    article: i64,
    parent_id: Option<i64>,
    comment: &Comment,
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
        let held = comments::moderation::find(conn, id)?;
        comments::moderation::moderate(conn, &held, decision, Faults::default(), by)?;
    }
    Ok(id)
}

fn id(ids: &Ids, name: &str) -> Result<i64, Error> {
    ids.get(name).copied().ok_or_else(|| Error::internal(format!("`{name}` is not in the sample newsroom")))
}

impl Piece {
    /// The article as an editor would send it.
    fn as_written(&self, (sections, authors, tags): &(Ids, Ids, Ids)) -> Result<Value, Error> {
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
