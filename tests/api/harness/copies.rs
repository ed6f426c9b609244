//! Copies of articles, for tests that need a large archive.

use broadsheet::db::{Conn, QueryResult};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

use super::Newsroom;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

impl Newsroom {
    /// Copies a published article. Each copy is published a second after the previous one. Searches do not find the
    /// copies.
    pub async fn copy_published(&self, article: i64, copies: i64) {
        self.write(move |c| {
            for table in ["articles", "published_articles", "published_bodies", "published_terms"] {
                copy_rows(c, table, article, copies)?;
            }
            sql_query("DELETE FROM published_term_counts").execute(c)?;
            sql_query(
                "INSERT INTO published_term_counts (term, articles) SELECT term, count(*) FROM published_terms GROUP BY term",
            )
            .execute(c)?;
            Ok(())
        })
        .await;
    }

    /// Copies a working copy, with its status and times.
    pub async fn copy_working(&self, article: i64, copies: i64) {
        self.write(move |c| {
            for table in ["articles", "article_revisions"] {
                copy_rows(c, table, article, copies)?;
            }
            Ok(())
        })
        .await;
    }
}

fn copy_rows(conn: &mut Conn, table: &str, article: i64, copies: i64) -> QueryResult<usize> {
    let query = match conn {
        Conn::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
        Conn::Postgres(_) => format!(
            "SELECT CAST(column_name AS text) AS name FROM information_schema.columns \
             WHERE table_name = '{table}' AND table_schema = current_schema()"
        ),
    };
    let columns: Vec<String> = sql_query(query).load::<Column>(conn)?.into_iter().map(|c| c.name).collect();
    let (columns, id): (Vec<_>, _) = (
        columns.iter().map(|name| format!("\"{name}\"")).collect(),
        columns.iter().find(|name| ["id", "article_id"].contains(&name.as_str())).cloned().unwrap(),
    );
    let value = |name: &String| match name.as_str() {
        "\"id\"" | "\"article_id\"" => format!("{name} + n"),
        "\"slug\"" => "slug || '-' || n".into(),
        "\"payload\"" => {
            format!("replace(payload, '{{\"id\":{article},', '{{\"id\":' || ({article} + n) || ',')")
        }
        "\"published_at\"" => "published_at + 1000000 * n".into(),
        _ => name.clone(),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    sql_query(format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < {copies}) \
         INSERT INTO {table} ({}) SELECT {} FROM {table}, numbers WHERE {id} = {article}",
        columns.join(", "),
        values.join(", "),
    ))
    .execute(conn)
}
