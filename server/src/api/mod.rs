//! JSON API under `/api/v1`: thin handlers over the store.
//! Router and OpenAPI document come from the same declarations.

pub mod accounts;
pub mod casework;
pub(crate) mod catalogue;
mod claims;
mod consents;
mod files;
mod households;
mod imports;
pub(crate) mod ledger;
mod orders;
mod points;
mod prelude;
pub mod reports;
mod stock;
mod wishes;

use app::web::session::Cookies;
use axum::{Json, Router, routing::get};
use utoipa::{
    OpenApi as _,
    openapi::{
        ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    http::problem::{Problem, ProblemDocument, WrongField},
    state::State,
};

/// Path prefix of the API.
pub const PREFIX: &str = "/api/v1";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Wishbridge",
        description = "Small wishes, posted, claimed, delivered, handed over and confirmed.\n\n\
            Sign in with `POST /api/v1/session` and send the token as `Authorization: Bearer …`, or let the cookie \
            of the pages speak for you.\n\n\
            **Writes** take an `Idempotency-Key` (1 to 200 visible ASCII characters, chosen by you). The same key again \
            does nothing twice and is answered like the first; with other content it is refused with `request_reused`.\n\n\
            **Refusals** are problem documents (RFC 9457) with a stable `code`, and a `detail` in the language of \
            `Accept-Language`. What you may not know exists is 404.\n\n\
            **Times** are Unix seconds; 0 means not yet. **Lists** give `items` and `next`: pass that as `cursor`.",
    ),
    components(schemas(ProblemDocument, WrongField)),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "wishes", description = "From the family's words to the feed"),
        (name = "fairness", description = "Who was helped, who was left out, and how much one family asks for"),
        (name = "claims", description = "From a promise to a confirmed hand-over"),
        (name = "consents", description = "Who agreed to what, and taking it back"),
        (name = "households", description = "Families' files"),
        (name = "cards", description = "How families sign in"),
        (name = "moves", description = "Families that go to another area"),
        (name = "openings", description = "Who opened which family's file and why"),
        (name = "items", description = "What the shops keep"),
        (name = "orders", description = "The free shop: what families take for points"),
        (name = "points", description = "What families spend in the free shop"),
        (name = "stock", description = "The ledger of goods"),
        (name = "transfers", description = "Goods on the way between locations"),
        (name = "receipts", description = "What came in together, from whom"),
        (name = "offers", description = "Asking the shop before bringing something"),
        (name = "kits", description = "Put together and taken apart"),
    )
)]
struct Document;

fn operations() -> OpenApiRouter<State> {
    let api = OpenApiRouter::new()
        .routes(routes!(crate::api::accounts::session::sign_in, crate::api::accounts::session::sign_out))
        .routes(routes!(crate::api::accounts::session::ask_code))
        .routes(routes!(crate::api::accounts::session::me))
        .routes(routes!(wishes::feed, wishes::post))
        .routes(routes!(wishes::get))
        .routes(routes!(wishes::submit))
        .routes(routes!(wishes::publish))
        .routes(routes!(wishes::reject))
        .routes(routes!(wishes::withdraw))
        .routes(routes!(wishes::fill))
        .routes(routes!(crate::api::wishes::voices::voice))
        .routes(routes!(crate::api::wishes::voices::voice_remove))
        .routes(routes!(crate::api::wishes::fairness::shares))
        .routes(routes!(crate::api::wishes::fairness::reached))
        .routes(routes!(crate::api::wishes::fairness::room))
        .routes(routes!(claims::take))
        .routes(routes!(claims::get))
        .routes(routes!(claims::on_the_way))
        .routes(routes!(claims::extend))
        .routes(routes!(claims::cancel))
        .routes(routes!(claims::arrive))
        .routes(routes!(claims::check))
        .routes(routes!(claims::refuse))
        .routes(routes!(claims::hand_over))
        .routes(routes!(claims::confirm))
        .routes(routes!(claims::revoke))
        .routes(routes!(consents::list, consents::record))
        .routes(routes!(consents::refuse))
        .routes(routes!(consents::withdraw))
        .routes(routes!(crate::api::consents::missing::missing))
        .routes(routes!(crate::api::households::reveals::patterns))
        .routes(routes!(crate::api::households::reveals::of_person))
        .routes(routes!(crate::api::households::reveals::of_household, crate::api::households::reveals::open))
        .routes(routes!(households::list, households::add))
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
        .routes(routes!(crate::api::casework::documents::papers, crate::api::casework::documents::paper_add))
        .routes(routes!(crate::api::casework::documents::paper_picture))
        .routes(routes!(crate::api::casework::documents::paper_remove))
        .routes(routes!(crate::api::casework::timeline::timeline))
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
        .routes(routes!(stock::receipts))
        .routes(routes!(stock::issues))
        .routes(routes!(stock::transfers))
        .routes(routes!(stock::counts))
        .routes(routes!(stock::reversals))
        .routes(routes!(crate::api::reports::exports::export))
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
        .routes(routes!(crate::api::stock::kits::take_apart));
    OpenApiRouter::with_openapi(Document::openapi()).nest(PREFIX, api)
}

/// Builds the OpenAPI description.
#[must_use]
pub fn openapi() -> OpenApi {
    let mut document = operations().into_openapi();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.delete];
        operations.into_iter().flatten().for_each(describe);
        if let Some(post) = &mut item.post {
            post.parameters.get_or_insert_default().push(idempotency_key().into());
        }
    }
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let cookie = ApiKey::Cookie(ApiKeyValue::new(Cookies { secure: true }.session_name()));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    document.security =
        Some(["bearer", "cookie"].map(|name| SecurityRequirement::new::<_, [&str; 0], &str>(name, [])).into());
    document
}

/// Returns the description as JSON text.
/// `wishbridge openapi` prints it, and `server/openapi.json` holds it.
#[must_use]
pub fn document() -> String {
    openapi().to_pretty_json().unwrap_or_default()
}

/// Adds to an operation what all share: a unique id, and `Problem` as error response.
fn describe(operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
    operation.operation_id = operation.operation_id.take().map(|name| format!("{tag}_{name}"));
    let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let refused = ResponseBuilder::new().description("Refused").content("application/problem+json", content).build();
    operation.responses.responses.insert("default".into(), RefOr::T(refused));
}

fn idempotency_key() -> utoipa::openapi::path::Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some("Makes it safe to send the request again"))
        .schema(Some(text))
        .build()
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
}

async fn nothing() -> Problem {
    domain::Error::NotFound.into()
}
