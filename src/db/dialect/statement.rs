//! Statements written in SQL.
//!
//! Diesel prepares a statement of its `sql_query` at every run, and so it does with every update. Where a statement is run
//! often, preparing it takes longer than running it.

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

/// A statement with the values of its placeholders, each a `?` on both databases; the text has no other question marks.
/// `Row` is the SQL type of the rows that it returns, a tuple.
///
/// Its text is prepared once for each connection: it must be one of a few, never made from what a request says.
#[derive(Debug)]
pub struct Statement<Row = Untyped> {
    text: Cow<'static, str>,
    values: Vec<Bound>,
    is_kept: bool,
    row: PhantomData<Row>,
}

/// The value of a placeholder.
#[derive(Debug)]
enum Bound {
    Number(Option<i64>),
    Text(Option<String>),
}

impl<Row> Statement<Row> {
    /// The statement with that text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), values: Vec::new(), is_kept: true, row: PhantomData }
    }

    /// The same with more text at its end.
    pub fn sql(mut self, text: &str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// The same, prepared at every run, since its text depends on the request.
    pub fn once(self) -> Self {
        Self { is_kept: false, ..self }
    }

    /// The same with the number as the value of the next placeholder.
    pub fn number(mut self, value: i64) -> Self {
        self.values.push(Bound::Number(Some(value)));
        self
    }

    /// The same with numbers as a JSON array, for [`each`] and [`each_id`].
    pub fn numbers(self, values: impl IntoIterator<Item = i64>) -> Self {
        let values: Vec<i64> = values.into_iter().collect();
        self.text(Value::from(values).to_string())
    }

    /// The same with texts as a JSON array, for [`each`].
    pub fn texts<T: Into<String>>(self, values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        self.text(Value::from(values).to_string())
    }

    /// The same with a number that may be null.
    pub fn maybe_number(mut self, value: Option<i64>) -> Self {
        self.values.push(Bound::Number(value));
        self
    }

    /// The same with a text that may be null.
    pub fn maybe_text(mut self, value: Option<impl Into<String>>) -> Self {
        self.values.push(Bound::Text(value.map(Into::into)));
        self
    }

    /// The same with the text as the value of the next placeholder.
    pub fn text(mut self, value: impl Into<String>) -> Self {
        self.values.push(Bound::Text(Some(value.into())));
        self
    }

    /// Runs it, and returns how many rows it changed.
    pub fn execute(self, conn: &mut Conn) -> QueryResult<usize>
    where
        Row: 'static,
    {
        match_conn!(conn, |c| diesel::RunQueryDsl::execute(self, c))
    }
}

impl<Row: 'static> Statement<Row> {
    /// Runs it, and returns its rows.
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
        if !self.is_kept {
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

/// The items of a JSON array, which is the value of its placeholder, as a table with a column `value`: texts on
/// PostgreSQL, on SQLite of the items' own type.
pub fn each(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "json_each(?)",
        Conn::Postgres(_) => "jsonb_array_elements_text(CAST(? AS jsonb)) AS each (value)",
    }
}

/// A query for the ids of a JSON array, which is the value of its placeholder.
pub fn each_id(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "SELECT value FROM json_each(?)",
        Conn::Postgres(_) => {
            "SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS each (value)"
        }
    }
}
