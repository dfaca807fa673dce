//! What an actor may do, and where.

use super::Action;
use crate::{Code, Error, Result, accounts::Actor, areas::AreaPath, households::HouseholdId};

impl Actor {
    /// Whether the caller may perform `action` in `area`.
    #[must_use]
    pub fn may(&self, action: Action, area: &AreaPath) -> bool {
        action.roles().iter().any(|role| self.has_in(*role, area))
    }

    /// Whether the caller may perform `action` in any area, which is enough to show its page.
    #[must_use]
    pub fn may_somewhere(&self, action: Action) -> bool {
        action.roles().iter().any(|role| self.has(*role))
    }

    /// Whether the caller may perform `action` in the whole of its root area, or in the installation.
    #[must_use]
    pub fn may_in_root(&self, action: Action) -> bool {
        self.may(action, &AreaPath::installation().child(self.root))
    }

    /// Whether the caller may perform `action` in the installation, above all root areas.
    #[must_use]
    pub fn may_in_installation(&self, action: Action) -> bool {
        self.may(action, &AreaPath::installation())
    }

    /// Areas in which the caller may perform `action`.
    #[must_use]
    pub fn areas_for(&self, action: Action) -> Vec<AreaPath> {
        self.grants.iter().filter(|g| action.roles().contains(&g.role)).map(|g| g.path.clone()).collect()
    }

    /// Requires the account of a family; returns its household.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account; [`Error::NotFound`] for accounts without a household.
    pub fn must_be_family(&self) -> Result<HouseholdId> {
        match (self.is_signed_in(), self.household) {
            (false, _) => Err(Error::NotAllowed(Code::SignInNeeded)),
            (true, 0) => Err(Error::NotFound),
            (true, household) => Ok(household),
        }
    }

    /// Requires `action` in any area, for subjects whose existence the caller knows.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account, else [`Code::NotAllowed`] without the role.
    pub fn must_somewhere(&self, action: Action) -> Result<()> {
        match (self.may_somewhere(action), self.is_signed_in()) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::NotAllowed(Code::NotAllowed)),
            (false, false) => Err(Error::NotAllowed(Code::SignInNeeded)),
        }
    }

    /// Requires `action` in the installation, for what applies to all root areas.
    ///
    /// # Errors
    /// As [`Actor::must_somewhere`]; [`Code::NotAllowed`] too if the role is held below the installation only.
    pub fn must_in_installation(&self, action: Action) -> Result<()> {
        self.must_somewhere(action)?;
        if self.may_in_installation(action) { Ok(()) } else { Err(Error::NotAllowed(Code::NotAllowed)) }
    }

    /// Requires `action` in `area`, for a single row.
    ///
    /// # Errors
    /// As [`Actor::must_somewhere`]; [`Error::NotFound`] if the role is held elsewhere only, so that the caller does
    /// not learn that the row exists.
    pub fn must(&self, action: Action, area: &AreaPath) -> Result<()> {
        self.must_somewhere(action)?;
        if self.may(action, area) { Ok(()) } else { Err(Error::NotFound) }
    }
}
