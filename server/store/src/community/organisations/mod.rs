//! Organisations: what they are and offer, who may act for them, and what they did.
//! Lock order: organisation, then account, partnership or pledge. None of its writes locks a household or a wish.

pub mod contacts;
pub mod figures;
pub(crate) mod hits;
pub mod profile;
pub mod views;

use domain::{
    Code,
    accounts::{AccountId, Actor, OrganisationId},
    areas::{AreaId, AreaPath},
    community::partnerships::Partner,
    permission::Action,
};

use crate::{
    Conn, Error, Refusal, Result, Tx,
    areas::{
        staff::coordinators,
        tree::{must_in, path_of},
    },
    db::{
        pagination::signed_in,
        sql::{row, run, values},
    },
};

/// An organisation whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedOrganisation {
    pub id: OrganisationId,
    pub open: bool,
    pub root: AreaId,
    path: String,
}

impl LockedOrganisation {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }
}

/// Loads an organisation.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn load_organisation(db: &mut Conn<'_>, id: OrganisationId) -> Result<LockedOrganisation> {
    row!(
        db,
        LockedOrganisation,
        "select o.id, o.open, a.root, a.path
         from organisation o join area a on a.id = o.area where o.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks an organisation's row until commit, then reads it. The caller checks the permission before and after.
pub(crate) async fn lock_organisation(tx: &mut Tx<'_>, id: OrganisationId) -> Result<LockedOrganisation> {
    run!(tx, "update organisation set version = version + 1 where id = $1", id)?;
    load_organisation(&mut tx.arm(), id).await
}

/// Checks that the actor keeps an organisation, and locks it.
///
/// # Errors
/// Not allowed without a role that keeps organisations; not found outside the actor's areas.
pub(crate) async fn lock_kept_organisation(tx: &mut Tx<'_>, id: OrganisationId) -> Result<LockedOrganisation> {
    tx.actor.must_somewhere(Action::KeepOrganisations)?;
    let seen = load_organisation(&mut tx.arm(), id).await?;
    tx.actor.must(Action::KeepOrganisations, &seen.path())?;
    lock_organisation(tx, id).await
}

/// As [`lock_kept_organisation`], also for a member who acts for it.
pub(crate) async fn lock_own_organisation(tx: &mut Tx<'_>, id: OrganisationId) -> Result<LockedOrganisation> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load_organisation(&mut tx.arm(), id).await?;
    if acts_for(&mut tx.arm(), &actor).await? != id {
        actor.must(Action::KeepOrganisations, &seen.path())?;
    }
    lock_organisation(tx, id).await
}

/// Returns the open organisation for which the actor may act, or 0. Read anew, because the right may have ended since
/// the session began; accounts without a grant have a session that opens nothing.
pub(crate) async fn acts_for(db: &mut Conn<'_>, actor: &Actor) -> Result<OrganisationId> {
    if actor.organisation == 0 || actor.grants.is_empty() {
        return Ok(0);
    }
    let found = row!(
        db,
        (i64,),
        "select a.organisation from account a join organisation o on o.id = a.organisation
         where a.id = $1 and a.contact = true and a.open = true and o.open = true and a.organisation = $2",
        actor.account,
        actor.organisation,
    )?;
    Ok(found.map(|(id,)| id).unwrap_or_default())
}

/// Loads the open accounts that may act for an organisation.
pub(crate) async fn contacts_of(db: &mut Conn<'_>, organisation: OrganisationId) -> Result<Vec<AccountId>> {
    Ok(values!(
        db,
        i64,
        "select id from account
         where organisation = $1 and organisation <> 0 and contact = true and open = true order by id",
        organisation,
    )?)
}

/// Returns for which partner the actor acts in something between an organisation and an area; `acts_for` is the
/// organisation for which it may act, or 0. No account is both: staff of the area are none for their own organisation.
pub(crate) fn partner_of(
    actor: &Actor,
    acts_for: OrganisationId,
    organisation: OrganisationId,
    area: &AreaPath,
) -> Option<Partner> {
    match () {
        () if acts_for != 0 && acts_for == organisation => Some(Partner::Organisation),
        () if actor.organisation == organisation => None,
        () if actor.may(Action::KeepOrganisations, area) => Some(Partner::Area),
        () => None,
    }
}

/// Loads all who are told of something between an organisation and an area: those who act for it, and coordinators.
pub(crate) async fn both_partners(
    db: &mut Conn<'_>,
    organisation: OrganisationId,
    area: &AreaPath,
) -> Result<Vec<AccountId>> {
    let mut accounts = contacts_of(db, organisation).await?;
    for account in coordinators(db, area).await? {
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    Ok(accounts)
}

/// Finds out for which partner the actor proposes something between an organisation (0 for its own) and an area, and
/// locks the organisation.
///
/// # Errors
/// Not allowed for accounts that may do neither; not found outside the actor's areas; field `organisation` (unknown,
/// closed or of another root area) and `area`; [`Code::OwnMembership`] for staff that belongs to the organisation;
/// [`Code::NoContact`] when no account may answer for it.
pub(crate) async fn proposer(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    area: AreaId,
) -> Result<(Partner, LockedOrganisation)> {
    let actor = tx.actor.clone();
    let own = acts_for(&mut tx.arm(), &actor).await?;
    if own != 0 && (organisation == 0 || organisation == own) {
        let held = lock_organisation(tx, own).await?;
        let known = path_of(&mut tx.arm(), area).await?.filter(|path| path.0.starts_with(&format!("/{}/", held.root)));
        known.filter(|_| area != 0).ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        return Ok((Partner::Organisation, held));
    }
    let path = must_in(tx, Action::KeepOrganisations, area).await?;
    let unknown = || Refusal::field("organisation", Code::Unknown);
    if organisation == 0 {
        return Err(Refusal::field("organisation", Code::Required).into());
    }
    if actor.organisation == organisation {
        return Err(Code::OwnMembership.into());
    }
    let held = match lock_organisation(tx, organisation).await {
        Err(Error::Refused(Refusal::NotFound)) => return Err(unknown().into()),
        other => other?,
    };
    if area == 0 || !held.open || !path.0.starts_with(&format!("/{}/", held.root)) {
        return Err(unknown().into());
    }
    if contacts_of(&mut tx.arm(), held.id).await?.is_empty() {
        return Err(Code::NoContact.into());
    }
    Ok((Partner::Area, held))
}
