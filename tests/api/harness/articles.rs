//! Articles for the scenarios, and requests that scenarios often send.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Client, Newsroom};

/// The IDs of a section, an author and a tag that articles refer to.
pub struct Taxonomy {
    pub section: i64,
    pub author: i64,
    pub tag: i64,
}

/// The path of an article in the editorial API.
pub fn article_path(id: i64) -> String {
    format!("/v1/editorial/articles/{id}")
}

/// The id of a resource.
pub fn id(resource: &Value) -> i64 {
    resource["id"].as_i64().unwrap()
}

/// The ids of a list of resources.
pub fn ids(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(id).collect()
}

/// The headlines of a page of articles.
pub fn headlines(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|article| article["headline"].as_str().unwrap()).collect()
}

impl Newsroom {
    /// The working copy of an article, as an editor reads it.
    pub async fn working_copy(&self, article: i64) -> Value {
        self.editor().get(&article_path(article)).await.ok()
    }

    /// A published article, as readers see it.
    pub async fn published_article(&self, article: i64) -> Value {
        self.reader().get(&format!("/v1/articles/{article}")).await.ok()
    }

    /// Creates a section, an author and a tag.
    pub async fn taxonomy(&self) -> Taxonomy {
        let create = async |path: &str, body: Value| {
            let created = self.editor().post(path, body).await.created();
            created["id"].as_i64().unwrap()
        };
        Taxonomy {
            section: create("/v1/editorial/sections", json!({"name": "Harbour"})).await,
            author: create(
                "/v1/editorial/authors",
                json!({"name": "Ada Marlow", "email": "ada@news.example"}),
            )
            .await,
            tag: create("/v1/editorial/tags", json!({"name": "Ferries"})).await,
        }
    }

    /// Publishes an article with that headline, and returns its News ID.
    pub async fn publish(&self, taxonomy: &Taxonomy, headline: &str) -> i64 {
        self.publish_with(taxonomy, json!({"headline": headline})).await
    }

    /// Publishes an article with the required members, replaced or extended by `members`.
    pub async fn publish_with(&self, taxonomy: &Taxonomy, members: Value) -> i64 {
        let mut article = taxonomy.article("Untitled");
        article.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let draft = self.editor().post("/v1/editorial/articles", article).await;
        let id = draft.created()["id"].as_i64().unwrap();
        self.editor().transition(id, &draft.etag(), "publish").await.ok();
        id
    }
}

impl Taxonomy {
    /// A publishable article.
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
    /// Sends a transition without further members.
    pub async fn transition(&self, id: i64, etag: &str, to: &str) -> super::Response {
        self.transition_with(id, etag, json!({"to": to})).await
    }

    /// Sends a transition.
    pub async fn transition_with(&self, id: i64, etag: &str, transition: Value) -> super::Response {
        let path = format!("/v1/editorial/articles/{id}/transitions");
        self.request(Method::POST, &path).header("If-Match", etag).json(transition).send().await
    }

    /// Posts with an idempotency key.
    pub async fn post_with_key(&self, path: &str, key: &str, body: Value) -> super::Response {
        self.request(Method::POST, path).header("Idempotency-Key", key).json(body).send().await
    }

    /// The entity tag of the current version.
    pub async fn etag_of(&self, path: &str) -> String {
        let response = self.get(path).await;
        response.ok();
        response.etag()
    }
}
