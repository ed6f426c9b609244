//! Responses to requests that match no operation: 404, 405, and OPTIONS.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::OpenApi;

use super::{Code, Error};

/// The methods of each path, taken from the OpenAPI document.
pub struct AllowedMethods(Vec<(ResourceDef, Vec<Method>)>);

impl AllowedMethods {
    /// Reads the paths of the document.
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
            // The path of a section and the name of a feed may contain slashes.
            let pattern = path.replace("{section}", "{section:.+}").replace("{feed}", "{feed:.+}");
            (ResourceDef::new(pattern), methods)
        });
        Self(paths.collect())
    }

    /// The methods of a path; `None` when the path does not exist.
    fn at(&self, path: &str) -> Option<&[Method]> {
        self.0.iter().find(|(pattern, _)| pattern.is_match(path)).map(|(_, methods)| methods.as_slice())
    }
}

/// Handles requests that match no operation: 405 with `Allow` when the path exists with other methods, otherwise 404. An
/// OPTIONS request for an existing path gets 204 with `Allow`.
pub async fn no_operation(
    request: HttpRequest,
    allowed: web::Data<AllowedMethods>,
) -> Result<HttpResponse, Error> {
    let Some(methods) = allowed.at(request.path()) else {
        return Err(Error::new(
            Code::NotFound,
            "This path does not exist. The paths of the API are in `/openapi.json`.",
        ));
    };
    let methods: Vec<String> = methods.iter().map(Method::to_string).collect();
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header(("Allow", methods.join(", "))).finish());
    }
    let detail =
        format!("{} is not supported for this path. Use one of: {}.", request.method(), methods.join(", "));
    Err(Error::new(Code::MethodNotAllowed, detail).with_allowed(methods))
}
