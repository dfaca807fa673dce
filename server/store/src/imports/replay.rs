//! Sheets that programs bring: kept, told, and applied in one request. The same request again is answered as it first
//! was, though its own rows have come in by then and would be told as known.

use std::{future::Future, time::Duration};

use domain::{
    imports::{Fate, GoodsRow, HouseholdRow, ImportId, Planned, Wrong},
    permission::Action,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    By, Result, Store,
    imports::{
        goods::{Applied, NewImport, Plan},
        households::NewHouseholdImport,
        points::PointsRow,
    },
};

/// A sheet as its request is answered, however often that comes.
#[derive(Clone, Debug)]
pub struct Brought<R> {
    /// What became of its rows, or in a dry run would.
    pub plan: Plan<R>,
    /// How many came in with this request, and how many are left.
    pub applied: Applied,
}

/// What was said of a row when its sheet came. It holds nothing that the row says itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Told(Fate, i64, i64, Vec<Wrong>);

/// An answer to be kept. It is no part of what the request stands for.
#[derive(Clone, Debug, Serialize)]
struct Answer<T> {
    import: ImportId,
    dry_run: bool,
    #[serde(skip)]
    action: Action,
    #[serde(skip)]
    says: T,
}

/// What a sheet is brought for, by whom.
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

    fn answer<T>(&self, says: T) -> Answer<T> {
        Answer { import: self.import, dry_run: self.dry_run, action: self.action, says }
    }
}

impl Store {
    /// Keeps an answer, or gives the one that was kept before.
    async fn first<T>(&self, by: &By, operation: &'static str, answer: Answer<T>) -> Result<T>
    where
        T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        self.write(by, operation, answer, |tx, answer| {
            let may = tx.actor.must_somewhere(answer.action);
            Box::pin(async move { Ok(may.map(|()| answer.says.clone())?) })
        })
        .await
    }

    /// The plan as it was when the request first came; `wrong` says whether what is wrong may be kept as it stands.
    async fn as_told<R>(&self, of: Bringing<'_>, plan: Plan<R>, wrong: bool) -> Result<Plan<R>> {
        let told = |row: &Planned<R>| {
            let wrong = if wrong { row.line.wrong.clone() } else { Vec::new() };
            Told(row.fate, row.of, row.item, wrong)
        };
        let told: Vec<Told> = plan.rows.iter().map(told).collect();
        let told = self.first(&of.part("told"), "import_told", of.answer(told)).await?;
        let rows = plan.rows.into_iter().zip(told).map(|(mut row, Told(fate, of, item, was_wrong))| {
            if wrong {
                row.line.wrong = was_wrong;
            }
            Planned { fate, of, item, ..row }
        });
        Ok(Plan { import: plan.import, rows: rows.collect() })
    }

    /// Applies a sheet unless the request did so before, or only asks.
    async fn applied_once(
        &self,
        of: Bringing<'_>,
        apply: impl Future<Output = Result<Applied>> + Send,
    ) -> Result<Applied> {
        if of.dry_run {
            return Ok(Applied::default());
        }
        let by = of.part("applied");
        if let Some(before) = self.answered(&by, "import_applied", &of.answer(())).await? {
            return Ok(before);
        }
        let applied = apply.await?;
        self.first(&by, "import_applied", of.answer(applied)).await
    }

    /// Brings in a sheet of goods for at most `budget`, or (`dry_run`) says what would become of it.
    ///
    /// # Errors
    /// As [`Store::import_add`] and [`Store::import_apply`]; [`domain::Code::RequestReused`] when the request was a dry
    /// run before, or the other way round.
    pub async fn import_bring(
        &self,
        by: &By,
        new: NewImport<GoodsRow>,
        dry_run: bool,
        budget: Duration,
    ) -> Result<Brought<GoodsRow>> {
        let import = self.import_add(by, new).await?;
        let of = Bringing { by, import, dry_run, action: Action::KeepStock };
        let plan = self.as_told(of, self.import_plan(&by.actor, import).await?, true).await?;
        let applied = self.applied_once(of, self.import_apply(by, import, budget)).await?;
        Ok(Brought { plan, applied })
    }

    /// As [`Store::import_bring`], for points.
    ///
    /// # Errors
    /// As [`Store::points_sheet_add`] and [`Store::points_sheet_apply`], and as there.
    pub async fn points_sheet_bring(
        &self,
        by: &By,
        new: NewImport<PointsRow>,
        dry_run: bool,
        budget: Duration,
    ) -> Result<Brought<PointsRow>> {
        let import = self.points_sheet_add(by, new).await?;
        let of = Bringing { by, import, dry_run, action: Action::GrantPoints };
        let plan = self.as_told(of, self.points_sheet_plan(by, import).await?, true).await?;
        let applied = self.applied_once(of, self.points_sheet_apply(by, import, budget)).await?;
        Ok(Brought { plan, applied })
    }

    /// As [`Store::import_bring`], for a list of households. What is wrong with a row names people, so it is not kept
    /// with the request but read out of the list again, which is sealed.
    ///
    /// # Errors
    /// As [`Store::household_import_add`] and [`Store::household_import_apply`], and as there.
    pub async fn household_import_bring(
        &self,
        by: &By,
        new: NewHouseholdImport,
        dry_run: bool,
        budget: Duration,
    ) -> Result<Brought<HouseholdRow>> {
        let import = self.household_import_add(by, new).await?;
        let of = Bringing { by, import, dry_run, action: Action::KeepHouseholds };
        let plan = self.as_told(of, self.household_import_plan(&by.actor, import).await?, false).await?;
        let applied = self.applied_once(of, self.household_import_apply(by, import, budget)).await?;
        Ok(Brought { plan, applied })
    }
}
