//! The OpenAPI description: what all operations share is added to what each declares.

use app::web::session::Cookies;
use utoipa::openapi::{
    ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
    response::Response,
    schema::{ObjectBuilder, Schema, Type},
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::{operations, refusals};
use crate::{
    http::problem::{ProblemDocument, WrongField},
    state::State,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Wishbridge",
        description = "Small wishes, posted, claimed, delivered, handed over and confirmed.\n\n\
            Sign in with `POST /api/v1/session` and send the token as `Authorization: Bearer …`, or let the cookie \
            of the pages speak for you. A program sends a token of `POST /me/tokens` in the same way, which reads, or \
            reads and writes, and ends on its day; steps that ask for a fresh proof, and those that change how an \
            account signs in, take a session.\n\n\
            **Writes** need an `Idempotency-Key` (1 to 200 visible ASCII characters, chosen by you, such as a UUID for each \
            thing that a person does). The same key again does nothing twice and is answered like the first; with other \
            content it is refused with `request_reused`, and without one a write is refused with \
            `idempotency_key_needed`. Signing in and what comes before it take none.\n\n\
            **Refusals** are problem documents (RFC 9457) with a stable `code`, and a `detail` in the language of \
            `Accept-Language`. What you may not know exists is 404. Each operation lists its codes by status; new ones \
            may be added, so treat an unknown code as its status. Every answer has an `X-Request-Id`: quote it when you \
            report a 503.\n\n\
            **Collisions**: records that several people edit are answered with an `ETag`. Send it as `If-Match` with the \
            change: where the record has another version by then, nothing is changed and the answer is 412.\n\n\
            **Times** are Unix seconds; 0 means not yet. **Lists** give `items` and `next`: pass that as `cursor`.",
    ),
    // Those of query parameters are not collected with the operations.
    components(schemas(
        ProblemDocument,
        WrongField,
        crate::api::casework::entitlements::EntitlementShow,
        crate::api::wishes::area_lists::ShopClaims,
        domain::casework::rounds::CompareKind,
        domain::community::organisations::OrganisationFigure,
        domain::community::organisations::OrganisationList,
        domain::community::partnerships::PartnershipList,
        domain::community::pledges::PledgeList,
        domain::wishes::priority::Reached
    )),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "accounts", description = "Accounts of others: roles, set-up codes, open and closed"),
        (name = "areas", description = "Areas with their policies"),
        (name = "locations", description = "Shop locations: names, hours, capacity, monthly notices"),
        (name = "site", description = "What the installation says of itself"),
        (name = "messages", description = "How accounts are told beyond the app, and whom that did not reach"),
        (name = "wishes", description = "From the family's words to the feed"),
        (name = "fairness", description = "Who was helped, who was left out, and how much one family asks for"),
        (name = "claims", description = "From a promise to a confirmed hand-over"),
        (name = "appointments", description = "Bookable times of services, and the appointments of households"),
        (name = "questions", description = "Questions to the service desk, and their answers"),
        (name = "shifts", description = "Shifts, the people on them and their lists of homes"),
        (name = "pairings", description = "Helpers who stand by one household"),
        (name = "courses", description = "Courses and events: places, waiting lists, attendance, hours, certificates"),
        (name = "groups", description = "Community groups, how many joined, and their notices"),
        (name = "documents", description = "Public documents of areas"),
        (name = "market", description = "Market days: what families grow or make, and who reserved it"),
        (name = "organisations", description = "What organisations are, offer and did, and who acts for them"),
        (name = "partnerships", description = "What organisations and areas agreed on"),
        (name = "pledges", description = "What organisations give areas: signed, public, counted, rated"),
        (name = "programmes", description = "Indicators with targets, milestones and owners, reported per quarter"),
        (name = "drives", description = "Calls for goods, how far they are, and their results"),
        (name = "posters", description = "Posters that hang somewhere, and how often their codes were scanned"),
        (name = "participation", description = "Points for taking part: rules, what they gave, help between neighbours"),
        (name = "helpers", description = "What a helper did in a year, with a public check"),
        (name = "jobs", description = "Vacancies, who looks for work, who is proposed and hired, and whether they stay"),
        (name = "reports", description = "Figures of a month with their rows, and the public's closed months"),
        (name = "rules", description = "Rules that find who may be entitled to something, tried before they are used"),
        (name = "entitlements", description = "Who may be entitled to what and why, and what became of it"),
        (name = "schools", description = "Rules of districts, and children who seek a school place"),
        (name = "conferences", description = "Offices that talk about one family, and what each does until when"),
        (name = "aid", description = "What families got from programmes, recorded and never paid"),
        (name = "collections", description = "Money that is collected for one family, and how it was handed over"),
        (name = "rounds", description = "Rounds over an area, door by door, and how far they are"),
        (name = "findings", description = "What visits found, and what the families say came of it"),
        (name = "urgent", description = "Urgent wishes, who is on duty for them, and services that follow goods"),
        (name = "visits", description = "Which families are visited when, and reports of visits"),
        (name = "answerers", description = "Who answers for an area and its homes, leaves, and work that is handed over"),
        (name = "disputes", description = "Goods that a family did not receive, and hand-overs that are reversed"),
        (name = "cases", description = "Problems of families that are followed to an outcome, and asked about again"),
        (name = "services", description = "What organisations offer, how fast, and whether there is room"),
        (name = "referrals", description = "Families that are referred to services of other offices"),
        (name = "consents", description = "Who agreed to what, and taking it back"),
        (name = "households", description = "Families' files"),
        (name = "cards", description = "How families sign in"),
        (name = "moves", description = "Families that go to another area"),
        (name = "openings", description = "Who opened which family's file and why"),
        (name = "items", description = "What the shops keep"),
        (name = "orders", description = "The free shop: what families take for points"),
        (name = "lending", description = "Goods that families have until a day of return"),
        (name = "points", description = "What families spend in the free shop"),
        (name = "stock", description = "The ledger of goods"),
        (name = "transfers", description = "Goods on the way between locations"),
        (name = "recalls", description = "Lots that are stopped at once, and what became of each unit"),
        (name = "receipts", description = "What came in together, from whom"),
        (name = "offers", description = "Asking the shop before bringing something"),
        (name = "kits", description = "Put together and taken apart"),
        (name = "audit", description = "Who did what, on which record, when"),
        (name = "search", description = "One search over all records that you may read"),
    )
)]
pub(super) struct Document;

/// A schema with the name that references use.
pub type NamedSchema = (String, RefOr<Schema>);

/// Operations below the API's prefix, with every schema that each of them names.
#[derive(Default)]
pub(super) struct Operations {
    pub(super) router: OpenApiRouter<State>,
    /// A name comes again with each operation that uses it; the document keeps one schema of a name.
    pub(super) schemas: Vec<NamedSchema>,
}

impl Operations {
    /// Adds the operations of a path.
    pub(super) fn routes(mut self, routes: UtoipaMethodRouter<State>) -> Self {
        self.schemas.extend(routes.0.iter().cloned());
        self.router = self.router.routes(routes);
        self
    }
}

/// Returns the schemas that all operations name, before one of each name is kept.
#[must_use]
pub fn schemas() -> Vec<NamedSchema> {
    super::paths().schemas
}

/// Builds the OpenAPI description.
#[must_use]
pub fn openapi() -> OpenApi {
    let mut document = operations().into_openapi();
    for (path, item) in &mut document.paths.paths {
        let PathItem { get, post, put, patch, delete, .. } = item;
        for (method, operation) in [("GET", get), ("POST", post), ("PUT", put), ("PATCH", patch), ("DELETE", delete)] {
            if let Some(operation) = operation {
                describe(method, path, operation);
            }
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

/// Adds to an operation a unique id, its idempotency key, and a problem document for each status that refuses it.
fn describe(method: &str, path: &str, operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
    let id = operation.operation_id.take().map(|name| format!("{tag}_{name}")).unwrap_or_default();
    let shape = refusals::Shape::of(method, path, operation);
    if shape.takes_key() {
        operation.parameters.get_or_insert_default().push(idempotency_key().into());
    }
    for (status, codes) in refusals::of(&id, shape) {
        let known = operation.responses.responses.remove(&status.to_string());
        let said = match known {
            Some(RefOr::T(response)) => response.description,
            _ => String::new(),
        };
        operation.responses.responses.insert(status.to_string(), problem(refusals::described(&said, &codes)));
    }
    operation.responses.responses.insert("default".into(), problem("Refused".into()));
    operation.operation_id = Some(id);
}

fn problem(description: String) -> RefOr<Response> {
    let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    RefOr::T(ResponseBuilder::new().description(description).content("application/problem+json", content).build())
}

fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some("Makes it safe to send the request again: a new one for each thing that is done"))
        .schema(Some(text))
        .build()
}
