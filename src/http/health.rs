//! Whether the server lives, and whether it can work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::query::NoQuery;
use super::{Code, Query};
use crate::Error;
use crate::db::{self, Db};

/// How long one look at the database counts, however many ask.
const FRESH: Duration = Duration::from_secs(1);

/// What is known of the server's ability to work.
#[derive(Debug, Default)]
pub struct Readiness {
    draining: AtomicBool,
    /// When somebody last looked, and what was wrong. Locked during a look, so that all others wait for its result.
    seen: Mutex<Option<(Instant, Result<(), Unready>)>>,
}

/// Why the server cannot work.
#[derive(Clone, Copy, Debug)]
enum Unready {
    Silent,
    Unreachable,
    Busy,
}

impl Readiness {
    /// From now on the server only finishes what it has begun.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the database answers, as somebody has found within the last second.
    async fn look(&self, db: &Db) -> Result<(), Unready> {
        let mut seen = self.seen.lock().await;
        if let Some((at, result)) = *seen
            && at.elapsed() < FRESH
        {
            return result;
        }
        let result = match db.ping().await {
            Ok(()) => Ok(()),
            Err(db::Error::TimedOut) => Err(Unready::Silent),
            Err(db::Error::Busy) => Err(Unready::Busy),
            Err(_) => Err(Unready::Unreachable),
        };
        *seen = Some((Instant::now(), result));
        result
    }
}

impl From<Unready> for Error {
    fn from(reason: Unready) -> Self {
        match reason {
            Unready::Silent => Self::new(Code::DatabaseUnavailable, "The database does not answer."),
            Unready::Unreachable => Self::new(Code::DatabaseUnavailable, "The database cannot be reached."),
            Unready::Busy => Self::new(Code::Overloaded, "Too many requests are waiting for the database."),
        }
    }
}

/// The state of the server.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; anything else is a problem document.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Ask whether the server lives
///
/// Answers as long as the process does, whatever the database says.
#[utoipa::path(tag = "Service", responses((status = 200, description = "It lives.", body = Health)))]
#[get("/healthz")]
pub async fn get_health(_: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" })
}

/// Ask whether the server can work
///
/// 200 when the database answers, else 503 within a second, with the reason: the database does not answer, cannot be
/// reached or has too much to do, or the server was told to stop.
#[utoipa::path(tag = "Service", responses((status = 200, description = "It can work.", body = Health)))]
#[get("/readyz")]
pub async fn get_readiness(
    readiness: Data<Readiness>,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    if readiness.draining.load(Ordering::Relaxed) {
        return Err(Error::new(Code::Overloaded, "The server is stopping."));
    }
    readiness.look(&db).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" }))
}
