//! Lists of published articles in the database.

use std::collections::{BTreeSet, HashMap};

use diesel::sql_types::{BigInt, Text};

use super::conditions::Conditions;
use super::{Order, Place};
use crate::content::Term;
use crate::db::{Conn, ContentVersion, QueryResult, Statement, each, each_id, published_search};
use crate::delivery::articles::store::{ArticleRow, COLUMNS, Columns};

/// The most lists that are read along by a statement that is prepared once for all.
const FEW: usize = 3;

/// The articles of one list, from after a place, with the edition they are found in: one statement.
pub fn articles(
    conn: &mut Conn,
    term: &Term,
    order: Order,
    place: Option<Place>,
    limit: i64,
) -> QueryResult<Vec<(ArticleRow, ContentVersion)>> {
    // The plus keeps SQLite from going through the articles to look up the terms of each.
    let statement = Statement::<(Columns, (BigInt, BigInt, BigInt))>::new(format!(
        "SELECT {COLUMNS}, site.content_version, site.content_updated_at, site.names_version \
         FROM published_terms AS t INNER JOIN published_articles AS a ON a.id = +t.article_id \
         INNER JOIN site ON site.id = 1 WHERE t.term = ?"
    ));
    let statement = order.within(statement.text(term.to_string()), place, None);
    statement.sql(&order.by("t.")).sql(" LIMIT ?").number(limit).load(conn)
}

/// How many articles have at least one of the terms of each set, each article counted once for each term.
pub fn sizes(conn: &mut Conn, sets: &[BTreeSet<Term>]) -> QueryResult<Vec<i64>> {
    let all: BTreeSet<String> = sets.iter().flatten().map(Term::to_string).collect();
    let counts = Statement::<(Text, BigInt)>::new(format!(
        "SELECT term, articles FROM published_term_counts WHERE term IN (SELECT value FROM {})",
        each(conn)
    ));
    let counts: HashMap<String, i64> = counts.texts(all).load(conn)?.into_iter().collect();
    let size = |set: &BTreeSet<Term>| set.iter().filter_map(|term| counts.get(&term.to_string())).sum();
    Ok(sets.iter().map(size).collect())
}

/// The next places on the lists with any of the terms where the article fulfils the conditions, from after a place on and as far as
/// another one, at most `limit`. An article on several of the lists is found several times, one after the other.
pub fn scan(
    conn: &mut Conn,
    terms: &BTreeSet<Term>,
    conditions: &Conditions,
    order: Order,
    (place, end): (Option<Place>, Option<Place>),
    limit: usize,
) -> QueryResult<Vec<Place>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let time = order.column();
    let statement = order.merged(terms, limit, |statement, term| {
        let select = format!("SELECT t.{time}, t.article_id FROM published_terms AS t WHERE t.term = ?");
        let statement = order.within(statement.sql(&select).text(term.to_string()), place, end);
        fulfilling(statement, conn, conditions, Some(order))
            .sql(&order.by("t."))
            .sql(" LIMIT ?")
            .number(limit)
    });
    statement.load(conn)
}

/// A place before which at most `steps` articles lie on the lists with any of the terms, from after a place on. `None` when the lists
/// end before.
pub fn ahead(
    conn: &mut Conn,
    terms: &BTreeSet<Term>,
    order: Order,
    place: Option<Place>,
    steps: usize,
) -> QueryResult<Option<Place>> {
    let steps = i64::try_from((steps / terms.len().max(1)).max(1)).unwrap_or(i64::MAX);
    let time = order.column();
    let statement = order.merged(terms, 1, |statement, term| {
        let select = format!("SELECT t.{time}, t.article_id FROM published_terms AS t WHERE t.term = ?");
        let statement = order.within(statement.sql(&select).text(term.to_string()), place, None);
        statement.sql(&order.by("t.")).sql(" LIMIT 1 OFFSET ?").number(steps - 1)
    });
    Ok(statement.load(conn)?.first().copied())
}

/// The places of those of some articles that fulfil the conditions, in no order.
pub fn places(
    conn: &mut Conn,
    ids: &[i64],
    conditions: &Conditions,
    order: Order,
) -> QueryResult<Vec<Place>> {
    let statement = Statement::<(BigInt, BigInt)>::new(format!(
        "SELECT t.{}, t.article_id FROM published_terms AS t \
         WHERE t.term = 'all' AND t.article_id IN ({})",
        order.column(),
        each_id(conn)
    ));
    let statement = order.within(statement.numbers(ids.iter().copied()), None, None);
    fulfilling(statement, conn, conditions, Some(order)).load(conn)
}

/// How many articles fulfil the conditions.
pub fn count(conn: &mut Conn, conditions: &Conditions) -> QueryResult<i64> {
    if let Some(term) = conditions.only_term() {
        return Ok(sizes(conn, &[BTreeSet::from([term])])?.first().copied().unwrap_or_default());
    }
    let mut statement =
        Statement::<(BigInt,)>::new("SELECT count(*) FROM published_terms AS t WHERE t.term = 'all'");
    statement = fulfilling(statement, conn, conditions, None);
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

/// Adds the conditions on the article of the row `t` to a statement that reads in that order, or all. Left out are those on News
/// IDs to choose from, on words, and on the time of the order: they are added elsewhere.
fn fulfilling<Row>(
    mut statement: Statement<Row>,
    conn: &Conn,
    conditions: &Conditions,
    order: Option<Order>,
) -> Statement<Row> {
    const HAS: &str =
        "(SELECT 1 FROM published_terms AS has WHERE has.article_id = t.article_id AND has.term";
    // With an offset, PostgreSQL asks for each article in turn instead of joining all before it sorts them: it plans a prepared
    // statement without knowing how many articles have the terms.
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
    if !conditions.other_ids.is_empty() {
        statement = statement
            .sql(&format!(" AND t.article_id NOT IN ({})", each_id(conn)))
            .numbers(conditions.other_ids.iter().copied());
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
    fn column(self) -> &'static str {
        if self.by_change { "updated_at" } else { "published_at" }
    }

    /// The order in SQL, of the columns of a table.
    fn by(self, table: &str) -> String {
        let (time, direction) = (self.column(), if self.ascending { "ASC" } else { "DESC" });
        format!(" ORDER BY {table}{time} {direction}, {table}article_id {direction}")
    }

    /// What `part` selects of each list, in the order of all.
    fn merged(
        self,
        terms: &BTreeSet<Term>,
        limit: i64,
        part: impl Fn(Statement<(BigInt, BigInt)>, &Term) -> Statement<(BigInt, BigInt)>,
    ) -> Statement<(BigInt, BigInt)> {
        let mut statement = Statement::new("");
        if let Some(only) = terms.first().filter(|_| terms.len() == 1) {
            return part(statement, only);
        }
        for (number, term) in terms.iter().enumerate() {
            statement = statement.sql(if number == 0 { "SELECT * FROM (" } else { " UNION ALL " });
            statement = part(statement.sql("SELECT * FROM ("), term).sql(") AS list");
        }
        statement = statement.sql(") AS lists").sql(&self.by("")).sql(" LIMIT ?").number(limit);
        if terms.len() > FEW { statement.uncached() } else { statement }
    }

    /// Adds the range of its time, and that only what comes after a place is wanted, as far as another.
    fn within<Row>(
        self,
        mut statement: Statement<Row>,
        place: Option<Place>,
        end: Option<Place>,
    ) -> Statement<Row> {
        let time = self.column();
        if let Some(from) = self.from {
            statement = statement.sql(&format!(" AND t.{time} >= ?")).number(from.micros());
        }
        if let Some(before) = self.before {
            statement = statement.sql(&format!(" AND t.{time} < ?")).number(before.micros());
        }
        let (after, until) = if self.ascending { ('>', '<') } else { ('<', '>') };
        // In this form the conditions walk the index, however far in the place is.
        if let Some((at, id)) = place {
            let condition =
                format!(" AND t.{time} {after}= ? AND (t.{time} {after} ? OR t.article_id {after} ?)");
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
