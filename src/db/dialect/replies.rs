//! The first replies to each of several comments. The two databases need different SQL for a limit per comment.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::statement::Statement;
use crate::db::conn::Conn;

const SQLITE: &str = "SELECT replies.id FROM json_each(?) AS parents, published_comments AS replies \
    WHERE replies.id IN (SELECT id FROM published_comments WHERE parent_id = parents.value \
    ORDER BY created_at, id LIMIT ?)";

const POSTGRES: &str = "SELECT replies.id FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS parents (id) \
    CROSS JOIN LATERAL (SELECT id FROM published_comments WHERE parent_id = CAST(parents.id AS bigint) \
    ORDER BY created_at, id LIMIT ?) AS replies";

/// The ids of the oldest visible replies to each of the comments `parents`, at most `limit` for each comment.
pub fn first_reply_ids(conn: &mut Conn, parents: &[i64], limit: i64) -> QueryResult<Vec<i64>> {
    let text = if matches!(conn, Conn::Sqlite(_)) { SQLITE } else { POSTGRES };
    let statement = Statement::<(BigInt,)>::new(text).numbers(parents.iter().copied()).number(limit);
    Ok(statement.load::<(i64,)>(conn)?.into_iter().map(|(id,)| id).collect())
}
