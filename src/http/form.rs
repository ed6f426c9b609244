//! In which forms one article is wanted.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::content::delivered::BodyForms;

/// How to deliver one article.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// The forms of the body to include, separated by commas; `html` when it is not given.
    #[param(value_type = Option<String>, example = "html,text")]
    pub body: Option<BodyForms>,
}

impl FormQuery {
    /// The forms that are wanted.
    pub fn forms(self) -> BodyForms {
        self.body.unwrap_or(BodyForms::html())
    }
}
