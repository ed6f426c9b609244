//! Health checks: liveness and readiness.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::query::NoQuery;
use super::{Code, Error, Query};
use crate::db::{self, Db};

/// How long the result of a database check is reused.
const CHECK_LIFETIME: Duration = Duration::from_secs(1);

/// Whether the server can handle requests.
#[derive(Debug, Default)]
pub struct Readiness {
    draining: AtomicBool,
    /// The time and result of the last database check. It is locked during a check, so that all requests share its result.
    last_check: Mutex<Option<(Instant, Result<(), DatabaseFailure>)>>,
}

/// Why the server cannot handle requests.
#[derive(Clone, Copy, Debug)]
enum DatabaseFailure {
    TimedOut,
    Unreachable,
    Busy,
}

impl Readiness {
    /// Marks the server as stopping: it is not ready from now on. `serve` calls it when it gets the signal to stop.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Checks the database, or returns the result of a check within the last second.
    async fn check(&self, db: &Db) -> Result<(), DatabaseFailure> {
        let mut last_check = self.last_check.lock().await;
        if let Some((at, result)) = *last_check
            && at.elapsed() < CHECK_LIFETIME
        {
            return result;
        }
        let result = match db.ping().await {
            Ok(()) => Ok(()),
            Err(db::Error::TimedOut) => Err(DatabaseFailure::TimedOut),
            Err(db::Error::Busy) => Err(DatabaseFailure::Busy),
            Err(_) => Err(DatabaseFailure::Unreachable),
        };
        *last_check = Some((Instant::now(), result));
        result
    }
}

impl From<DatabaseFailure> for Error {
    fn from(reason: DatabaseFailure) -> Self {
        match reason {
            DatabaseFailure::TimedOut => {
                Self::new(Code::DatabaseUnavailable, "The database does not answer.")
            }
            DatabaseFailure::Unreachable => {
                Self::new(Code::DatabaseUnavailable, "The database cannot be reached.")
            }
            DatabaseFailure::Busy => {
                Self::new(Code::Overloaded, "Too many requests are waiting for the database.")
            }
        }
    }
}

/// The result of a successful health check.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`. A failed check returns a problem document instead.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Check liveness
///
/// Returns 200 while the process runs, even when the database does not answer. For liveness probes.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The process runs.", body = Health)))]
#[get("/healthz")]
pub async fn get_health(_: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" })
}

/// Check readiness
///
/// Returns 200 when the server can handle requests. Returns 503 within a second when the database does not answer, cannot
/// be reached or is overloaded, or when the server is stopping. For readiness probes and load balancers.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The server can handle requests.", body = Health)))]
#[get("/readyz")]
pub async fn get_readiness(
    readiness: Data<Readiness>,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    if readiness.draining.load(Ordering::Relaxed) {
        return Err(Error::new(Code::Overloaded, "The server is stopping. Send requests to another server."));
    }
    readiness.check(&db).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" }))
}
