//! Organisations, services and places in the format of Open Referral, the Human Services Data Specification 3.0, for
//! directories that others keep.

use app::i18n::Lang;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::services::open_data::{OpenData, OpenHours, OpenLocation, OpenOrganisation, OpenService};

use super::prelude::*;
use crate::http::problem::language;

/// Days of the week as in calendars.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Organisations and services as objects of the Human Services Data Specification.
#[derive(Serialize, ToSchema)]
pub struct OpenDirectory {
    /// Version of the specification.
    version: &'static str,
    /// Where it is described.
    profile: &'static str,
    /// Objects `organization`.
    #[schema(value_type = Vec<Object>)]
    organizations: Vec<Value>,
    /// Objects `service`, each with its organisation, and its locations with addresses and hours.
    #[schema(value_type = Vec<Object>)]
    services: Vec<Value>,
}

/// Returns what is public of organisations, services and shops, as Open Referral HSDS 3.0. It names no person.
#[utoipa::path(get, path = "/open/hsds.json", tag = "services", security(()),
    responses((status = 200, body = OpenDirectory)))]
pub async fn hsds(State(store): State<Store>, headers: HeaderMap) -> Answer<Json<OpenDirectory>> {
    Ok(Json(directory(&store.open_data().await?, language(&headers))))
}

fn directory(data: &OpenData, lang: Lang) -> OpenDirectory {
    let mut organizations: Vec<Value> =
        data.organisations.iter().map(|organisation| organization(organisation, lang)).collect();
    let mut services: Vec<Value> = data
        .services
        .iter()
        .filter_map(|service| {
            let own = data.organisations.iter().find(|organisation| organisation.id == service.organisation)?;
            Some(offered(service, own, lang))
        })
        .collect();
    let mut roots: Vec<&OpenLocation> = data.locations.iter().collect();
    roots.sort_by_key(|location| location.root);
    for shops in roots.chunk_by(|one, other| one.root == other.root) {
        let Some(first) = shops.first() else { continue };
        let id = uuid("area", first.root, first.root_created);
        let keeper = json!({ "id": id, "name": first.root_name, "description": lang.t("open-keeper") });
        services.push(shop_service(first, shops, &data.hours, &keeper, lang));
        organizations.push(keeper);
    }
    let profile = "https://docs.openreferral.org/en/3.0/";
    OpenDirectory { version: "3.0", profile, organizations, services }
}

fn organization(organisation: &OpenOrganisation, lang: Lang) -> Value {
    let OpenOrganisation { id, name, kind, area_name, created } = organisation;
    json!({
        "id": uuid("organisation", *id, *created),
        "name": name,
        "description": format!("{} · {area_name}", lang.named("organisation-kind", kind)),
    })
}

/// A service of an organisation, which goes to the family or takes it where it is agreed.
fn offered(service: &OpenService, own: &OpenOrganisation, lang: Lang) -> Value {
    let OpenService { id, name, class, capacity, created, .. } = service;
    let mut object = json!({
        "id": uuid("service", *id, *created),
        "organization_id": uuid("organisation", own.id, own.created),
        "name": name,
        "status": "active",
        "wait_time": lang.named("time-class", class),
        "organization": organization(own, lang),
    });
    if capacity == "full" {
        object["alert"] = lang.t("open-full").into();
    }
    object
}

/// The free shop of a root area, at each of its locations.
fn shop_service(
    first: &OpenLocation,
    shops: &[&OpenLocation],
    hours: &[OpenHours],
    keeper: &Value,
    lang: Lang,
) -> Value {
    let id = uuid("shop", first.root, first.root_created);
    let places: Vec<Value> = shops.iter().map(|shop| place(shop, hours, &id)).collect();
    json!({
        "id": id,
        "organization_id": keeper["id"],
        "name": lang.t("open-shop"),
        "description": lang.t("open-shop-text"),
        "status": "active",
        "organization": keeper,
        "service_at_locations": places,
    })
}

fn place(shop: &OpenLocation, hours: &[OpenHours], service: &str) -> Value {
    let OpenLocation { id, name, address, hours: said, phone, root_name, root_created, .. } = shop;
    let location = uuid("location", *id, *root_created);
    let week = hours.iter().filter(|hours| hours.location == *id);
    let schedules: Vec<Value> = week
        .filter_map(|hours| {
            let day = usize::try_from(hours.weekday).ok().and_then(|day| DAYS.get(day))?;
            Some(json!({
                "id": uuid(&format!("hours {day}"), *id, *root_created),
                "location_id": location,
                "freq": "WEEKLY",
                "interval": 1,
                "wkst": "MO",
                "byday": day,
                "opens_at": clock(hours.opens),
                "closes_at": clock(hours.closes),
                "timezone": 8,
            }))
        })
        .collect();
    let mut object = json!({
        "id": location,
        "location_type": "physical",
        "name": name,
        "addresses": [{
            "id": uuid("address", *id, *root_created),
            "location_id": location,
            "address_1": address,
            "city": root_name,
            // Neither is known of a location.
            "state_province": "",
            "postal_code": "",
            "country": "CN",
            "address_type": "physical",
        }],
        "schedules": schedules,
    });
    if !said.is_empty() {
        object["description"] = said.as_str().into();
    }
    if !phone.is_empty() {
        let line = json!({ "id": uuid("phone", *id, *root_created), "location_id": location, "number": phone });
        object["phones"] = Value::Array(vec![line]);
    }
    json!({
        "id": uuid("shop at", *id, *root_created),
        "service_id": service,
        "location_id": location,
        "location": object,
    })
}

/// Minutes since midnight as `09:30`.
fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Makes an id that stays the same for a record, and differs between installations by when a record was added.
/// Version 8 of RFC 9562: the bits are of our own making.
fn uuid(kind: &str, id: i64, created: i64) -> String {
    let digest = Sha256::digest(format!("wishbridge {kind} {id} {created}"));
    let mut hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    hex.replace_range(12..13, "8");
    hex.replace_range(16..17, "a");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
