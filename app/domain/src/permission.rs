//! Who may do what. One table; the store asks it in the first line of every method.

use crate::{
    Code, Error, Result,
    accounts::{Actor, Role},
    areas::AreaPath,
};

/// What a person sets out to do in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Post a wish for a household of the area.
    PostForFamily,
    /// See what waits for review; publish, reject, edit the public words.
    ReviewWishes,
    /// Read families' thanks and let them out.
    ReviewThanks,
    /// Promise to fulfil a wish.
    ClaimWishes,
    /// Take a claim away from its claimer, with a reason.
    RevokeClaims,
    /// Receive, inspect, shelve, reserve, transfer, write off, reverse.
    KeepStock,
    /// Give goods to a family against its code.
    HandOver,
    /// See stock, journals and claims of the area.
    ReadStock,
    /// See household files of the area.
    ReadHouseholds,
    /// Make and change household files.
    KeepHouseholds,
    /// Set the rules of an area.
    SetPolicy,
    /// Give and take roles in an area.
    AssignRoles,
    /// Make areas, locations and organisations; open and close accounts.
    Administer,
    /// Read the audit trail.
    ReadAudit,
    /// Approve what somebody else counted.
    ApproveCounts,
    /// Give points to households, and take them back.
    GrantPoints,
    /// Order from the free shop for one's own household.
    OrderGoods,
    /// Offer one's own things to the shops.
    OfferGoods,
    /// See who opened a family's file, and why.
    ReadOpenings,
    /// See what is unusual about the openings of an area, and what families object to.
    WatchOpenings,
    /// Answer what families object to.
    AnswerObjections,
    /// See which households of the area were helped, and who was left out.
    SeeFairness,
}

impl Action {
    /// Every action, for the privilege table in the tests.
    pub const ALL: &[Action] = &[
        Action::PostForFamily,
        Action::ReviewWishes,
        Action::ReviewThanks,
        Action::ClaimWishes,
        Action::RevokeClaims,
        Action::KeepStock,
        Action::HandOver,
        Action::ReadStock,
        Action::ReadHouseholds,
        Action::KeepHouseholds,
        Action::SetPolicy,
        Action::AssignRoles,
        Action::Administer,
        Action::ReadAudit,
        Action::ApproveCounts,
        Action::GrantPoints,
        Action::OrderGoods,
        Action::OfferGoods,
        Action::ReadOpenings,
        Action::WatchOpenings,
        Action::AnswerObjections,
        Action::SeeFairness,
    ];

    /// The roles that may do it. An administrator of the installation sees no family and no shop.
    #[must_use]
    pub fn roles(self) -> &'static [Role] {
        match self {
            Action::PostForFamily | Action::KeepHouseholds => &[Role::Caseworker],
            Action::ReviewWishes | Action::ReviewThanks => &[Role::Caseworker, Role::Coordinator],
            Action::ClaimWishes | Action::OfferGoods => &[Role::Donor],
            Action::RevokeClaims => &[Role::Caseworker, Role::Coordinator, Role::Shopkeeper],
            Action::KeepStock => &[Role::Shopkeeper],
            Action::HandOver => &[Role::Shopkeeper, Role::Caseworker],
            Action::ReadStock => &[Role::Shopkeeper, Role::Caseworker, Role::Coordinator, Role::Auditor],
            Action::ReadHouseholds => &[Role::Caseworker, Role::Auditor],
            Action::SetPolicy | Action::AssignRoles => &[Role::Coordinator, Role::Admin],
            Action::Administer => &[Role::Admin],
            Action::ReadAudit => &[Role::Auditor, Role::Admin],
            Action::ApproveCounts => &[Role::Shopkeeper, Role::Coordinator],
            Action::GrantPoints => &[Role::Caseworker, Role::Coordinator],
            Action::OrderGoods => &[Role::Family],
            Action::ReadOpenings => &[Role::Caseworker, Role::Coordinator, Role::Auditor],
            Action::WatchOpenings => &[Role::Coordinator, Role::Auditor],
            Action::AnswerObjections => &[Role::Coordinator],
            Action::SeeFairness => &[Role::Caseworker, Role::Coordinator, Role::Auditor],
        }
    }
}

impl Actor {
    /// Whether the person may do this in `area`.
    #[must_use]
    pub fn may(&self, action: Action, area: &AreaPath) -> bool {
        action.roles().iter().any(|role| self.has_in(*role, area))
    }

    /// Whether the person may do this in some area at all: enough to see the page.
    #[must_use]
    pub fn may_somewhere(&self, action: Action) -> bool {
        action.roles().iter().any(|role| self.has(*role))
    }

    /// The areas in which the person may do this.
    #[must_use]
    pub fn areas_for(&self, action: Action) -> Vec<AreaPath> {
        self.grants.iter().filter(|g| action.roles().contains(&g.role)).map(|g| g.path.clone()).collect()
    }

    /// For what the person knows of (its own list led there): refused with a sentence.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] for a visitor, else [`Code::NotAllowed`].
    pub fn must_somewhere(&self, action: Action) -> Result<()> {
        match (self.may_somewhere(action), self.is_signed_in()) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::NotAllowed(Code::NotAllowed)),
            (false, false) => Err(Error::NotAllowed(Code::SignInNeeded)),
        }
    }

    /// For one record: whoever has the role, but not there, must not learn that it exists.
    ///
    /// # Errors
    /// As [`Actor::must_somewhere`], and [`Error::NotFound`] outside the person's areas.
    pub fn must(&self, action: Action, area: &AreaPath) -> Result<()> {
        self.must_somewhere(action)?;
        if self.may(action, area) { Ok(()) } else { Err(Error::NotFound) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;

    fn with(role: Role, path: &str) -> Actor {
        Actor { account: 7, grants: vec![Grant { role, area: 1, path: AreaPath(path.into()) }], ..Actor::default() }
    }

    #[test]
    fn outside_the_area_a_record_does_not_exist() {
        let here = AreaPath("/1/2/".into());
        assert_eq!(with(Role::Caseworker, "/1/").must(Action::ReviewWishes, &here), Ok(()));
        assert_eq!(with(Role::Caseworker, "/9/").must(Action::ReviewWishes, &here), Err(Error::NotFound));
        assert_eq!(
            with(Role::Donor, "/1/").must(Action::ReviewWishes, &here),
            Err(Error::NotAllowed(Code::NotAllowed))
        );
        assert_eq!(Actor::visitor().must(Action::ReviewWishes, &here), Err(Error::NotAllowed(Code::SignInNeeded)));
    }

    #[test]
    fn an_administrator_sees_no_family_and_an_auditor_changes_nothing() {
        let (admin, auditor) = (with(Role::Admin, "/"), with(Role::Auditor, "/1/"));
        let here = AreaPath("/1/2/".into());
        assert!(!admin.may(Action::ReadHouseholds, &here) && !admin.may(Action::ReadStock, &here));
        let allowed: Vec<_> = Action::ALL.iter().filter(|a| auditor.may(**a, &here)).collect();
        let reads = [
            &Action::ReadStock,
            &Action::ReadHouseholds,
            &Action::ReadAudit,
            &Action::ReadOpenings,
            &Action::WatchOpenings,
            &Action::SeeFairness,
        ];
        assert_eq!(allowed, reads);
    }
}
