//! Reads the names of the accounts, sections, authors and tags that articles refer to.

use std::collections::{BTreeSet, HashMap};

use diesel::sql_types::{BigInt, Text};

use crate::content::Article;
use crate::db::{Conn, QueryResult, Statement, each_id};

/// The names of what a page of articles refers to, by id.
#[derive(Clone, Debug, Default)]
pub struct Names {
    users: HashMap<i64, Named>,
    sections: HashMap<i64, Named>,
    authors: HashMap<i64, Named>,
    tags: HashMap<i64, Named>,
}

/// The name of a section, author or tag, and its slug. A section has its path instead, and an account has neither.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub slug: String,
    pub name: String,
}

impl Names {
    /// Reads the names for all of the articles in one statement. Each comes with the accounts that created and last changed it.
    pub fn read<'a>(
        conn: &mut Conn,
        articles: impl IntoIterator<Item = ([i64; 2], &'a Article)>,
    ) -> QueryResult<Self> {
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
        let mut names = Self::default();
        for (kind, id, slug, name) in statement.load::<(i64, i64, String, String)>(conn)? {
            let map = match kind {
                1 => &mut names.users,
                2 => &mut names.sections,
                3 => &mut names.authors,
                _ => &mut names.tags,
            };
            map.insert(id, Named { slug, name });
        }
        Ok(names)
    }

    /// The name of an account.
    pub fn user(&self, id: i64) -> String {
        self.users.get(&id).cloned().unwrap_or_default().name
    }

    /// The path and name of a section. `None` when it does not exist.
    pub fn section(&self, id: i64) -> Option<Named> {
        self.sections.get(&id).cloned()
    }

    /// The slug and name of an author. Both are empty when the author does not exist.
    pub fn author(&self, id: i64) -> Named {
        self.authors.get(&id).cloned().unwrap_or_default()
    }

    /// The slug and name of a tag. `None` when it does not exist.
    pub fn tag(&self, id: i64) -> Option<Named> {
        self.tags.get(&id).cloned()
    }
}
