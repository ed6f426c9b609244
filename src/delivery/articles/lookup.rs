//! Finds one published article by its News ID or slug.

use std::sync::Arc;

use super::store::{self, ArticleKey, LoadedArticle};
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::db::ContentVersion;
use crate::delivery::context::ReadContext;
use crate::delivery::taxonomy_cache::TaxonomySnapshot;
use crate::http::path;
use crate::public_names::{self, Lookup};

/// The published article, or its current slug if `name` is a former one. Fails with 410 if the article was killed,
/// and with 404 if readers cannot see it.
///
/// Most requests use the News ID or the current slug. For these one statement is enough, without a transaction.
pub async fn find(
    context: &ReadContext,
    name: &str,
    forms: BodyForms,
) -> Result<(Lookup<(LoadedArticle, Arc<TaxonomySnapshot>)>, ContentVersion), Error> {
    let key = path::id(name).map_or_else(|| ArticleKey::Slug(name.to_owned()), ArticleKey::Id);
    let requested = forms.clone();
    if !name.contains('\0')
        && let Some((article, version)) =
            context.db.read_single(move |c| store::find(c, &key, &requested)).await?
        && let Some(taxonomy) = context.taxonomy_cache.get(version)
    {
        return Ok((Lookup::Current((article, taxonomy)), version));
    }
    let name = name.to_owned();
    context
        .read(move |c, context| {
            public_names::find(c, ResourceKind::Article, &name)?.read_current(|id| {
                let article = store::find(c, &ArticleKey::Id(id), &forms)?;
                let (article, _) = article.ok_or_else(|| Error::not_found("article"))?;
                Ok((article, context.taxonomy_cache.read(c)?))
            })
        })
        .await
}
