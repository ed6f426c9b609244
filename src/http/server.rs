//! Sockets and connections, and what is checked before a request reaches the routes.
//!
//! It does what `HttpServer` of actix-web does, and three things that `HttpServer` cannot: it refuses a body that is too large
//! before the client gets `100 Continue`, it sets options of the sockets, see `prepare`, and it limits the connections
//! of each client and how long they may do nothing, see [`super::connection`].

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_http::body::{BoxBody, MessageBody};
use actix_http::error::DispatchError;
use actix_http::{HttpMessage, HttpService, KeepAlive, Protocol, Request, Response};
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
#[cfg(target_os = "linux")]
use socket2::SockRef;
use socket2::{Domain, Socket, Type};

use super::connection::{Admission, Connection};
use super::envelope::without_secrets;
use super::request_id::{RequestIds, X_REQUEST_ID};
use super::{Problem, body};

/// How long a client may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long a connection may take to close, also while a client goes on sending a body that nobody reads.
const CLOSE_TIME: Duration = Duration::from_secs(1);

/// How long a client may take no byte of what is sent to it.
#[cfg(target_os = "linux")]
const STALL_TIME: Duration = Duration::from_secs(60);

/// How many bytes of an answer the kernel takes before the client has room for them.
#[cfg(target_os = "linux")]
const MAX_UNSENT: u32 = 128 * 1024;

/// How many connections may wait to be accepted. The standard library's 128 are soon too few, and then clients wait a second
/// before they try again.
const BACKLOG: i32 = 2048;

/// How a server runs.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Threads that answer requests.
    pub workers: usize,
    /// The most connections of each of them.
    pub connections: usize,
    /// How long requests that have begun may take to finish after the order to stop, in seconds.
    pub grace: u64,
}

/// Takes connections at that address, which wait until the server is started.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Else a server could not be started again for a minute after it ended.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Serves `service` on the socket until it is stopped by its handle.
pub fn start<F, I, S, B>(
    listener: TcpListener,
    options: Options,
    admission: Admission,
    request_ids: Data<RequestIds>,
    service: F,
) -> io::Result<Server>
where
    F: Fn() -> I + Clone + Send + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Error = actix_web::Error> + 'static,
    S::InitError: std::fmt::Debug,
    S::Response: Into<Response<B>> + 'static,
    <S::Service as actix_service::Service<Request>>::Future: 'static,
    S::Service: 'static,
    B: MessageBody + 'static,
{
    let builder = Server::build()
        .workers(options.workers)
        .max_concurrent_connections(options.connections)
        .shutdown_timeout(options.grace)
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("broadsheet", listener, move || {
        let (stopping, ids, admission) = (stopping.clone(), request_ids.clone(), admission.clone());
        let service = service().into_factory().map_err(|error| error.error_response());
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            // Ended by the connection itself, which knows whether an answer still waits to be taken.
            .keep_alive(KeepAlive::Os)
            .client_request_timeout(HEAD_TIME)
            .client_disconnect_timeout(CLOSE_TIME)
            .on_connect_ext(|connection: &Connection, data| drop(data.insert(connection.answering().clone())))
            .expect(fn_service(move |request| {
                let checked = check_expectation(request, &ids);
                async { checked }
            }))
            .finish(map_config(service, |()| AppConfig::default()));
        fn_service(move |stream: TcpStream| {
            let accepted = accept(stream, &admission);
            async { accepted }
        })
        .and_then(http)
    })?;
    Ok(builder.run())
}

/// The connection, unless its client has as many as it may: then it is closed.
fn accept(
    stream: TcpStream,
    admission: &Admission,
) -> Result<(Connection, Protocol, Option<SocketAddr>), DispatchError> {
    let peer = stream.peer_addr()?;
    let Some(place) = admission.admit(peer.ip()) else {
        log::debug!("{} has too many connections", peer.ip());
        return Err(io::Error::from(io::ErrorKind::QuotaExceeded).into());
    };
    prepare(&stream)?;
    Ok((Connection::new(stream, place), Protocol::Http1, Some(peer)))
}

/// Bounds what a client that does not read can hold: the kernel keeps little of what is on its way, and ends the
/// connection when nothing of it was taken for a minute (`TCP_USER_TIMEOUT`, RFC 5482). On other systems than Linux
/// that is left to the proxy in front.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    {
        let socket = SockRef::from(stream);
        let prepared = socket
            .set_tcp_user_timeout(Some(STALL_TIME))
            .and_then(|()| socket.set_tcp_notsent_lowat(MAX_UNSENT));
        if let Err(error) = prepared {
            log::debug!("a connection lacks options of its socket: {error}");
        }
    }
    Ok(())
}

/// Lets a client that waits for `100 Continue` go on, unless its body is too large: then it is answered at once, as by
/// the service, and the connection is closed.
fn check_expectation(request: Request, ids: &RequestIds) -> Result<Request, Response<BoxBody>> {
    let Err(error) = body::check_length(request.headers()) else { return Ok(request) };
    let id = ids.of(request.headers());
    let problem = Problem::of(error.failure(), request.path(), &id);
    log::info!(target: "broadsheet::access", "{} {} {} {}", request.method(), without_secrets(request.path()), problem.status, id.0);
    let mut response = Response::new(error.status());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::try_from(id.0) {
        headers.insert(X_REQUEST_ID, id);
    }
    Err(response.set_body(BoxBody::new(serde_json::to_vec(&problem).unwrap_or_default())))
}
