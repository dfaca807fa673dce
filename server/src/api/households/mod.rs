//! Household files: found, made, read (masked until they are opened), and changed block by block.

pub(crate) mod reveals;

use domain::{
    Code, Error,
    accounts::{AccountId, Actor},
    households::{Contact, Hardship, HardshipKind, Household, HouseholdId, Language, Member, NewHousehold, Situation},
    permission::Action,
};
use store::households::{edit::ANY_VERSION, list::HouseholdQuery};

use super::prelude::*;

/// Which files.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdsQuery {
    /// A name or a part of it (where the caller keeps files), a whole phone, or a family's number.
    q: String,
    /// Only those that the caller looks after.
    mine: bool,
    /// Only those with this hardship now.
    hardship: Option<HardshipKind>,
    /// Only those that would rather speak this language.
    language: Option<Language>,
    /// Only those that were never helped.
    never_helped: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// A household's file.
#[derive(Serialize, ToSchema)]
pub struct HouseholdFile {
    /// How to reach it and how it stands. Names and numbers are masked until the file is opened
    /// (`POST /households/{id}/openings`).
    #[serde(flatten)]
    household: Household,
    /// Who lives there.
    members: Vec<Member>,
    /// What makes it hard: what goes on first.
    hardships: Vec<Hardship>,
}

/// A household to be written down.
#[derive(Deserialize, ToSchema)]
pub struct HouseholdBody {
    /// The area it lives in.
    area: i64,
    /// How the family is called.
    name: String,
    /// Mobile number; empty for a family without one.
    #[serde(default)]
    phone: String,
    /// Where it lives.
    #[serde(default)]
    address: String,
    /// In particular hardship.
    #[serde(default)]
    hardship: bool,
    /// Who lives there, 1 to 20 people.
    members: Vec<Member>,
}

/// The version that the caller saw.
#[derive(Deserialize, ToSchema)]
pub struct Seen {
    /// `version` of the file that was read; refused with `changed_meanwhile` when it is another by now. Without it
    /// nothing is compared.
    #[serde(default = "any")]
    pub(super) version: i64,
}

pub(super) fn any() -> i64 {
    ANY_VERSION
}

/// How a household is reached.
#[derive(Deserialize, ToSchema)]
pub struct ContactBody {
    /// As [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// All of it: what is left empty is forgotten.
    contact: Contact,
}

/// Somebody who may look after a household.
#[derive(Serialize, ToSchema)]
pub struct Keeper {
    /// The account, for `caseworker` of a situation.
    account: AccountId,
    /// The name.
    name: String,
}

/// How a household stands.
#[derive(Deserialize, ToSchema)]
pub struct SituationBody {
    /// As [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// How it stands.
    situation: Situation,
}

/// A file as this person may see it.
pub(super) async fn file(store: &Store, actor: &Actor, id: HouseholdId) -> Answer<Json<HouseholdFile>> {
    let (household, members) = store.household(actor, id).await?;
    let hardships = store.hardships(actor, id).await?;
    Ok(Json(HouseholdFile { household, members, hardships }))
}

/// The files of the caller's areas, by number; phones and addresses masked.
#[utoipa::path(get, path = "/households", tag = "households", params(HouseholdsQuery),
    responses((status = 200, body = Page<Household>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<HouseholdsQuery>,
) -> Answer<Json<Page<Household>>> {
    let HouseholdsQuery { q, mine, hardship, language, never_helped, cursor } = query;
    let query = HouseholdQuery { q, mine, hardship, language, never_helped, cursor, ..HouseholdQuery::default() };
    Ok(Json(store.households(&actor, &query).await?))
}

/// Make a file. The family's way to sign in is made on the pages.
#[utoipa::path(post, path = "/households", tag = "households", request_body = HouseholdBody,
    responses((status = 201, body = HouseholdFile)))]
pub async fn add(State(store): State<Store>, write: Write, Body(body): Body<HouseholdBody>) -> Made<HouseholdFile> {
    let HouseholdBody { area, name, phone, address, hardship, members } = body;
    let new = NewHousehold { area, name, phone, address, hardship, members };
    let id = store.household_add(&write.0, new, None).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// A file: in clear for the family itself and for whoever has opened it, else masked.
#[utoipa::path(get, path = "/households/{id}", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdFile)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<HouseholdFile>> {
    file(&store, &actor, id).await
}

/// Change how a household stands, and who looks after it.
#[utoipa::path(post, path = "/households/{id}/situation", tag = "households", params(("id" = i64, Path)),
    request_body = SituationBody, responses((status = 200, body = HouseholdFile)))]
pub async fn situation(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(SituationBody { version, situation }): Body<SituationBody>,
) -> Answer<Json<HouseholdFile>> {
    store.household_situation(&write.0, id, version, situation).await?;
    file(&store, write.actor(), id).await
}

/// Change how a family is called and reached; with the phone goes what it signs in with. Only while the file is opened
/// (`POST /households/{id}/openings`): who sees masks would write masks.
#[utoipa::path(post, path = "/households/{id}/contact", tag = "households", params(("id" = i64, Path)),
    request_body = ContactBody, responses((status = 200, body = HouseholdFile),
        (status = 403, description = "`file_not_opened`, or not allowed"),
        (status = 409, description = "`changed_meanwhile`, `file_closed`")))]
pub async fn contact(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ContactBody { version, contact }): Body<ContactBody>,
) -> Answer<Json<HouseholdFile>> {
    write.actor().must_somewhere(Action::KeepHouseholds)?;
    if !store.household(write.actor(), id).await?.0.opened {
        return Err(Error::NotAllowed(Code::FileNotOpened).into());
    }
    store.household_contact(&write.0, id, version, contact).await?;
    file(&store, write.actor(), id).await
}

/// Who may look after a household: the caseworkers of its area and of those above, nearest first, at most 100.
#[utoipa::path(get, path = "/households/{id}/caseworkers", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Keeper>)))]
pub async fn caseworkers(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
) -> Answer<Json<Vec<Keeper>>> {
    let found = store.household_keepers(&actor, id).await?;
    Ok(Json(found.into_iter().map(|(account, name)| Keeper { account, name }).collect()))
}
