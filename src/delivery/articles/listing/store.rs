//! Reads lists of published articles: from `published_terms`, one index range for each term.

use std::collections::{BTreeSet, HashMap};

use diesel::sql_types::{BigInt, Text};

use super::conditions::Conditions;
use super::order::{Order, SeekKey};
use crate::content::Term;
use crate::db::{Conn, ContentVersion, QueryResult, Statement, each, each_id, published_search};
use crate::delivery::articles::store::{ArticleRow, COLUMNS, ColumnTypes};

/// Statements over at most this many terms stay prepared. Longer ones are prepared at each run, so that a
/// connection does not store one for each number of terms.
const MAX_PREPARED_TERMS: usize = 3;

/// The first `limit` articles with a term after the key `after`, each with the content version that the statement
/// saw.
pub fn articles_with_term(
    conn: &mut Conn,
    term: &Term,
    order: Order,
    after: Option<SeekKey>,
    limit: i64,
) -> QueryResult<Vec<(ArticleRow, ContentVersion)>> {
    // The unary plus stops SQLite from scanning the articles and reading the terms of each.
    let statement = Statement::<(ColumnTypes, (BigInt, BigInt, BigInt))>::new(format!(
        "SELECT {COLUMNS}, site.content_version, site.content_updated_at, site.taxonomy_version \
         FROM published_terms AS t INNER JOIN published_articles AS a ON a.id = +t.article_id \
         INNER JOIN site ON site.id = 1 WHERE t.term = ?"
    ));
    let statement = order.range(statement.text(term.to_string()), after, None);
    statement.sql(&order.order_by("t.")).sql(" LIMIT ?").number(limit).load(conn)
}

/// For each set, the number of articles with one of its terms. An article counts once for each of the terms.
pub fn article_counts(conn: &mut Conn, sets: &[BTreeSet<Term>]) -> QueryResult<Vec<i64>> {
    let all: BTreeSet<String> = sets.iter().flatten().map(Term::to_string).collect();
    let counts = Statement::<(Text, BigInt)>::new(format!(
        "SELECT term, articles FROM published_term_counts WHERE term IN (SELECT value FROM {})",
        each(conn)
    ));
    let counts: HashMap<String, i64> = counts.texts(all).load(conn)?.into_iter().collect();
    let count = |set: &BTreeSet<Term>| set.iter().filter_map(|term| counts.get(&term.to_string())).sum();
    Ok(sets.iter().map(count).collect())
}

/// The keys of the first `limit` articles with any of the terms that meet the conditions, after one key and up to
/// another. An article with several of the terms is returned several times, in adjacent rows.
pub fn scan(
    conn: &mut Conn,
    terms: &BTreeSet<Term>,
    conditions: &Conditions,
    order: Order,
    (after, end): (Option<SeekKey>, Option<SeekKey>),
    limit: usize,
) -> QueryResult<Vec<SeekKey>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let time = order.column();
    let statement = order.union(terms, limit, |statement, term| {
        let select = format!("SELECT t.{time}, t.article_id FROM published_terms AS t WHERE t.term = ?");
        let statement = order.range(statement.sql(&select).text(term.to_string()), after, end);
        add_conditions(statement, conn, conditions, Some(order))
            .sql(&order.order_by("t."))
            .sql(" LIMIT ?")
            .number(limit)
    });
    statement.load(conn)
}

/// The end of a range of at most `rows` index rows with any of the terms after the key `after`: the last key of the
/// range. `None` if each term has fewer rows left than its share.
pub fn range_end(
    conn: &mut Conn,
    terms: &BTreeSet<Term>,
    order: Order,
    after: Option<SeekKey>,
    rows: usize,
) -> QueryResult<Option<SeekKey>> {
    let rows_per_term = i64::try_from((rows / terms.len().max(1)).max(1)).unwrap_or(i64::MAX);
    let time = order.column();
    let statement = order.union(terms, 1, |statement, term| {
        let select = format!("SELECT t.{time}, t.article_id FROM published_terms AS t WHERE t.term = ?");
        let statement = order.range(statement.sql(&select).text(term.to_string()), after, None);
        statement.sql(&order.order_by("t.")).sql(" LIMIT 1 OFFSET ?").number(rows_per_term - 1)
    });
    Ok(statement.load(conn)?.first().copied())
}

/// The keys of those of the articles that meet the conditions, in no order.
pub fn matching_keys(
    conn: &mut Conn,
    ids: &[i64],
    conditions: &Conditions,
    order: Order,
) -> QueryResult<Vec<SeekKey>> {
    let statement = Statement::<(BigInt, BigInt)>::new(format!(
        "SELECT t.{}, t.article_id FROM published_terms AS t \
         WHERE t.term = 'all' AND t.article_id IN ({})",
        order.column(),
        each_id(conn)
    ));
    let statement = order.range(statement.numbers(ids.iter().copied()), None, None);
    add_conditions(statement, conn, conditions, Some(order)).load(conn)
}

/// The number of articles that meet the conditions. It is stored for a single term; else all articles are read.
pub fn count(conn: &mut Conn, conditions: &Conditions) -> QueryResult<i64> {
    if let Some(term) = conditions.only_term() {
        return Ok(article_counts(conn, &[BTreeSet::from([term])])?.first().copied().unwrap_or_default());
    }
    let mut statement =
        Statement::<(BigInt,)>::new("SELECT count(*) FROM published_terms AS t WHERE t.term = 'all'");
    statement = add_conditions(statement, conn, conditions, None);
    if let Some(from) = conditions.published_from {
        statement = statement.sql(" AND t.published_at >= ?").number(from.micros());
    }
    if let Some(before) = conditions.published_before {
        statement = statement.sql(" AND t.published_at < ?").number(before.micros());
    }
    if let Some(ids) = &conditions.ids {
        statement =
            statement.sql(&format!(" AND t.article_id IN ({})", each_id(conn))).numbers(ids.iter().copied());
    }
    if let Some(search) = &conditions.search {
        let (condition, query) = published_search::match_condition(conn, search);
        statement = statement.sql(" AND ").sql(condition).text(query);
    }
    let count: Vec<(i64,)> = statement.load(conn)?;
    Ok(count.first().map(|(count,)| *count).unwrap_or_default())
}

/// Adds the conditions on the article of the row `t` to a statement that reads in that order, or in none.
///
/// It does not add `ids`, `search` and the conditions on the time of the order: the callers do.
fn add_conditions<Row>(
    mut statement: Statement<Row>,
    conn: &Conn,
    conditions: &Conditions,
    order: Option<Order>,
) -> Statement<Row> {
    const HAS: &str =
        "(SELECT 1 FROM published_terms AS has WHERE has.article_id = t.article_id AND has.term";
    // PostgreSQL plans a prepared statement without knowing how many articles have the terms. With an offset it
    // evaluates the subquery for each row in turn, instead of joining and sorting all rows first.
    let end = if order.is_some() { " LIMIT 1 OFFSET 0)" } else { ")" };
    let sets = conditions.any_of.iter().map(|set| (" AND EXISTS ", set));
    let none = Some((" AND NOT EXISTS ", &conditions.none_of)).filter(|(_, set)| !set.is_empty());
    for (condition, set) in sets.chain(none) {
        statement = statement.sql(condition).sql(HAS);
        statement = match set.first() {
            Some(term) if set.len() == 1 => statement.sql(" = ?").text(term.to_string()),
            _ => {
                let texts = set.iter().map(Term::to_string);
                statement.sql(&format!(" IN (SELECT value FROM {})", each(conn))).texts(texts)
            }
        };
        statement = statement.sql(end);
    }
    if !conditions.excluded_ids.is_empty() {
        statement = statement
            .sql(&format!(" AND t.article_id NOT IN ({})", each_id(conn)))
            .numbers(conditions.excluded_ids.iter().copied());
    }
    if order.is_some_and(|order| order.by_change) {
        if let Some(from) = conditions.published_from {
            statement = statement.sql(" AND t.published_at >= ?").number(from.micros());
        }
        if let Some(before) = conditions.published_before {
            statement = statement.sql(" AND t.published_at < ?").number(before.micros());
        }
    } else if let Some(from) = conditions.updated_from {
        statement = statement.sql(" AND t.updated_at >= ?").number(from.micros());
    }
    statement
}

impl Order {
    /// The column of the time.
    fn column(self) -> &'static str {
        if self.by_change { "updated_at" } else { "published_at" }
    }

    /// The `ORDER BY` clause. `table` is the prefix of the columns, such as `t.`, or empty.
    fn order_by(self, table: &str) -> String {
        let (time, direction) = (self.column(), if self.ascending { "ASC" } else { "DESC" });
        format!(" ORDER BY {table}{time} {direction}, {table}article_id {direction}")
    }

    /// The union of what `select` reads for each term, in this order, at most `limit` rows.
    fn union(
        self,
        terms: &BTreeSet<Term>,
        limit: i64,
        select: impl Fn(Statement<(BigInt, BigInt)>, &Term) -> Statement<(BigInt, BigInt)>,
    ) -> Statement<(BigInt, BigInt)> {
        let mut statement = Statement::new("");
        if let Some(only) = terms.first().filter(|_| terms.len() == 1) {
            return select(statement, only);
        }
        for (index, term) in terms.iter().enumerate() {
            statement = statement.sql(if index == 0 { "SELECT * FROM (" } else { " UNION ALL " });
            statement = select(statement.sql("SELECT * FROM ("), term).sql(") AS list");
        }
        statement = statement.sql(") AS lists").sql(&self.order_by("")).sql(" LIMIT ?").number(limit);
        if terms.len() > MAX_PREPARED_TERMS { statement.uncached() } else { statement }
    }

    /// Adds the range of the time, and the range of keys: after `after`, up to and including `end`.
    fn range<Row>(
        self,
        mut statement: Statement<Row>,
        after: Option<SeekKey>,
        end: Option<SeekKey>,
    ) -> Statement<Row> {
        let time = self.column();
        if let Some(from) = self.from {
            statement = statement.sql(&format!(" AND t.{time} >= ?")).number(from.micros());
        }
        if let Some(before) = self.before {
            statement = statement.sql(&format!(" AND t.{time} < ?")).number(before.micros());
        }
        let (beyond, until) = if self.ascending { ('>', '<') } else { ('<', '>') };
        // In this form both databases seek to the key in the index. A plain `OR` would read the index from its
        // start.
        if let Some((at, id)) = after {
            let condition =
                format!(" AND t.{time} {beyond}= ? AND (t.{time} {beyond} ? OR t.article_id {beyond} ?)");
            statement = statement.sql(&condition).number(at.micros()).number(at.micros()).number(id);
        }
        if let Some((at, id)) = end {
            let condition =
                format!(" AND t.{time} {until}= ? AND (t.{time} {until} ? OR t.article_id {until}= ?)");
            statement = statement.sql(&condition).number(at.micros()).number(at.micros()).number(id);
        }
        statement
    }
}
