//! The first answers to each of some comments: "so many of each" is said differently on the two databases.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text};

use crate::db::conn::Conn;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

const SQLITE: &str = "SELECT answers.id AS id FROM json_each(?) AS parents, published_comments AS answers \
    WHERE answers.id IN (SELECT id FROM published_comments WHERE parent_id = parents.value \
    ORDER BY created_at, id LIMIT ?)";

const POSTGRES: &str = "SELECT answers.id AS id FROM unnest($1) AS parents (id) CROSS JOIN LATERAL \
    (SELECT id FROM published_comments WHERE parent_id = parents.id ORDER BY created_at, id LIMIT $2) AS answers";

/// The ids of the answers to each of these comments that were sent first, `most` of each.
pub fn first_answers(conn: &mut Conn, to: &[i64], most: i64) -> QueryResult<Vec<i64>> {
    let found: Vec<Answer> = match conn {
        Conn::Sqlite(conn) => {
            let parents = serde_json::to_string(to)
                .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
            sql_query(SQLITE).bind::<Text, _>(parents).bind::<BigInt, _>(most).load(conn)?
        }
        Conn::Postgres(conn) => {
            sql_query(POSTGRES).bind::<Array<BigInt>, _>(to).bind::<BigInt, _>(most).load(conn)?
        }
    };
    Ok(found.into_iter().map(|answer| answer.id).collect())
}
