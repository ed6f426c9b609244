//! Puts what was saved into the newsroom's search index, a moment later and many articles at once.

use std::time::Duration;

use crate::db::{self, Conn, Db, search};

/// The time between two looks for what waits.
const INTERVAL: Duration = Duration::from_millis(500);

/// How many articles are put into the index in one transaction.
const LOT: i64 = 100;

/// Works until it is dropped. What fails is logged, and tried again at the next look.
pub async fn run(db: &Db) {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = index_all(db).await {
            log::warn!("the newsroom's search index is behind: {error}");
        }
    }
}

/// Puts everything that waits into the index.
pub async fn index_all(db: &Db) -> Result<(), db::Error> {
    let waits = |conn: &mut Conn| Ok::<_, db::Error>(search::is_queued(conn)?);
    while db.read(waits).await? {
        db.write(|conn| Ok::<_, db::Error>(search::index_queued(conn, LOT)?)).await?;
    }
    Ok(())
}
