//! Whether the server lives, and whether it can work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::Nothing;
use super::{Code, Query};
use crate::Error;
use crate::db::{self, Db};

/// How long one look at the database counts, however many ask.
const FRESH: Duration = Duration::from_secs(1);

/// What is known of the server's ability to work.
#[derive(Debug, Default)]
pub struct Readiness {
    draining: AtomicBool,
    seen: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// From now on the server only finishes what it has begun.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the database was well when somebody looked a moment ago.
    fn seen_lately(&self) -> Option<bool> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.filter(|(at, _)| at.elapsed() < FRESH).map(|(_, well)| well)
    }

    fn saw(&self, well: bool) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), well));
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
pub async fn get_health(_: Query<Nothing>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" })
}

/// Ask whether the server can work
///
/// 200 when the database answers, else 503; also 503 from the moment the server is told to stop.
#[utoipa::path(tag = "Service", responses((status = 200, description = "It can work.", body = Health)))]
#[get("/readyz")]
pub async fn get_readiness(
    readiness: Data<Readiness>,
    db: Data<Db>,
    _: Query<Nothing>,
) -> Result<Json<Health>, Error> {
    if readiness.draining.load(Ordering::Relaxed) {
        return Err(Error::new(Code::Overloaded, "The server is stopping."));
    }
    let well = match readiness.seen_lately() {
        Some(well) => well,
        None => {
            let well = db.read(|c| Ok::<_, Error>(db::ping(c)?)).await.is_ok();
            readiness.saw(well);
            well
        }
    };
    if !well {
        return Err(Error::new(Code::DatabaseUnavailable, "The database does not answer."));
    }
    Ok(Json(Health { status: "ok" }))
}
