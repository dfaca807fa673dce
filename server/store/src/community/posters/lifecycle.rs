//! Notes where a poster hangs, and that it was taken down.

use domain::{
    Code,
    community::posters::{MOST_HANGING, NewPoster, PosterEvent, PosterId, PosterSubject},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{load_poster, load_subject, lock_and_read};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        locks::lock_own_account,
        sql::{run, value},
    },
};

/// Notes where a poster hangs; its account takes it down.
///
/// # Errors
/// Not allowed without a role that hangs posters, for a group without one that keeps it; not found for a record of
/// another root area, and for one that is not public; invalid fields; [`Code::WrongState`] for one that is over;
/// [`Code::PosterLimit`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HangPoster(pub NewPoster);

impl Command for HangPoster {
    const NAME: &'static str = "poster_hang";
    type Output = PosterId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PosterId> {
        tx.actor.must_somewhere(Action::HangPosters)?;
        if self.0.subject == PosterSubject::Group {
            tx.actor.must_somewhere(Action::KeepGroups)?;
        }
        let (account, root, now) = (tx.actor.account, tx.actor.root, tx.now);
        let found = load_subject(&mut tx.arm(), self.0.subject, self.0.record).await?;
        let subject = found.filter(|subject| subject.root == root).ok_or(Refusal::NotFound)?;
        if self.0.subject == PosterSubject::Group {
            tx.actor.must(Action::KeepGroups, &subject.path())?;
        }
        let new = self.0.clone().checked(now)?;
        if !subject.is_open {
            return Err(Code::WrongState.into());
        }
        // Its posters are counted, and two at once must not both be the last.
        lock_own_account(tx).await?;
        let hanging = value!(
            tx,
            i64,
            "select count(*) from poster where hung_by = $1 and state in ('hanging', 'to_remove')",
            account,
        )?;
        if hanging >= MOST_HANGING {
            return Err(Code::PosterLimit.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into poster (root, area, subject, record, place, hung, hung_by, until, state, since, ended_by,
                 scans, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'hanging', $6, 0, 0, 0) returning id",
            root,
            subject.area,
            new.subject.as_str(),
            new.record,
            &new.place,
            now,
            account,
            new.until,
        )?;
        tx.audit("poster", id).await?;
        Ok(id)
    }
}

/// Notes that a poster was taken down.
///
/// # Errors
/// Not allowed without a role that hangs posters; not found for all but the account that noted it and those who keep
/// the posters of its area; [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TakeDownPoster {
    /// The poster.
    pub poster: PosterId,
}

impl Command for TakeDownPoster {
    const NAME: &'static str = "poster_take_down";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::HangPosters)?;
        let (account, now) = (tx.actor.account, tx.now);
        let seen = load_poster(&mut tx.arm(), self.poster).await?;
        let path = seen.path();
        let keeps = tx.actor.may(Action::HangPosters, &path) && tx.actor.may(Action::ReadPosters, &path);
        if seen.hung_by != account && !keeps {
            return Err(Refusal::NotFound.into());
        }
        let held = lock_and_read(tx, self.poster).await?;
        let state = held.state()?.after(PosterEvent::TakenDown)?;
        run!(
            tx,
            "update poster set state = $2, since = $3, ended_by = $4 where id = $1",
            held.id,
            state.as_str(),
            now,
            account,
        )?;
        tx.audit("poster", held.id).await
    }
}
