//! Addresses and methods that no operation answers.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::OpenApi;

use super::Code;
use crate::Error;

/// Which methods each address has, as the API's own document says.
pub struct AllowedMethods(Vec<(ResourceDef, Vec<Method>)>);

impl AllowedMethods {
    /// Reads the document's paths.
    pub fn of(document: &OpenApi) -> Self {
        let paths = document.paths.paths.iter().map(|(path, item)| {
            let methods = [
                (&item.get, &[Method::GET, Method::HEAD][..]),
                (&item.post, &[Method::POST]),
                (&item.put, &[Method::PUT]),
                (&item.patch, &[Method::PATCH]),
                (&item.delete, &[Method::DELETE]),
            ];
            let methods = methods.into_iter().filter(|(operation, _)| operation.is_some());
            let methods = methods.flat_map(|(_, methods)| methods.iter().cloned()).collect();
            // A section's own path may hold slashes, and so may the name of a feed.
            let pattern = path.replace("{section}", "{section:.+}").replace("{feed}", "{feed:.+}");
            (ResourceDef::new(pattern), methods)
        });
        Self(paths.collect())
    }

    fn at(&self, path: &str) -> Option<&[Method]> {
        self.0.iter().find(|(address, _)| address.is_match(path)).map(|(_, methods)| methods.as_slice())
    }
}

/// Answers what no operation answers: 405 with `Allow` when the address exists, else 404. An
/// OPTIONS request to an existing address is told its methods.
pub async fn no_operation(
    request: HttpRequest,
    allowed: web::Data<AllowedMethods>,
) -> Result<HttpResponse, Error> {
    let Some(methods) = allowed.at(request.path()) else {
        return Err(Error::new(Code::NotFound, "There is nothing at this address."));
    };
    let methods: Vec<String> = methods.iter().map(Method::to_string).collect();
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header(("Allow", methods.join(", "))).finish());
    }
    let detail = format!(
        "{} is not supported here. The methods of this address are {}.",
        request.method(),
        methods.join(", ")
    );
    Err(Error::new(Code::MethodNotAllowed, detail).with_allowed(methods))
}
