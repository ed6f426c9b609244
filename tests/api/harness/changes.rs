//! Changes to what is there already, each to the present version.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Answer, Newsroom};

/// What readers are told of an article that was killed.
pub const KILL_REASON: &str = "We published this in error.";

impl Newsroom {
    /// Changes a thing of the newsroom's.
    pub async fn change(&self, path: &str, change: Value) -> Answer {
        let answer = self.editor().patch(path, &self.editor().etag_of(path).await, change).await;
        answer.ok();
        answer
    }

    /// Takes a step with an article, in the name of an admin.
    pub async fn step(&self, article: i64, step: Value) {
        let path = format!("/v1/editorial/articles/{article}");
        let etag = self.admin().etag_of(&path).await;
        let request = self.admin().request(Method::POST, &format!("{path}/transitions"));
        request.header("If-Match", &etag).json(step).send().await.ok();
    }

    /// Publishes an article under another slug.
    pub async fn rename(&self, article: i64, slug: &str) {
        self.change(&format!("/v1/editorial/articles/{article}"), json!({"slug": slug})).await;
        self.step(article, json!({"to": "publish"})).await;
    }

    /// Takes an article back for good.
    pub async fn kill(&self, article: i64) {
        self.step(article, json!({"to": "kill", "reason": KILL_REASON})).await;
    }
}
