//! `broadsheet serve`: answers requests until it is told to stop.

use std::io::Write;
use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use tokio::signal::unix::{SignalKind, signal};

use super::database;
use crate::accounts::store;
use crate::app::{self, State};
use crate::audience;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::editorial::articles::indexing;
use crate::http::connection::ConnectionLimiter;
use crate::http::health::Readiness;
use crate::http::{Clock, server};
use crate::publishing::{changes, scheduler};

/// The time between the order to stop and the end of accepting connections, so that load balancers see `/readyz` fail.
const NOTICE: Duration = Duration::from_secs(1);

/// How long requests that have begun may take to finish, in seconds.
const GRACE: u64 = 30;

/// The most connections at a time. Those beyond are accepted when others are closed.
const MAX_CONNECTIONS: u64 = 20_000;

/// Files that are open besides connections: the database's, and room to spare.
const OTHER_FILES: u64 = 256;

/// What is printed once requests are answered, at the address given.
pub type Greeting = Box<dyn FnOnce(&str) -> String>;

/// What a command does with the database before requests are answered.
pub type Preparation = fn(&mut Conn, &Config) -> Result<Greeting, String>;

/// Serves until SIGTERM or SIGINT.
pub fn run(config: &Config, preparation: Option<Preparation>) -> Result<(), String> {
    // Whatever else can be wrong is found before the database is touched.
    database::make_data_dir(config)?;
    let listener =
        server::listen(config.bind).map_err(|error| format!("cannot listen on {}: {error}", config.bind))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let url = format!("http://{address}");
    let public_url = config.public_url.clone().or_else(|| Some(url.clone()));
    let config = &Config { public_url, ..config.clone() };
    let clock = Clock::system();
    let times = clock.clone();
    let db = Db::start(&config.database_url, move || times.now()).map_err(|error| error.to_string())?;
    let state = State::new(config, db, clock)?;
    let mut conn = database::migrated(config)?;
    let greeting = match preparation {
        Some(prepare) => prepare(&mut conn, config)?,
        None => first_steps(&mut conn)?,
    };
    drop(conn);
    if !config.rate_limits {
        log::warn!("rate limits are off, those on failed sign-ins too: fit for measuring only");
    }
    actix_web::rt::System::new().block_on(serve(state, listener, &url, greeting))
}

/// Says how to make the first account, as long as there is none.
fn first_steps(conn: &mut Conn) -> Result<Greeting, String> {
    let users = store::list(conn).map_err(|error| error.to_string())?;
    Ok(Box::new(move |url| {
        let mut text = format!("documentation: {url}/docs\n");
        if users.is_empty() {
            text.push_str(
                "There is no account yet. Make the first admin with:\n  \
                 broadsheet user create --email YOU@EXAMPLE.ORG --name YOUR-NAME --role admin --password-stdin\n",
            );
        }
        text
    }))
}

async fn serve(state: State, listener: TcpListener, url: &str, greeting: Greeting) -> Result<(), String> {
    let (readiness, db, clock) = (state.readiness.clone(), state.db.clone(), state.clock.clone());
    let views = state.views.clone();
    let workers = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let files = rlimit::increase_nofile_limit(MAX_CONNECTIONS + OTHER_FILES).unwrap_or(0);
    let options = server::Options { workers, connections: connections(files, workers), grace: GRACE };
    let limiter = ConnectionLimiter::new(state.proxies.get_ref().clone());
    let server =
        server::start(listener, options, limiter, state.request_ids.clone(), move || app::app(&state))
            .map_err(|error| error.to_string())?;
    let stopping = stop_on_signal(server.handle(), readiness).map_err(|error| error.to_string())?;
    actix_web::rt::spawn(stopping);
    let watched = db.clone();
    actix_web::rt::spawn(async move { watched.watch().await });
    let (counted, counts, times) = (views.clone(), db.clone(), clock.clone());
    actix_web::rt::spawn(async move { counted.run(&counts, &times).await });
    let (kept, today) = (db.clone(), clock.clone());
    actix_web::rt::spawn(async move { audience::delete_expired_pseudonyms_forever(&kept, &today).await });
    let (old, times) = (db.clone(), clock.clone());
    actix_web::rt::spawn(async move { changes::delete_old_hourly(&old, &times).await });
    let saved = db.clone();
    actix_web::rt::spawn(async move { indexing::run(&saved).await });
    let (due, now) = (db.clone(), clock.clone());
    actix_web::rt::spawn(async move { scheduler::run(&due, &now).await });
    // A closed standard output is no reason not to serve.
    let _ = write!(std::io::stdout(), "listening on {url}\n{}", greeting(url))
        .and_then(|()| std::io::stdout().flush());
    server.await.map_err(|error| error.to_string())?;
    // What was read since the last batch.
    if let Err(error) = views.flush(&db, &clock).await {
        log::warn!("the last views are lost: {error}");
    }
    Ok(())
}

/// How many connections each worker may have where so many files may be open: the database must never lack one.
fn connections(files: u64, workers: usize) -> usize {
    let all = files.saturating_sub(OTHER_FILES).clamp(1, MAX_CONNECTIONS);
    usize::try_from(all).unwrap_or(1).div_ceil(workers)
}

/// On the first SIGTERM or SIGINT the server gives notice, then takes no new connections and
/// finishes what it has begun. On the second it ends at once. SIGHUP, SIGUSR1 and SIGUSR2, which would end it too, are
/// ignored: a terminal that closes or a log rotation is no reason to stop.
fn stop_on_signal(
    server: ServerHandle,
    readiness: Data<Readiness>,
) -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    for kind in [SignalKind::hangup(), SignalKind::user_defined1(), SignalKind::user_defined2()] {
        let mut ignored = signal(kind)?;
        actix_web::rt::spawn(async move {
            while ignored.recv().await.is_some() {
                log::info!("signal {} has no effect", kind.as_raw_value());
            }
        });
    }
    Ok(async move {
        let mut next = async || {
            let (terminated, interrupted) = (terminate.recv(), interrupt.recv());
            futures_util::future::select(std::pin::pin!(terminated), std::pin::pin!(interrupted)).await;
        };
        next().await;
        log::info!("stopping");
        readiness.drain();
        let orderly = async {
            tokio::time::sleep(NOTICE).await;
            server.stop(true).await;
        };
        futures_util::future::select(std::pin::pin!(orderly), std::pin::pin!(next())).await;
        server.stop(false).await;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_the_database_its_files() {
        assert_eq!(connections(1024, 2), 384);
        assert_eq!(connections(1_000_000, 2), 10_000);
        assert_eq!(connections(0, 8), 1, "also where nothing is known");
    }
}
