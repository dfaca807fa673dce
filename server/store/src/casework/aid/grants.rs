//! Records what a household got, and reverses it.

use domain::{
    Code,
    casework::{
        aid::{AidKind, EarlierAid, GrantId, NewGrant, ProgrammeId},
        rounds::profile::listed,
    },
    events::{Event, OfHousehold},
    households::HouseholdId,
    permission::Action,
    text,
    time::Month,
};
use serde::Serialize;

use super::{collections, lock_grant, programme_for};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        sql::{parse, rows, run, value},
    },
};

/// Earlier grants that are shown at most.
const SHOWN: i64 = 3;

/// Records what a household got. The family is told.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that records aid, and for the actor's own family;
/// invalid fields, `programme` when it is closed, for another area or of collected money, and `member` of another
/// household; [`Code::AidBefore`] when the household has had the same, until `anyway` confirms that this was seen;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct RecordGrant {
    /// The household.
    pub household: HouseholdId,
    /// The grant.
    pub new: NewGrant,
}

impl Command for RecordGrant {
    const NAME: &'static str = "aid_grant_record";
    type Output = GrantId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GrantId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::RecordAid)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let new = self.new.clone().checked(tx.now)?;
        let kind = programme_for(tx, new.programme, &file).await?;
        if kind == AidKind::Collection {
            // Collected money is recorded by its hand-over, with two signatures.
            return Err(Refusal::field("programme", Code::Unknown).into());
        }
        let member = new.member.unwrap_or_default();
        let known = value!(tx, i64, "select count(*) from person where id = $1 and household = $2", member, file.id)?;
        if member != 0 && known == 0 {
            return Err(Refusal::field("member", Code::Unknown).into());
        }
        let same = earlier(&mut tx.arm(), file.id, kind, member, &new.month).await?;
        if !same.is_empty() && !new.anyway {
            return Err(Code::AidBefore.into());
        }
        let papers = listed(new.papers.iter().map(|paper| paper.as_str()));
        let grant = NewRow {
            household: file.id,
            programme: new.programme,
            member,
            month: &new.month,
            amount: new.amount,
            goods: &new.goods,
            papers: &papers,
            seen: !same.is_empty(),
            collection: 0,
        };
        let id = insert(tx, &grant).await?;
        tx.audit("aid_grant", id).await?;
        Ok(id)
    }
}

/// Grant to be inserted, with 0 and "" for none.
pub(super) struct NewRow<'a> {
    pub household: HouseholdId,
    pub programme: ProgrammeId,
    pub member: i64,
    pub month: &'a str,
    pub amount: i64,
    pub goods: &'a str,
    pub papers: &'a str,
    pub seen: bool,
    pub collection: i64,
}

/// Inserts a grant of a locked household and tells its family.
pub(super) async fn insert(tx: &mut Tx<'_>, new: &NewRow<'_>) -> Result<GrantId> {
    let goods = tx.vault.seal(Secret::AidGoods, new.goods)?;
    let (now, account) = (tx.now, tx.actor.account);
    let id = value!(
        tx,
        i64,
        "insert into aid_grant (household, programme, member, month, amount, goods, papers, seen, collection, entered,
             entered_by, reversed, reversed_by, reason, entered_for)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, '', $1) returning id",
        new.household,
        new.programme,
        new.member,
        new.month,
        new.amount,
        &goods,
        new.papers,
        new.seen,
        new.collection,
        now,
        account,
    )?;
    tx.emit(Event::AidRecorded(OfHousehold { household: new.household, staff: Vec::new() })).await?;
    Ok(id)
}

/// Loads the last grants of a household that are the same help: of the same kind, for the same member or the whole
/// household, within the kind's months around `month`.
pub(super) async fn earlier(
    db: &mut Conn<'_>,
    household: HouseholdId,
    kind: AidKind,
    member: i64,
    month: &str,
) -> Result<Vec<EarlierAid>> {
    let Ok(month) = month.parse::<Month>() else { return Ok(Vec::new()) };
    let span = kind.same_months() - 1;
    let found = rows!(
        db,
        (String, String, String),
        "select p.kind, p.source, g.month from aid_grant g join aid_programme p on p.id = g.programme
         where g.household = $1 and g.reversed = 0 and p.kind = $2 and g.month >= $3 and g.month <= $4
             and (g.member = $5 or g.member = 0 or $5 = 0)
         order by g.month desc, g.id desc limit $6",
        household,
        kind.as_str(),
        &month.plus(-span).to_string(),
        &month.plus(span).to_string(),
        member,
        SHOWN,
    )?;
    let read = |(kind, source, month): (String, String, String)| {
        Ok(EarlierAid { kind: parse(&kind)?, source: parse(&source)?, month })
    };
    found.into_iter().map(read).collect()
}

/// Reverses a grant that another account entered; it does not count any more. The family is told. A correction, so a
/// closed file takes it, too.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that reverses aid, and for the actor's own family;
/// field `reason`; [`Code::SecondPerson`] to the account that entered it; [`Code::WrongState`] when it was reversed;
/// [`Code::FileClosed`] when the file was erased.
#[derive(Clone, Debug, Serialize)]
pub struct ReverseGrant {
    /// The grant.
    pub grant: GrantId,
    /// Why, 1 to 200 characters.
    pub reason: String,
}

impl Command for ReverseGrant {
    const NAME: &'static str = "aid_grant_reverse";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReverseAid)?;
        let grant = lock_grant(tx, self.grant, Writers::Staff(Action::ReverseAid)).await?;
        must_be_of_others(&tx.actor, grant.file.id)?;
        grant.file.must_not_be_erased()?;
        let reason = text::words(&self.reason, 1, 200).map_err(|code| Refusal::field("reason", code))?;
        if grant.entered_by == tx.actor.account {
            return Err(Code::SecondPerson.into());
        }
        if grant.reversed != 0 {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let reason = tx.vault.seal(Secret::AidReason, &reason)?;
        run!(
            tx,
            "update aid_grant set reversed = $2, reversed_by = $3, reason = $4 where id = $1",
            grant.id,
            now,
            account,
            &reason,
        )?;
        if grant.collection != 0 {
            collections::reopen(tx, grant.collection).await?;
        }
        tx.emit(Event::AidReversed(OfHousehold { household: grant.file.id, staff: Vec::new() })).await?;
        tx.audit("aid_grant", grant.id).await
    }
}
