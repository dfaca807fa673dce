//! Closing one's own account: what stands in its way, so that nothing promised is lost.

use serde::Serialize;

use crate::Code;

/// What must be done before an account can be closed by its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClosingTerms {
    /// Own claims whose goods no shop has received.
    pub claims: i64,
    /// Own offers that a shop has not answered, or whose goods it expects.
    pub offers: i64,
    /// Submitted and published wishes of the account's family.
    pub wishes: i64,
    /// Orders of the account's family that wait in a shop.
    pub orders: i64,
    /// Household files that the account keeps.
    pub files: i64,
    /// Whether it is the last administrator of the installation.
    pub last_admin: bool,
    /// Whether the password must be typed in; false for an account without one.
    pub password: bool,
}

impl ClosingTerms {
    /// Returns why the account cannot be closed now; `None` when it can.
    #[must_use]
    pub fn refusal(&self) -> Option<Code> {
        let reasons = [
            (self.claims > 0, Code::ClaimsOwed),
            (self.offers > 0, Code::OffersOpen),
            (self.wishes > 0, Code::WishesOpen),
            (self.orders > 0, Code::OrdersOpen),
            (self.files > 0, Code::FilesKept),
            (self.last_admin, Code::LastAdmin),
        ];
        reasons.into_iter().find_map(|(stands, code)| stands.then_some(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_owes_nothing_can_be_closed_and_each_debt_has_its_code() {
        assert_eq!(ClosingTerms { password: true, ..ClosingTerms::default() }.refusal(), None);
        let owed = |terms: ClosingTerms| terms.refusal();
        assert_eq!(owed(ClosingTerms { claims: 1, offers: 1, ..Default::default() }), Some(Code::ClaimsOwed));
        assert_eq!(owed(ClosingTerms { offers: 1, ..Default::default() }), Some(Code::OffersOpen));
        assert_eq!(owed(ClosingTerms { wishes: 1, orders: 1, ..Default::default() }), Some(Code::WishesOpen));
        assert_eq!(owed(ClosingTerms { orders: 1, ..Default::default() }), Some(Code::OrdersOpen));
        assert_eq!(owed(ClosingTerms { files: 1, last_admin: true, ..Default::default() }), Some(Code::FilesKept));
        assert_eq!(owed(ClosingTerms { last_admin: true, ..Default::default() }), Some(Code::LastAdmin));
    }
}
