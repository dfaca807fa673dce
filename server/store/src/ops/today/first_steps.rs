//! The first steps of a root area: what is there, read from its records, until all is done or the list is put away.

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::must_in,
    db::sql::{row, run},
};

/// What a root area has of what it needs before its first wish is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstSteps {
    /// Root area; 0 before there is one.
    pub root: AreaId,
    /// An area below it.
    pub areas: bool,
    /// A shop.
    pub shop: bool,
    /// An organisation.
    pub organisation: bool,
    /// A caseworker.
    pub people: bool,
    /// A family's file.
    pub family: bool,
    /// A wish that was published.
    pub wish: bool,
}

#[derive(sqlx::FromRow)]
struct StepsRow {
    id: i64,
    path: String,
    hidden: i64,
    areas: i64,
    shops: i64,
    organisations: i64,
    people: i64,
    families: i64,
    wishes: i64,
}

/// Puts the list of first steps of a root area away, for all who see it.
///
/// # Errors
/// Not found outside the actor's areas, and for an area that is not a root.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HideFirstSteps {
    /// Root area.
    pub root: AreaId,
}

impl Command for HideFirstSteps {
    const NAME: &'static str = "first_steps_hide";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::SetPolicy, self.root).await?;
        let now = tx.now;
        let hidden = run!(tx, "update area set steps_hidden = $2 where id = $1 and parent = 0", self.root, now)?;
        if hidden == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("area", self.root).await
    }
}

impl Store {
    /// Finds the first steps of the actor's root area, or of the newest one for an administrator of the installation
    /// without one; `None` without the right to set rules there, when all is done, and when they were put away.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn first_steps(&self, actor: &Actor) -> Result<Option<FirstSteps>> {
        if !actor.may_somewhere(Action::SetPolicy) {
            return Ok(None);
        }
        let mut db = self.reader().await?;
        let found = row!(
            db,
            StepsRow,
            "select r.id, r.path, r.steps_hidden as hidden,
                 (select count(*) from (select 1 from area a where a.root = r.id and a.id <> r.id limit 1) x) as areas,
                 (select count(*) from (select 1 from location l where l.root = r.id limit 1) x) as shops,
                 (select count(*) from (select 1 from organisation o join area a on a.id = o.area
                                        where a.root = r.id limit 1) x) as organisations,
                 (select count(*) from (select 1 from role_grant g where g.role = 'caseworker'
                                            and g.path like r.path || '%' limit 1) x) as people,
                 (select count(*) from (select 1 from household h join area a on a.id = h.area
                                            where a.root = r.id limit 1) x) as families,
                 (select count(*) from (select 1 from wish w where w.root = r.id and w.published > 0
                                        limit 1) x) as wishes
             from area r where r.parent = 0 and (r.id = $1 or $1 = 0) order by r.id desc limit 1",
            actor.root,
        )?;
        let Some(found) = found else {
            let may_make = actor.may(Action::Administer, &AreaPath::installation());
            return Ok(may_make.then(FirstSteps::default));
        };
        if found.hidden != 0 || !actor.may(Action::SetPolicy, &AreaPath(found.path)) {
            return Ok(None);
        }
        let steps = FirstSteps {
            root: found.id,
            areas: found.areas > 0,
            shop: found.shops > 0,
            organisation: found.organisations > 0,
            people: found.people > 0,
            family: found.families > 0,
            wish: found.wishes > 0,
        };
        Ok((!steps.is_done()).then_some(steps))
    }
}

impl FirstSteps {
    fn is_done(&self) -> bool {
        let Self { root, areas, shop, organisation, people, family, wish } = *self;
        root != 0 && areas && shop && organisation && people && family && wish
    }
}
