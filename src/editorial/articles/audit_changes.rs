//! What the audit log is told of articles.

use serde_json::{Value, json};

use super::revision_store::Save;
use crate::audit::{self, Change};
use crate::content::article::Body;
use crate::content::{Article, Slug};

/// An article and the slug it goes by.
pub type Told<'a> = (&'a Article, &'a Slug);

/// The members in which two states of an article differ; one that is not there yet, or not any more, is
/// `None`. Of a body only is told that it changed, and it is compared as it is: written out as JSON it
/// may be megabytes.
pub fn changes(before: Option<Told<'_>>, after: Option<Told<'_>>) -> Vec<Change> {
    let mut changes = audit::changes(&before.map(without_body), &after.map(without_body));
    if before.and_then(body) != after.and_then(body) {
        changes.push(Change::new("body", Value::Null, Value::Null));
        changes.sort_by(|a, b| a.member.cmp(&b.member));
    }
    changes
}

/// What a save changes of an article as it was before, and what was said of it.
pub fn of_save(before: Option<Told<'_>>, save: &Save<'_>) -> Vec<Change> {
    let mut changes = changes(before, Some((save.article, save.slug)));
    changes.extend(save.note.as_deref().map(|note| Change::new("note", Value::Null, note)));
    changes
}

fn without_body((article, slug): Told<'_>) -> Value {
    let mut told = json!(Article { body: None, ..article.clone() });
    told["slug"] = json!(slug);
    told
}

fn body<'a>((article, _): Told<'a>) -> Option<&'a Body> {
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
    use crate::editorial::articles::model;

    #[test]
    fn of_a_body_only_is_told_that_it_changed() {
        let (slug, language): (Slug, Language) = ("ferry".parse().unwrap(), "en".parse().unwrap());
        let with = |text: &str| {
            let value = Some(BodyValue::Text(text.to_owned()));
            let body = Some(BodyInput { format: Some(Format::Markdown), value });
            let input = ArticleInput { body, ..ArticleInput::default() };
            model::check(input, &language, None, &mut Faults::default())
        };
        let (before, after) = (with("Once a day."), with("Every hour."));
        let change = changes(Some((&before, &slug)), Some((&after, &slug)));
        assert_eq!(change, [Change::new("body", Value::Null, Value::Null)]);
    }
}
