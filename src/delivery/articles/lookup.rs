//! Finding one article by what its address says.

use std::sync::Arc;

use actix_web::web::Data;

use super::store::{self, LoadedArticle, Name};
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::db::{ContentVersion, Db};
use crate::delivery::taxonomy_cache::{TaxonomyCache, TaxonomySnapshot};
use crate::http::path;

/// The published article, or the slug it has now; 410 when it was killed, 404 when readers cannot see it.
///
/// What has its present name in the address, as nearly always, is found in one statement.
pub async fn find(
    db: &Db,
    taxonomy_cache: Data<TaxonomyCache>,
    address: &str,
    forms: BodyForms,
) -> Result<(Lookup<(LoadedArticle, Arc<TaxonomySnapshot>)>, ContentVersion), Error> {
    let name = path::id(address).map_or_else(|| Name::Slug(address.to_owned()), Name::Id);
    let wanted = forms.clone();
    if !address.contains('\0')
        && let Some((article, content_version)) =
            db.read_single(move |c| store::find(c, &name, &wanted)).await?
        && let Some(names) = taxonomy_cache.known(content_version)
    {
        return Ok((Lookup::Current((article, names)), content_version));
    }
    let address = address.to_owned();
    db.read_versioned(move |c| {
        addresses::find(c, ResourceKind::Article, &address)?.read_current(|id| {
            let found = store::find(c, &Name::Id(id), &forms)?;
            let (article, _) = found.ok_or_else(|| Error::not_found("article"))?;
            Ok((article, taxonomy_cache.look_up(c)?))
        })
    })
    .await
}
