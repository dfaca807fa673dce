//! Services of organisations, referrals of families to them, and the page of an office without an account.

pub mod actions;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod office;
pub(crate) mod pieces;
pub(crate) mod referral;
pub(crate) mod referrals;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/desk/services", list::page, actions::add_service)
        .act("/desk/services/{id}", actions::set_service, list::page)
        .show("/desk/referrals", referrals::page)
        .file("/desk/referrals/file", referrals::file)
        .show("/desk/referrals/{id}", referral::page)
        .act("/desk/referrals/{id}/step", actions::step, referral::page)
        .act_and_show("/desk/referrals/{id}/link", office::make_link, referral::page)
        .act("/desk/referrals/{id}/stop-sharing", actions::stop_sharing, referral::page)
        .show_and_act("/desk/households/{id}/referrals", new::page, actions::draft)
        .show_and_act("/desk/office-referrals/{id}", office::staff, actions::answer)
        .show("/office", office::thanks)
        .show("/office/{token}", office::cover)
        .act_and_show("/office/{token}/open", office::open, office::cover)
        .act("/office/{token}/answer", actions::answer_by_link, office::opened)
}
