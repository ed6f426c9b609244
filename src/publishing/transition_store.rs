//! Which transitions were made with which revision of an article.

use diesel::prelude::*;

use crate::audit::Actor;
use crate::content::Time;
use crate::content::vocabulary::ActorKind;
use crate::content::workflow::Transition;
use crate::db::schema::article_transitions as t;
use crate::db::{Conn, QueryResult};
use crate::publishing::model::{MadeTransition, TransitionRequest, WorkingCopy};

/// Records a transition. Call it in the transaction that makes it.
pub fn record(conn: &mut Conn, working: &WorkingCopy, request: &TransitionRequest) -> QueryResult<()> {
    let actor = &request.by.actor;
    diesel::insert_into(t::table)
        .values((
            t::article_id.eq(request.article),
            t::revision.eq(working.head_revision),
            t::transition.eq(request.transition),
            t::at.eq(request.by.at),
            t::actor_kind.eq(actor.kind),
            t::actor_id.eq(actor.id),
            t::actor_name.eq(&actor.name),
            t::note.eq(&request.params.note),
        ))
        .execute(conn)
        .map(drop)
}

/// The transitions that were made with the revisions from `first` to `last` of an article, in the order in which they were made.
pub fn list(conn: &mut Conn, article: i64, first: i64, last: i64) -> QueryResult<Vec<MadeTransition>> {
    type Row = (i64, Transition, Time, ActorKind, Option<i64>, String, Option<String>);
    let rows: Vec<Row> = t::table
        .filter(t::article_id.eq(article).and(t::revision.between(first, last)))
        .order((t::revision, t::id))
        .select((t::revision, t::transition, t::at, t::actor_kind, t::actor_id, t::actor_name, t::note))
        .load(conn)?;
    let made = rows.into_iter().map(|(revision, transition, at, kind, id, name, note)| MadeTransition {
        revision,
        transition,
        at,
        by: Actor { kind, id, name },
        note,
    });
    Ok(made.collect())
}
