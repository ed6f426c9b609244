//! Articles to try things with.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Client, Newsroom};

/// A section, an author and a tag that articles can refer to.
pub struct Desk {
    pub section: i64,
    pub author: i64,
    pub tag: i64,
}

impl Newsroom {
    /// Makes a section, an author and a tag.
    pub async fn desk(&self) -> Desk {
        let make = async |path: &str, body: Value| {
            let made = self.editor().post(path, body).await.created();
            made["id"].as_i64().unwrap()
        };
        Desk {
            section: make("/v1/editorial/sections", json!({"name": "Harbour"})).await,
            author: make("/v1/editorial/authors", json!({"name": "Ada Marlow", "email": "ada@news.example"}))
                .await,
            tag: make("/v1/editorial/tags", json!({"name": "Ferries"})).await,
        }
    }

    /// Publishes an article with that headline, and returns its News ID.
    pub async fn publish(&self, desk: &Desk, headline: &str) -> i64 {
        self.publish_with(desk, json!({"headline": headline})).await
    }

    /// Publishes an article with those members besides the ones every article needs.
    pub async fn publish_with(&self, desk: &Desk, members: Value) -> i64 {
        let mut article = desk.article("Untitled");
        article.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let draft = self.editor().post("/v1/editorial/articles", article).await;
        let id = draft.created()["id"].as_i64().unwrap();
        self.editor().transition(id, &draft.etag(), "publish").await.ok();
        id
    }
}

impl Desk {
    /// An article that lacks nothing.
    pub fn article(&self, headline: &str) -> Value {
        json!({
            "headline": headline,
            "body": {"format": "markdown", "value": "The *Gannet* sails **every hour** again."},
            "section_id": self.section,
            "authors": [{"id": self.author}],
            "tag_ids": [self.tag],
        })
    }
}

impl Client<'_> {
    /// Takes a step with an article.
    pub async fn transition(&self, id: i64, etag: &str, to: &str) -> super::Answer {
        self.step(id, etag, json!({"to": to})).await
    }

    /// Takes a step with all that goes with it.
    pub async fn step(&self, id: i64, etag: &str, step: Value) -> super::Answer {
        let path = format!("/v1/editorial/articles/{id}/transitions");
        self.request(Method::POST, &path).header("If-Match", etag).json(step).send().await
    }

    /// Makes something under an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> super::Answer {
        self.request(Method::POST, path).header("Idempotency-Key", key).json(body).send().await
    }

    /// The entity tag of the present version.
    pub async fn etag_of(&self, path: &str) -> String {
        let answer = self.get(path).await;
        answer.ok();
        answer.etag()
    }
}
