//! Moves an area below another one, merges one into another, closes it and opens it again. Households and what belongs
//! to them go along; what is derived from the tree (paths of roles, levels that late work reached, districts of wishes)
//! is written anew in the same transaction, and what rules say of the families there is asked again.
//!
//! Lock order: areas in ascending id, before households. What is added to an area locks it too (`tree::must_in`), so
//! that nothing is left behind, and no role or area below gets a path of before. A file that moves locks its household
//! first; where the two meet, PostgreSQL ends one, and it is tried again.

pub(crate) mod derivations;
pub mod impact;

use domain::{
    Code,
    areas::{AreaId, AreaKind, AreaPath, reorganisation::AreaChangeKind},
    permission::Action,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::{must_reach, name_taken, path_of},
    db::sql::{parse, row, run, value},
};

/// Columns that name an area and follow a merge as they are; `tests/it/reorganisation.rs` fails for one that is in no
/// list.
pub const FOLLOWING: &[(&str, &str)] = &[
    ("household", "area"),
    ("household_import", "area"),
    ("household_move", "from_area"),
    ("household_move", "to_area"),
    ("wish", "home"),
    ("thanks", "home"),
    ("answerer", "area"),
    ("area_document", "area"),
    ("course", "area"),
    ("drive", "area"),
    ("duty", "area"),
    ("entitlement_rule", "area"),
    ("group_bot", "area"),
    ("indicator", "area"),
    ("partnership", "area"),
    ("pledge", "area"),
    ("pledge_listing", "area"),
    ("programme", "area"),
    ("question", "area"),
    ("round", "area"),
    ("round_door", "area"),
    ("shift", "area"),
    ("slot", "area"),
    ("vacancy", "area"),
    ("visit_rule", "area"),
    ("location", "area"),
    ("organisation", "area"),
    ("community_group", "area"),
    ("aid_programme", "area"),
    ("poster", "area"),
    ("account", "place_area"),
];

/// Tables with one row for an area and a key, the condition that two rows `o` and the table's own have the same key.
/// The target's row wins; that of the merged area stays with it, where it holds for no family any more.
pub const KEYED: &[(&str, &str)] = &[
    ("course_rule", "o.topic = course_rule.topic and o.year = course_rule.year"),
    ("part_rule", "o.kind = part_rule.kind"),
    ("school_rule", "o.area = $2"),
    ("organisation_area", "o.organisation = organisation_area.organisation"),
];

/// Area whose row is locked until commit.
#[derive(sqlx::FromRow)]
struct LockedArea {
    id: i64,
    parent: i64,
    root: i64,
    kind: String,
    path: String,
    closed: i64,
}

impl LockedArea {
    fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    fn level(&self) -> Result<usize> {
        let kind: AreaKind = parse(&self.kind)?;
        Ok(kind as usize)
    }
}

async fn locked(tx: &mut Tx<'_>, id: AreaId) -> Result<LockedArea> {
    run!(tx, "update area set created = created where id = $1", id)?;
    row!(tx, LockedArea, "select id, parent, root, kind, path, closed from area where id = $1", id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the actor administers the target, too, then locks both in ascending order.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::AreaClosed`]; field `to` for another root area, the area itself or one
/// below it.
async fn lock_both(tx: &mut Tx<'_>, area: AreaId, to: AreaId) -> Result<(LockedArea, LockedArea)> {
    must_reach(tx, Action::Administer, to).await?;
    let first = locked(tx, area.min(to)).await?;
    let second = locked(tx, area.max(to)).await?;
    let (area, to) = if first.id == area { (first, second) } else { (second, first) };
    // Either may have been moved while the locks were waited for.
    tx.actor.must(Action::Administer, &area.path())?;
    tx.actor.must(Action::Administer, &to.path())?;
    if area.closed != 0 || to.closed != 0 {
        return Err(Code::AreaClosed.into());
    }
    if area.root != to.root || area.path().covers(&to.path()) || area.parent == 0 {
        return Err(Refusal::field("to", Code::Unknown).into());
    }
    Ok((area, to))
}

/// Checks that as many files lie there as the preview said, so that nothing is decided on old numbers.
async fn must_be_as_seen(tx: &mut Tx<'_>, area: &LockedArea, seen: i64) -> Result<()> {
    let there = value!(
        tx,
        i64,
        "select count(*) from household h join area a on a.id = h.area where a.path like $1 || '%'",
        &area.path,
    )?;
    if there == seen { Ok(()) } else { Err(Code::ChangedMeanwhile.into()) }
}

/// Notes what became of an area, and who did it.
async fn note(tx: &mut Tx<'_>, area: &LockedArea, kind: AreaChangeKind, ends: (AreaId, AreaId), n: i64) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "insert into area_change (area, kind, before, after, households, at, account)
         values ($1, $2, $3, $4, $5, $6, $7)",
        area.id,
        kind.as_str(),
        ends.0,
        ends.1,
        n,
        now,
        account,
    )?;
    tx.audit("area", area.id).await
}

/// Moves an area with all below it under another one of its root area. Roles and policies of the areas above hold from
/// the next request on; those of the area itself go along.
///
/// # Errors
/// Not found outside the areas that the actor administers; [`Code::ProofNeeded`]; [`Code::AreaClosed`]; field `to` for
/// an area of another root, itself, one below it, or one that is no higher; [`Code::NameTaken`];
/// [`Code::ChangedMeanwhile`] when the number of files is another one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MoveArea {
    /// Area to move.
    pub area: AreaId,
    /// Area that it lies below afterwards.
    pub to: AreaId,
    /// Household files that the preview counted.
    pub households: i64,
}

impl Command for MoveArea {
    const NAME: &'static str = "area_move";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_reach(tx, Action::Administer, self.area).await?;
        tx.must_be_proved().await?;
        let (area, to) = lock_both(tx, self.area, self.to).await?;
        if to.level()? >= area.level()? || area.parent == to.id {
            return Err(Refusal::field("to", Code::Unknown).into());
        }
        // Areas and roles are added under the lock of the area above: after this one all of them are seen below.
        run!(tx, "update area set created = created where path like $1 || '%'", &area.path)?;
        must_be_as_seen(tx, &area, self.households).await?;
        let new = to.path().child(area.id).0;
        name_taken(run!(tx, "update area set parent = $2 where id = $1", area.id, to.id))?;
        run!(
            tx,
            "update area set path = $2 || substr(path, length(cast($1 as text)) + 1) where path like $1 || '%'",
            &area.path,
            &new,
        )?;
        derivations::write_anew(tx, &area.path, &new).await?;
        note(tx, &area, AreaChangeKind::Moved, (area.parent, to.id), self.households).await
    }
}

/// Merges an area into another one: households, accounts, shops, organisations, rules and the people who answer go over,
/// and the area is closed. Policies of the target hold. Areas below have to be moved before.
///
/// # Errors
/// As [`MoveArea`]; [`Code::AreaNotEmpty`] with open areas below, or while a round runs in both; [`Code::NameTaken`] when
/// a shop, an organisation, a group or an aid programme of both has the same name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MergeAreas {
    /// Area that is given up.
    pub area: AreaId,
    /// Area that gets all of it.
    pub to: AreaId,
    /// Household files that the preview counted.
    pub households: i64,
}

impl Command for MergeAreas {
    const NAME: &'static str = "area_merge";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_reach(tx, Action::Administer, self.area).await?;
        tx.must_be_proved().await?;
        let (area, to) = lock_both(tx, self.area, self.to).await?;
        let (below, rounds) = row!(
            tx,
            (i64, i64),
            "select (select count(*) from area where parent = $1 and closed = 0),
                    (select count(*) from round x join round y on y.area = $2 and y.state = 'running'
                     where x.area = $1 and x.state = 'running')",
            area.id,
            to.id,
        )?
        .unwrap_or_default();
        if below > 0 || rounds > 0 {
            return Err(Code::AreaNotEmpty.into());
        }
        must_be_as_seen(tx, &area, self.households).await?;
        if !impact::clashes(&mut tx.arm(), area.id, to.id).await?.is_empty() {
            return Err(Code::NameTaken.into());
        }
        let now = tx.now;
        // Else each family would be visited twice for one reason. Visits that are due stay, as when a rule is taken
        // back.
        run!(
            tx,
            "update visit_rule set ended = $3, version = version + 1 where area = $1 and ended = 0
                 and exists (select 1 from visit_rule o where o.area = $2 and o.ended = 0
                     and o.families = visit_rule.families and o.rhythm = visit_rule.rhythm
                     and o.festival = visit_rule.festival)",
            area.id,
            to.id,
            now,
        )?;
        for (table, column) in FOLLOWING {
            let sql = format!("update {table} set {column} = $2 where {column} = $1");
            run!(tx, AssertSqlSafe(sql.as_str()), area.id, to.id)?;
        }
        for (table, same) in KEYED {
            let sql = format!(
                "update {table} set area = $2 where area = $1
                     and not exists (select 1 from {table} o where o.area = $2 and {same})"
            );
            run!(tx, AssertSqlSafe(sql.as_str()), area.id, to.id)?;
        }
        run!(tx, "delete from policy where area = $1", area.id)?;
        run!(tx, "delete from points_policy where area = $1", area.id)?;
        // Who has a role for good in the one area and lent in the other has it for good in the one that stays.
        run!(
            tx,
            "update role_grant set lent_for = 0 where area = $2 and lent_for <> 0 and exists (select 1 from role_grant o
                 where o.account = role_grant.account and o.role = role_grant.role and o.area = $1 and o.lent_for = 0)",
            area.id,
            to.id,
        )?;
        run!(
            tx,
            "update role_grant set area = $2, path = $3 where area = $1 and not exists (select 1 from role_grant o
                 where o.account = role_grant.account and o.role = role_grant.role and o.area = $2)",
            area.id,
            to.id,
            &to.path,
        )?;
        run!(tx, "delete from role_grant where area = $1", area.id)?;
        derivations::write_anew(tx, &area.path, &to.path).await?;
        run!(tx, "update area set closed = $2, merged_into = $3 where id = $1", area.id, now, to.id)?;
        note(tx, &area, AreaChangeKind::Merged, (0, to.id), self.households).await
    }
}

/// Closes an area in which nothing is open: it takes nothing new and is in no list. What was stays readable.
///
/// # Errors
/// Not found outside the areas that the actor administers; [`Code::ProofNeeded`]; [`Code::WrongState`] when it is
/// closed; [`Code::AreaNotEmpty`] while something is open; the page of the area lists it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CloseArea {
    /// The area.
    pub area: AreaId,
}

impl Command for CloseArea {
    const NAME: &'static str = "area_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_reach(tx, Action::Administer, self.area).await?;
        tx.must_be_proved().await?;
        let area = locked(tx, self.area).await?;
        if area.closed != 0 || area.parent == 0 {
            return Err(Code::WrongState.into());
        }
        if !impact::contents(&mut tx.arm(), area.id).await?.is_empty() {
            return Err(Code::AreaNotEmpty.into());
        }
        let now = tx.now;
        run!(tx, "update area set closed = $2 where id = $1", area.id, now)?;
        note(tx, &area, AreaChangeKind::Closed, (0, 0), 0).await
    }
}

/// Opens a closed area again; one that was merged begins empty.
///
/// # Errors
/// Not found outside the areas that the actor administers; [`Code::ProofNeeded`]; [`Code::WrongState`] unless it is
/// closed; [`Code::AreaClosed`] below a closed one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReopenArea {
    /// The area.
    pub area: AreaId,
}

impl Command for ReopenArea {
    const NAME: &'static str = "area_reopen";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::Administer)?;
        let path = path_of(&mut tx.arm(), self.area).await?.ok_or(Refusal::NotFound)?;
        tx.actor.must(Action::Administer, &path)?;
        tx.must_be_proved().await?;
        let area = locked(tx, self.area).await?;
        if area.closed == 0 {
            return Err(Code::WrongState.into());
        }
        let above = value!(tx, i64, "select closed from area where id = $1", area.parent)?;
        if above != 0 {
            return Err(Code::AreaClosed.into());
        }
        run!(tx, "update area set closed = 0, merged_into = 0 where id = $1", area.id)?;
        note(tx, &area, AreaChangeKind::Reopened, (0, 0), 0).await
    }
}
