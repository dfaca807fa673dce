//! Members and hardships of a household, each changed on its own.

use domain::households::{Hardship, Member};
use store::{
    casework::{
        hardships::{AddHardship, Change, RemoveHardship},
        members::{AddMember, ChangeMember, RemoveMember},
    },
    households::edit::ANY_VERSION,
};

use crate::api::{
    households::{HouseholdFile, Seen, any, file},
    prelude::*,
};

/// New values of a member.
#[derive(Deserialize, ToSchema)]
pub struct MemberBody {
    /// Version, as in [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The member.
    member: Member,
}

/// New values of a hardship.
#[derive(Deserialize, ToSchema)]
pub struct HardshipBody {
    /// Version, as in [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The hardship.
    hardship: Hardship,
}

/// Adds a member to a household.
#[utoipa::path(post, path = "/households/{id}/members", tag = "households", params(("id" = i64, Path)),
    request_body = Member, responses((status = 201, body = HouseholdFile)))]
pub async fn member_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(member): Body<Member>,
) -> Made<HouseholdFile> {
    store.run(&write.0, AddMember::new(id, member)).await?;
    made(file(&store, write.actor(), id).await?.1)
}

/// Changes a member.
#[utoipa::path(post, path = "/households/{id}/members/{member}", tag = "households",
    params(("id" = i64, Path), ("member" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = MemberBody,
    responses((status = 200, body = HouseholdFile)))]
pub async fn member_change(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Ids(id, number): Ids,
    Body(MemberBody { version, member }): Body<MemberBody>,
) -> Answer<Tagged<HouseholdFile>> {
    let member = Member { id: number, ..member };
    let change = ChangeMember { household: id, version: if_match.or(version), member };
    if_match.judge(store.run(&write.0, change).await)?;
    file(&store, write.actor(), id).await
}

/// Removes a member; the last one cannot be removed.
#[utoipa::path(post, path = "/households/{id}/members/{member}/remove", tag = "households",
    params(("id" = i64, Path), ("member" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = Seen,
    responses((status = 200, body = HouseholdFile)))]
pub async fn member_remove(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Ids(id, number): Ids,
    Body(Seen { version }): Body<Seen>,
) -> Answer<Tagged<HouseholdFile>> {
    let removal = RemoveMember { household: id, version: if_match.or(version), member: number };
    if_match.judge(store.run(&write.0, removal).await)?;
    file(&store, write.actor(), id).await
}

/// Adds a hardship to a household.
#[utoipa::path(post, path = "/households/{id}/hardships", tag = "households", params(("id" = i64, Path)),
    request_body = Hardship, responses((status = 201, body = HouseholdFile)))]
pub async fn hardship_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(hardship): Body<Hardship>,
) -> Made<HouseholdFile> {
    store
        .run(
            &write.0,
            AddHardship(Change { household: id, version: ANY_VERSION, hardship: Hardship { id: 0, ..hardship } }),
        )
        .await?;
    made(file(&store, write.actor(), id).await?.1)
}

/// Changes a hardship, for example to end it.
#[utoipa::path(post, path = "/households/{id}/hardships/{hardship}", tag = "households",
    params(("id" = i64, Path), ("hardship" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = HardshipBody,
    responses((status = 200, body = HouseholdFile)))]
pub async fn hardship_change(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Ids(id, number): Ids,
    Body(HardshipBody { version, hardship }): Body<HardshipBody>,
) -> Answer<Tagged<HouseholdFile>> {
    let hardship = Hardship { id: number, ..hardship };
    if_match.judge(store.hardship_change(&write.0, id, if_match.or(version), hardship).await)?;
    file(&store, write.actor(), id).await
}

/// Removes a hardship that was entered by mistake; one that is over is changed instead.
#[utoipa::path(post, path = "/households/{id}/hardships/{hardship}/remove", tag = "households",
    params(("id" = i64, Path), ("hardship" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the file that was read")),
    request_body = Seen,
    responses((status = 200, body = HouseholdFile)))]
pub async fn hardship_remove(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Ids(id, number): Ids,
    Body(Seen { version }): Body<Seen>,
) -> Answer<Tagged<HouseholdFile>> {
    let removal = RemoveHardship { household: id, version: if_match.or(version), hardship: number };
    if_match.judge(store.run(&write.0, removal).await)?;
    file(&store, write.actor(), id).await
}
