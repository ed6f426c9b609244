//! The first answers to each of some comments: "so many of each" is said differently on the two databases.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::statement::Statement;
use crate::db::conn::Conn;

const SQLITE: &str = "SELECT answers.id FROM json_each(?) AS parents, published_comments AS answers \
    WHERE answers.id IN (SELECT id FROM published_comments WHERE parent_id = parents.value \
    ORDER BY created_at, id LIMIT ?)";

const POSTGRES: &str = "SELECT answers.id FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS parents (id) \
    CROSS JOIN LATERAL (SELECT id FROM published_comments WHERE parent_id = CAST(parents.id AS bigint) \
    ORDER BY created_at, id LIMIT ?) AS answers";

/// The ids of the answers to each of these comments that were sent first, `most` of each.
pub fn first_answers(conn: &mut Conn, to: &[i64], most: i64) -> QueryResult<Vec<i64>> {
    let text = if matches!(conn, Conn::Sqlite(_)) { SQLITE } else { POSTGRES };
    let statement = Statement::<(BigInt,)>::new(text).numbers(to.iter().copied()).number(most);
    Ok(statement.load::<(i64,)>(conn)?.into_iter().map(|(id,)| id).collect())
}
