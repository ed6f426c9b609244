//! `broadsheet serve`: runs the server until it receives a signal to stop.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::spawn;
use actix_web::web::{self, Data};
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

/// The time between the signal to stop and the end of accepting connections. In this time `/readyz` fails, so that load
/// balancers stop sending requests.
const DRAIN_TIME: Duration = Duration::from_secs(1);

/// How long requests that have begun may take after that, in seconds.
const SHUTDOWN_TIMEOUT: u64 = 30;

/// The most open connections. Further connections wait until others are closed.
const MAX_CONNECTIONS: u64 = 20_000;

/// The number of open files that are reserved for the database and other uses besides connections.
const RESERVED_FILES: u64 = 256;

/// The text that the server prints after it has started. The argument is its URL.
pub type StartupMessage = Box<dyn FnOnce(&str) -> String>;

/// What a command adds to the server.
pub struct Addition {
    /// Its work on the database before the server starts.
    pub prepare: fn(&mut Conn, &Config) -> Result<StartupMessage, String>,
    /// Its routes.
    pub routes: fn(&mut web::ServiceConfig),
}

/// Applies pending migrations, prepares the database as `addition` says, and serves until SIGTERM or SIGINT.
pub fn run(config: &Config, addition: Option<Addition>) -> Result<(), String> {
    // Every other failure is found before the database is changed.
    database::create_data_dir(config)?;
    let listener = server::listen(config.bind).map_err(|error| cannot_listen(config.bind, &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let url = url_on_this_machine(address);
    let public_url = config.public_url.clone().or_else(|| Some(url.clone()));
    let config = &Config { public_url, ..config.clone() };
    let clock = Clock::system();
    let db_clock = clock.clone();
    let db = Db::start(&config.database_url, move || db_clock.now()).map_err(|error| error.to_string())?;
    let mut state = State::new(config, db, clock)?;
    let mut conn = database::connect_and_migrate(config)?;
    let message = match addition {
        Some(addition) => {
            state.command_routes = addition.routes;
            (addition.prepare)(&mut conn, config)?
        }
        None => default_message(&mut conn)?,
    };
    drop(conn);
    if !config.rate_limits {
        log::warn!("rate limits are off, also for failed sign-ins; use this for measurements only");
    }
    let message = format!("listening on http://{address}\n{}", message(&url));
    actix_web::rt::System::new().block_on(serve(state, listener, &message, config.send_timeout))
}

/// The URL of the server for clients on the same machine. A server that listens on all addresses is on `localhost` too.
fn url_on_this_machine(address: SocketAddr) -> String {
    match address.ip().is_unspecified() {
        true => format!("http://localhost:{}", address.port()),
        false => format!("http://{address}"),
    }
}

/// Why the server cannot listen, and what to do.
fn cannot_listen(address: SocketAddr, error: &io::Error) -> String {
    let remedy = match error.kind() {
        ErrorKind::AddrInUse => {
            "another program listens there. Stop it, or choose another port with --bind or BROADSHEET_BIND; port 0 takes a free one"
        }
        ErrorKind::AddrNotAvailable => {
            "this machine does not have the address. Choose another with --bind or BROADSHEET_BIND, such as 127.0.0.1:8080"
        }
        ErrorKind::PermissionDenied => {
            "this user may not use the port. Choose one above 1023 with --bind or BROADSHEET_BIND"
        }
        _ => return format!("cannot listen on {address} (BROADSHEET_BIND): {error}"),
    };
    format!("cannot listen on {address}: {remedy}")
}

/// The address of the documentation, and the command that creates the first account if there is none.
fn default_message(conn: &mut Conn) -> Result<StartupMessage, String> {
    let users = store::list_all(conn).map_err(|error| error.to_string())?;
    Ok(Box::new(move |url| {
        let mut text = format!("documentation: {url}/docs\n");
        if users.is_empty() {
            text.push_str(
                "There is no account yet. Create the first admin with:\n  \
                 broadsheet user create --email YOU@EXAMPLE.ORG --name YOUR-NAME --role admin\n",
            );
        }
        text
    }))
}

async fn serve(
    state: State,
    listener: TcpListener,
    message: &str,
    send_timeout: Duration,
) -> Result<(), String> {
    let app_state = state.clone();
    let workers = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let files = rlimit::increase_nofile_limit(MAX_CONNECTIONS + RESERVED_FILES).unwrap_or(0);
    let connections = connections_per_worker(files, workers);
    let options = server::Options { workers, connections, grace: SHUTDOWN_TIMEOUT, send_timeout };
    let limiter = ConnectionLimiter::new(state.proxies.get_ref().clone());
    let server =
        server::start(listener, options, limiter, state.request_ids.clone(), move || app::app(&app_state))
            .map_err(|error| error.to_string())?;
    let stopping =
        stop_on_signal(server.handle(), state.readiness.clone()).map_err(|error| error.to_string())?;
    spawn(stopping);
    start_background_tasks(&state);
    // The server also works if standard output is closed.
    let _ = write!(io::stdout(), "{message}").and_then(|()| io::stdout().flush());
    server.await.map_err(|error| error.to_string())?;
    // The views since the last batch.
    if let Err(error) = state.views.flush(&state.db, &state.clock).await {
        log::warn!(error:%; "could not store the last views; they are lost");
    }
    Ok(())
}

/// Starts the tasks that run beside requests until the process ends.
fn start_background_tasks(state: &State) {
    let task = state.clone();
    spawn(async move { task.db.watch().await });
    let task = state.clone();
    spawn(async move { task.views.run(&task.db, &task.clock).await });
    let task = state.clone();
    spawn(async move { audience::delete_expired_pseudonyms_forever(&task.db, &task.clock).await });
    let task = state.clone();
    spawn(async move { changes::delete_old_hourly(&task.db, &task.clock).await });
    let task = state.clone();
    spawn(async move { indexing::run(&task.db).await });
    let task = state.clone();
    spawn(async move { scheduler::run(&task.db, &task.clock).await });
}

/// The most connections of each worker, if the process may open that many files.
fn connections_per_worker(files: u64, workers: usize) -> usize {
    let all = files.saturating_sub(RESERVED_FILES).clamp(1, MAX_CONNECTIONS);
    usize::try_from(all).unwrap_or(1).div_ceil(workers)
}

/// Returns a future that stops the server. The first SIGTERM or SIGINT starts an orderly stop: the server fails `/readyz`,
/// then accepts no connections and finishes its requests. The second signal stops it immediately.
///
/// SIGHUP, SIGUSR1 and SIGUSR2 have no effect. Without a handler they would end the process when a terminal closes or a
/// log is rotated.
fn stop_on_signal(
    server: ServerHandle,
    readiness: Data<Readiness>,
) -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    for kind in [SignalKind::hangup(), SignalKind::user_defined1(), SignalKind::user_defined2()] {
        let mut ignored = signal(kind)?;
        spawn(async move {
            while ignored.recv().await.is_some() {
                log::info!(signal = kind.as_raw_value(); "ignored a signal");
            }
        });
    }
    Ok(async move {
        let mut next_signal = async || {
            let (terminated, interrupted) = (terminate.recv(), interrupt.recv());
            futures_util::future::select(std::pin::pin!(terminated), std::pin::pin!(interrupted)).await;
        };
        next_signal().await;
        log::info!("stopping");
        readiness.drain();
        let orderly_stop = async {
            tokio::time::sleep(DRAIN_TIME).await;
            server.stop(true).await;
        };
        futures_util::future::select(std::pin::pin!(orderly_stop), std::pin::pin!(next_signal())).await;
        server.stop(false).await;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_the_reserved_files_to_the_database() {
        assert_eq!(connections_per_worker(1024, 2), 384);
        assert_eq!(connections_per_worker(1_000_000, 2), 10_000);
        assert_eq!(connections_per_worker(0, 8), 1, "also if the limit is unknown");
    }
}
