//! Holds a chunked request body open until the response is sent.
//!
//! When a handler leaves part of a body unread, the framework closes the connection a second after the response. But when
//! a chunked body is dropped before the response, the framework reads all that the client sends, without limit
//! (actix-http 3.20). So this module drops a chunked body only after the response is sent.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::TRANSFER_ENCODING;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, rt};
use futures_util::{StreamExt, stream};

/// The time between the end of the response and the drop of the request body: enough for the framework to close the
/// connection.
const DROP_DELAY: Duration = Duration::from_secs(5);

/// Holds a request body open, even when the handler drops its own reference.
pub struct RequestBodyGuard(Rc<RefCell<Payload>>);

impl RequestBodyGuard {
    /// Guards the body of a request; `None` when the body is not chunked.
    pub fn new(request: &mut ServiceRequest) -> Option<Self> {
        request.headers().get(TRANSFER_ENCODING)?;
        let body = Rc::new(RefCell::new(request.take_payload()));
        let reader = Rc::clone(&body);
        let payload = stream::poll_fn(move |context| reader.borrow_mut().poll_next_unpin(context));
        request.set_payload(Payload::Stream { payload: Box::pin(payload) });
        Some(Self(body))
    }

    /// Returns the response body, which now owns the guarded request body.
    pub fn attach_to(self, response: BoxBody) -> BoxBody {
        BoxBody::new(GuardingBody { response, request: Some(self.0) })
    }
}

/// A response body that drops the request body after it was sent.
struct GuardingBody {
    response: BoxBody,
    request: Option<Rc<RefCell<Payload>>>,
}

impl MessageBody for GuardingBody {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.response.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.response).poll_next(context)
    }
}

impl Drop for GuardingBody {
    fn drop(&mut self) {
        let request = self.request.take();
        rt::spawn(async move {
            tokio::time::sleep(DROP_DELAY).await;
            drop(request);
        });
    }
}
