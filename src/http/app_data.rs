//! The parts of the application's state, for extractors.

use std::any::type_name;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::Error;

/// The part of the application's state that has the type `T`.
///
/// Fails with 500 when the application was built without it, which is an error of the program: `app::app` registers every part.
/// Handlers take their state through a context that calls this once for each part.
pub fn app_data<T: 'static>(request: &HttpRequest) -> Result<Data<T>, Error> {
    let data = request.app_data::<Data<T>>().cloned();
    data.ok_or_else(|| Error::internal(format!("the application has no {}", type_name::<T>())))
}
