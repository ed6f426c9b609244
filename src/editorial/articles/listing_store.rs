//! Reads the list of working copies from the database.

use std::sync::Arc;

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::list_query::{ArticleQuery, ArticleSort};
use super::model::{ArticleRow, ArticleScope, WorkingArticle};
use super::names_store;
use crate::content::Article;
use crate::content::search::searched_words;
use crate::content::vocabulary::ResourceKind;
use crate::db::schema::{article_authors, article_revisions, article_tags, articles};
use crate::db::{Conn, Json, QueryResult, search, seek};
use crate::http::Caller;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::PageRequest;
use crate::public_names;

/// A condition of a `WHERE` clause on articles.
type Condition = search::Condition<articles::table>;

/// The sort key of an article: the time in microseconds, the key of the headline, and the News ID. The order decides which of
/// the first two counts; the other is 0 or empty.
pub type Key = (i64, String, i64);

/// The scheduled time, or a time after all others. An index has this expression.
const SCHEDULED_OR_LAST: &str = "coalesce(articles.publish_at, 9223372036854775807)";

/// The scheduled time, or a time before all others. An index has this expression. Scheduled times are in the future, so none
/// is negative.
const SCHEDULED_OR_FIRST: &str = "coalesce(articles.publish_at, -1)";

/// The rows of a page of articles without their bodies, in the order of `filter.sort`.
pub fn list(
    conn: &mut Conn,
    filter: &ArticleQuery,
    caller: &Caller,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<WorkingArticle>> {
    let mut query = articles::table.select(articles::id).limit(page.rows()).into_boxed();
    for condition in conditions(conn, filter, caller)? {
        query = query.filter(condition);
    }
    let sort = filter.sort.unwrap_or_default();
    let ascending = sort.is_ascending() != page.backward();
    let key = page.cursor.as_ref().map(|cursor| &cursor.key);
    let number = key.map(|(number, _, id)| (*number, *id));
    let text = key.map(|(_, text, id)| (text.as_str(), *id));
    let query = match sort {
        ArticleSort::LastChangedFirst | ArticleSort::LastChangedLast => {
            seek!(query, by (articles::updated_at, articles::id), ascending ascending, after number)
        }
        ArticleSort::Headline | ArticleSort::HeadlineBackward => {
            seek!(query, by (articles::headline_key, articles::id), ascending ascending, after text)
        }
        ArticleSort::SoonestFirst => {
            seek!(query, by (sql::<BigInt>(SCHEDULED_OR_LAST), articles::id), ascending ascending, after number)
        }
        ArticleSort::SoonestLast => {
            seek!(query, by (sql::<BigInt>(SCHEDULED_OR_FIRST), articles::id), ascending ascending, after number)
        }
    };
    let ids: Vec<i64> = query.load(conn)?;
    let rows = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq_any(&ids))
        .select((ArticleRow::as_select(), article_revisions::document));
    let rows = rows.load::<(ArticleRow, Json)>(conn)?.into_iter();
    let rows = rows.map(|(row, members)| Ok((row, members.read()?)));
    let mut rows: Vec<(ArticleRow, Article)> = rows.collect::<QueryResult<_>>()?;
    rows.sort_by_key(|(row, _)| ids.iter().position(|id| *id == row.id));
    let named = rows.iter().map(|(row, article)| (row.accounts(), article));
    let names = Arc::new(names_store::read(conn, named)?);
    let articles = rows.into_iter();
    Ok(articles.map(|(row, article)| WorkingArticle { row, article, names: Arc::clone(&names) }).collect())
}

/// The sort key of an article in that order.
pub fn key(article: &WorkingArticle, sort: ArticleSort) -> Key {
    let row = &article.row;
    let scheduled = row.publish_at.map(|time| time.micros());
    match sort {
        ArticleSort::LastChangedFirst | ArticleSort::LastChangedLast => {
            (row.updated_at.micros(), String::new(), row.id)
        }
        ArticleSort::Headline | ArticleSort::HeadlineBackward => (0, row.headline_key.clone(), row.id),
        ArticleSort::SoonestFirst => (scheduled.unwrap_or(i64::MAX), String::new(), row.id),
        ArticleSort::SoonestLast => (scheduled.unwrap_or(-1), String::new(), row.id),
    }
}

/// The number of articles that match the filter.
pub fn count(conn: &mut Conn, filter: &ArticleQuery, caller: &Caller) -> QueryResult<i64> {
    let mut query = articles::table.select(count_star()).into_boxed();
    for condition in conditions(conn, filter, caller)? {
        query = query.filter(condition);
    }
    query.first(conn)
}

/// The conditions of a filter; an article must match all of them.
fn conditions(conn: &mut Conn, filter: &ArticleQuery, caller: &Caller) -> QueryResult<Vec<Condition>> {
    let mut conditions: Vec<Condition> = Vec::new();
    if let ArticleScope::CreatedBy(account) = ArticleScope::of(caller) {
        conditions.push(Box::new(articles::created_by.eq(account)));
    }
    if let Some(statuses) = &filter.status {
        match statuses.chosen().collect::<Vec<_>>()[..] {
            // With `=`, and not with `IN`, an index on the status returns the rows in the order of the list.
            [status] => conditions.push(Box::new(articles::status.eq(status))),
            ref statuses => conditions.push(Box::new(articles::status.eq_any(statuses.to_vec()))),
        }
    }
    if let Some(created_by) = filter.created_by {
        conditions.push(Box::new(articles::created_by.eq(created_by.account(caller))));
    }
    if let Some(kinds) = &filter.kind {
        match kinds.chosen().collect::<Vec<_>>()[..] {
            [kind] => conditions.push(Box::new(articles::kind.eq(kind))),
            ref kinds => conditions.push(Box::new(articles::kind.eq_any(kinds.to_vec()))),
        }
    }
    if let Some(CommaSeparated(languages)) = &filter.language {
        let matches = languages.iter().map(|language| -> Condition {
            let longer = articles::language.like(format!("{language}-%"));
            Box::new(articles::language.eq(language.to_string()).or(longer))
        });
        conditions.extend(matches.reduce(|any, next| Box::new(any.or(next))));
    }
    match filter.has_unpublished_changes {
        Some(true) => {
            let differs = articles::live_revision.assume_not_null().ne(articles::head_revision);
            conditions.push(Box::new(articles::live_revision.is_not_null().and(differs)));
        }
        Some(false) => {
            let is_equal = articles::live_revision.assume_not_null().eq(articles::head_revision);
            conditions.push(Box::new(articles::live_revision.is_null().or(is_equal)));
        }
        None => {}
    }
    if let Some(time) = filter.updated_after {
        conditions.push(Box::new(articles::updated_at.ge(time)));
    }
    if let Some(time) = filter.updated_before {
        conditions.push(Box::new(articles::updated_at.lt(time)));
    }
    if let Some(text) = &filter.q {
        let words = searched_words(text);
        conditions.push(if words.is_empty() {
            Box::new(articles::id.eq_any(Vec::<i64>::new()))
        } else {
            search::match_condition(conn, &words)
        });
    }
    if let Some(CommaSeparated(paths)) = &filter.section {
        let sections = public_names::ids_with_subsections(conn, paths)?;
        let in_section = articles::section_id.assume_not_null().eq_any(sections);
        conditions.push(Box::new(articles::section_id.is_not_null().and(in_section)));
    }
    if let Some(CommaSeparated(slugs)) = &filter.author {
        let ids = public_names::ids(conn, ResourceKind::Author, slugs)?;
        let credits = article_authors::table.filter(article_authors::author_id.eq_any(ids));
        conditions.push(Box::new(articles::id.eq_any(credits.select(article_authors::article_id))));
    }
    if let Some(CommaSeparated(slugs)) = &filter.tag {
        let ids = public_names::ids(conn, ResourceKind::Tag, slugs)?;
        let tagged = article_tags::table.filter(article_tags::tag_id.eq_any(ids));
        conditions.push(Box::new(articles::id.eq_any(tagged.select(article_tags::article_id))));
    }
    Ok(conditions)
}
