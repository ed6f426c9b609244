//! Bodies that nobody reads to their end.
//!
//! The framework closes a connection a second after the answer when the rest of a body is still to come. But of a chunked
//! body that has been dropped it takes in everything there is, for as long as the client likes (actix-http 3.20). So that
//! is not dropped before the answer is sent.

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

/// How long it is kept after the answer was handed over: long enough for the connection to be closed.
const HOLD: Duration = Duration::from_secs(5);

/// A body that is kept, whatever the handler does with it.
pub struct Unread(Rc<RefCell<Payload>>);

/// Takes hold of the body of a request, if it is chunked.
pub fn hold(request: &mut ServiceRequest) -> Option<Unread> {
    request.headers().get(TRANSFER_ENCODING)?;
    let body = Rc::new(RefCell::new(request.take_payload()));
    let read = Rc::clone(&body);
    let payload = stream::poll_fn(move |context| read.borrow_mut().poll_next_unpin(context));
    request.set_payload(Payload::Stream { payload: Box::pin(payload) });
    Some(Unread(body))
}

impl Unread {
    /// The body of the answer, which keeps that of the request until it is sent.
    pub fn until_sent(self, answer: BoxBody) -> BoxBody {
        BoxBody::new(Keeping { answer, request: Some(self.0) })
    }
}

/// The body of an answer.
struct Keeping {
    answer: BoxBody,
    request: Option<Rc<RefCell<Payload>>>,
}

impl MessageBody for Keeping {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        let request = self.request.take();
        rt::spawn(async move {
            tokio::time::sleep(HOLD).await;
            drop(request);
        });
    }
}
