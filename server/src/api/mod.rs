//! JSON API under `/api/v1`: thin handlers over the store.
//! Router and OpenAPI document come from the same declarations.

pub mod accounts;
mod applications;
mod audit;
pub mod casework;
pub(crate) mod catalogue;
mod claims;
mod consents;
mod description;
mod disputes;
mod files;
mod households;
mod imports;
pub(crate) mod ledger;
mod messages;
mod needs;
mod orders;
mod points;
mod prelude;
mod refusals;
pub mod reports;
mod services;
mod site;
mod standbys;
mod stock;
mod wishes;

use app::web::bodies::{self, Large, LargeBodies};
use axum::{Json, Router, middleware, routing::get};
use domain::permission::Action;
use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::description::{Document, Operations};
pub use self::description::{document, openapi, schemas};
use crate::{http::problem::Problem, state::State};

/// Path prefix of the API.
pub const PREFIX: &str = "/api/v1";

/// Returns the operations with their paths below [`PREFIX`].
fn paths() -> Operations {
    Operations::default()
        .routes(routes!(crate::api::accounts::session::sign_in, crate::api::accounts::session::sign_out))
        .routes(routes!(crate::api::accounts::session::ask_code))
        .routes(routes!(crate::api::accounts::session::prove))
        .routes(routes!(crate::api::accounts::session::me))
        .routes(routes!(crate::api::accounts::session::set_up))
        .routes(routes!(crate::api::accounts::session::sessions, crate::api::accounts::session::end_others))
        .routes(routes!(crate::api::accounts::session::end))
        .routes(routes!(crate::api::accounts::factor::factor))
        .routes(routes!(crate::api::accounts::factor::factor_begin))
        .routes(routes!(crate::api::accounts::factor::factor_confirm))
        .routes(routes!(crate::api::accounts::factor::factor_off))
        .routes(routes!(crate::api::accounts::own::password_forgotten))
        .routes(routes!(crate::api::accounts::own::name_set))
        .routes(routes!(crate::api::accounts::own::phone_code))
        .routes(routes!(crate::api::accounts::own::phone_set))
        .routes(routes!(crate::api::accounts::own::area_set))
        .routes(routes!(crate::api::accounts::own::organisation_join, crate::api::accounts::own::organisation_leave))
        .routes(routes!(crate::api::accounts::own::closing))
        .routes(routes!(crate::api::accounts::own::close))
        .routes(routes!(crate::api::accounts::own::contact_set))
        .routes(routes!(messages::own, messages::choose))
        .routes(routes!(messages::stop))
        .routes(routes!(messages::mail_ask, messages::mail_forget))
        .routes(routes!(messages::push_subscribe))
        .routes(routes!(messages::push_end))
        .routes(routes!(messages::unreached))
        .routes(routes!(messages::told))
        .routes(routes!(messages::of_area))
        .routes(routes!(messages::bot_add))
        .routes(routes!(messages::bot_remove))
        .routes(routes!(messages::texts))
        .routes(routes!(wishes::feed, wishes::post))
        .routes(routes!(wishes::get))
        .routes(routes!(wishes::item))
        .routes(routes!(wishes::wishable_items))
        .routes(routes!(wishes::submit))
        .routes(routes!(wishes::publish))
        .routes(routes!(wishes::reject))
        .routes(routes!(wishes::withdraw))
        .routes(routes!(wishes::fill))
        .routes(routes!(crate::api::wishes::voices::voice))
        .routes(routes!(crate::api::wishes::voices::voice_remove))
        .routes(routes!(crate::api::wishes::one_person::one_person))
        .routes(routes!(crate::api::wishes::fairness::shares))
        .routes(routes!(crate::api::wishes::fairness::reached))
        .routes(routes!(crate::api::wishes::fairness::room))
        .routes(routes!(claims::take))
        .routes(routes!(claims::get))
        .routes(routes!(claims::on_the_way))
        .routes(routes!(claims::shift))
        .routes(routes!(claims::undo))
        .routes(routes!(claims::decide))
        .routes(routes!(claims::extend))
        .routes(routes!(claims::cancel))
        .routes(routes!(claims::arrive))
        .routes(routes!(claims::check))
        .routes(routes!(claims::refuse))
        .routes(routes!(claims::hand_over))
        .routes(routes!(claims::confirm))
        .routes(routes!(claims::revoke))
        .routes(routes!(applications::application_apply))
        .routes(routes!(applications::applications_mine))
        .routes(routes!(applications::applications))
        .routes(routes!(applications::application))
        .routes(routes!(applications::application_choose))
        .routes(routes!(applications::application_decline))
        .routes(routes!(applications::application_withdraw))
        .routes(routes!(needs::need_stop))
        .routes(routes!(needs::need_promise))
        .routes(routes!(needs::need_promises))
        .routes(routes!(needs::need_promise_stop))
        .routes(routes!(standbys::standby_join))
        .routes(routes!(standbys::standbys))
        .routes(routes!(standbys::standby))
        .routes(routes!(standbys::standby_accept))
        .routes(routes!(standbys::standby_leave))
        .routes(routes!(disputes::open_claim))
        .routes(routes!(disputes::open_order))
        .routes(routes!(disputes::list))
        .routes(routes!(disputes::get))
        .routes(routes!(disputes::mine))
        .routes(routes!(disputes::settle))
        .routes(routes!(crate::api::disputes::reversals::reverse_claim))
        .routes(routes!(crate::api::disputes::reversals::reverse_order))
        .routes(routes!(crate::api::disputes::reversals::reversals))
        .routes(routes!(crate::api::disputes::reversals::reversal))
        .routes(routes!(crate::api::disputes::reversals::approve))
        .routes(routes!(crate::api::disputes::reversals::refuse))
        .routes(routes!(crate::api::casework::cases::list))
        .routes(routes!(crate::api::casework::cases::get))
        .routes(routes!(crate::api::casework::cases::of_household, crate::api::casework::cases::open))
        .routes(routes!(crate::api::casework::cases::step))
        .routes(routes!(crate::api::casework::cases::note))
        .routes(routes!(crate::api::casework::cases::close))
        .routes(routes!(crate::api::casework::cases::assign))
        .routes(routes!(crate::api::casework::cases::mine))
        .routes(routes!(crate::api::casework::cases::say))
        .routes(routes!(crate::api::casework::cases::call_backs))
        .routes(routes!(crate::api::casework::cases::call_back))
        .routes(routes!(crate::api::casework::cases::call_back_answer))
        .routes(routes!(crate::api::casework::cases::call_back_assign))
        .routes(routes!(crate::api::casework::cases::figures))
        .routes(routes!(crate::api::services::list, crate::api::services::add))
        .routes(routes!(crate::api::services::set))
        .routes(routes!(crate::api::services::referrals::list))
        .routes(routes!(crate::api::services::referrals::get))
        .routes(routes!(crate::api::services::referrals::draft))
        .routes(routes!(crate::api::services::referrals::step))
        .routes(routes!(crate::api::services::referrals::link))
        .routes(routes!(crate::api::services::referrals::stop_sharing))
        .routes(routes!(crate::api::services::referrals::mine))
        .routes(routes!(crate::api::services::referrals::say))
        .routes(routes!(crate::api::services::office::view, crate::api::services::office::answer))
        .routes(routes!(consents::list, consents::record))
        .routes(routes!(consents::refuse))
        .routes(routes!(consents::withdraw))
        .routes(routes!(crate::api::consents::missing::missing))
        .routes(routes!(crate::api::households::reveals::patterns))
        .routes(routes!(crate::api::households::reveals::of_person))
        .routes(routes!(crate::api::households::reveals::of_household, crate::api::households::reveals::open))
        .routes(routes!(households::list, households::add))
        .routes(routes!(households::alike))
        .routes(routes!(households::get))
        .routes(routes!(households::situation))
        .routes(routes!(households::contact))
        .routes(routes!(households::caseworkers))
        .routes(routes!(crate::api::casework::members::member_add))
        .routes(routes!(crate::api::casework::members::member_change))
        .routes(routes!(crate::api::casework::members::member_remove))
        .routes(routes!(crate::api::casework::members::hardship_add))
        .routes(routes!(crate::api::casework::members::hardship_change))
        .routes(routes!(crate::api::casework::members::hardship_remove))
        .routes(routes!(crate::api::casework::notes::notes, crate::api::casework::notes::note_add))
        .routes(routes!(crate::api::casework::notes::note_correct))
        .routes(routes!(crate::api::casework::notes::corrections))
        .routes(routes!(crate::api::casework::notes::correction_answer))
        .routes(routes!(crate::api::casework::notes::correction_ask))
        .routes(routes!(crate::api::casework::answerers::chain))
        .routes(routes!(crate::api::casework::answerers::of_area, crate::api::casework::answerers::name))
        .routes(routes!(crate::api::casework::answerers::end))
        .routes(routes!(crate::api::casework::answerers::homes))
        .routes(routes!(crate::api::casework::answerers::mine))
        .routes(routes!(crate::api::casework::answerers::leaves, crate::api::casework::answerers::leave_record))
        .routes(routes!(crate::api::casework::answerers::leave_end))
        .routes(routes!(crate::api::casework::answerers::hand_over))
        .routes(routes!(crate::api::casework::documents::papers, crate::api::casework::documents::paper_add))
        .routes(routes!(crate::api::casework::documents::paper_picture))
        .routes(routes!(crate::api::casework::documents::paper_remove))
        .routes(routes!(crate::api::casework::timeline::timeline))
        .routes(routes!(crate::api::casework::visits::list))
        .routes(routes!(crate::api::casework::visits::get))
        .routes(routes!(crate::api::casework::visits::assign))
        .routes(routes!(crate::api::casework::visits::reports, crate::api::casework::visits::record))
        .routes(routes!(crate::api::casework::visits::mine))
        .routes(routes!(crate::api::casework::visits::rules, crate::api::casework::visits::rule_set))
        .routes(routes!(crate::api::casework::visits::rule_end))
        .routes(routes!(crate::api::casework::visits::figures))
        .routes(routes!(crate::api::casework::findings::list))
        .routes(routes!(crate::api::casework::findings::get))
        .routes(routes!(crate::api::casework::findings::answer))
        .routes(routes!(crate::api::casework::findings::assign))
        .routes(routes!(crate::api::casework::findings::wish))
        .routes(routes!(crate::api::casework::findings::appoint))
        .routes(routes!(crate::api::casework::findings::mine))
        .routes(routes!(crate::api::casework::findings::again))
        .routes(routes!(crate::api::casework::timeline::changes))
        .routes(routes!(crate::api::casework::file::pair, crate::api::casework::file::merge))
        .routes(routes!(crate::api::casework::file::close))
        .routes(routes!(crate::api::casework::file::reopen))
        .routes(routes!(crate::api::casework::file::erase))
        .routes(routes!(crate::api::casework::file::hide))
        .routes(routes!(crate::api::accounts::cards::of_household, crate::api::accounts::cards::make))
        .routes(routes!(crate::api::accounts::cards::revoke))
        .routes(routes!(crate::api::accounts::cards::pin_clear))
        .routes(routes!(crate::api::accounts::cards::make_many))
        .routes(routes!(crate::api::accounts::cards::missing))
        .routes(routes!(crate::api::households::reveals::objections))
        .routes(routes!(crate::api::households::reveals::answer))
        .routes(routes!(crate::api::households::reveals::my_objections, crate::api::households::reveals::object))
        .routes(routes!(crate::api::casework::relocate::list))
        .routes(routes!(crate::api::casework::relocate::ask))
        .routes(routes!(crate::api::casework::relocate::accept))
        .routes(routes!(crate::api::casework::relocate::decline))
        .routes(routes!(crate::api::casework::relocate::call_back))
        .routes(routes!(crate::api::casework::rounds::list, crate::api::casework::rounds::open))
        .routes(routes!(crate::api::casework::rounds::get))
        .routes(routes!(crate::api::casework::rounds::doors, crate::api::casework::rounds::lines_add))
        .routes(routes!(crate::api::casework::rounds::files_add))
        .routes(routes!(crate::api::casework::rounds::share))
        .routes(routes!(crate::api::casework::rounds::extend))
        .routes(routes!(crate::api::casework::rounds::end))
        .routes(routes!(crate::api::casework::rounds::call_off))
        .routes(routes!(crate::api::casework::rounds::comparison))
        .routes(routes!(crate::api::casework::rounds::differences))
        .routes(routes!(crate::api::casework::rounds::family_found))
        .routes(routes!(crate::api::casework::rounds::file_door))
        .routes(routes!(crate::api::casework::rounds::mine))
        .routes(routes!(crate::api::casework::rounds::door))
        .routes(routes!(crate::api::casework::rounds::knock))
        .routes(routes!(crate::api::casework::rounds::take))
        .routes(routes!(crate::api::casework::rounds::family_met))
        .routes(routes!(crate::api::casework::rounds::profiles))
        .routes(routes!(crate::api::casework::rounds::profile_set))
        .routes(routes!(crate::api::casework::pairings::list))
        .routes(routes!(crate::api::casework::pairings::mine))
        .routes(routes!(crate::api::casework::pairings::offer))
        .routes(routes!(crate::api::casework::pairings::of_household, crate::api::casework::pairings::propose))
        .routes(routes!(crate::api::casework::pairings::helpers))
        .routes(routes!(crate::api::casework::pairings::get))
        .routes(routes!(crate::api::casework::pairings::answer))
        .routes(routes!(crate::api::casework::pairings::contact_note))
        .routes(routes!(crate::api::casework::pairings::renew))
        .routes(routes!(crate::api::casework::pairings::end))
        .routes(routes!(crate::api::casework::pairings::reveal))
        .routes(routes!(catalogue::list, catalogue::add))
        .routes(routes!(catalogue::get, catalogue::change))
        .routes(routes!(catalogue::terms))
        .routes(routes!(catalogue::barcodes))
        .routes(routes!(catalogue::by_code))
        .routes(routes!(orders::shelf))
        .routes(routes!(orders::list, orders::place))
        .routes(routes!(orders::get))
        .routes(routes!(orders::hand_over))
        .routes(routes!(orders::replace))
        .routes(routes!(orders::cancel))
        .routes(routes!(points::mine))
        .routes(routes!(points::of_household, points::change))
        .routes(routes!(points::reverse))
        .routes(routes!(stock::stock))
        .routes(routes!(crate::api::stock::receipts::list, crate::api::stock::receipts::add))
        .routes(routes!(crate::api::stock::receipts::get))
        .routes(routes!(crate::api::stock::offers::list, crate::api::stock::offers::post))
        .routes(routes!(crate::api::stock::offers::get))
        .routes(routes!(crate::api::stock::offers::accept))
        .routes(routes!(crate::api::stock::offers::decline))
        .routes(routes!(crate::api::stock::offers::withdraw))
        .routes(routes!(crate::api::reports::board::board))
        .routes(routes!(crate::api::reports::board::wanted))
        .routes(routes!(site::page, site::page_edit))
        .routes(routes!(site::page_reset))
        .routes(routes!(site::contact, site::contact_set))
        .routes(routes!(site::numbers))
        .routes(routes!(site::agreement))
        .routes(routes!(stock::receipts))
        .routes(routes!(stock::issues))
        .routes(routes!(stock::transfers))
        .routes(routes!(stock::counts))
        .routes(routes!(stock::reversals))
        .routes(routes!(crate::api::reports::exports::export))
        .routes(routes!(crate::api::audit::trail))
        .routes(routes!(imports::items))
        .routes(routes!(imports::points))
        .routes(routes!(crate::api::imports::households::import_lists, crate::api::imports::households::import))
        .routes(routes!(crate::api::imports::households::import_list))
        .routes(routes!(crate::api::imports::households::import_say))
        .routes(routes!(crate::api::imports::households::import_apply))
        .routes(routes!(crate::api::stock::counts::takes, crate::api::stock::counts::take_open))
        .routes(routes!(crate::api::stock::counts::take))
        .routes(routes!(crate::api::stock::counts::take_count))
        .routes(routes!(crate::api::stock::counts::take_finish))
        .routes(routes!(crate::api::stock::counts::take_approve))
        .routes(routes!(crate::api::stock::counts::take_reject))
        .routes(routes!(crate::api::stock::counts::take_cancel))
        .routes(routes!(ledger::journals))
        .routes(routes!(ledger::journal))
        .routes(routes!(ledger::month))
        .routes(routes!(crate::api::stock::transfers::list, crate::api::stock::transfers::send))
        .routes(routes!(crate::api::stock::transfers::get))
        .routes(routes!(crate::api::stock::transfers::receive))
        .routes(routes!(crate::api::stock::transfers::cancel))
        .routes(routes!(crate::api::stock::transfers::settle))
        .routes(routes!(crate::api::stock::kits::get))
        .routes(routes!(crate::api::stock::kits::assemble))
        .routes(routes!(crate::api::stock::kits::take_apart))
}

fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Document::openapi()).nest(PREFIX, paths().router)
}

/// Paths below [`PREFIX`] that take a large body, and of whom it is read.
const LARGE: &[(&str, Large)] = &[
    ("/imports/items", Large::sheet(&[Action::KeepStock])),
    ("/imports/points", Large::sheet(&[Action::GrantPoints])),
    ("/imports/households", Large::sheet(&[Action::KeepHouseholds])),
    ("/households/{id}/consents", Large::pictures(&[Action::KeepHouseholds])),
    ("/households/{id}/papers", Large::pictures(&[Action::KeepHouseholds])),
    ("/pages/{page}", Large::rows(&[Action::Administer])),
    ("/rounds/{id}/doors", Large::rows(&[Action::OpenRounds])),
    ("/receipts", Large::rows(&[Action::KeepStock])),
    ("/stock-takes/{id}/count", Large::rows(&[Action::KeepStock])),
    ("/stock-takes/{id}/finish", Large::rows(&[Action::KeepStock])),
];

/// Returns the paths that take a large body.
#[must_use]
pub fn large() -> LargeBodies {
    LargeBodies::new(LARGE.iter().map(|(path, large)| (format!("{PREFIX}{path}"), *large)).collect())
}

/// Builds the API's router; unknown paths under `/api` answer 404.
pub fn router() -> Router<State> {
    let (router, _) = operations().split_for_parts();
    let document = openapi();
    router
        .route(&format!("{PREFIX}/openapi.json"), get(move || async { Json(document) }))
        .route("/api", axum::routing::any(nothing))
        .route("/api/", axum::routing::any(nothing))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .layer(middleware::from_fn_with_state(large(), bodies::admit))
}

async fn nothing() -> Problem {
    domain::Error::NotFound.into()
}
