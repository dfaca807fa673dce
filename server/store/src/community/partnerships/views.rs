//! Reads partnerships: staff those of their areas, members those of their organisation.

use domain::{
    DAY,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::partnerships::{ANSWER_DAYS, Partnership, PartnershipId, PartnershipList, PartnershipState},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    community::organisations::{acts_for, partner_of},
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct PartnershipRow {
    id: i64,
    organisation: i64,
    organisation_name: String,
    area: i64,
    area_name: String,
    path: String,
    what: String,
    words: String,
    state: String,
    partner: String,
    starts: i64,
    until: i64,
    proposed: i64,
    renewal: i64,
    renewal_partner: String,
    renewals: i64,
    ended: i64,
    reason: String,
}

/// Columns and joins of a [`PartnershipRow`]; a macro because statements are literals.
macro_rules! partnership_columns {
    () => {
        "p.id, p.organisation, o.name as organisation_name, p.area, a.name as area_name, a.path, p.what, p.words,
         p.state, p.partner, p.starts, p.until, p.proposed, p.renewal, p.renewal_partner, p.renewals, p.ended, p.reason
         from partnership p join organisation o on o.id = p.organisation join area a on a.id = p.area"
    };
}

impl PartnershipRow {
    fn read(self, actor: &Actor, own: OrganisationId) -> Result<Partnership> {
        let state: PartnershipState = parse(&self.state)?;
        let some = |at: i64| (at != 0).then_some(at);
        Ok(Partnership {
            id: self.id,
            mine: partner_of(actor, own, self.organisation, &AreaPath(self.path)),
            organisation: self.organisation,
            organisation_name: self.organisation_name,
            area: self.area,
            area_name: self.area_name,
            what: parse(&self.what)?,
            words: self.words,
            state,
            partner: parse(&self.partner)?,
            starts: self.starts,
            until: self.until,
            proposed: self.proposed,
            answer_by: (state == PartnershipState::Proposed).then_some(self.proposed + ANSWER_DAYS * DAY),
            renewal: some(self.renewal),
            renewal_partner: if self.renewal_partner.is_empty() { None } else { Some(parse(&self.renewal_partner)?) },
            renewals: self.renewals,
            ended: some(self.ended),
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
        })
    }
}

impl Store {
    /// Lists the partnerships of the actor's areas, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads organisations.
    pub async fn partnerships(
        &self,
        actor: &Actor,
        list: PartnershipList,
        cursor: PartnershipId,
    ) -> Result<Page<Partnership>> {
        actor.must_somewhere(Action::ReadOrganisations)?;
        let which = match list {
            PartnershipList::Waiting => "p.state = 'proposed' and p.partner = 'organisation'",
            PartnershipList::Live => "p.state in ('proposed', 'agreed', 'running')",
            PartnershipList::Over => "p.state in ('ended', 'declined', 'withdrawn', 'lapsed')",
        };
        let sql = format!(
            concat!(
                "select ",
                partnership_columns!(),
                " where {} and (p.id < $1 or $1 = 0) and {} order by p.id desc limit 51"
            ),
            which,
            covered("a.path", &actor.areas_for(Action::ReadOrganisations)),
        );
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, PartnershipRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.read(actor, own)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |one| one.id))
    }

    /// Lists the partnerships of an organisation, newest first, at most 50: for its members all, for staff those of
    /// their areas.
    ///
    /// # Errors
    /// Not signed in; not allowed without a role that reads organisations.
    pub async fn organisation_partnerships(&self, actor: &Actor, id: OrganisationId) -> Result<Vec<Partnership>> {
        signed_in(actor)?;
        let inside = if actor.organisation != 0 && actor.organisation == id {
            "1 = 1".to_owned()
        } else {
            actor.must_somewhere(Action::ReadOrganisations)?;
            covered("a.path", &actor.areas_for(Action::ReadOrganisations))
        };
        let sql = format!(
            concat!("select ", partnership_columns!(), " where p.organisation = $1 and {} order by p.id desc limit 50"),
            inside
        );
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, PartnershipRow, AssertSqlSafe(sql.as_str()), id)?;
        found.into_iter().map(|row| row.read(actor, own)).collect()
    }

    /// Loads one partnership, for members of its organisation and the staff of its area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn partnership(&self, actor: &Actor, id: PartnershipId) -> Result<Partnership> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = acts_for(&mut db.arm(), actor).await?;
        let found = row!(db, PartnershipRow, concat!("select ", partnership_columns!(), " where p.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let member = actor.organisation != 0 && actor.organisation == row.organisation;
        if !member && !actor.may(Action::ReadOrganisations, &AreaPath(row.path.clone())) {
            return Err(Refusal::NotFound.into());
        }
        row.read(actor, own)
    }

    /// Counts partnerships that organisations proposed to the account's areas.
    pub(crate) fn partnerships_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepOrganisations).then(|| {
            format!(
                "select count(*) as n, min(p.proposed) as at from partnership p join area a on a.id = p.area
                 where p.state = 'proposed' and p.partner = 'organisation' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepOrganisations)),
            )
        })
    }
}
