//! Cases, referrals and urgent wishes for spreadsheets, without names and words: of a family its number and area only.

use domain::{
    accounts::security::SecurityKind,
    casework::{
        cases::{Case, CaseKind},
        school_places::{engine::SchoolStanding, views::SchoolPlace},
        urgent::UrgentWish,
    },
    permission::Action,
    services::referrals::Referral,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    casework::{
        cases::views::{CaseQuery, CaseRow, case_columns, condition, opened_between},
        school_places::views::{PlaceRow, SchoolPlaceQuery, place_condition, school_place_columns},
        urgent::views::UrgentList,
    },
    db::sql::rows,
    reports::exports::{Export, MOST_ROWS},
    services::referrals::views::{ReferralQuery, ReferralRow, referral_columns, referral_condition},
};

/// Declares the command that inserts the audit line of an export.
macro_rules! exported {
    ($($(#[$doc:meta])* $command:ident $name:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Serialize)]
            struct $command;

            impl Command for $command {
                const NAME: &'static str = $name;
                type Output = ();

                async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
                    tx.actor.must_somewhere(Action::ReadCases)?;
                    tx.must_be_proved().await?;
                    tx.audit("audit", 0).await
                }
            }
        )+
    };
}

exported! {
    /// Notes an export of cases.
    CasesExported "export_cases";
    /// Notes an export of school places.
    SchoolPlacesExported "export_school_places";
    /// Notes an export of referrals.
    ReferralsExported "export_referrals";
    /// Notes an export of urgent wishes.
    UrgentExported "export_urgent";
}

/// One row more than returned, to detect that rows are left.
const LIMIT: usize = MOST_ROWS + 1;

fn cut<R>(mut rows: Vec<R>) -> Export<R> {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Export { rows, cut }
}

impl Store {
    /// Inserts the audit line of an export and its security event, unless the session needs a new proof.
    async fn note_cases_export<C: Command<Output = ()>>(&self, by: &By, exported: C) -> Result<()> {
        let what = C::NAME.trim_start_matches("export_");
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, exported).await?;
        self.note_security_of(SecurityKind::Exported, what, by.actor.account);
        Ok(())
    }

    /// Exports the cases that the filters leave; the cursor is ignored.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; [`domain::Code::ProofNeeded`].
    pub async fn export_cases(&self, by: &By, query: &CaseQuery) -> Result<Export<Case>> {
        by.actor.must_somewhere(Action::ReadCases)?;
        self.note_cases_export(by, CasesExported).await?;
        let now = self.now();
        let sql = format!(
            concat!("select ", case_columns!(), " {} order by c.id limit {}"),
            condition(&by.actor, query.stage),
            LIMIT
        );
        let (after, until) = opened_between(query.age, now);
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            CaseRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.kind.map_or("", CaseKind::as_str),
            &query.outcome,
            query.owner.unwrap_or_default(),
            after,
            until,
            query.month.map_or(0, |month| month.start()),
            query.month.map_or(0, |month| month.end()),
            now,
            0_i64,
        )?;
        Ok(cut(found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?))
    }

    /// Exports the cases of school places that the filters leave; the cursor is ignored.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; [`domain::Code::ProofNeeded`].
    pub async fn export_school_places(&self, by: &By, query: &SchoolPlaceQuery) -> Result<Export<SchoolPlace>> {
        by.actor.must_somewhere(Action::ReadCases)?;
        self.note_cases_export(by, SchoolPlacesExported).await?;
        let sql = format!(
            concat!("select ", school_place_columns!(), " {} order by c.id limit {}"),
            place_condition(&by.actor, query),
            LIMIT
        );
        let (now, bound) = (self.now(), self.school_place_bound(query.stage));
        let account = if query.mine { by.actor.account } else { 0 };
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            PlaceRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.standing.map_or("", SchoolStanding::as_str),
            account,
            0_i64,
            bound,
        )?;
        Ok(cut(found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?))
    }

    /// Exports the referrals that the filters leave; the cursor is ignored.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; [`domain::Code::ProofNeeded`].
    pub async fn export_referrals(&self, by: &By, query: &ReferralQuery) -> Result<Export<Referral>> {
        by.actor.must_somewhere(Action::ReadCases)?;
        self.note_cases_export(by, ReferralsExported).await?;
        let now = self.now();
        let sql = format!(
            concat!("select ", referral_columns!(), " {} order by r.id limit {}"),
            referral_condition(&by.actor, query.stage),
            LIMIT
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ReferralRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.class.map_or("", domain::services::TimeClass::as_str),
            query.month.map_or(0, |month| month.start()),
            query.month.map_or(0, |month| month.end()),
            now,
            0_i64,
        )?;
        Ok(cut(found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?))
    }

    /// Exports the urgent wishes of a list, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; [`domain::Code::ProofNeeded`].
    pub async fn export_urgent(&self, by: &By, list: UrgentList) -> Result<Export<UrgentWish>> {
        by.actor.must_somewhere(Action::ReadCases)?;
        self.note_cases_export(by, UrgentExported).await?;
        Ok(cut(self.urgent_rows(&by.actor, list, 0, LIMIT).await?))
    }
}
