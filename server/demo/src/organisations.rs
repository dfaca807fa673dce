//! Organisations of both root areas: what they are, who acts for them, and their partnerships.

use domain::{
    DAY,
    accounts::{Actor, OrganisationId},
    community::{
        organisations::{ContactRole, Offering, OrganisationKind, OrganisationOffer, OrganisationProfile},
        partnerships::{NewPartnership, PartnershipAnswer, PartnershipId},
    },
};
use store::{
    Result, Tx,
    community::{
        organisations::{
            contacts::SetContactRole,
            profile::{SetOrganisation, SetOrganisationOffer},
        },
        partnerships::{
            lifecycle::RenewPartnership,
            propose::{AnswerPartnership, ProposePartnership},
        },
    },
    ops::bulk_organisations::organisation_names,
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// Day before now on which contacts are named, and that of the first proposal.
const NAMED: i64 = -300;
const PROPOSED: i64 = -290;
/// Days from now until which the first partnership runs: both are asked to renew it.
const SOON: i64 = 20;

const WORDS: [(Offering, &str); 5] = [
    (Offering::Goods, "每季度为困难家庭准备米面油 30 份"),
    (Offering::Hours, "每月两个周末上门为老人修水电"),
    (Offering::Posts, "优先招用辖区零就业家庭成员"),
    (Offering::Courses, "寒暑假各办一期作业辅导班"),
    (Offering::Services, "每月一次法律咨询"),
];

/// Tells the kind by a word of the name.
fn kind_of(name: &str) -> OrganisationKind {
    match name {
        n if n.contains("派出所") => OrganisationKind::Police,
        n if n.contains("工会") => OrganisationKind::Union,
        n if n.contains("公司") || n.contains("商会") || n.contains("合作社") => OrganisationKind::Firm,
        n if n.contains("读书会") => OrganisationKind::Charity,
        _ => OrganisationKind::Community,
    }
}

/// Returns the first member of each organisation, which acts for it.
pub fn contacts(root: &Root) -> Vec<&Actor> {
    let mut found: Vec<&Actor> = Vec::new();
    for donor in root.donors.iter().filter(|donor| donor.organisation != 0) {
        if !found.iter().any(|one| one.organisation == donor.organisation) {
            found.push(donor);
        }
    }
    found
}

/// Writes organisations and partnerships of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        let names = organisation_names(tx, root.id).await?;
        for (n, contact) in contacts(root).into_iter().enumerate() {
            let organisation = contact.organisation;
            let name = names.iter().find(|(id, _)| *id == organisation).map(|(_, name)| name.clone());
            describe(tx, calendar, root, contact, (n, name.unwrap_or_default())).await?;
            partnership(tx, calendar, root, contact, n).await?;
        }
    }
    Ok(())
}

/// What an organisation offers, by what it is.
fn offers_of(kind: OrganisationKind) -> Vec<Offering> {
    match kind {
        OrganisationKind::Firm => vec![Offering::Goods, Offering::Posts],
        OrganisationKind::Union => vec![Offering::Goods, Offering::Hours, Offering::Posts],
        OrganisationKind::Charity => vec![Offering::Goods, Offering::Courses],
        _ => vec![Offering::Goods, Offering::Hours],
    }
}

async fn describe(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    contact: &Actor,
    (n, name): (usize, String),
) -> Result<()> {
    let (organisation, day) = (contact.organisation, calendar.at(NAMED * DAY));
    // Two districts beside its own one.
    let areas = [3, 4].map(|step| root.districts[(n + step) % root.districts.len()].id).to_vec();
    let kind = kind_of(&name);
    let profile = OrganisationProfile { kind, name, areas };
    tx.run_as(&root.coordinator, day, &SetOrganisation { organisation, profile }).await?;
    let named = SetContactRole { organisation, account: contact.account, role: ContactRole::Named };
    tx.run_as(&root.coordinator, day, &named).await?;
    let offer = OrganisationOffer {
        offers: offers_of(kind),
        contact_name: contact.name.clone(),
        contact_phone: format!("137{organisation:08}"),
    };
    tx.run_as(contact, day, &SetOrganisationOffer { organisation, offer }).await
}

/// Proposes a partnership: the first ends soon, the second is to be renewed, the third was declined, every later third
/// one waits for an answer.
async fn partnership(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, contact: &Actor, n: usize) -> Result<()> {
    let (what, words) = WORDS[n % WORDS.len()];
    let waits = n > 2 && n.is_multiple_of(3);
    let age = PROPOSED + i64::try_from(n).unwrap_or_default();
    let begun = calendar.at(if waits { -5 * DAY } else { age * DAY });
    let left = if n == 0 { SOON } else { 120 };
    let until = calendar.now + left * DAY;
    let area = root.districts[n % root.districts.len()].id;
    let id = propose(tx, begun, contact, (area, until), (what, words)).await?;
    if waits {
        return Ok(());
    }
    let answer = if n == 2 { PartnershipAnswer::Decline } else { PartnershipAnswer::Accept };
    tx.run_as(&root.coordinator, begun + 3 * DAY, &AnswerPartnership { partnership: id, answer }).await?;
    if n == 1 {
        let renew = RenewPartnership { partnership: id, until: until + 365 * DAY };
        tx.run_as(contact, calendar.at(-8 * DAY), &renew).await?;
    }
    Ok(())
}

async fn propose(
    tx: &mut Tx<'_>,
    day: i64,
    contact: &Actor,
    (area, until): (i64, i64),
    (what, words): (Offering, &str),
) -> Result<PartnershipId> {
    let organisation: OrganisationId = contact.organisation;
    let new = NewPartnership { organisation, area, what, words: words.to_owned(), starts: day, until };
    tx.run_as(contact, day, &ProposePartnership(new)).await
}
