//! Updates what is derived from articles: the editorial search index, and after a migration the published rows too.

use std::time::Duration;

use super::model::{ArticleScope, WorkingArticle};
use super::{revision_store, store};
use crate::Error;
use crate::content::{CacheTag, CacheTags};
use crate::db::{self, Conn, Db, published_search, search};
use crate::publishing::{self, changes};

/// The time between two checks of the search queue.
const INTERVAL: Duration = Duration::from_millis(500);

/// The number of articles that one transaction adds to the search index.
const INDEX_BATCH: i64 = 100;

/// The number of articles that one transaction rebuilds after a migration.
const REBUILD_BATCH: i64 = 200;

/// The number of headlines whose sort keys one transaction makes while the server runs.
const HEADLINE_BATCH: i64 = 500;

/// The number of articles that one transaction indexes again while the server runs. Editors wait for it.
const REINDEX_BATCH: i64 = 20;

/// The time between two of these transactions.
const REINDEX_INTERVAL: Duration = Duration::from_millis(50);

/// Indexes queued articles every `INTERVAL` until the future is dropped, and finishes what a migration before the start left to
/// be done. Errors are logged, and the next check retries.
pub async fn run(db: &Db) {
    let mut interval = INTERVAL;
    let mut is_migrating = true;
    loop {
        tokio::time::sleep(interval).await;
        if let Err(error) = index_all(db).await {
            log::warn!(error:%; "could not update the editorial search index");
        }
        interval = INTERVAL;
        if is_migrating {
            match db.write(finish_migration).await {
                Ok(true) => interval = REINDEX_INTERVAL,
                Ok(false) => is_migrating = false,
                Err(error) => log::warn!(error:%; "could not finish what a migration left to be done"),
            }
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

/// Does the next part of what a migration left to be done while the server runs: first the sort keys of headlines, then the
/// search indexes. Returns false when nothing was left.
pub fn finish_migration(conn: &mut Conn) -> Result<bool, Error> {
    Ok(make_headline_keys(conn)? || reindex_queued(conn)?)
}

/// Makes the sort keys of the next `HEADLINE_BATCH` headlines for which a migration left rough keys. Returns false when there
/// were none. Readers see nothing of these keys, so no cache is invalidated.
pub fn make_headline_keys(conn: &mut Conn) -> Result<bool, Error> {
    Ok(revision_store::make_headline_keys(conn, HEADLINE_BATCH)? > 0)
}

/// Indexes the next `REINDEX_BATCH` articles again that a migration queued for it. Returns false when none were queued.
pub fn reindex_queued(conn: &mut Conn) -> Result<bool, Error> {
    let ids = revision_store::reindex_queue(conn, REINDEX_BATCH)?;
    rebuild(conn, &ids)?;
    if !ids.is_empty() && revision_store::reindex_queue(conn, 1)?.is_empty() {
        // Searches of before did not find everything.
        changes::invalidate(conn, &CacheTags::only(CacheTag::Content))?;
    }
    Ok(!ids.is_empty())
}

/// Rebuilds the search words and the published rows of the next `REBUILD_BATCH` articles that a migration queued.
///
/// Returns false when no articles were queued. Commands call it until then, after they migrated the database.
pub fn rebuild_queued(conn: &mut Conn) -> Result<bool, Error> {
    let ids = revision_store::rebuild_queue(conn, REBUILD_BATCH)?;
    rebuild(conn, &ids)?;
    Ok(!ids.is_empty())
}

fn rebuild(conn: &mut Conn, ids: &[i64]) -> Result<(), Error> {
    for id in ids {
        if let Some(WorkingArticle { row, article, .. }) = store::find(conn, *id, ArticleScope::All)? {
            let words = revision_store::search_words(&article);
            revision_store::queue_for_search(conn, *id, &row.slug, &words)?;
        }
        publishing::rebuild(conn, *id)?;
        revision_store::remove_from_rebuild_queues(conn, *id)?;
    }
    // Neither commands nor changes that readers do not see index the published articles otherwise.
    Ok(published_search::index_queued(conn)?)
}
