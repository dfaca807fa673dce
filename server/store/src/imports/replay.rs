//! Imports by API clients: stored, planned and applied in one request.
//! The answer is stored under the request id, because a plan computed on retry would find the request's own rows as
//! known.

use std::{future::Future, time::Duration};

use domain::{
    imports::{Fate, GoodsRow, HouseholdRow, ImportId, Planned, VacancyRow, Wrong},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Result, Store, Tx,
    imports::{
        goods::{AddGoodsImport, Applied, NewImport, Plan},
        households::AddHouseholdImport,
        points::PointsRow,
        points_plan::AddPointsSheet,
        vacancies::AddVacancySheet,
    },
};

/// Answer to an import request, the same on every retry.
#[derive(Clone, Debug)]
pub struct ImportAnswer<R> {
    /// Fates of the rows; for a dry run those that applying would give.
    pub plan: Plan<R>,
    /// Rows applied by the first request, and rows left; zeros for a dry run.
    pub applied: Applied,
}

/// Stored fate of a row: fate, earlier row, item, errors.
/// It repeats no data of the row itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredFate(Fate, i64, i64, Vec<Wrong>);

/// Stores an answer under the request id, or returns the one stored before.
/// The answer and `action` are skipped, so they are not part of the request's fingerprint.
#[derive(Clone, Debug, Serialize)]
struct StoreAnswer<T> {
    import: ImportId,
    dry_run: bool,
    #[serde(skip)]
    action: Action,
    #[serde(skip)]
    answer: T,
}

impl<T: Clone> StoreAnswer<T> {
    fn checked(&self, tx: &Tx<'_>) -> Result<T> {
        tx.actor.must_somewhere(self.action)?;
        Ok(self.answer.clone())
    }
}

impl Command for StoreAnswer<Vec<StoredFate>> {
    const NAME: &'static str = "import_told";
    type Output = Vec<StoredFate>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<StoredFate>> {
        self.checked(tx)
    }
}

impl Command for StoreAnswer<Applied> {
    const NAME: &'static str = "import_applied";
    type Output = Applied;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Applied> {
        self.checked(tx)
    }
}

/// Import request: actor, import and mode.
#[derive(Clone, Copy, Debug)]
struct Bringing<'a> {
    by: &'a By,
    import: ImportId,
    dry_run: bool,
    action: Action,
}

impl Bringing<'_> {
    fn part(&self, name: &str) -> By {
        By::new(self.by.actor.clone(), format!("{}-{name}", self.by.request))
    }

    fn storing<T>(&self, answer: T) -> StoreAnswer<T> {
        StoreAnswer { import: self.import, dry_run: self.dry_run, action: self.action, answer }
    }
}

impl Store {
    /// Replaces the fates of a plan by those of the first request.
    /// `wrong` says whether row errors may be stored in plain text.
    async fn as_told<R>(&self, of: Bringing<'_>, plan: Plan<R>, wrong: bool) -> Result<Plan<R>> {
        let told = |row: &Planned<R>| {
            let wrong = if wrong { row.line.wrong.clone() } else { Vec::new() };
            StoredFate(row.fate, row.of, row.item, wrong)
        };
        let told: Vec<StoredFate> = plan.rows.iter().map(told).collect();
        let told = self.run(&of.part("told"), of.storing(told)).await?;
        let rows = plan.rows.into_iter().zip(told).map(|(mut row, StoredFate(fate, of, item, was_wrong))| {
            if wrong {
                row.line.wrong = was_wrong;
            }
            Planned { fate, of, item, ..row }
        });
        Ok(Plan { import: plan.import, rows: rows.collect() })
    }

    /// Applies an import unless this is a dry run or the request was applied before.
    async fn applied_once(
        &self,
        of: Bringing<'_>,
        apply: impl Future<Output = Result<Applied>> + Send,
    ) -> Result<Applied> {
        if of.dry_run {
            return Ok(Applied::default());
        }
        let by = of.part("applied");
        if let Some(before) = self.answered(&by, &of.storing(Applied::default())).await? {
            return Ok(before);
        }
        let applied = apply.await?;
        self.run(&by, of.storing(applied)).await
    }

    /// Stores and applies a goods import for at most `budget`, or (`dry_run`) only plans it.
    /// Idempotent per request id.
    ///
    /// # Errors
    /// As [`AddGoodsImport`] and [`Store::import_apply`]; [`domain::Code::RequestReused`] when the request id was
    /// used with another file or another `dry_run`.
    pub async fn import_bring(
        &self,
        by: &By,
        new: NewImport<GoodsRow>,
        dry_run: bool,
        budget: Duration,
    ) -> Result<ImportAnswer<GoodsRow>> {
        let import = self.run(by, AddGoodsImport(new)).await?;
        let of = Bringing { by, import, dry_run, action: Action::KeepStock };
        let plan = self.as_told(of, self.import_plan(&by.actor, import).await?, true).await?;
        let applied = self.applied_once(of, self.import_apply(by, import, budget)).await?;
        Ok(ImportAnswer { plan, applied })
    }

    /// As [`Store::import_bring`], for points.
    ///
    /// # Errors
    /// As [`AddPointsSheet`] and [`Store::points_sheet_apply`]; [`domain::Code::RequestReused`] as for
    /// [`Store::import_bring`].
    pub async fn points_sheet_bring(
        &self,
        by: &By,
        new: NewImport<PointsRow>,
        dry_run: bool,
        budget: Duration,
    ) -> Result<ImportAnswer<PointsRow>> {
        let import = self.run(by, AddPointsSheet(new)).await?;
        let of = Bringing { by, import, dry_run, action: Action::GrantPoints };
        let plan = self.as_told(of, self.points_sheet_plan(by, import).await?, true).await?;
        let applied = self.applied_once(of, self.points_sheet_apply(by, import, budget)).await?;
        Ok(ImportAnswer { plan, applied })
    }

    /// As [`Store::import_bring`], for vacancies.
    ///
    /// # Errors
    /// As [`AddVacancySheet`] and [`Store::vacancy_sheet_apply`]; [`domain::Code::RequestReused`] as for
    /// [`Store::import_bring`].
    pub async fn vacancy_sheet_bring(
        &self,
        by: &By,
        new: NewImport<VacancyRow>,
        dry_run: bool,
        budget: Duration,
    ) -> Result<ImportAnswer<VacancyRow>> {
        let import = self.run(by, AddVacancySheet(new)).await?;
        let of = Bringing { by, import, dry_run, action: Action::KeepVacancies };
        let plan = self.as_told(of, self.vacancy_sheet_plan(&by.actor, import).await?, true).await?;
        let applied = self.applied_once(of, self.vacancy_sheet_apply(by, import, budget)).await?;
        Ok(ImportAnswer { plan, applied })
    }

    /// As [`Store::import_bring`], for households.
    /// Row errors contain personal data, so they are not stored with the answer but read from the sealed rows again.
    ///
    /// # Errors
    /// As [`Store::household_import_add`] and [`Store::household_import_apply`]; [`domain::Code::RequestReused`] as for
    /// [`Store::import_bring`].
    pub async fn household_import_bring(
        &self,
        by: &By,
        new: AddHouseholdImport,
        dry_run: bool,
        budget: Duration,
    ) -> Result<ImportAnswer<HouseholdRow>> {
        let import = self.household_import_add(by, new).await?;
        let of = Bringing { by, import, dry_run, action: Action::KeepHouseholds };
        let plan = self.as_told(of, self.household_import_plan(&by.actor, import).await?, false).await?;
        let applied = self.applied_once(of, self.household_import_apply(by, import, budget)).await?;
        Ok(ImportAnswer { plan, applied })
    }
}
