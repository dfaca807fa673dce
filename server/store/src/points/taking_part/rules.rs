//! Rules of areas. A rule is never changed: a new version replaces it from its first day on, and what it gave stays.
//! The version of the day of a fact decides, also for one that is recorded later.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaId,
    households::HouseholdId,
    permission::Action,
    points::taking_part::{NewPartRule, PartKind, PartRule, PartRuleId},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    db::sql::{row, rows, run, stored},
    points::views::readable,
};

/// Sets a rule of an area; the one of the same kind ends when this one begins. It also applies below, up to areas with a
/// rule of their own.
///
/// # Errors
/// Not allowed without a role that sets policies; not found outside the actor's areas and for area 0; invalid fields;
/// [`Code::WrongState`] when another one was set at the same time.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetPartRule {
    /// The area.
    pub area: AreaId,
    /// Its new rule.
    pub rule: NewPartRule,
}

impl Command for SetPartRule {
    const NAME: &'static str = "part_rule_set";
    type Output = PartRuleId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PartRuleId> {
        let area = self.area;
        if area == 0 {
            tx.actor.must_somewhere(Action::SetPolicy)?;
            return Err(Refusal::NotFound.into());
        }
        must_in(tx, Action::SetPolicy, area).await?;
        let new = self.rule.checked(tx.now)?;
        let (now, account, kind) = (tx.now, tx.actor.account, new.kind.as_str());
        run!(
            tx,
            "update part_rule set ended = $3, ended_by = $4
             where area = $1 and kind = $2 and (ended = 0 or ended > $3)",
            area,
            kind,
            new.from,
            account,
        )?;
        let made = row!(
            tx,
            (i64,),
            "insert into part_rule (area, root, kind, n, points, cap_month, valid_from, valid_until, made, made_by,
                 ended, ended_by)
             select a.id, a.root, cast($2 as text),
                 1 + coalesce((select max(r.n) from part_rule r where r.area = a.id and r.kind = $2), 0),
                 cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), cast($6 as bigint), cast($7 as bigint),
                 cast($8 as bigint), 0, 0
             from area a where a.id = $1
             on conflict do nothing returning id",
            area,
            kind,
            new.points,
            new.cap_month,
            new.from,
            new.until,
            now,
            account,
        )?;
        let (id,) = made.ok_or(Code::WrongState)?;
        tx.audit("part_rule", id).await?;
        Ok(id)
    }
}

/// Withdraws a rule, also one that a version of a later day replaces. What it gave stays; the rule of an area above
/// applies again, if there is one.
///
/// # Errors
/// Not allowed without a role that sets policies; not found outside the actor's areas; [`Code::WrongState`] once it has
/// ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WithdrawPartRule {
    /// The rule.
    pub rule: PartRuleId,
}

impl Command for WithdrawPartRule {
    const NAME: &'static str = "part_rule_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::SetPolicy)?;
        let found = row!(tx, (i64,), "select area from part_rule where id = $1", self.rule)?;
        let (area,) = found.ok_or(Refusal::NotFound)?;
        must_in(tx, Action::SetPolicy, area).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let done = run!(
            tx,
            "update part_rule set ended = $2, ended_by = $3 where id = $1 and (ended = 0 or ended > $2)",
            self.rule,
            now,
            account,
        )?;
        if done == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("part_rule", self.rule).await
    }
}

stored! {
    struct RuleRow => PartRule {
        parsed: kind; id: i64, area: i64, area_name: String, version: i64, points: i64, cap_month: i64, from: i64,
        until: i64, made: i64, ended: i64
    }
}

/// Loads the rules that apply to a household now, one per kind: of the nearest area at or above its own.
async fn of_household(db: &mut Conn<'_>, household: HouseholdId, now: i64) -> Result<Vec<PartRule>> {
    let found = rows!(
        db,
        RuleRow,
        "select r.id, r.area, q.name as area_name, r.kind, r.n as version, r.points, r.cap_month,
             r.valid_from as \"from\", r.valid_until as until, r.made, r.ended
         from household h join area a on a.id = h.area
             join part_rule r on r.root = h.root and (r.ended = 0 or r.ended > $2) join area q on q.id = r.area
         where h.id = $1 and a.path like q.path || '%' and r.valid_from <= $2
             and (r.valid_until = 0 or r.valid_until > $2)
         order by length(q.path) desc, r.id",
        household,
        now,
    )?;
    let all = found.into_iter().map(PartRule::try_from).collect::<Result<Vec<_>>>()?;
    let of = |kind: PartKind| all.iter().find(|rule| rule.kind == kind).cloned();
    Ok(PartKind::ALL.iter().filter_map(|kind| of(*kind)).collect())
}

impl Store {
    /// Lists the versions of an area's own rules: those in force first, then the newest 100 that have ended.
    ///
    /// # Errors
    /// Not allowed without a role that sets policies; not found for an unknown area or one outside the actor's.
    pub async fn part_rules(&self, actor: &Actor, area: AreaId) -> Result<Vec<PartRule>> {
        actor.must_somewhere(Action::SetPolicy)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::SetPolicy, &path)?;
        let found = rows!(
            db,
            RuleRow,
            "select r.id, r.area, q.name as area_name, r.kind, r.n as version, r.points, r.cap_month,
                 r.valid_from as \"from\", r.valid_until as until, r.made, r.ended
             from part_rule r join area q on q.id = r.area where r.area = $1
             order by case when r.ended = 0 then 0 else 1 end, r.id desc limit 100",
            area,
        )?;
        found.into_iter().map(PartRule::try_from).collect()
    }

    /// Lists the rules that apply to a household now, for its family and the staff who read its points.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household_part_rules(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<PartRule>> {
        let mut db = self.reader().await?;
        readable(&mut db.arm(), actor, household).await?;
        of_household(&mut db.arm(), household, self.now()).await
    }
}
