//! Facts that were taken back after their points were spent: staff look at each, and the points stay.

use domain::{
    Code,
    accounts::Actor,
    permission::Action,
    points::taking_part::{PartBooking, PartBookingId},
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::views::{BookingRow, booking_columns};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::{covered, must_be_of_others},
        locks::{Writers, lock_file},
        pagination::page,
        sql::{row, rows, run},
    },
};

/// Notes that staff looked at it. No points are taken.
///
/// # Errors
/// Not allowed without a role that grants points; not found outside the actor's areas; not allowed for the actor's own
/// family; [`Code::WrongState`] unless it is to be looked at.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SettlePartNote {
    /// What was booked.
    pub booking: PartBookingId,
}

impl Command for SettlePartNote {
    const NAME: &'static str = "part_note_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::GrantPoints)?;
        let found = row!(tx, (i64,), "select household from part_booking where id = $1", self.booking)?;
        let (household,) = found.ok_or(Refusal::NotFound)?;
        let file = lock_file(tx, household, Writers::Staff(Action::GrantPoints)).await?;
        let account = tx.actor.account;
        must_be_of_others(&tx.actor, file.id)?;
        let done = run!(
            tx,
            "update part_booking set state = 'settled', settled_by = $2 where id = $1 and state = 'noted'",
            self.booking,
            account,
        )?;
        if done == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("household", file.id).await
    }
}

impl Store {
    /// Lists what staff of the actor's areas are to look at, newest first. `cursor` is 0, or `next` of the page before.
    ///
    /// # Errors
    /// Not allowed without a role that grants points.
    pub async fn part_notes(&self, actor: &Actor, cursor: PartBookingId) -> Result<Page<PartBooking>> {
        actor.must_somewhere(Action::GrantPoints)?;
        let sql = format!(
            concat!(
                "select ",
                booking_columns!(),
                " join household h on h.id = b.household join area a on a.id = h.area
                 where b.state = 'noted' and {} and (b.id < $1 or $1 = 0) order by b.id desc limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::GrantPoints)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, BookingRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(PartBooking::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |one| one.id))
    }

    /// Counts what staff of the account's areas are to look at.
    pub(crate) fn part_notes_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::GrantPoints).then(|| {
            format!(
                "select count(*) as n, min(b.undone) as at
                 from part_booking b join household h on h.id = b.household join area a on a.id = h.area
                 where b.state = 'noted' and {}",
                covered("a.path", &of.actor.areas_for(Action::GrantPoints)),
            )
        })
    }
}
