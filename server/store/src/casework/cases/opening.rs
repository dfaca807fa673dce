//! A caseworker opens a case in a household's file.

use domain::{
    Code,
    accounts::AccountId,
    casework::{
        cases::{CaseId, CaseLineKind, NewCase, OPEN_CASES},
        findings::{FindingId, StepKind, must_be_open},
    },
    events::{Event, OfCase},
    households::HouseholdId,
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{NewLine, add_line, reminder};
use crate::{
    Command, Refusal, Result, Tx,
    casework::findings::{lock_own_finding, steps::set_step},
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers, lock_open_household},
        sql::{json_text, value},
    },
};

/// Opens a case, whose owner is the actor. The family is told.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps cases, and for the actor's own family;
/// invalid fields of the kind, `member` and `finding` of another household; [`Code::WrongState`] for a finding that has
/// ended; [`Code::FileFull`] with too many open cases;
/// [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenCase {
    /// Household that it belongs to.
    pub household: HouseholdId,
    /// The case.
    pub new: NewCase,
}

impl Command for OpenCase {
    const NAME: &'static str = "case_open";
    type Output = CaseId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CaseId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::KeepCases)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let new = self.new.clone().checked()?;
        let member = new.member.unwrap_or_default();
        let known = value!(tx, i64, "select count(*) from person where id = $1 and household = $2", member, file.id)?;
        if member != 0 && known == 0 {
            return Err(Refusal::field("member", Code::Unknown).into());
        }
        if let Some(finding) = new.finding {
            must_be_of_family(tx, finding, file.id).await?;
        }
        let open = value!(tx, i64, "select count(*) from case_file where household = $1 and state = 'open'", file.id)?;
        if open >= OPEN_CASES {
            return Err(Code::FileFull.into());
        }
        let owner = tx.actor.account;
        insert_case(tx, &file, &new, owner).await
    }
}

/// Inserts a checked case of a household whose row is locked, and tells the family. The caller has checked what the
/// case may be.
pub(crate) async fn insert_case(tx: &mut Tx<'_>, file: &HeldFile, new: &NewCase, owner: AccountId) -> Result<CaseId> {
    let member = new.member.unwrap_or_default();
    let fields = json_text(&new.fields)?;
    let fields = tx.vault.seal(Secret::CaseFields, &fields)?;
    let first = new.kind.rules().steps[0];
    let (now, account) = (tx.now, tx.actor.account);
    let due = new.urgency.due(first, now);
    let id = value!(
        tx,
        i64,
        "insert into case_file (household, member, kind, urgency, fields, finding, owner, state, step, due,
             reminder, level, in_charge, climb_at, climbs, family_said, family_said_at,
             opened, opened_by, outcome, asked_how,
             asked_whom, asked_at, answer, answer_words, closed, closed_by, closings, version)
         values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, '', 0, $9, 0, '', 0, $11, $12, '', '', '', 0, '',
             '', 0, 0, 0, 0) returning id",
        file.id,
        member,
        new.kind.as_str(),
        new.urgency.as_str(),
        &fields,
        new.finding.unwrap_or_default(),
        owner,
        first.key,
        due,
        reminder(now, due),
        now,
        account,
    )?;
    add_line(tx, &NewLine { words: &new.words, ..NewLine::of(id, CaseLineKind::Opened) }).await?;
    if let Some(finding) = new.finding {
        set_step(tx, finding, StepKind::Case, id).await?;
    }
    let title = new.kind.as_str().to_owned();
    tx.emit(Event::CaseOpened(OfCase { case: id, household: file.id, staff: Vec::new(), title })).await?;
    tx.audit("case", id).await?;
    Ok(id)
}

/// Checks that a finding is one of the household, whose row is locked, and still open.
async fn must_be_of_family(tx: &mut Tx<'_>, finding: FindingId, household: HouseholdId) -> Result<()> {
    let own = value!(tx, i64, "select count(*) from finding where id = $1 and household = $2", finding, household)?;
    if own == 0 {
        return Err(Refusal::field("finding", Code::Unknown).into());
    }
    let (_, finding) = lock_own_finding(tx, finding).await?;
    must_be_open(finding.state()?)?;
    Ok(())
}
