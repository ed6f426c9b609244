//! Bodies that nobody reads to their end.
//!
//! The framework closes a connection a second after the answer when the rest of a body is still to come. But of a chunked
//! body that has been dropped it takes in everything there is, for as long as the client likes (actix-http 3.20). So that
//! is not dropped before the answer is on its way.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::TRANSFER_ENCODING;
use actix_web::{HttpMessage, rt};
use futures_util::{StreamExt, stream};

/// Long enough to send the answer.
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
    /// Lets it go when the answer has been sent.
    pub fn release(self) {
        rt::spawn(async move {
            tokio::time::sleep(HOLD).await;
            drop(self.0);
        });
    }
}
