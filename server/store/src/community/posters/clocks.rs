//! The clock of posters: what they ask for is over, or their last day has passed; and those that stay unanswered end.

use domain::{
    DAY,
    accounts::AccountId,
    community::posters::{PosterEvent, PosterId, PosterState, REMOVAL_DAYS},
    events::{Event, OfPoster},
};
use serde::Serialize;

use super::{KnownPoster, load_subject, lock_and_read};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    db::{
        job_sweep::sweep,
        sql::{run, value},
    },
};

/// Returns who takes a poster down: the account that noted it, or coordinators if it is closed.
async fn removers(tx: &mut Tx<'_>, poster: &KnownPoster) -> Result<Vec<AccountId>> {
    let account = poster.hung_by;
    let is_open = value!(tx, i64, "select count(*) from account where id = $1 and open = true", account)? > 0;
    if is_open { Ok(vec![account]) } else { coordinators(&mut tx.arm(), &poster.path()).await }
}

/// Asks that a poster is taken down, once, or ends one of which no account said that it was.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowPoster {
    poster: PosterId,
}

impl Command for FollowPoster {
    const NAME: &'static str = "poster_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (poster, now) = (lock_and_read(tx, self.poster).await?, tx.now);
        let event = match poster.state()? {
            PosterState::Hanging => {
                let subject = load_subject(&mut tx.arm(), poster.subject()?, poster.record).await?;
                if poster.until >= now && subject.is_some_and(|subject| subject.is_open) {
                    return Ok(false);
                }
                PosterEvent::RunOut
            }
            PosterState::ToRemove if poster.since < now - REMOVAL_DAYS * DAY => PosterEvent::Forgotten,
            PosterState::ToRemove | PosterState::Removed | PosterState::Lost => return Ok(false),
        };
        let state = poster.state()?.after(event)?;
        run!(tx, "update poster set state = $2, since = $3 where id = $1", poster.id, state.as_str(), now)?;
        if state == PosterState::ToRemove {
            let staff = removers(tx, &poster).await?;
            tx.emit(Event::PosterDue(OfPoster { poster: poster.id, staff, title: poster.place })).await?;
        }
        tx.audit("poster", poster.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Follows posters whose record or time is over, and those that were to be taken down long ago; returns how many.
    pub(crate) async fn posters_follow(&self) -> Result<i64> {
        let now = self.now();
        let over: Result<i64> = sweep!(
            self,
            |poster| FollowPoster { poster },
            "select p.until, p.id from poster p
             where p.state = 'hanging' and (p.until, p.id) > ($2, $3) and (p.until < $1
                 or (p.subject = 'wish' and not exists (select 1 from wish w
                     where w.id = p.record and w.state = 'published'))
                 or (p.subject = 'drive' and not exists (select 1 from drive d
                     where d.id = p.record and d.state = 'open'))
                 or (p.subject = 'shop' and not exists (select 1 from location l
                     where l.id = p.record and l.open = true))
                 or (p.subject = 'group' and not exists (select 1 from community_group g
                     where g.id = p.record and g.state = 'open')))
             order by p.until, p.id limit 200",
            now,
        );
        let forgotten: Result<i64> = sweep!(
            self,
            |poster| FollowPoster { poster },
            "select since, id from poster where state = 'to_remove' and since < $1 and (since, id) > ($2, $3)
             order by since, id limit 200",
            now - REMOVAL_DAYS * DAY,
        );
        Ok(over? + forgotten?)
    }
}
