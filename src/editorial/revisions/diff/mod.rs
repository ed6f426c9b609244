//! The differences between two revisions.

mod blocks;
mod words;

use std::time::{Duration, Instant};

use serde_json::Value;

use super::dto::MemberDiff;
use crate::audit::{self, Change};
use crate::content::Article;
use crate::content::body::Block;

/// The members of articles, and of objects in articles, that are compared word by word.
const TEXT_MEMBERS: [&str; 12] = [
    "alt",
    "byline",
    "caption",
    "credit",
    "dateline",
    "description",
    "headline",
    "kicker",
    "lead",
    "source",
    "summary",
    "title",
];

/// The time to search for the shortest difference. A longer one is returned after that.
const TIMEOUT: Duration = Duration::from_millis(200);

/// The members in which two articles differ, ordered by name.
pub fn between(before: &Article, after: &Article) -> Vec<MemberDiff> {
    let deadline = Instant::now() + TIMEOUT;
    let diffs = audit::changes(before, after).into_iter().map(|change| match change.member.as_str() {
        "body" => {
            let pieces = blocks::between(blocks_of(before), blocks_of(after), deadline);
            MemberDiff::Blocks { member: change.member, pieces }
        }
        _ => member(change, deadline),
    });
    diffs.collect()
}

fn member(Change { member: name, before, after }: Change, deadline: Instant) -> MemberDiff {
    match (&before, &after) {
        (Value::Object(_), Value::Object(_)) => {
            let changes = audit::changes(&before, &after).into_iter().map(|change| member(change, deadline));
            MemberDiff::Object { member: name, changes: changes.collect() }
        }
        _ if TEXT_MEMBERS.contains(&name.as_str()) => {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let pieces = words::between(&text(&before), &text(&after), deadline);
            MemberDiff::Text { member: name, pieces }
        }
        _ => MemberDiff::Value { member: name, before, after },
    }
}

fn blocks_of(article: &Article) -> &[Block] {
    article.body.as_ref().map_or(&[], |body| &body.blocks)
}
