//! Updates what is derived from articles: the editorial search index, and after a migration the published rows too.

use std::time::Duration;

use super::model::{ArticleScope, WorkingArticle};
use super::{revision_store, store};
use crate::Error;
use crate::db::{self, Conn, Db, published_search, search};
use crate::publishing;

/// The time between two checks of the search queue.
const INTERVAL: Duration = Duration::from_millis(500);

/// The number of articles that one transaction adds to the search index.
const INDEX_BATCH: i64 = 100;

/// The number of articles that one transaction rebuilds after a migration.
const REBUILD_BATCH: i64 = 200;

/// Indexes queued articles every `INTERVAL` until the future is dropped. Errors are logged, and the next check retries.
pub async fn run(db: &Db) {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = index_all(db).await {
            log::warn!(error:%; "could not update the editorial search index");
        }
    }
}

/// Indexes all queued articles, in transactions of `INDEX_BATCH`.
pub async fn index_all(db: &Db) -> Result<(), db::Error> {
    let is_queued = |conn: &mut Conn| Ok::<_, db::Error>(search::is_queued(conn)?);
    while db.read(is_queued).await? {
        db.write(|conn| Ok::<_, db::Error>(search::index_queued(conn, INDEX_BATCH)?)).await?;
    }
    Ok(())
}

/// Rebuilds the search words and the published rows of the next `REBUILD_BATCH` articles that a migration queued.
///
/// Returns false when no articles were queued. Commands call it until then, after they migrated the database.
pub fn rebuild_queued(conn: &mut Conn) -> Result<bool, Error> {
    let ids = revision_store::rebuild_queue(conn, REBUILD_BATCH)?;
    for id in &ids {
        if let Some(WorkingArticle { row, article, .. }) = store::find(conn, *id, ArticleScope::All)? {
            let words = revision_store::search_words(&article);
            revision_store::queue_for_search(conn, *id, &row.slug, &words)?;
        }
        publishing::rebuild(conn, *id)?;
        revision_store::remove_from_rebuild_queue(conn, *id)?;
    }
    // Commands run no background task that would index the published articles.
    published_search::index_queued(conn)?;
    Ok(!ids.is_empty())
}
