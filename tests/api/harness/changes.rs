//! Changes of resources that exist. Each applies to the current version.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Newsroom, Response};

/// The reason that readers see for a killed article.
pub const KILL_REASON: &str = "We published this in error.";

impl Newsroom {
    /// Patches a resource as an editor.
    pub async fn change(&self, path: &str, change: Value) -> Response {
        let response = self.editor().patch(path, &self.editor().etag_of(path).await, change).await;
        response.ok();
        response
    }

    /// Creates a resource of that kind (`sections`, `authors` or `tags`), and returns its ID.
    pub async fn create(&self, kind: &str, resource: Value) -> i64 {
        let created = self.editor().post(&format!("/v1/editorial/{kind}"), resource).await.created();
        created["id"].as_i64().unwrap()
    }

    /// Disables or enables the account with that name.
    pub async fn set_disabled(&self, name: &str, disabled: bool) {
        let path = format!("/v1/editorial/users/{}", self.account(name).id);
        let etag = self.admin().etag_of(&path).await;
        self.admin().patch(&path, &etag, json!({"disabled": disabled})).await.ok();
    }

    /// Merges a resource into another of the same kind, and returns the target.
    pub async fn merge(&self, kind: &str, from: i64, into: i64) -> Value {
        let response = self.try_merge(kind, from, into).await;
        let target = response.ok();
        assert_eq!(self.editor().get(&format!("/v1/editorial/{kind}/{into}")).await.ok(), target);
        assert_eq!(response.etag(), format!("\"{}\"", target["version"]));
        self.editor().get(&format!("/v1/editorial/{kind}/{from}")).await.problem(404, "not-found");
        target
    }

    /// Requests a merge, and returns the response.
    pub async fn try_merge(&self, kind: &str, from: i64, into: i64) -> Response {
        let path = format!("/v1/editorial/{kind}/{from}");
        let request = self.editor().request(Method::POST, &format!("{path}/merge"));
        let request = request.header("If-Match", &self.editor().etag_of(&path).await);
        request.json(json!({"into": into})).send().await
    }

    /// Panics unless one public path redirects to the other.
    pub async fn assert_redirects(&self, from: &str, to: &str) {
        let response = self.reader().get(&format!("/v1/{from}")).await;
        assert_eq!((response.expect(301).header("location"), from), (format!("/v1/{to}").as_str(), from));
    }

    /// Sends a transition of an article as an admin.
    pub async fn transition(&self, article: i64, transition: Value) {
        let path = format!("/v1/editorial/articles/{article}");
        let etag = self.admin().etag_of(&path).await;
        let request = self.admin().request(Method::POST, &format!("{path}/transitions"));
        request.header("If-Match", &etag).json(transition).send().await.ok();
    }

    /// Publishes an article with another slug.
    pub async fn change_slug(&self, article: i64, slug: &str) {
        self.change(&format!("/v1/editorial/articles/{article}"), json!({"slug": slug})).await;
        self.transition(article, json!({"to": "publish"})).await;
    }

    /// Kills an article.
    pub async fn kill(&self, article: i64) {
        self.transition(article, json!({"to": "kill", "reason": KILL_REASON})).await;
    }
}
