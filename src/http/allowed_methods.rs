//! Responses to requests that match no operation: 404, 405, and OPTIONS.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr};

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
            (ResourceDef::new(pattern(path, item)), methods)
        });
        Self(paths.collect())
    }

    /// The methods of a path; `None` when the path does not exist.
    fn at(&self, path: &str) -> Option<&[Method]> {
        self.0.iter().find(|(pattern, _)| pattern.is_match(path)).map(|(_, methods)| methods.as_slice())
    }
}

/// The pattern of a path, as the routes have it. The path of a section and the name of a feed may contain slashes, and ids
/// consist of digits.
fn pattern(path: &str, item: &PathItem) -> String {
    let pattern = path.replace("{section}", "{section:.+}").replace("{feed}", "{feed:.+}");
    let operations = [&item.get, &item.post, &item.put, &item.patch, &item.delete];
    let parameters = operations.into_iter().flatten().flat_map(path_numbers);
    parameters
        .fold(pattern, |pattern, name| pattern.replace(&format!("{{{name}}}"), &format!(r"{{{name}:\d+}}")))
}

/// The names of the path parameters that are numbers.
fn path_numbers(operation: &Operation) -> impl Iterator<Item = &str> {
    let is_number = |parameter: &&Parameter| match &parameter.schema {
        Some(RefOr::T(Schema::Object(schema))) => schema.schema_type == SchemaType::Type(Type::Integer),
        _ => false,
    };
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Path => Some(parameter),
        _ => None,
    });
    parameters.filter(is_number).map(|parameter| parameter.name.as_str())
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
