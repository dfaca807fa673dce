//! Household files through the router, and who sees what of them.

mod aid;
mod api_households;
mod audit;
mod consent;
mod entitlements;
mod household_sheets;
mod pairings;
mod privacy;
mod referrals;
mod rounds;
mod school_places;
mod visits;
