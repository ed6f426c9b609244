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

    /// Makes a thing of that kind (`sections`, `authors` or `tags`), and returns its id.
    pub async fn make(&self, kind: &str, thing: Value) -> i64 {
        let made = self.editor().post(&format!("/v1/editorial/{kind}"), thing).await.created();
        made["id"].as_i64().unwrap()
    }

    /// Lets the account with that name sign in no more, or again.
    pub async fn set_disabled(&self, name: &str, disabled: bool) {
        let path = format!("/v1/editorial/users/{}", self.account(name).id);
        let etag = self.admin().etag_of(&path).await;
        self.admin().patch(&path, &etag, json!({"disabled": disabled})).await.ok();
    }

    /// Merges a thing of that kind into another one, and returns that.
    pub async fn merge(&self, kind: &str, from: i64, into: i64) -> Value {
        let answer = self.try_merge(kind, from, into).await;
        let kept = answer.ok();
        assert_eq!(self.editor().get(&format!("/v1/editorial/{kind}/{into}")).await.ok(), kept);
        assert_eq!(answer.etag(), format!("\"{}\"", kept["version"]));
        self.editor().get(&format!("/v1/editorial/{kind}/{from}")).await.problem(404, "not-found");
        kept
    }

    /// The answer to the wish to merge a thing of that kind into another one.
    pub async fn try_merge(&self, kind: &str, from: i64, into: i64) -> Answer {
        let path = format!("/v1/editorial/{kind}/{from}");
        let request = self.editor().request(Method::POST, &format!("{path}/merge"));
        let request = request.header("If-Match", &self.editor().etag_of(&path).await);
        request.json(json!({"into": into})).send().await
    }

    /// Panics unless the one public address of the API leads to the other.
    pub async fn leads_to(&self, from: &str, to: &str) {
        let answer = self.reader().get(&format!("/v1/{from}")).await;
        assert_eq!((answer.expect(301).header("location"), from), (format!("/v1/{to}").as_str(), from));
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
