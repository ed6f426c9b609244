//! Statements written in SQL, which are prepared once per connection.
//!
//! Diesel prepares a statement of `sql_query`, and every update, at each run. For a statement that runs often, that
//! takes longer than the run itself.

use std::borrow::Cow;
use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Nullable, Text, Untyped};
use diesel::{PgConnection, SqliteConnection};
use serde_json::Value;

use crate::db::conn::{Conn, match_conn};

/// A SQL text with the values of its placeholders. A placeholder is a `?` on both databases, so the text must
/// contain no other question mark. `Row` is the SQL type of the returned rows, a tuple.
///
/// Each connection caches the prepared statement by its text. So the text must not depend on a request, unless
/// [`Self::uncached`] is called. Values never belong in the text.
#[derive(Debug)]
pub struct Statement<Row = Untyped> {
    text: Cow<'static, str>,
    values: Vec<Bound>,
    is_cached: bool,
    row: PhantomData<Row>,
}

/// The value of a placeholder.
#[derive(Debug)]
enum Bound {
    Number(Option<i64>),
    Text(Option<String>),
}

impl<Row> Statement<Row> {
    /// A statement with that text and no values yet.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), values: Vec::new(), is_cached: true, row: PhantomData }
    }

    /// Appends `text`.
    pub fn sql(mut self, text: &str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Prepares the statement at each run and does not cache it. For texts that depend on the request.
    pub fn uncached(self) -> Self {
        Self { is_cached: false, ..self }
    }

    /// Binds the number to the next placeholder.
    pub fn number(mut self, value: i64) -> Self {
        self.values.push(Bound::Number(Some(value)));
        self
    }

    /// Binds a JSON array of numbers to the next placeholder, for [`each`] and [`each_id`].
    pub fn numbers(self, values: impl IntoIterator<Item = i64>) -> Self {
        let values: Vec<i64> = values.into_iter().collect();
        self.text(Value::from(values).to_string())
    }

    /// Binds a JSON array of texts to the next placeholder, for [`each`].
    pub fn texts<T: Into<String>>(self, values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        self.text(Value::from(values).to_string())
    }

    /// Binds the number, or NULL, to the next placeholder.
    pub fn maybe_number(mut self, value: Option<i64>) -> Self {
        self.values.push(Bound::Number(value));
        self
    }

    /// Binds the text, or NULL, to the next placeholder.
    pub fn maybe_text(mut self, value: Option<impl Into<String>>) -> Self {
        self.values.push(Bound::Text(value.map(Into::into)));
        self
    }

    /// Binds the text to the next placeholder.
    pub fn text(mut self, value: impl Into<String>) -> Self {
        self.values.push(Bound::Text(Some(value.into())));
        self
    }

    /// Runs the statement and returns the number of changed rows.
    pub fn execute(self, conn: &mut Conn) -> QueryResult<usize>
    where
        Row: 'static,
    {
        match_conn!(conn, |c| diesel::RunQueryDsl::execute(self, c))
    }
}

impl<Row: 'static> Statement<Row> {
    /// Runs the statement and returns its rows.
    pub fn load<T>(self, conn: &mut Conn) -> QueryResult<Vec<T>>
    where
        Self: for<'q> diesel::query_dsl::LoadQuery<'q, SqliteConnection, T>
            + for<'q> diesel::query_dsl::LoadQuery<'q, PgConnection, T>,
    {
        match_conn!(conn, |c| diesel::RunQueryDsl::load(self, c))
    }
}

impl<Row: 'static> Query for Statement<Row> {
    type SqlType = Row;
}

impl<Row, C> RunQueryDsl<C> for Statement<Row> {}

impl<Row> QueryId for Statement<Row> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Row, DB> QueryFragment<DB> for Statement<Row>
where
    DB: Backend,
    i64: ToSql<BigInt, DB>,
    String: ToSql<Text, DB>,
    DB: diesel::sql_types::HasSqlType<BigInt> + diesel::sql_types::HasSqlType<Text>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.is_cached {
            out.unsafe_to_cache_prepared();
        }
        let mut values = self.values.iter();
        for (number, part) in self.text.split('?').enumerate() {
            match (number > 0).then(|| values.next()).flatten() {
                Some(Bound::Number(value)) => out.push_bind_param::<Nullable<BigInt>, _>(value)?,
                Some(Bound::Text(value)) => out.push_bind_param::<Nullable<Text>, _>(value)?,
                None => {}
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

/// A table expression with one row for each item of a JSON array. The array is the value of its only placeholder,
/// and the column is `value`. On PostgreSQL the column is text, on SQLite it has the type of the item.
pub fn each(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "json_each(?)",
        Conn::Postgres(_) => "jsonb_array_elements_text(CAST(? AS jsonb)) AS each (value)",
    }
}

/// A subquery that returns the numbers of a JSON array. The array is the value of its only placeholder.
pub fn each_id(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "SELECT value FROM json_each(?)",
        Conn::Postgres(_) => {
            "SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS each (value)"
        }
    }
}
