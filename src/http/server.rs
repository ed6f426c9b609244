//! The server beneath the service: sockets and connections, and what is settled before a request reaches the service.
//!
//! It does what `HttpServer` of actix-web does, and two things that `HttpServer` cannot: it refuses a body that is too large
//! before the client gets `100 Continue`, and it sets options of the sockets, see `prepare`.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_http::body::{BoxBody, MessageBody};
use actix_http::{HttpMessage, HttpService, Request, Response};
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
#[cfg(target_os = "linux")]
use socket2::SockRef;

use super::request_id::{RequestIds, X_REQUEST_ID};
use super::{Problem, body};

/// How long a client may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long the end of a connection that is being closed may take.
const CLOSE_TIME: Duration = Duration::from_secs(1);

/// How long a client may take no byte of what is sent to it.
#[cfg(target_os = "linux")]
const STALL_TIME: Duration = Duration::from_secs(60);

/// How many bytes of an answer the kernel takes before the client has room for them.
#[cfg(target_os = "linux")]
const MAX_UNSENT: u32 = 128 * 1024;

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

/// Serves `service` on the socket until it is stopped by its handle.
pub fn start<F, I, S, B>(
    listener: TcpListener,
    options: Options,
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
        let (stopping, ids) = (stopping.clone(), request_ids.clone());
        let service = service().into_factory().map_err(|error| error.error_response());
        HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .client_request_timeout(HEAD_TIME)
            .client_disconnect_timeout(CLOSE_TIME)
            .tcp_nodelay(true)
            .on_connect_ext(|stream: &TcpStream, _| prepare(stream))
            .expect(fn_service(move |request| {
                let checked = check_expectation(request, &ids);
                async { checked }
            }))
            .finish(map_config(service, |()| AppConfig::default()))
            .tcp()
    })?;
    Ok(builder.run())
}

/// Bounds what a client that does not read can hold: the kernel keeps little of what is on its way, and ends the
/// connection when nothing of it was taken for a minute (`TCP_USER_TIMEOUT`, RFC 5482). On other systems than Linux
/// that is left to the proxy in front.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "these options are of Linux"))]
fn prepare(stream: &TcpStream) {
    #[cfg(target_os = "linux")]
    {
        let socket = SockRef::from(stream);
        let prepared = socket
            .set_tcp_user_timeout(Some(STALL_TIME))
            .and_then(|()| socket.set_tcp_notsent_lowat(MAX_UNSENT));
        if let Err(error) = prepared {
            log::debug!("a connection has no deadline for sending: {error}");
        }
    }
}

/// Lets a client that waits for `100 Continue` go on, unless its body is too large: then it is answered at once, as by
/// the service, and the connection is closed.
fn check_expectation(request: Request, ids: &RequestIds) -> Result<Request, Response<BoxBody>> {
    let Err(error) = body::check_length(request.headers()) else { return Ok(request) };
    let id = ids.of(request.headers());
    let problem = Problem::of(error.failure(), request.path(), &id);
    log::info!(target: "broadsheet::access", "{} {} {} {}", request.method(), request.path(), problem.status, id.0);
    let mut response = Response::new(error.status());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::try_from(id.0) {
        headers.insert(X_REQUEST_ID, id);
    }
    Err(response.set_body(BoxBody::new(serde_json::to_vec(&problem).unwrap_or_default())))
}
