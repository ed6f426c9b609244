//! The query of operations that return one article.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::content::delivered::BodyForms;

/// Which forms of the body to return.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// The forms of the body to return, separated by commas. Default: `html`.
    #[param(inline, example = json!(["html", "text"]))]
    pub body: Option<BodyForms>,
}

impl FormQuery {
    /// The requested forms, or the default.
    pub fn forms(self) -> BodyForms {
        self.body.unwrap_or(BodyForms::html())
    }
}
