//! The HTTP server: its sockets and connections, and the checks before a request reaches the routes.
//!
//! It replaces `HttpServer` of actix-web, because it does three things that `HttpServer` cannot do. It refuses a body that is
//! too large before the client gets `100 Continue`. It sets socket options, see `set_socket_options`. It limits the
//! connections of each client and their idle time, see [`super::connection`].

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

use super::connection::{Connection, ConnectionLimiter};
use super::envelope::without_secrets;
use super::request_id::{RequestIds, X_REQUEST_ID};
use super::{Problem, body};

/// How long a client may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long a connection may take to close, also while the client still sends a body that the server does not read.
const CLOSE_TIME: Duration = Duration::from_secs(1);

/// How many bytes of a response the kernel buffers before it sends them.
#[cfg(target_os = "linux")]
const MAX_UNSENT: u32 = 128 * 1024;

/// How many connections may wait to be accepted. The standard library allows 128, which is too few under load: a client
/// that is not accepted waits a second before it tries again.
const BACKLOG: i32 = 2048;

/// The settings of a server.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The number of threads that handle requests.
    pub workers: usize,
    /// The most connections of each thread.
    pub connections: usize,
    /// How long active requests may take to finish after the signal to stop, in seconds.
    pub grace: u64,
    /// How long a client may leave sent bytes unacknowledged.
    pub send_timeout: Duration,
}

/// Opens the listening socket. Connections wait there until the server is started. Fails when the address is in use.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Without this, the server could not be started again for a minute after it stopped.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Starts the server on the socket. It runs until its handle stops it.
pub fn start<F, I, S, B>(
    listener: TcpListener,
    options: Options,
    limiter: ConnectionLimiter,
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
        let (stopping, ids, limiter) = (stopping.clone(), request_ids.clone(), limiter.clone());
        let service = service().into_factory().map_err(|error| error.error_response());
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            // `Connection` closes idle connections: it knows whether a response still waits to be sent.
            .keep_alive(KeepAlive::Os)
            .client_request_timeout(HEAD_TIME)
            .client_disconnect_timeout(CLOSE_TIME)
            .on_connect_ext(|connection: &Connection, data| {
                drop(data.insert(connection.active_requests().clone()))
            })
            .expect(fn_service(move |request| {
                let checked = check_expectation(request, &ids);
                async { checked }
            }))
            .finish(map_config(service, |()| AppConfig::default()));
        fn_service(move |stream: TcpStream| {
            let accepted = accept(stream, &limiter, options.send_timeout);
            async { accepted }
        })
        .and_then(http)
    })?;
    Ok(builder.run())
}

/// Accepts the connection. Fails, and so closes it, when its client is at its limit.
fn accept(
    stream: TcpStream,
    limiter: &ConnectionLimiter,
    send_timeout: Duration,
) -> Result<(Connection, Protocol, Option<SocketAddr>), DispatchError> {
    let peer = stream.peer_addr()?;
    let Some(permit) = limiter.acquire(peer.ip()) else {
        log::debug!(client:% = peer.ip(); "connection refused: the client has too many connections");
        return Err(io::Error::from(io::ErrorKind::QuotaExceeded).into());
    };
    set_socket_options(&stream, send_timeout)?;
    Ok((Connection::new(stream, permit), Protocol::Http1, Some(peer)))
}

/// Limits the memory that a client which does not read can occupy. The kernel buffers few unsent bytes, and closes the
/// connection when the client acknowledges nothing for that time (`TCP_USER_TIMEOUT`, RFC 5482). On systems other than
/// Linux the proxy in front must do this.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "the option is one of Linux"))]
fn set_socket_options(stream: &TcpStream, send_timeout: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    {
        let socket = SockRef::from(stream);
        let result = socket
            .set_tcp_user_timeout(Some(send_timeout))
            .and_then(|()| socket.set_tcp_notsent_lowat(MAX_UNSENT));
        if let Err(error) = result {
            log::debug!("could not set socket options: {error}");
        }
    }
    Ok(())
}

/// Passes a request with `Expect: 100-continue` to the service, so that the client sends its body. When the body would be
/// too large, answers with the problem document instead and closes the connection.
fn check_expectation(request: Request, ids: &RequestIds) -> Result<Request, Response<BoxBody>> {
    let Err(error) = body::check_length(request.headers(), body::max_bytes(request.path())) else {
        return Ok(request);
    };
    let id = ids.of(request.headers());
    let problem = Problem::of(error.failure(), request.path(), &id);
    log::info!(
        target: "broadsheet::access",
        request_id = id.as_str(),
        method = request.method().as_str(),
        path = without_secrets(request.path()),
        status = problem.status;
        "request"
    );
    let mut response = Response::new(error.status());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::try_from(id.as_str()) {
        headers.insert(X_REQUEST_ID, id);
    }
    Err(response.set_body(BoxBody::new(serde_json::to_vec(&problem).unwrap_or_default())))
}
