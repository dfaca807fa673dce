//! The JSON API under `/api/v1`: thin callers of the store, described by an OpenAPI document that is made from
//! the same declarations as the router.

mod board;
mod cards;
mod claims;
mod consents;
mod exports;
mod fairness;
mod file_states;
mod files;
mod household_imports;
mod households;
mod imports;
mod items;
mod journals;
mod kits;
mod members;
mod missing_consents;
mod moves;
mod notes;
mod offers;
mod openings;
mod orders;
mod papers;
mod people;
mod points;
mod prelude;
mod receipts;
mod stock;
mod stock_takes;
mod timeline;
mod transfers;
mod voices;
mod wishes;

use app::session::Cookies;
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

/// Where the API lives.
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
        .routes(routes!(people::sign_in, people::sign_out))
        .routes(routes!(people::ask_code))
        .routes(routes!(people::me))
        .routes(routes!(wishes::feed, wishes::post))
        .routes(routes!(wishes::get))
        .routes(routes!(wishes::submit))
        .routes(routes!(wishes::publish))
        .routes(routes!(wishes::reject))
        .routes(routes!(wishes::withdraw))
        .routes(routes!(wishes::fill))
        .routes(routes!(voices::voice))
        .routes(routes!(voices::voice_remove))
        .routes(routes!(fairness::shares))
        .routes(routes!(fairness::reached))
        .routes(routes!(fairness::room))
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
        .routes(routes!(missing_consents::missing))
        .routes(routes!(openings::patterns))
        .routes(routes!(openings::of_person))
        .routes(routes!(openings::of_household, openings::open))
        .routes(routes!(households::list, households::add))
        .routes(routes!(households::get))
        .routes(routes!(households::situation))
        .routes(routes!(households::contact))
        .routes(routes!(households::caseworkers))
        .routes(routes!(members::member_add))
        .routes(routes!(members::member_change))
        .routes(routes!(members::member_remove))
        .routes(routes!(members::hardship_add))
        .routes(routes!(members::hardship_change))
        .routes(routes!(members::hardship_remove))
        .routes(routes!(notes::notes, notes::note_add))
        .routes(routes!(notes::note_correct))
        .routes(routes!(notes::corrections))
        .routes(routes!(notes::correction_answer))
        .routes(routes!(notes::correction_ask))
        .routes(routes!(papers::papers, papers::paper_add))
        .routes(routes!(papers::paper_picture))
        .routes(routes!(papers::paper_remove))
        .routes(routes!(timeline::timeline))
        .routes(routes!(timeline::changes))
        .routes(routes!(file_states::pair, file_states::merge))
        .routes(routes!(file_states::close))
        .routes(routes!(file_states::reopen))
        .routes(routes!(file_states::erase))
        .routes(routes!(file_states::hide))
        .routes(routes!(cards::of_household, cards::make))
        .routes(routes!(cards::revoke))
        .routes(routes!(cards::pin_clear))
        .routes(routes!(cards::make_many))
        .routes(routes!(cards::missing))
        .routes(routes!(openings::objections))
        .routes(routes!(openings::answer))
        .routes(routes!(openings::my_objections, openings::object))
        .routes(routes!(moves::list))
        .routes(routes!(moves::ask))
        .routes(routes!(moves::accept))
        .routes(routes!(moves::decline))
        .routes(routes!(moves::call_back))
        .routes(routes!(items::list, items::add))
        .routes(routes!(items::get, items::change))
        .routes(routes!(items::terms))
        .routes(routes!(items::barcodes))
        .routes(routes!(items::by_code))
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
        .routes(routes!(receipts::list, receipts::add))
        .routes(routes!(receipts::get))
        .routes(routes!(offers::list, offers::post))
        .routes(routes!(offers::get))
        .routes(routes!(offers::accept))
        .routes(routes!(offers::decline))
        .routes(routes!(offers::withdraw))
        .routes(routes!(board::board))
        .routes(routes!(board::wanted))
        .routes(routes!(stock::receipts))
        .routes(routes!(stock::issues))
        .routes(routes!(stock::transfers))
        .routes(routes!(stock::counts))
        .routes(routes!(stock::reversals))
        .routes(routes!(exports::export))
        .routes(routes!(imports::items))
        .routes(routes!(imports::points))
        .routes(routes!(household_imports::import_lists, household_imports::import))
        .routes(routes!(household_imports::import_list))
        .routes(routes!(household_imports::import_say))
        .routes(routes!(household_imports::import_apply))
        .routes(routes!(stock_takes::takes, stock_takes::take_open))
        .routes(routes!(stock_takes::take))
        .routes(routes!(stock_takes::take_count))
        .routes(routes!(stock_takes::take_finish))
        .routes(routes!(stock_takes::take_approve))
        .routes(routes!(stock_takes::take_reject))
        .routes(routes!(stock_takes::take_cancel))
        .routes(routes!(journals::journals))
        .routes(routes!(journals::journal))
        .routes(routes!(journals::month))
        .routes(routes!(transfers::list, transfers::send))
        .routes(routes!(transfers::get))
        .routes(routes!(transfers::receive))
        .routes(routes!(transfers::cancel))
        .routes(routes!(transfers::settle))
        .routes(routes!(kits::get))
        .routes(routes!(kits::assemble))
        .routes(routes!(kits::take_apart));
    OpenApiRouter::with_openapi(Document::openapi()).nest(PREFIX, api)
}

/// The API's description.
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

/// The description as text: what `wishbridge openapi` prints and `server/openapi.json` holds.
#[must_use]
pub fn document() -> String {
    openapi().to_pretty_json().unwrap_or_default()
}

/// What holds for every operation: a name that no other has, and how it refuses.
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

/// The router.
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
