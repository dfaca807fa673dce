//! Where staff work: the area and the shop that an account has chosen as its own, by which lists begin.

use super::{Actor, Grant};
use crate::{
    areas::{AreaId, AreaPath},
    ledger::LocationId,
};

/// Area that an account has chosen as its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkArea {
    /// Its id.
    pub id: AreaId,
    /// Its path.
    pub path: AreaPath,
    /// Its name.
    pub name: String,
}

/// Shop that an account has chosen as its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkShop {
    /// Its id.
    pub id: LocationId,
    /// Its name.
    pub name: String,
}

/// What an account has chosen as its own; it gives no right, and what the roles no longer cover is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkPlace {
    /// Area, if any.
    pub area: Option<WorkArea>,
    /// Shop, if any.
    pub shop: Option<WorkShop>,
}

impl Actor {
    /// Whether the caller has a staff role in `area`.
    #[must_use]
    pub fn works_in(&self, area: &AreaPath) -> bool {
        self.grants.iter().any(|grant| grant.role.is_staff() && grant.path.covers(area))
    }

    /// The caller as it looks at its own area, for lists: each role there only. A role that it holds only elsewhere stays
    /// as it is, so that no page is closed by a choice of what to look at.
    #[must_use]
    pub fn narrowed(&self) -> Actor {
        let Some(own) = &self.place.area else { return self.clone() };
        let within = |grant: &Grant| match (grant.path.covers(&own.path), own.path.covers(&grant.path)) {
            (true, _) => Some(Grant { role: grant.role, area: own.id, path: own.path.clone() }),
            (false, true) => Some(grant.clone()),
            (false, false) => None,
        };
        let mut grants: Vec<Grant> = self.grants.iter().filter_map(within).collect();
        let elsewhere = self.grants.iter().filter(|grant| !grants.iter().any(|own| own.role == grant.role));
        let elsewhere: Vec<Grant> = elsewhere.cloned().collect();
        grants.extend(elsewhere);
        grants.dedup();
        Actor { grants, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Role;

    fn grant(role: Role, path: &str) -> Grant {
        Grant { role, area: 0, path: AreaPath(path.into()) }
    }

    #[test]
    fn an_actor_is_narrowed_to_its_own_area_and_never_widened() {
        let area = |path: &str| Some(WorkArea { id: 7, path: AreaPath(path.into()), name: "七".into() });
        let grants =
            vec![grant(Role::Coordinator, "/1/"), grant(Role::Caseworker, "/1/7/8/"), grant(Role::Auditor, "/2/")];
        let actor = Actor { account: 3, grants, ..Actor::default() };
        assert_eq!(actor.narrowed(), actor, "nothing is chosen");
        let place = WorkPlace { area: area("/1/7/"), shop: None };
        let paths = |actor: &Actor| actor.grants.iter().map(|grant| grant.path.0.clone()).collect::<Vec<_>>();
        let narrowed = Actor { place, ..actor.clone() }.narrowed();
        assert_eq!(paths(&narrowed), ["/1/7/", "/1/7/8/", "/2/"]);
        // An area in which no role is held changes nothing.
        let place = WorkPlace { area: area("/9/"), shop: None };
        assert_eq!(paths(&Actor { place, ..actor.clone() }.narrowed()), paths(&actor));
    }
}
