//! Household files: search, create, read (masked until revealed), and change part by part.

pub(crate) mod own_copy;
pub(crate) mod reveals;

use domain::{
    Code, Error,
    accounts::{AccountId, Actor},
    households::{
        Contact, FileState, Hardship, HardshipKind, Household, HouseholdId, Language, LikelyFile, Member, NewHousehold,
        Situation,
    },
    permission::Action,
};
use store::households::{
    edit::{ANY_VERSION, ChangeSituation, Edit},
    list::HouseholdQuery,
};

use super::prelude::*;

/// Filters of the list of household files.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdsQuery {
    /// A name or part of it, a whole phone number, or a family's number.
    /// Names and phones are searched only in areas whose files the caller keeps; a search by phone is counted, and the
    /// family reads of it.
    q: String,
    /// Only those that the caller is the caseworker of.
    mine: bool,
    /// Only those with this current hardship.
    hardship: Option<HardshipKind>,
    /// Only those that prefer this language.
    language: Option<Language>,
    /// Only files in this state, open ones by default; ignored with `q`.
    state: FileState,
    /// Only those that have never been helped.
    never_helped: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A household file.
#[derive(Serialize, ToSchema)]
pub struct HouseholdFile {
    /// Contact and situation.
    /// Names and numbers are masked until the file is revealed (`POST /households/{id}/openings`).
    #[serde(flatten)]
    household: Household,
    /// Members of the household.
    members: Vec<Member>,
    /// Hardships, current ones first.
    hardships: Vec<Hardship>,
}

/// A household to be added.
#[derive(Deserialize, ToSchema)]
pub struct HouseholdBody {
    /// The area it lives in.
    area: i64,
    /// Name of the family.
    name: String,
    /// Mobile number; empty for a family without one.
    #[serde(default)]
    phone: String,
    /// Its address.
    #[serde(default)]
    address: String,
    /// Whether it is in particular hardship.
    #[serde(default)]
    hardship: bool,
    /// Its members, 1 to 20.
    members: Vec<Member>,
    /// Add it despite `same_family`: a file of the area is like it, and belongs to another family.
    #[serde(default)]
    anyway: bool,
}

impl HouseholdBody {
    fn into_new(self) -> NewHousehold {
        let HouseholdBody { area, name, phone, address, hardship, members, .. } = self;
        NewHousehold { area, name, phone, address, hardship, members }
    }
}

/// Version for optimistic locking.
#[derive(Deserialize, ToSchema)]
pub struct Seen {
    /// `version` of the file that was read.
    /// When the file has another version by now, the write is refused with `changed_meanwhile`. Without it, versions
    /// are not compared.
    #[serde(default = "any")]
    pub(super) version: i64,
}

pub(super) fn any() -> i64 {
    ANY_VERSION
}

/// New contact of a household.
#[derive(Deserialize, ToSchema)]
pub struct ContactBody {
    /// Version, as in [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The complete contact: fields left empty are cleared.
    contact: Contact,
}

/// A caseworker who can take charge of a household.
#[derive(Serialize, ToSchema)]
pub struct Keeper {
    /// Account, for `caseworker` of a situation.
    account: AccountId,
    /// Name of the caseworker.
    name: String,
}

/// New situation of a household.
#[derive(Deserialize, ToSchema)]
pub struct SituationBody {
    /// Version, as in [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The situation.
    situation: Situation,
}

/// Loads a household file as the caller may see it.
pub(super) async fn file(store: &Store, actor: &Actor, id: HouseholdId) -> Answer<Tagged<HouseholdFile>> {
    let (household, members) = store.household(actor, id).await?;
    let hardships = store.hardships(actor, id).await?;
    Ok(Tagged(household.version, HouseholdFile { household, members, hardships }))
}

/// Lists household files of the caller's areas, by number; phones and addresses are masked.
#[utoipa::path(get, path = "/households", tag = "households", params(HouseholdsQuery),
    responses((status = 200, body = Page<Household>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<HouseholdsQuery>,
) -> Answer<Json<Page<Household>>> {
    let HouseholdsQuery { q, mine, hardship, language, state, never_helped, cursor } = query;
    let query = HouseholdQuery { q, mine, hardship, language, state, never_helped, cursor };
    Ok(Json(store.households(&actor, &query).await?))
}

/// Lists files that probably belong to the same family as one to be added, in the areas whose files you keep.
#[utoipa::path(post, path = "/households/alike", tag = "households", request_body = HouseholdBody,
    responses((status = 200, body = Vec<LikelyFile>)))]
pub async fn alike(
    State(store): State<Store>,
    write: Write,
    Body(body): Body<HouseholdBody>,
) -> Answer<Json<Vec<LikelyFile>>> {
    Ok(Json(store.households_alike(write.actor(), &body.into_new()).await?))
}

/// Creates a household file. The family's sign-in is set up on the pages.
/// `same_family` asks whether it is another family than those of `POST /households/alike`.
#[utoipa::path(post, path = "/households", tag = "households", request_body = HouseholdBody,
    responses((status = 201, body = HouseholdFile)))]
pub async fn add(State(store): State<Store>, write: Write, Body(body): Body<HouseholdBody>) -> Made<HouseholdFile> {
    let id = match body.anyway {
        true => store.household_add(&write.0, body.into_new()).await?,
        false => store.household_add_if_new(&write.0, body.into_new()).await?,
    };
    made(file(&store, write.actor(), id).await?.1)
}

/// Returns a household file: in clear for the family itself and after a reveal, else masked.
#[utoipa::path(get, path = "/households/{id}", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdFile)))]
pub async fn get(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
) -> Answer<Tagged<HouseholdFile>> {
    file(&store, &actor, id).await
}

/// Changes a household's situation and its caseworker.
#[utoipa::path(post, path = "/households/{id}/situation", tag = "households",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = SituationBody, responses((status = 200, body = HouseholdFile)))]
pub async fn situation(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Id(id): Id,
    Body(SituationBody { version, situation }): Body<SituationBody>,
) -> Answer<Tagged<HouseholdFile>> {
    let edit = Edit { household: id, version: if_match.or(version), new: situation };
    if_match.judge(store.run(&write.0, ChangeSituation(edit)).await)?;
    file(&store, write.actor(), id).await
}

/// Changes a family's name and contact; its sign-in follows the phone.
/// Needs a reveal (`POST /households/{id}/openings`): otherwise masked values would be written back.
#[utoipa::path(post, path = "/households/{id}/contact", tag = "households",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = ContactBody, responses((status = 200, body = HouseholdFile),
        (status = 403, description = "`file_not_opened`, or not allowed"),
        (status = 409, description = "`changed_meanwhile`, `file_closed`")))]
pub async fn contact(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Id(id): Id,
    Body(ContactBody { version, contact }): Body<ContactBody>,
) -> Answer<Tagged<HouseholdFile>> {
    write.actor().must_somewhere(Action::KeepHouseholds)?;
    if !store.household(write.actor(), id).await?.0.opened {
        return Err(Error::NotAllowed(Code::FileNotOpened).into());
    }
    if_match.judge(store.household_contact(&write.0, id, if_match.or(version), contact).await)?;
    file(&store, write.actor(), id).await
}

/// Lists who can take charge of a household: caseworkers of its area and of those above.
/// Nearest first, at most 100.
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
