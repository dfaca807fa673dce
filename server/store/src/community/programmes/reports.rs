//! Reports of indicators: one comment each, and a note when a later correction of the records changes a frozen figure.

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaPath,
    community::programmes::{IndicatorId, IndicatorReportId, IndicatorReportState},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::{figures::value_at, load_indicator, lock_led_indicator, may_act, must_see};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    areas::answerers::chain::stands_in_for,
    db::sql::{parse, row, run},
};

/// A report as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownReport {
    pub id: IndicatorReportId,
    pub indicator: IndicatorId,
    pub until: i64,
    pub asked: i64,
    pub climb_at: i64,
    pub level: String,
    pub raised_to: AccountId,
    pub recount: i64,
    state: String,
}

impl KnownReport {
    pub(crate) fn state(&self) -> Result<IndicatorReportState> {
        parse(&self.state)
    }
}

async fn load_report(db: &mut Conn<'_>, id: IndicatorReportId) -> Result<KnownReport> {
    row!(
        db,
        KnownReport,
        "select id, indicator, until, asked, climb_at, level, raised_to, recount, state from indicator_report where id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a report's row and reads it.
///
/// # Errors
/// Not found for an unknown report.
pub(crate) async fn lock_report(tx: &mut Tx<'_>, id: IndicatorReportId) -> Result<KnownReport> {
    run!(tx, "update indicator_report set version = version + 1 where id = $1", id)?;
    load_report(&mut tx.arm(), id).await
}

/// Comments on a report, once; also after its programme has ended.
///
/// # Errors
/// Not allowed without a role in casework, or for another account's indicator; not found in another root area;
/// [`Code::WrongState`] unless a comment is asked for; field `words`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommentReport {
    /// The report.
    pub report: IndicatorReportId,
    /// What helped, what stood in the way, what is next: 2 to 1,000 characters.
    pub words: String,
}

impl Command for CommentReport {
    const NAME: &'static str = "indicator_comment";
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        tx.actor.must_somewhere(Action::ReadProgrammes)?;
        let (actor, now) = (tx.actor.clone(), tx.now);
        let seen = load_report(&mut tx.arm(), self.report).await?;
        let indicator = load_indicator(&mut tx.arm(), seen.indicator).await?;
        must_see(&actor, indicator.root, &AreaPath(indicator.programme_path.clone()), indicator.state()?)?;
        let report = lock_report(tx, self.report).await?;
        let mine = stands_in_for(&mut tx.arm(), actor.account, now).await?;
        let is_asked = report.raised_to != 0 && mine.contains(&report.raised_to);
        if !is_asked && !may_act(&actor, &mine, &indicator) {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let words = text::words(&self.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
        if report.state()? != IndicatorReportState::Asked {
            return Err(Code::WrongState.into());
        }
        run!(
            tx,
            "update indicator_report set state = 'commented', words = $2, commented = $3, commented_by = $4, climb_at = 0
             where id = $1",
            report.id,
            &words,
            now,
            actor.account,
        )?;
        tx.audit("indicator", report.indicator).await?;
        Ok(report.indicator)
    }
}

/// Counts a frozen figure anew, after records of its time were corrected. The reported figure stays beside it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] when it is still the same;
/// field `reason`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecountReport {
    /// The report.
    pub report: IndicatorReportId,
    /// Why it differs, 2 to 200 characters.
    pub reason: String,
}

impl Command for RecountReport {
    const NAME: &'static str = "indicator_recount";
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        tx.actor.must_somewhere(Action::LeadProgrammes)?;
        let seen = load_report(&mut tx.arm(), self.report).await?;
        let indicator = lock_led_indicator(tx, seen.indicator).await?;
        let report = lock_report(tx, self.report).await?;
        let reason = text::line(&self.reason, 2, 200).map_err(|code| Refusal::field("reason", code))?;
        let value = value_at(&mut tx.arm(), &indicator, report.until, report.asked).await?;
        if value == report.recount {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update indicator_report set recount = $2, recounted = $3, recounted_by = $4, reason = $5 where id = $1",
            report.id,
            value,
            now,
            account,
            &reason,
        )?;
        tx.audit("indicator", report.indicator).await?;
        Ok(report.indicator)
    }
}
