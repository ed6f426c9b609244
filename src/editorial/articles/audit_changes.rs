//! The changes of articles that the audit log records.

use serde_json::{Value, json};

use super::model::Save;
use crate::audit::{self, Change};
use crate::content::article::Body;
use crate::content::{Article, Slug};

/// An article and its slug.
pub type ArticleState<'a> = (&'a Article, &'a Slug);

/// The members in which two states of an article differ; `None` is an article that does not exist.
///
/// The change of a body has no values, since a body may have megabytes. Bodies are compared without serialising them.
pub fn changes(before: Option<ArticleState<'_>>, after: Option<ArticleState<'_>>) -> Vec<Change> {
    let mut changes = audit::changes(&before.map(without_body), &after.map(without_body));
    if before.and_then(body) != after.and_then(body) {
        changes.push(Change::new("body", Value::Null, Value::Null));
        changes.sort_by(|a, b| a.member.cmp(&b.member));
    }
    changes
}

/// The members that a save changes, and its note as the member `note`.
pub fn of_save(before: Option<ArticleState<'_>>, save: &Save<'_>) -> Vec<Change> {
    let mut changes = changes(before, Some((save.article, save.slug)));
    changes.extend(save.note.as_deref().map(|note| Change::new("note", Value::Null, note)));
    changes
}

fn without_body((article, slug): ArticleState<'_>) -> Value {
    let mut members = json!(Article { body: None, ..article.clone() });
    members["slug"] = json!(slug);
    members
}

fn body<'a>((article, _): ArticleState<'a>) -> Option<&'a Body> {
    article.body.as_ref()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;
    use crate::content::body::Format;
    use crate::content::{Faults, Language};
    use crate::editorial::articles::body::{BodyInput, BodyValue};
    use crate::editorial::articles::dto::ArticleInput;
    use crate::editorial::articles::validation;

    #[test]
    fn the_change_of_a_body_has_no_values() {
        let (slug, language): (Slug, Language) = ("ferry".parse().unwrap(), "en".parse().unwrap());
        let with = |text: &str| {
            let value = Some(BodyValue::Text(text.to_owned()));
            let body = Some(BodyInput { format: Some(Format::Markdown), value });
            let input = ArticleInput { body, ..ArticleInput::default() };
            validation::check(input, &language, None, &mut Faults::default())
        };
        let (before, after) = (with("Once a day."), with("Every hour."));
        let change = changes(Some((&before, &slug)), Some((&after, &slug)));
        assert_eq!(change, [Change::new("body", Value::Null, Value::Null)]);
    }
}
