//! What open browsers are told of changes: the name of a part of a page that is to be read again, and nothing that
//! stands in it. Each listener gets only names of parts that it may read.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    claims::ClaimId,
    households::HouseholdId,
    permission::Action,
    wishes::WishId,
};

/// Record that changed, with what decides who may hear of it. An empty path is that of no area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// State or free units of a wish.
    Wish {
        /// The wish.
        id: WishId,
        /// Its household.
        household: HouseholdId,
        /// Its root area.
        root: AreaId,
        /// Area of the household.
        home: AreaPath,
        /// Whether it is public, or was before the change.
        public: bool,
    },
    /// Stage of a claim.
    Claim {
        /// The claim.
        id: ClaimId,
        /// Its claimer.
        account: AccountId,
        /// The wish.
        wish: WishId,
        /// Household of the wish.
        household: HouseholdId,
        /// Area of the household.
        home: AreaPath,
        /// Area of the shop.
        shop: AreaPath,
    },
    /// State of an order of the free shop.
    Order {
        /// The household that ordered.
        household: HouseholdId,
        /// Area of the shop.
        shop: AreaPath,
    },
    /// Any other record of an area, of which only its staff hear.
    Area {
        /// The area.
        path: AreaPath,
    },
    /// What an account was told of.
    Account {
        /// The account.
        id: AccountId,
    },
    /// So much at once that every part is read again.
    All,
}

/// Part of a page, as the pages and the stream name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A wish.
    Wish(WishId),
    /// A claim of the listener.
    Claim(ClaimId),
    /// The listener's list of claims.
    Claims,
    /// The start page of the listener's family.
    Home,
    /// What the listener's shops wait for.
    Shop,
    /// The listener's work of today.
    Today,
    /// Whatever the listener's start page shows: it was told of something.
    Mine,
    /// Every part.
    All,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Wish(id) => write!(f, "wish-{id}"),
            Topic::Claim(id) => write!(f, "claim-{id}"),
            Topic::Claims => f.write_str("claims"),
            Topic::Home => f.write_str("home"),
            Topic::Shop => f.write_str("shop"),
            Topic::Today => f.write_str("today"),
            Topic::Mine => f.write_str("mine"),
            Topic::All => f.write_str("all"),
        }
    }
}

/// Account or visitor with an open stream: as little of its actor as decides what it may hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    account: AccountId,
    root: AreaId,
    household: HouseholdId,
    /// Areas whose claims and orders it reads at the counter.
    shops: Box<[AreaPath]>,
    /// Areas of its staff roles.
    areas: Box<[AreaPath]>,
}

impl Listener {
    /// Takes what is needed from an actor.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        let mut shops = actor.areas_for(Action::HandOver);
        shops.extend(actor.areas_for(Action::ReadStock));
        let staff = actor.grants.iter().filter(|grant| grant.role.is_staff());
        Listener {
            account: actor.account,
            root: actor.root,
            household: actor.household,
            shops: distinct(shops),
            areas: distinct(staff.map(|grant| grant.path.clone()).collect()),
        }
    }

    /// Adds what the listener is told of a change; nothing for a change of what it may not read.
    pub fn hear(&self, change: &Change, told: &mut BTreeSet<Topic>) {
        match change {
            Change::Wish { id, household, root, home, public } => {
                let own = self.is_family_of(*household);
                if own || (*public && (self.root == 0 || self.root == *root)) {
                    told.insert(Topic::Wish(*id));
                }
                told.extend(own.then_some(Topic::Home));
                told.extend(covers(&self.areas, home).then_some(Topic::Today));
            }
            Change::Claim { id, account, wish, household, home, shop } => {
                if self.account != 0 && self.account == *account {
                    told.extend([Topic::Claim(*id), Topic::Claims]);
                }
                if self.is_family_of(*household) {
                    told.extend([Topic::Wish(*wish), Topic::Home]);
                }
                // As the counter's lists: claims of its shops, and of the families of its areas.
                told.extend((covers(&self.shops, shop) || covers(&self.shops, home)).then_some(Topic::Shop));
                told.extend(covers(&self.areas, home).then_some(Topic::Today));
            }
            Change::Order { household, shop } => {
                told.extend(self.is_family_of(*household).then_some(Topic::Home));
                told.extend(covers(&self.shops, shop).then_some(Topic::Shop));
                told.extend(covers(&self.areas, shop).then_some(Topic::Today));
            }
            Change::Area { path } => told.extend(covers(&self.areas, path).then_some(Topic::Today)),
            Change::Account { id } => told.extend((self.account != 0 && self.account == *id).then_some(Topic::Mine)),
            Change::All => {
                told.insert(Topic::All);
            }
        }
    }

    fn is_family_of(&self, household: HouseholdId) -> bool {
        self.household != 0 && self.household == household
    }
}

fn covers(areas: &[AreaPath], path: &AreaPath) -> bool {
    !path.0.is_empty() && areas.iter().any(|area| area.covers(path))
}

/// Leaves out areas that another one covers.
fn distinct(areas: Vec<AreaPath>) -> Box<[AreaPath]> {
    let mut kept: Vec<AreaPath> = Vec::new();
    for area in areas {
        if !covers(&kept, &area) {
            kept.retain(|other| !area.covers(other));
            kept.push(area);
        }
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Grant, Role};

    fn path(text: &str) -> AreaPath {
        AreaPath(text.into())
    }

    fn heard(actor: &Actor, change: &Change) -> String {
        let mut told = BTreeSet::new();
        Listener::of(actor).hear(change, &mut told);
        told.iter().map(Topic::to_string).collect::<Vec<_>>().join(" ")
    }

    fn staff(role: Role, area: &str) -> Actor {
        let grants = vec![Grant { role, area: 1, path: path(area) }];
        Actor { account: 9, root: 1, grants, ..Actor::default() }
    }

    #[test]
    fn each_listener_hears_of_what_it_may_read_and_of_nothing_else() {
        let (visitor, donor) = (Actor::visitor(), Actor { account: 5, root: 1, ..Actor::default() });
        let (other, there) =
            (Actor { account: 6, root: 1, ..Actor::default() }, Actor { account: 7, root: 2, ..Actor::default() });
        let family = Actor { account: 8, root: 1, household: 3, ..Actor::default() };
        let neighbour = Actor { account: 10, root: 1, household: 4, ..Actor::default() };
        let (keeper, far) = (staff(Role::Shopkeeper, "/1/2/"), staff(Role::Shopkeeper, "/1/5/"));
        let admin = staff(Role::Admin, "/1/");

        let wish = |public| Change::Wish { id: 12, household: 3, root: 1, home: path("/1/2/4/"), public };
        let claim =
            Change::Claim { id: 20, account: 5, wish: 12, household: 3, home: path("/1/2/4/"), shop: path("/1/2/") };
        for (actor, of_public, of_hidden, of_claim) in [
            (&visitor, "wish-12", "", ""),
            (&donor, "wish-12", "", "claim-20 claims"),
            (&other, "wish-12", "", ""),
            (&there, "", "", ""),
            (&family, "wish-12 home", "wish-12 home", "wish-12 home"),
            (&neighbour, "wish-12", "", ""),
            (&keeper, "wish-12 today", "today", "shop today"),
            (&far, "wish-12", "", ""),
            (&admin, "wish-12 today", "today", "today"),
        ] {
            assert_eq!(heard(actor, &wish(true)), of_public, "{actor:?}");
            assert_eq!(heard(actor, &wish(false)), of_hidden, "{actor:?}");
            assert_eq!(heard(actor, &claim), of_claim, "{actor:?}");
        }
        let order = Change::Order { household: 3, shop: path("/1/2/") };
        let of_area = Change::Area { path: path("/1/2/") };
        let told = Change::Account { id: 5 };
        assert_eq!((heard(&family, &order), heard(&keeper, &order)), ("home".into(), "shop today".into()));
        assert_eq!((heard(&keeper, &of_area), heard(&far, &of_area)), ("today".into(), String::new()));
        assert_eq!((heard(&donor, &told), heard(&other, &told)), ("mine".into(), String::new()));
        // Records without a household, a claimer or an area are not those of visitors, who have none either.
        let nothing = Change::Claim {
            id: 1,
            account: 0,
            wish: 1,
            household: 0,
            home: AreaPath(String::new()),
            shop: AreaPath(String::new()),
        };
        assert_eq!(heard(&visitor, &nothing), "");
        assert_eq!(heard(&staff(Role::Admin, "/"), &nothing), "");
        assert_eq!(heard(&visitor, &Change::Account { id: 0 }), "");
    }
}
