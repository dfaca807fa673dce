//! Households, consents, services and lists that are read in.

use utoipa_axum::routes;

use crate::api::description::Operations;

/// Adds the operations of this group.
pub(super) fn add(operations: Operations) -> Operations {
    operations
        .routes(routes!(crate::api::services::list, crate::api::services::add))
        .routes(routes!(crate::api::services::set))
        .routes(routes!(crate::api::open_data::hsds))
        .routes(routes!(crate::api::services::referrals::list))
        .routes(routes!(crate::api::services::referrals::get))
        .routes(routes!(crate::api::services::referrals::draft))
        .routes(routes!(crate::api::services::referrals::step))
        .routes(routes!(crate::api::services::referrals::link))
        .routes(routes!(crate::api::services::referrals::stop_sharing))
        .routes(routes!(crate::api::services::referrals::mine))
        .routes(routes!(crate::api::services::referrals::say))
        .routes(routes!(crate::api::services::office::received))
        .routes(routes!(crate::api::services::office::view, crate::api::services::office::answer))
        .routes(routes!(crate::api::consents::list, crate::api::consents::record))
        .routes(routes!(crate::api::consents::refuse))
        .routes(routes!(crate::api::consents::withdraw))
        .routes(routes!(crate::api::consents::missing::missing))
        .routes(routes!(crate::api::households::reveals::patterns))
        .routes(routes!(crate::api::households::reveals::of_person))
        .routes(routes!(crate::api::households::reveals::of_household, crate::api::households::reveals::open))
        .routes(routes!(crate::api::households::list, crate::api::households::add))
        .routes(routes!(crate::api::households::alike))
        .routes(routes!(crate::api::households::own_copy::own_copy))
        .routes(routes!(crate::api::households::get))
        .routes(routes!(crate::api::households::situation))
        .routes(routes!(crate::api::households::contact))
        .routes(routes!(crate::api::households::caseworkers))
        .routes(routes!(crate::api::households::reveals::objections))
        .routes(routes!(crate::api::households::reveals::answer))
        .routes(routes!(crate::api::households::reveals::my_objections, crate::api::households::reveals::object))
        .routes(routes!(crate::api::imports::items))
        .routes(routes!(crate::api::imports::points))
        .routes(routes!(crate::api::imports::withdrawal::import_withdraw))
        .routes(routes!(crate::api::imports::withdrawal::sheet_withdraw))
        .routes(routes!(crate::api::imports::households::import_lists, crate::api::imports::households::import))
        .routes(routes!(crate::api::imports::households::import_list))
        .routes(routes!(crate::api::imports::households::import_say))
        .routes(routes!(crate::api::imports::households::import_apply))
        .routes(routes!(crate::api::imports::households::import_withdrawal))
        .routes(routes!(crate::api::imports::households::import_withdraw))
}
