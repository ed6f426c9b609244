//! Reads the names of the accounts, sections, authors and tags that articles refer to.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::model::{Named, Names};
use crate::content::Article;
use crate::db::schema::authors;
use crate::db::{Conn, QueryResult, Statement, each_id};

/// Reads the names for all of the articles in one statement. Each comes with the accounts that created and last changed it.
pub fn read<'a>(
    conn: &mut Conn,
    articles: impl IntoIterator<Item = ([i64; 2], &'a Article)>,
) -> QueryResult<Names> {
    let [mut users, mut sections, mut authors, mut tags] = [const { BTreeSet::<i64>::new() }; 4];
    for (accounts, article) in articles {
        users.extend(accounts);
        sections.extend(article.section_id);
        authors.extend(article.authors.iter().map(|credit| credit.id));
        tags.extend(&article.tag_ids);
    }
    let ids = each_id(conn);
    let named = |kind: i64, slug: &str, table: &str| {
        format!(
            "SELECT CAST({kind} AS bigint) AS kind, id, {slug} AS slug, name FROM {table} WHERE id IN ({ids})"
        )
    };
    let statement = Statement::<(BigInt, BigInt, Text, Text)>::new(format!(
        "{} UNION ALL {} UNION ALL {} UNION ALL {}",
        named(1, "''", "users"),
        named(2, "path", "sections"),
        named(3, "slug", "authors"),
        named(4, "slug", "tags"),
    ));
    let statement = statement.numbers(users).numbers(sections).numbers(authors).numbers(tags);
    let mut names = Names::default();
    for (kind, id, slug, name) in statement.load::<(i64, i64, String, String)>(conn)? {
        match kind {
            1 => drop(names.users.insert(id, name)),
            2 => drop(names.sections.insert(id, Named { slug, name })),
            3 => drop(names.authors.insert(id, Named { slug, name })),
            _ => drop(names.tags.insert(id, Named { slug, name })),
        }
    }
    Ok(names)
}

/// The slugs and names of the authors with these ids.
pub fn authors(conn: &mut Conn, ids: Vec<i64>) -> QueryResult<HashMap<i64, Named>> {
    let authors = authors::table.filter(authors::id.eq_any(ids));
    let rows: Vec<(i64, String, String)> =
        authors.select((authors::id, authors::slug, authors::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, slug, name)| (id, Named { slug, name })).collect())
}
