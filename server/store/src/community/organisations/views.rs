//! Reads organisations: staff those that belong to, serve or lie around their areas, members their own, visitors the
//! public part of each.

use domain::{
    Timestamp,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    casework::rounds::profile::unlisted,
    community::organisations::{
        KeptClaim, Offering, OrganisationFile, OrganisationKind, OrganisationLine, OrganisationList,
        OrganisationMember, PublicOrganisation, ServedArea,
    },
    permission::Action,
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::figures::figures;
use crate::{
    Conn, Error, Refusal, Result, Store,
    crypto::secret::Secret,
    db::{
        area_filter::covered,
        pagination::{PAGE, anywhere, page, signed_in},
        sql::{parse, row, rows},
    },
};

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct OrganisationQuery {
    /// Which of them.
    pub list: OrganisationList,
    /// Of which kind.
    pub kind: Option<OrganisationKind>,
    /// Words of the name.
    pub words: String,
    /// `next` of the previous page.
    pub cursor: OrganisationId,
}

#[derive(sqlx::FromRow)]
struct OrganisationLineRow {
    id: i64,
    name: String,
    kind: String,
    area_name: String,
    offers: String,
    open: bool,
    members: i64,
    contacts: i64,
    partnerships: i64,
}

impl OrganisationLineRow {
    fn read(self) -> Result<OrganisationLine> {
        Ok(OrganisationLine {
            id: self.id,
            name: self.name,
            kind: parse(&self.kind)?,
            area_name: self.area_name,
            offers: offers(&self.offers)?,
            open: self.open,
            members: self.members,
            contacts: self.contacts,
            partnerships: self.partnerships,
        })
    }
}

/// Columns and joins of an [`OrganisationLineRow`]; a macro because statements are literals.
macro_rules! organisation_columns {
    () => {
        "o.id, o.name, o.kind, a.name as area_name, o.offers, o.open,
         (select count(*) from account m where m.organisation = o.id and m.organisation <> 0 and m.open = true)
             as members,
         (select count(*) from account m where m.organisation = o.id and m.organisation <> 0 and m.open = true
             and m.contact = true) as contacts,
         (select count(*) from partnership p where p.organisation = o.id and p.state = 'running') as partnerships
         from organisation o join area a on a.id = o.area"
    };
}

fn offers(column: &str) -> Result<Vec<Offering>> {
    unlisted(column).map_err(|_| Error::Broken(format!("unknown stored value in {column:?}")))
}

/// Builds a condition on an organisation `o` of area `a`: it belongs to, serves or lies around one of the areas.
pub(super) fn near(areas: &[AreaPath]) -> String {
    let around = areas
        .iter()
        .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
        .map(|area| format!("'{}' like a.path || '%'", area.0));
    let inside = [
        covered("a.path", areas),
        format!(
            "exists (select 1 from organisation_area s join area b on b.id = s.area
                 where s.organisation = o.id and {})",
            covered("b.path", areas)
        ),
    ];
    format!("({})", inside.into_iter().chain(around).collect::<Vec<_>>().join(" or "))
}

/// Condition of a list.
fn listed_as(list: OrganisationList) -> &'static str {
    match list {
        OrganisationList::Open => "o.open = true",
        OrganisationList::Silent => {
            "o.open = true and not exists (select 1 from account m
                 where m.organisation = o.id and m.organisation <> 0 and m.open = true and m.contact = true)"
        }
        OrganisationList::Closed => "o.open = false",
    }
}

/// First moment of the year.
pub(super) fn year_start(now: Timestamp) -> Timestamp {
    let month = Month::of(now);
    month.plus(1 - month.number()).start()
}

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    name: String,
    kind: String,
    area: i64,
    area_name: String,
    path: String,
    offers: String,
    open: bool,
    contact_name: String,
    contact_phone: String,
    members: i64,
    /// Whether the reader may act for it now, as `acts_for` decides.
    acts: bool,
}

async fn organisation_row(db: &mut Conn<'_>, id: OrganisationId, reader: &Actor) -> Result<OrganisationRow> {
    let has_grant = !reader.grants.is_empty();
    row!(
        db,
        OrganisationRow,
        "select o.name, o.kind, o.area, a.name as area_name, a.path, o.offers, o.open, o.contact_name,
             o.contact_phone,
             (select count(*) from account m where m.organisation = o.id and m.organisation <> 0 and m.open = true)
                 as members,
             (o.open = true and o.id = $2 and $3 = true and exists (select 1 from account m where m.id = $4
                 and m.organisation = o.id and m.contact = true and m.open = true)) as acts
         from organisation o join area a on a.id = o.area where o.id = $1",
        id,
        reader.organisation,
        has_grant,
        reader.account,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the actor reads an organisation: staff as in the list, and its members.
pub(super) async fn must_read(db: &mut Conn<'_>, actor: &Actor, id: OrganisationId) -> Result<()> {
    signed_in(actor)?;
    if actor.organisation != 0 && actor.organisation == id {
        return Ok(());
    }
    actor.must_somewhere(Action::ReadOrganisations)?;
    let sql = format!(
        "select o.id from organisation o join area a on a.id = o.area where o.id = $1 and {}",
        near(&actor.areas_for(Action::ReadOrganisations))
    );
    row!(db, (i64,), AssertSqlSafe(sql.as_str()), id)?.map(drop).ok_or_else(|| Refusal::NotFound.into())
}

impl Store {
    /// Lists organisations for staff, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads organisations.
    pub async fn organisation_lines(&self, actor: &Actor, query: &OrganisationQuery) -> Result<Page<OrganisationLine>> {
        Ok(page(self.organisation_rows(actor, query, PAGE + 1).await?, |line| line.id))
    }

    /// As [`Store::organisation_lines`], with a number of rows.
    pub(crate) async fn organisation_rows(
        &self,
        actor: &Actor,
        query: &OrganisationQuery,
        rows: usize,
    ) -> Result<Vec<OrganisationLine>> {
        actor.must_somewhere(Action::ReadOrganisations)?;
        let sql = format!(
            concat!(
                "select ",
                organisation_columns!(),
                " where {} and ($2 = '' or o.kind = $2) and lower(o.name) like $3 escape '!' and o.id > $1 and {}
                  order by o.id limit {}"
            ),
            listed_as(query.list),
            near(&actor.areas_for(Action::ReadOrganisations)),
            rows,
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            OrganisationLineRow,
            AssertSqlSafe(sql.as_str()),
            query.cursor,
            query.kind.map_or("", OrganisationKind::as_str),
            anywhere(&query.words),
        )?;
        found.into_iter().map(OrganisationLineRow::read).collect()
    }

    /// Loads an organisation for staff and its members. Whom to call there is for staff and those who act for it.
    ///
    /// # Errors
    /// Not signed in; not allowed without a role that reads organisations; not found outside the actor's areas.
    pub async fn organisation_file(&self, actor: &Actor, id: OrganisationId) -> Result<OrganisationFile> {
        let now = self.now();
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        let row = organisation_row(&mut db.arm(), id, actor).await?;
        let acts = row.acts;
        let named = rows!(
            db,
            (i64, String),
            "select area, name from (
                 select b.id as area, b.name as name, b.path as place, cast(0 as bigint) as number
                 from organisation_area s join area b on b.id = s.area where s.organisation = $1
                 union all
                 select cast(0 as bigint), m.name, '', m.id from account m
                 where m.organisation = $1 and m.organisation <> 0 and m.contact = true and m.open = true
             ) line order by place, number",
            id,
        )?;
        let (contacts, areas): (Vec<_>, Vec<_>) = named.into_iter().partition(|(area, _)| *area == 0);
        let [total, year] = figures(&mut db.arm(), id, (year_start(now), now)).await?;
        let calls = acts || actor.may_somewhere(Action::ReadOrganisations);
        let open = |secret, sealed: &str| if calls { self.vault.open(secret, sealed) } else { Ok(String::new()) };
        Ok(OrganisationFile {
            id,
            kind: parse(&row.kind)?,
            area: row.area,
            area_name: row.area_name,
            areas: areas.into_iter().map(|(area, name)| ServedArea { area, name }).collect(),
            offers: offers(&row.offers)?,
            open: row.open,
            contact_name: open(Secret::OrganisationContact, &row.contact_name)?,
            contact_phone: open(Secret::OrganisationPhone, &row.contact_phone)?,
            contacts: contacts.into_iter().map(|(_, name)| name).collect(),
            members: row.members,
            total,
            year,
            may_keep: actor.may(Action::KeepOrganisations, &AreaPath(row.path)),
            acts,
            name: row.name,
        })
    }

    /// Loads what visitors read of an open organisation.
    ///
    /// # Errors
    /// Not found for an unknown or closed one.
    pub async fn public_organisation(&self, id: OrganisationId) -> Result<PublicOrganisation> {
        let mut db = self.reader().await?;
        let row = organisation_row(&mut db.arm(), id, &Actor::visitor()).await?;
        if !row.open {
            return Err(Refusal::NotFound.into());
        }
        let [total, _] = figures(&mut db.arm(), id, (0, self.now())).await?;
        Ok(PublicOrganisation {
            id,
            name: row.name,
            kind: parse(&row.kind)?,
            area_name: row.area_name,
            offers: offers(&row.offers)?,
            figures: total.public(),
        })
    }

    /// Lists the open accounts of an organisation's members, those who act for it first; at most 200.
    ///
    /// # Errors
    /// Not allowed without a role that keeps organisations; not found outside the actor's areas.
    pub async fn organisation_members(&self, actor: &Actor, id: OrganisationId) -> Result<Vec<OrganisationMember>> {
        actor.must_somewhere(Action::KeepOrganisations)?;
        let mut db = self.reader().await?;
        let row = organisation_row(&mut db.arm(), id, actor).await?;
        actor.must(Action::KeepOrganisations, &AreaPath(row.path))?;
        let found = rows!(
            db,
            (i64, String, bool),
            "select id, name, contact from account where organisation = $1 and organisation <> 0 and open = true
             order by contact desc, id limit 200",
            id,
        )?;
        Ok(found.into_iter().map(|(account, name, contact)| OrganisationMember { account, name, contact }).collect())
    }

    /// Lists the claims that members of an organisation kept, newest first: the rows behind its figure.
    ///
    /// # Errors
    /// As [`Store::organisation_file`].
    pub async fn organisation_claims(&self, actor: &Actor, id: OrganisationId, cursor: i64) -> Result<Page<KeptClaim>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        let found = rows!(
            db,
            (i64, i64, String, String, String, i64, i64),
            "select c.id, w.item, w.size, w.own_name, w.own_key, c.quantity, c.created
             from claim c join wish w on w.id = c.wish
             where c.organisation = $1 and c.organisation <> 0 and c.state in ('handed_over', 'confirmed')
                 and (c.id < $2 or $2 = 0) order by c.id desc limit 51",
            id,
            cursor,
        )?;
        let claims = found.into_iter().map(|(claim, item, size, own_name, own_key, quantity, promised)| KeptClaim {
            claim,
            key: domain::catalogue::key_of(item, &own_key),
            title: domain::catalogue::title_of(item, &own_name, &size),
            size,
            quantity,
            promised,
        });
        Ok(page(claims.collect(), |one| one.claim))
    }

    /// Lists open organisations of the root areas of the actor, for choices: number and name, at most 300.
    ///
    /// # Errors
    /// Not allowed without a role that keeps organisations.
    pub async fn organisation_choices(&self, actor: &Actor) -> Result<Vec<(OrganisationId, String)>> {
        actor.must_somewhere(Action::KeepOrganisations)?;
        let sql = format!(
            "select o.id, o.name from organisation o join area a on a.id = o.area
             where o.open = true and {} order by o.name, o.id limit 300",
            near(&actor.areas_for(Action::KeepOrganisations))
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?)
    }
}
