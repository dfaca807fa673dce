//! Reads entitlements: those who open files in the area, and each family its own once it was asked.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::entitlements::{
        Entitlement, EntitlementId, EntitlementState, EntitlementStep, NeededPaper, RuleId, rules::RuleState,
    },
    households::{FileState, HouseholdId, PaperKind, mask},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{set, some};
use crate::{
    Refusal, Result, Store,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::{reveal::is_open, views::household_path},
};

/// Which entitlements a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntitlementQuery {
    /// Where they stand.
    pub list: EntitlementList,
    /// Rule, or 0 for all.
    pub rule: RuleId,
    /// Only those of files that the actor keeps, or for whose keeper it stands in.
    pub mine: bool,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: EntitlementId,
}

/// Where the entitlements of a list stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntitlementList {
    /// Families that are to be asked.
    #[default]
    ToAsk,
    /// Families that were asked on their page, or want it.
    Wanted,
    /// Applied for.
    Applied,
    /// Late, whatever the step.
    Late,
    /// With an end.
    Over,
}

impl EntitlementList {
    fn condition(self) -> &'static str {
        match self {
            EntitlementList::ToAsk => "e.ended = 0 and e.state = 'found'",
            EntitlementList::Wanted => "e.ended = 0 and e.state in ('asked', 'wants')",
            EntitlementList::Applied => "e.ended = 0 and e.state = 'applied'",
            EntitlementList::Late => "e.ended = 0 and e.due < $2",
            EntitlementList::Over => "e.ended > 0",
        }
    }
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    rule: i64,
    rule_name: String,
    gives: String,
    source: String,
    rule_state: String,
    unit: String,
    household: i64,
    contact: String,
    area_name: String,
    path: String,
    file_state: String,
    member: i64,
    member_name: String,
    state: String,
    because: String,
    doubts: String,
    needed: String,
    seen: String,
    low_income: i64,
    accounts: i64,
    fits: bool,
    found: i64,
    due: i64,
    apply_by: i64,
    raised: i64,
    answered: i64,
    applied: i64,
    decided: i64,
    reason: String,
    caseworker: i64,
    caseworker_name: String,
}

/// Columns and joins of an [`EntryRow`]; a macro because statements are literals.
macro_rules! entry_columns {
    () => {
        "e.id, e.rule, v.name as rule_name, v.gives, v.source, r.state as rule_state, v.unit, e.household,
         h.name as contact, a.name as area_name, a.path, h.state as file_state, e.member,
         coalesce(p.name, '') as member_name, e.state, e.because, e.doubts, v.papers as needed, e.papers as seen,
         (select count(*) from paper w where w.household = e.household and w.kind = 'low_income') as low_income,
         (select count(*) from account c where c.household = e.household and c.open = true) as accounts,
         e.fits, e.found, e.due, v.apply_by, e.raised, e.answered, e.applied, e.decided, e.reason, h.caseworker,
         coalesce(k.name, '') as caseworker_name
         from entitlement e join entitlement_rule r on r.id = e.rule
             join entitlement_version v on v.rule = e.rule and v.version = e.version
             join household h on h.id = e.household join area a on a.id = h.area
             left join person p on p.id = e.member and p.household = e.household
             left join account k on k.id = h.caseworker"
    };
}

/// Papers that a rule asks for and that are not there yet.
pub(crate) fn missing(needed: &[NeededPaper], seen: &[NeededPaper], low_income: i64) -> Vec<NeededPaper> {
    let on_file = |paper: &NeededPaper| low_income > 0 && paper.on_file() == Some(PaperKind::LowIncome);
    needed.iter().copied().filter(|paper| !seen.contains(paper) && !on_file(paper)).collect()
}

/// How much of names the reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// As in lists.
    Masked,
    /// The file is revealed, or the reader's own.
    Open,
}

impl EntryRow {
    fn opened(self, vault: &Vault, actor: &Actor, names: Names, now: Timestamp) -> Result<Entitlement> {
        let path = AreaPath(self.path);
        let family = is_own(actor, self.household);
        let keeps = !family && actor.may(Action::KeepHouseholds, &path);
        let state: EntitlementState = parse(&self.state)?;
        let rule_state: RuleState = parse(&self.rule_state)?;
        let contact = vault.open(Secret::HouseholdName, &self.contact)?;
        let member_name = match self.member_name.as_str() {
            "" => String::new(),
            sealed => vault.open(Secret::PersonName, sealed)?,
        };
        let masked = names == Names::Masked;
        let (needed, seen): (Vec<NeededPaper>, Vec<NeededPaper>) = (set(&self.needed)?, set(&self.seen)?);
        let is_open = parse::<FileState>(&self.file_state)? == FileState::Open;
        let takes = |step: EntitlementStep| {
            let by_family = matches!(step, EntitlementStep::Want | EntitlementStep::Decline);
            let after = state.after(step);
            let over = rule_state == RuleState::Withdrawn || (1..=now).contains(&self.apply_by);
            let gone = over && after.as_ref().is_ok_and(|next| next.is_listed());
            let asked = step != EntitlementStep::Ask || self.accounts > 0;
            is_open && (keeps || (family && by_family)) && after.is_ok() && !gone && asked
        };
        Ok(Entitlement {
            id: self.id,
            rule: self.rule,
            rule_name: self.rule_name,
            gives: self.gives,
            source: self.source,
            rule_state,
            unit: parse(&self.unit)?,
            household: self.household,
            contact: match (family, keeps) {
                (true, _) => String::new(),
                (_, true) => contact,
                _ => mask::name(&contact),
            },
            area_name: self.area_name,
            member: some(self.member),
            member_name: if masked && !family { mask::name(&member_name) } else { member_name },
            state,
            because: set(&self.because)?,
            doubts: set(&self.doubts)?,
            missing: missing(&needed, &seen, self.low_income),
            papers: needed,
            fits: self.fits,
            found: self.found,
            due: some(self.due),
            apply_by: some(self.apply_by),
            late: self.raised > 0,
            answered: some(self.answered),
            applied: some(self.applied),
            decided: some(self.decided),
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
            owner: some(self.caseworker).filter(|_| !family),
            owner_name: if family { String::new() } else { self.caseworker_name },
            steps: EntitlementStep::ALL.iter().copied().filter(|step| takes(*step)).collect(),
            may_see_papers: keeps && is_open && state.is_live(),
        })
    }
}

/// Builds the count of entries of the account's families that have a next step and fulfil a condition.
fn entries_of(of: &Waiting<'_>, condition: &str) -> String {
    format!(
        "select count(*) as n, min(nullif(e.due, 0)) as at
         from household h join entitlement e on e.household = h.id join area a on a.id = h.area
         where h.caseworker <> 0 and {} and e.ended = 0 and {condition} and {}",
        one_of("h.caseworker", of.whose),
        covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
    )
}

impl Store {
    /// Builds the condition of a list, whose `$2` is the present time; only numbers go into it.
    pub(crate) async fn entitlement_condition(&self, actor: &Actor, query: &EntitlementQuery) -> Result<String> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadHouseholds));
        let mut sql = format!("{inside} and {} and $2 > 0", query.list.condition());
        if query.rule != 0 {
            sql += &format!(" and e.rule = {}", query.rule);
        }
        if query.mine {
            let mut db = self.reader().await?;
            let accounts = stands_in_for(&mut db.arm(), actor.account, self.now()).await?;
            sql += &format!(" and {}", one_of("h.caseworker", &accounts));
        }
        Ok(sql)
    }

    /// Lists entitlements of the actor's areas, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn entitlements(&self, actor: &Actor, query: &EntitlementQuery) -> Result<Page<Entitlement>> {
        let condition = self.entitlement_condition(actor, query).await?;
        let sql =
            format!(concat!("select ", entry_columns!(), " where e.id > $1 and {} order by e.id limit 51"), condition);
        let (now, mut db) = (self.now(), self.reader().await?);
        let found = rows!(db, EntryRow, AssertSqlSafe(sql.as_str()), query.cursor, now)?;
        let opened = |row: EntryRow| row.opened(&self.vault, actor, Names::Masked, now);
        Ok(page(found.into_iter().map(opened).collect::<Result<Vec<_>>>()?, |one| one.id))
    }

    /// Lists the entitlements of a household for those who read its file, newest first; at most 100.
    ///
    /// # Errors
    /// Not allowed without a role that reads files; not found outside the actor's areas.
    pub async fn household_entitlements(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Entitlement>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::ReadHouseholds, &path)?;
        let found = rows!(
            db,
            EntryRow,
            concat!("select ", entry_columns!(), " where e.household = $1 order by e.id desc limit 100"),
            household,
        )?;
        let now = self.now();
        found.into_iter().map(|row| row.opened(&self.vault, actor, Names::Masked, now)).collect()
    }

    /// Lists the entitlements about which the actor's own family was asked, newest first; at most 100. Those that ended
    /// without an application are there if the family had answered.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_entitlements(&self, actor: &Actor) -> Result<Vec<Entitlement>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            EntryRow,
            concat!(
                "select ",
                entry_columns!(),
                " where e.household = $1 and e.state <> 'found'
                     and (e.answered > 0 or e.state not in ('lapsed', 'withdrawn', 'dropped'))
                 order by e.id desc limit 100"
            ),
            household,
        )?;
        let now = self.now();
        found.into_iter().map(|row| row.opened(&self.vault, actor, Names::Open, now)).collect()
    }

    /// Loads one entitlement, for those who read the file, and for its family once it was asked.
    ///
    /// # Errors
    /// Not signed in; not allowed without a role that reads files; not found outside the actor's areas, and for a
    /// family that was not asked.
    pub async fn entitlement(&self, actor: &Actor, id: EntitlementId) -> Result<Entitlement> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, EntryRow, concat!("select ", entry_columns!(), " where e.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let (household, now): (HouseholdId, Timestamp) = (row.household, self.now());
        if is_own(actor, household) {
            let state: EntitlementState = parse(&row.state)?;
            let known = state.is_known_to_family() || (row.answered > 0 && state != EntitlementState::Found);
            return if known {
                row.opened(&self.vault, actor, Names::Open, now)
            } else {
                Err(Refusal::NotFound.into())
            };
        }
        actor.must(Action::ReadHouseholds, &AreaPath(row.path.clone()))?;
        let open = is_open(&mut db.arm(), actor, household, now).await?;
        row.opened(&self.vault, actor, if open { Names::Open } else { Names::Masked }, now)
    }

    /// Counts what families of the account may be entitled to, to be asked about.
    pub(crate) fn entitlements_to_ask(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| entries_of(of, "e.state = 'found'"))
    }

    /// Counts what families of the account may be entitled to and is late.
    pub(crate) fn entitlements_overdue(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| entries_of(of, "e.due < $1"))
    }
}
