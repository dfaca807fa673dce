//! Reads pledges: visitors those that are public, partners and staff theirs in every state.

use domain::{
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::pledges::{Pledge, PledgeId, PledgeList},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::kept::{Reader, lines};
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    community::organisations::{acts_for, partner_of},
    db::{
        area_filter::covered,
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct PledgeRow {
    id: i64,
    organisation: i64,
    organisation_name: String,
    organisation_open: bool,
    area: i64,
    area_name: String,
    path: String,
    state: String,
    partner: String,
    until: i64,
    drafted: i64,
    organisation_signed: i64,
    area_signed: i64,
    shown: i64,
    rated: i64,
    rating: String,
    reason: String,
}

/// Columns and joins of a [`PledgeRow`]; a macro because statements are literals.
macro_rules! pledge_columns {
    () => {
        "p.id, p.organisation, o.name as organisation_name, o.open as organisation_open, p.area, a.name as area_name,
         a.path, p.state, p.partner, p.until, p.drafted, p.organisation_signed, p.area_signed, p.shown, p.rated,
         p.rating, p.reason
         from pledge p join organisation o on o.id = p.organisation join area a on a.id = p.area"
    };
}

impl PledgeRow {
    fn read(self, actor: &Actor, own: OrganisationId) -> Result<Pledge> {
        let some = |at: i64| (at != 0).then_some(at);
        let path = AreaPath(self.path);
        let is_member = actor.organisation != 0 && actor.organisation == self.organisation;
        Ok(Pledge {
            id: self.id,
            mine: partner_of(actor, own, self.organisation, &path),
            exact: is_member || actor.may(Action::ReadOrganisations, &path),
            organisation: self.organisation,
            organisation_name: self.organisation_name,
            organisation_open: self.organisation_open,
            area: self.area,
            area_name: self.area_name,
            state: parse(&self.state)?,
            partner: parse(&self.partner)?,
            until: self.until,
            drafted: self.drafted,
            organisation_signed: some(self.organisation_signed),
            area_signed: some(self.area_signed),
            shown: some(self.shown),
            rated: some(self.rated),
            rating: if self.rating.is_empty() { None } else { Some(parse(&self.rating)?) },
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
            lines: Vec::new(),
        })
    }
}

/// Condition of a list of visitors; drafts are in none.
fn public(list: PledgeList) -> &'static str {
    match list {
        PledgeList::Running | PledgeList::Signing => "p.state in ('shown', 'keeping')",
        PledgeList::Rating => "p.state = 'rating'",
        PledgeList::Over => "p.state in ('rated', 'unrated')",
    }
}

/// Condition of a list of staff.
fn listed_as(list: PledgeList) -> &'static str {
    match list {
        PledgeList::Running => "p.state in ('shown', 'keeping')",
        PledgeList::Signing => "p.state = 'signing'",
        PledgeList::Rating => "p.state = 'rating'",
        PledgeList::Over => "p.state in ('rated', 'unrated', 'declined', 'withdrawn', 'lapsed')",
    }
}

impl Store {
    /// Lists pledges for visitors, newest first, of all organisations or (with a number) of one; without lines.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn public_pledges(
        &self,
        list: PledgeList,
        organisation: OrganisationId,
        cursor: PledgeId,
    ) -> Result<Page<Pledge>> {
        let sql = format!(
            concat!(
                "select ",
                pledge_columns!(),
                " where {} and (p.organisation = $2 or $2 = 0) and (p.id < $1 or $1 = 0) order by p.id desc limit 51"
            ),
            public(list)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, PledgeRow, AssertSqlSafe(sql.as_str()), cursor, organisation)?;
        let visitor = Actor::visitor();
        let found = found.into_iter().map(|row| row.read(&visitor, 0)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |one| one.id))
    }

    /// Lists the pledges of the actor's areas, newest first; without lines.
    ///
    /// # Errors
    /// Not allowed without a role that reads organisations.
    pub async fn pledges(&self, actor: &Actor, list: PledgeList, cursor: PledgeId) -> Result<Page<Pledge>> {
        Ok(page(self.pledge_rows(actor, list, cursor, PAGE + 1).await?, |one| one.id))
    }

    /// As [`Store::pledges`], with a number of rows.
    pub(crate) async fn pledge_rows(
        &self,
        actor: &Actor,
        list: PledgeList,
        cursor: PledgeId,
        rows: usize,
    ) -> Result<Vec<Pledge>> {
        actor.must_somewhere(Action::ReadOrganisations)?;
        let sql = format!(
            concat!(
                "select ",
                pledge_columns!(),
                " where {} and (p.id < $1 or $1 = 0) and {} order by p.id desc limit {}"
            ),
            listed_as(list),
            covered("a.path", &actor.areas_for(Action::ReadOrganisations)),
            rows,
        );
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, PledgeRow, AssertSqlSafe(sql.as_str()), cursor)?;
        found.into_iter().map(|row| row.read(actor, own)).collect()
    }

    /// Lists the pledges of an organisation, newest first, at most 50; without lines: for its members all, for staff
    /// those of their areas.
    ///
    /// # Errors
    /// Not signed in; not allowed without a role that reads organisations.
    pub async fn organisation_pledges(&self, actor: &Actor, id: OrganisationId) -> Result<Vec<Pledge>> {
        signed_in(actor)?;
        let inside = if actor.organisation != 0 && actor.organisation == id {
            "1 = 1".to_owned()
        } else {
            actor.must_somewhere(Action::ReadOrganisations)?;
            covered("a.path", &actor.areas_for(Action::ReadOrganisations))
        };
        let sql = format!(
            concat!("select ", pledge_columns!(), " where p.organisation = $1 and {} order by p.id desc limit 50"),
            inside
        );
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, PledgeRow, AssertSqlSafe(sql.as_str()), id)?;
        found.into_iter().map(|row| row.read(actor, own)).collect()
    }

    /// Loads a pledge with its lines: drafts and exact numbers for members of its organisation and the staff of its
    /// area, else a public one with numbers rounded down.
    ///
    /// # Errors
    /// Not found for visitors and all others unless it is public.
    pub async fn pledge(&self, actor: &Actor, id: PledgeId) -> Result<Pledge> {
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = row!(db, PledgeRow, concat!("select ", pledge_columns!(), " where p.id = $1"), id)?;
        let seen = found.ok_or(Refusal::NotFound)?.read(actor, own)?;
        if !seen.exact && !seen.state.is_public() {
            return Err(Refusal::NotFound.into());
        }
        let reader = if seen.exact { Reader::Partner } else { Reader::Public };
        Ok(Pledge { lines: lines(&mut db.arm(), id, reader).await?, ..seen })
    }

    /// Counts pledges that the account's areas have to sign.
    pub(crate) fn pledges_to_sign(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepOrganisations).then(|| {
            format!(
                "select count(*) as n, min(p.drafted) as at from pledge p join area a on a.id = p.area
                 where p.state = 'signing' and p.area_signed = 0 and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepOrganisations)),
            )
        })
    }

    /// Counts pledges that the account's areas have to rate.
    pub(crate) fn pledges_to_rate(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepOrganisations).then(|| {
            format!(
                "select count(*) as n, min(p.until) as at
                 from pledge p join area a on a.id = p.area where p.state = 'rating' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepOrganisations)),
            )
        })
    }
}
