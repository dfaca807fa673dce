//! Hands an account's household files, what is open in them, its doors of rounds, and the urgent wishes in its charge
//! over to another account: all of it, or that of chosen files.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::workload::CHOSEN_MOST,
    events::{Event, OfWork},
    households::HouseholdId,
    permission::Action,
    undo::UndoKind,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Tx,
    accounts::undo,
    db::{
        area_filter::covered,
        sql::{listed, row, rows, run, value, values},
    },
};

/// Rows up to which a hand-over can be taken back; a note of more would be too large.
const NOTED_MOST: usize = 5000;
/// Rows of one statement that takes a hand-over back.
const CHUNK: usize = 500;

/// Where rows of a kind of work lie, and who may get them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Household files, where the new account is a caseworker.
    Files,
    /// Rows of those files, likewise.
    Kept,
    /// Rows of files that climbed, where the new account has any role in casework.
    Worked,
    /// Urgent wishes, likewise.
    Urgent,
    /// Doors of running rounds, where the new account is a caseworker.
    Doors,
}

/// A column that names who has the work of a row.
struct WorkColumn {
    table: &'static str,
    column: &'static str,
    open: &'static str,
    reach: Reach,
}

const fn work(table: &'static str, column: &'static str, open: &'static str, reach: Reach) -> WorkColumn {
    WorkColumn { table, column, open, reach }
}

/// All of it. A place in this list is stored with a hand-over for an hour, so new kinds go to its end.
const WORK: &[WorkColumn] = &[
    work("household", "caseworker", "state = 'open'", Reach::Files),
    work("visit", "owner", "made = 0 and cancelled = 0", Reach::Kept),
    work("visit", "raised_to", "made = 0 and cancelled = 0", Reach::Worked),
    work("finding", "owner", "state = 'open'", Reach::Kept),
    work("finding", "raised_to", "state = 'open'", Reach::Worked),
    work("case_file", "owner", "state = 'open'", Reach::Kept),
    work("case_file", "in_charge", "state = 'open'", Reach::Worked),
    work("school_place", "owner", "state = 'open'", Reach::Kept),
    work("school_place", "in_charge", "state = 'open'", Reach::Worked),
    work("aid_collection", "owner", "state = 'open'", Reach::Kept),
    work("aid_collection", "raised_to", "state = 'open'", Reach::Worked),
    work("conference_measure", "owner", "state = 'open'", Reach::Kept),
    work("conference_measure", "raised_to", "state = 'open'", Reach::Worked),
    work("referral", "sender", "due > 0", Reach::Kept),
    work("referral", "in_charge", "due > 0", Reach::Worked),
    work("urgent", "owner", "state <> 'over'", Reach::Urgent),
    work("urgent", "keeper", "state <> 'over'", Reach::Urgent),
    work("round_door", "owner", "state in ('to_meet', 'not_there')", Reach::Doors),
];

impl WorkColumn {
    /// Builds the condition that a row lies in one of the areas that `areas` selects.
    fn inside(&self, areas: &str) -> String {
        match self.reach {
            Reach::Files => format!("area in ({areas})"),
            Reach::Kept | Reach::Worked => {
                format!("household in (select h.id from household h where h.area in ({areas}))")
            }
            Reach::Urgent => format!("wish in (select w.id from wish w where w.home in ({areas}))"),
            Reach::Doors => {
                format!("area in ({areas}) and round in (select r.id from round r where r.state = 'running')")
            }
        }
    }

    /// Builds the condition that a row is of one of the chosen households; empty for all.
    fn chosen(&self, households: &str) -> String {
        match self.reach {
            _ if households.is_empty() => String::new(),
            Reach::Files => format!(" and id in ({households})"),
            Reach::Kept | Reach::Worked | Reach::Doors => format!(" and household in ({households})"),
            Reach::Urgent => format!(" and wish in (select w.id from wish w where w.household in ({households}))"),
        }
    }

    /// Builds the condition that a row is of another household than this one; empty for 0.
    fn outside(&self, household: HouseholdId) -> String {
        match self.reach {
            _ if household == 0 => String::new(),
            Reach::Files => format!(" and id <> {household}"),
            Reach::Kept | Reach::Worked | Reach::Doors => format!(" and household <> {household}"),
            Reach::Urgent => format!(" and wish not in (select w.id from wish w where w.household = {household})"),
        }
    }

    /// Builds what is set beside the account.
    fn beside(&self) -> &'static str {
        if matches!(self.reach, Reach::Files | Reach::Doors) { ", version = version + 1" } else { "" }
    }
}

/// Builds a statement that selects the areas which one of `lead` and one of `areas` cover.
fn both(lead: &[AreaPath], areas: &[AreaPath]) -> String {
    format!("select r.id from area r where {} and {}", covered("r.path", lead), covered("r.path", areas))
}

/// Hands over all that is open with an account, in the areas that the actor leads; returns the number of files.
/// Files go over where the new account is a caseworker; what climbed to the old one, where the new one has any role in
/// casework. The rest stays, also what is of the new account's own family, and is handed over to a further account in
/// the same way.
///
/// # Errors
/// Not allowed without the role; field `to` for the same account, or one without a role in casework there.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HandOverWork {
    /// Account that gives it up; it may be closed.
    pub from: AccountId,
    /// Account that gets it.
    pub to: AccountId,
}

impl Command for HandOverWork {
    const NAME: &'static str = "work_hand_over";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        hand_over(tx, self.from, self.to, &[]).await
    }
}

/// As [`HandOverWork`], for chosen files of the account with what is open in them.
///
/// # Errors
/// As [`HandOverWork`]; field `households` for none, or more than [`CHOSEN_MOST`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandOverFiles {
    /// Account that gives them up.
    pub from: AccountId,
    /// Account that gets them.
    pub to: AccountId,
    /// The files; those that are not its own, or lie elsewhere, stay.
    pub households: Vec<HouseholdId>,
}

impl Command for HandOverFiles {
    const NAME: &'static str = "files_hand_over";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        if self.households.is_empty() {
            return Err(Refusal::field("households", Code::Required).into());
        }
        if self.households.len() > CHOSEN_MOST {
            return Err(Refusal::field("households", Code::OutOfRange).into());
        }
        hand_over(tx, self.from, self.to, &self.households).await
    }
}

/// Returns the areas in which an account keeps files, and those in which it has any role in casework.
async fn areas_of(tx: &mut Tx<'_>, account: AccountId) -> Result<(Vec<AreaPath>, Vec<AreaPath>)> {
    let held = rows!(
        tx,
        (String, String),
        "select g.role, g.path from role_grant g join account a on a.id = g.account
         where g.account = $1 and a.open = true and g.role in ('caseworker', 'coordinator') order by g.path",
        account,
    )?;
    let keeps = held.iter().filter(|(role, _)| role == "caseworker").map(|(_, path)| AreaPath(path.clone())).collect();
    Ok((keeps, held.into_iter().map(|(_, path)| AreaPath(path)).collect()))
}

/// Hands over the work of chosen households, or all of it for none.
async fn hand_over(tx: &mut Tx<'_>, from: AccountId, to: AccountId, households: &[HouseholdId]) -> Result<i64> {
    tx.actor.must_somewhere(Action::LeadCasework)?;
    let (keeps, works) = areas_of(tx, to).await?;
    let lead = tx.actor.areas_for(Action::LeadCasework);
    let meet = |path: &AreaPath| lead.iter().any(|own| own.covers(path) || path.covers(own));
    // Files without a caseworker are given by choice only.
    let is_one = from > 0 || (from == 0 && !households.is_empty());
    if from == to || !is_one || !works.iter().any(meet) {
        return Err(Refusal::field("to", Code::Unknown).into());
    }
    let (kept, worked) = (both(&lead, &keeps), both(&lead, &works));
    // None chosen means all of them.
    let chosen = if households.is_empty() { String::new() } else { listed(households.iter().copied()) };
    // Staff do nothing for their own family, so its work would only lie with them.
    let own = row!(tx, (i64,), "select household from account where id = $1", to)?.map_or(0, |(household,)| household);
    let (now, actor) = (tx.now, tx.actor.account);
    let mut moved: Vec<(usize, Vec<i64>)> = Vec::new();
    let mut files = 0;
    // What has no owner of its own is its file's caseworker's, and nothing climbs to account 0.
    let kinds = WORK.iter().enumerate().filter(|(_, work)| from > 0 || work.reach == Reach::Files);
    for (at, work) in kinds {
        let areas = if matches!(work.reach, Reach::Files | Reach::Kept | Reach::Doors) { &kept } else { &worked };
        let (table, column, open) = (work.table, work.column, work.open);
        let sql = format!(
            "update {table} set {column} = $2{} where {column} = $1 and {open} and {}{}{} returning id",
            work.beside(),
            work.inside(areas),
            work.chosen(&chosen),
            work.outside(own),
        );
        let ids = values!(tx, i64, AssertSqlSafe(sql.as_str()), from, to)?;
        if work.reach == Reach::Files {
            files = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            for ids in ids.chunks(CHUNK) {
                let sql = format!(
                    "update household set changed = $1, changed_by = $2 where id in ({})",
                    listed(ids.iter().copied())
                );
                run!(tx, AssertSqlSafe(sql.as_str()), now, actor)?;
            }
        }
        if !ids.is_empty() {
            moved.push((at, ids));
        }
    }
    // An account that works elsewhere gets nothing: said, or the work stays with a leaver while it looks handed over.
    if moved.is_empty() && has_work(tx, from, &chosen).await? {
        return Err(Refusal::field("to", Code::Unknown).into());
    }
    // Else no colleague could plan these visits before their day.
    let of_chosen = if chosen.is_empty() { String::new() } else { format!(" and h.id in ({chosen})") };
    let plans = format!(
        "delete from visit_plan where account = $1 and visit in (select v.id from visit v
             join household h on h.id = v.household where h.area in ({kept}){of_chosen})"
    );
    run!(tx, AssertSqlSafe(plans.as_str()), from)?;
    let name = name_of(tx, from).await?;
    tx.emit(Event::WorkHandedOver(OfWork { account: to, name, files })).await?;
    let rows: usize = moved.iter().map(|(_, ids)| ids.len()).sum();
    if (1..=NOTED_MOST).contains(&rows) {
        undo::offer(tx, UndoKind::WorkHandedOver, from, &(to, moved)).await?;
    }
    tx.audit("account", from).await?;
    Ok(files)
}

/// Says whether anything in the areas that the actor leads is open with an account.
async fn has_work(tx: &mut Tx<'_>, from: AccountId, chosen: &str) -> Result<bool> {
    let areas = led(&tx.actor);
    for work in WORK.iter().filter(|work| from > 0 || work.reach == Reach::Files) {
        let (table, column, open) = (work.table, work.column, work.open);
        let sql = format!(
            "select count(*) from {table} where {column} = $1 and {open} and {}{}",
            work.inside(&areas),
            work.chosen(chosen),
        );
        if value!(tx, i64, AssertSqlSafe(sql.as_str()), from)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn name_of(tx: &mut Tx<'_>, account: AccountId) -> Result<String> {
    let name = row!(tx, (String,), "select name from account where id = $1", account)?;
    Ok(name.map(|(name,)| name).unwrap_or_default())
}

/// Gives work back to the account that gave it up, as far as it still is with `to` and open; that account is told.
///
/// # Errors
/// Not allowed without the role; [`Code::UndoDepends`] when none of it is left there.
pub(crate) async fn take_back(
    tx: &mut Tx<'_>,
    from: AccountId,
    (to, moved): (AccountId, Vec<(usize, Vec<i64>)>),
) -> Result<()> {
    tx.actor.must_somewhere(Action::LeadCasework)?;
    let areas = led(&tx.actor);
    let (mut files, mut all) = (0, 0);
    for (at, ids) in moved {
        let Some(work) = WORK.get(at) else { continue };
        let (table, column, open) = (work.table, work.column, work.open);
        for ids in ids.chunks(CHUNK) {
            let sql = format!(
                "update {table} set {column} = $2{} where {column} = $1 and {open} and {} and id in ({})",
                work.beside(),
                work.inside(&areas),
                listed(ids.iter().copied()),
            );
            let back = run!(tx, AssertSqlSafe(sql.as_str()), to, from)?;
            all += back;
            if work.reach == Reach::Files {
                files += i64::try_from(back).unwrap_or(i64::MAX);
            }
        }
    }
    if all == 0 {
        return Err(Code::UndoDepends.into());
    }
    if from > 0 {
        let name = name_of(tx, to).await?;
        tx.emit(Event::WorkHandedOver(OfWork { account: from, name, files })).await?;
    }
    tx.audit("account", from).await
}

/// Builds a statement that selects the areas which the actor leads.
fn led(actor: &Actor) -> String {
    format!("select r.id from area r where {}", covered("r.path", &actor.areas_for(Action::LeadCasework)))
}
