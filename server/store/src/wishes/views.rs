//! Reads wishes: the public view, and the file for the family and the staff of its area.

use std::collections::HashMap;

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    catalogue,
    claims::applications::LATE_STEPS,
    households::{Alias, HouseholdId},
    permission::Action,
    wishes::{Progress, Wish, WishFile, WishId, WishState, needs::NeedTurn},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::is_own,
        sql::{listed, parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
pub(crate) struct WishRow {
    id: i64,
    item: i64,
    size: String,
    words: String,
    family_size: i64,
    age: i64,
    sex: String,
    district: i64,
    area_name: String,
    quantity: i64,
    claimed: i64,
    state: String,
    cost: i64,
    submitted: i64,
    expires: i64,
    photo: i64,
    in_stock: bool,
    by_application: bool,
    decide_steps: i64,
    category: String,
    own_name: String,
    own_key: String,
    need: i64,
    month: i64,
    months: i64,
    goes_on: bool,
    promised: bool,
}

/// Columns of a [`WishRow`], from `wish w`; a macro because statements are literals.
macro_rules! wish_columns {
    () => {
        "w.id, w.item, w.size, w.words, w.family_size, w.age, w.sex, w.district, w.quantity, w.claimed, w.state,
         w.cost, w.submitted, w.expires, w.photo, w.by_application,
         case when w.decide_next > 0 then w.decide_steps else 0 end as decide_steps,
         w.category, w.own_name, w.own_key, w.need, w.month,
         coalesce((select n.months from need n where n.id = w.need), 0) as months,
         exists (select 1 from need n where n.id = w.need and n.state = 'running') as goes_on,
         exists (select 1 from need_promise q where q.need = w.need and q.state = 'running') as promised,
         (select d.name from area d where d.id = w.district) as area_name,
         exists (select 1 from shelf s where s.item = w.item and s.size = w.size and s.root = w.root
                 and s.quantity > 0) as in_stock"
    };
}
pub(crate) use wish_columns;

impl TryFrom<WishRow> for Wish {
    type Error = Error;

    fn try_from(row: WishRow) -> Result<Wish> {
        Ok(Wish {
            id: row.id,
            title: catalogue::title_of(row.item, &row.own_name, &row.size),
            item: row.item,
            key: catalogue::key_of(row.item, &row.own_key),
            category: parse(&row.category)?,
            size: row.size,
            words: row.words,
            alias: Alias { family_size: row.family_size, age: row.age, sex: parse(&row.sex)? },
            area: row.district,
            area_name: row.area_name,
            quantity: row.quantity,
            claimed: row.claimed,
            remaining: row.quantity - row.claimed,
            state: parse(&row.state)?,
            in_stock: row.in_stock,
            cost: row.cost,
            submitted: row.submitted,
            expires: row.expires,
            photo: row.photo,
            by_application: row.by_application,
            decision_late: row.decide_steps >= LATE_STEPS,
            turn: (row.need != 0).then_some(NeedTurn {
                need: row.need,
                month: row.month,
                months: row.months,
                goes_on: row.goes_on,
                promised: row.promised,
            }),
        })
    }
}

/// Loads the public view in any state; the caller checks who may have it.
pub(crate) async fn view(db: &mut Conn<'_>, id: WishId) -> Result<Wish> {
    row!(db, WishRow, concat!("select ", wish_columns!(), " from wish w where w.id = $1"), id)?
        .ok_or(Error::Refused(Refusal::NotFound))?
        .try_into()
}

/// Loads the public views of some wishes in any state and order; the caller checks who may have them.
pub(crate) async fn views_of(db: &mut Conn<'_>, ids: &[WishId]) -> Result<Vec<Wish>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select {} from wish w where w.id in ({})", wish_columns!(), listed(ids.iter().copied()));
    rows!(db, WishRow, AssertSqlSafe(sql.as_str()))?.into_iter().map(Wish::try_from).collect()
}

/// Units of a wish's claims by how far they have come.
#[derive(sqlx::FromRow)]
struct ProgressRow {
    units_claimed: i64,
    units_arrived: i64,
    units_handed_over: i64,
    units_confirmed: i64,
}

impl From<ProgressRow> for Progress {
    fn from(row: ProgressRow) -> Progress {
        Progress {
            claimed: row.units_claimed,
            arrived: row.units_arrived,
            handed_over: row.units_handed_over,
            confirmed: row.units_confirmed,
        }
    }
}

/// Columns of a [`ProgressRow`], from `wish w`. Each state is counted at all steps before it.
macro_rules! progress_columns {
    () => {
        "coalesce((select cast(sum(c.quantity) as bigint) from claim c where c.wish = w.id and c.state in
             ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed')), 0) as units_claimed,
         coalesce((select cast(sum(c.quantity) as bigint) from claim c where c.wish = w.id and c.state in
             ('arrived', 'handed_over', 'confirmed')), 0) as units_arrived,
         coalesce((select cast(sum(c.quantity) as bigint) from claim c where c.wish = w.id and c.state in
             ('handed_over', 'confirmed')), 0) as units_handed_over,
         coalesce((select cast(sum(c.quantity) as bigint) from claim c where c.wish = w.id and c.state = 'confirmed'),
             0) as units_confirmed"
    };
}

/// What the public page of a wish shows.
#[derive(sqlx::FromRow)]
struct PublicRow {
    #[sqlx(flatten)]
    wish: WishRow,
    #[sqlx(flatten)]
    progress: ProgressRow,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    #[sqlx(flatten)]
    wish: WishRow,
    #[sqlx(flatten)]
    progress: ProgressRow,
    household: i64,
    home: i64,
    home_path: String,
    own_words: String,
    own_title: String,
    voice: bool,
    reason: String,
    code: String,
}

/// Columns of a [`FileRow`], from `wish w`.
macro_rules! file_columns {
    () => {
        concat!(
            wish_columns!(),
            ", ",
            progress_columns!(),
            ", w.household, w.home, coalesce((select z.path from area z where z.id = w.home), '') as home_path,
             w.own_words, w.own_title,
             exists (select 1 from voice_note v where v.wish = w.id and v.wish <> 0) as voice, w.reason, w.code"
        )
    };
}

pub(crate) async fn file(db: &mut Conn<'_>, vault: &Vault, id: WishId) -> Result<WishFile> {
    let files = files_of(db, vault, &[id]).await?;
    files.into_iter().next().ok_or_else(|| Refusal::NotFound.into())
}

/// Loads the files of some wishes, in this order; the caller checks who may have them.
/// Costs one statement, whatever the number.
pub(crate) async fn files_of(db: &mut Conn<'_>, vault: &Vault, ids: &[WishId]) -> Result<Vec<WishFile>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select {} from wish w where w.id in ({})", file_columns!(), listed(ids.iter().copied()));
    let found = rows!(db, FileRow, AssertSqlSafe(sql.as_str()))?;
    let files = found.into_iter().map(|row| opened(vault, row)).collect::<Result<Vec<_>>>()?;
    let mut files: HashMap<WishId, WishFile> = files.into_iter().map(|file| (file.wish.id, file)).collect();
    ids.iter().map(|id| files.remove(id).ok_or_else(|| Refusal::NotFound.into())).collect()
}

/// Loads a household's last 200 files of wishes, newest first; the caller checks who may have them.
pub(crate) async fn files_of_household(
    db: &mut Conn<'_>,
    vault: &Vault,
    household: HouseholdId,
) -> Result<Vec<WishFile>> {
    let sql = format!("select {} from wish w where w.household = $1 order by w.id desc limit 200", file_columns!());
    let found = rows!(db, FileRow, AssertSqlSafe(sql.as_str()), household)?;
    found.into_iter().map(|row| opened(vault, row)).collect()
}

/// Loads the files that wait for review behind a place of the queue, at most 21; `inside` limits the areas `a`.
pub(crate) async fn files_in_review(
    db: &mut Conn<'_>,
    vault: &Vault,
    inside: &str,
    (turn, wish): (i64, WishId),
) -> Result<Vec<WishFile>> {
    let sql = format!(
        "select {} from wish w join area a on a.id = w.home
         where w.state = 'submitted' and (w.turn, w.id) > ($1, $2) and {inside} order by w.turn, w.id limit 21",
        file_columns!()
    );
    let found = rows!(db, FileRow, AssertSqlSafe(sql.as_str()), turn, wish)?;
    found.into_iter().map(|row| opened(vault, row)).collect()
}

/// Builds the file of a wish; opens what its family wrote.
fn opened(vault: &Vault, row: FileRow) -> Result<WishFile> {
    let FileRow { wish, progress, household, home, home_path, own_words, own_title, voice, reason, code } = row;
    let mut wish = Wish::try_from(wish)?;
    let own_words = vault.open(Secret::OwnWords, &own_words)?;
    let own_title = vault.open(Secret::OwnTitle, &own_title)?;
    if wish.item == 0 {
        wish.title.clone_from(&own_title);
    }
    let own_title = (!own_title.is_empty()).then_some(own_title);
    let (home_path, progress) = (AreaPath(home_path), progress.into());
    Ok(WishFile { wish, household, home, home_path, own_words, own_title, voice, reason, code, progress })
}

/// Sums the units of a wish's claims by how far they have come.
pub(crate) async fn progress(db: &mut Conn<'_>, id: WishId) -> Result<Progress> {
    let found = row!(db, ProgressRow, concat!("select ", progress_columns!(), " from wish w where w.id = $1"), id)?;
    Ok(found.map(Progress::from).unwrap_or_default())
}

impl Store {
    /// Loads the root area of a wish that is public, so that who registers for it registers there.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn wish_root(&self, id: WishId) -> Result<Option<AreaId>> {
        let mut db = self.reader().await?;
        let found =
            row!(db, (i64,), "select root from wish where id = $1 and state in ('published', 'fulfilled')", id)?;
        Ok(found.map(|(root,)| root))
    }

    /// Loads a wish as the public sees it, with its progress.
    ///
    /// # Errors
    /// Not found unless it is published or fulfilled, or the actor may read its file.
    pub async fn wish(&self, actor: &Actor, id: WishId) -> Result<(Wish, Progress)> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            PublicRow,
            concat!("select ", wish_columns!(), ", ", progress_columns!(), " from wish w where w.id = $1"),
            id,
        )?;
        drop(db);
        let PublicRow { wish, progress } = found.ok_or(Refusal::NotFound)?;
        let (wish, progress) = (Wish::try_from(wish)?, progress.into());
        if !matches!(wish.state, WishState::Published | WishState::Fulfilled) {
            self.wish_file(actor, id).await?;
        }
        Ok((wish, progress))
    }

    /// Loads a wish with what only the family and the staff of its area see.
    /// The pick-up code is empty except for the family: who hands goods over must hear it from the family.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn wish_file(&self, actor: &Actor, id: WishId) -> Result<WishFile> {
        let mut db = self.reader().await?;
        let mut file = file(&mut db.arm(), &self.vault, id).await?;
        if is_own(actor, file.household) {
            return Ok(file);
        }
        let path = &file.home_path;
        let hears = actor.may(Action::ReviewWishes, path) || actor.may(Action::PostForFamily, path);
        let reads = actor.may(Action::ReviewWishes, path) || actor.may(Action::ReadHouseholds, path);
        file.code = String::new();
        file.voice &= hears;
        if reads {
            return Ok(file);
        }
        Err(Refusal::NotFound.into())
    }
}
