//! Copy of a household's file that its family takes along: what its pages show, whole and in one piece.
//!
//! Each section is the family's own view of a capability, so that the copy shows nothing that the pages hide, such as
//! words that staff wrote for each other. `tests/it/casework/household_copy.rs` holds the tables against the lists below.

use std::collections::BTreeMap;

use domain::{Timestamp, accounts::Actor};
use serde::Serialize;
use serde_json::Value;

use crate::{Error, Result, Store, points::views::Part};

/// Sections of the copy in their order, with the tables about a household that each of them holds.
pub const SECTIONS: &[(&str, &[&str])] = &[
    ("household", &[]),
    ("members", &["person"]),
    ("profiles", &[]),
    ("hardships", &["hardship"]),
    ("papers", &["paper"]),
    ("consents", &["consent"]),
    ("notes", &["household_note"]),
    ("corrections", &["correction"]),
    ("openings", &["reveal"]),
    ("objections", &["objection"]),
    ("wishes", &["wish", "need"]),
    ("received", &[]),
    ("orders", &["shop_order"]),
    ("points", &["points_grant"]),
    ("points_lines", &[]),
    ("taking_part", &["part_booking"]),
    ("helps", &["neighbour_help"]),
    ("loans", &["loan"]),
    ("disputes", &["dispute"]),
    ("reversals", &["reversal"]),
    ("cases", &["case_file"]),
    ("referrals", &["referral"]),
    ("conferences", &["conference", "conference_measure"]),
    ("visits", &["visit"]),
    ("findings", &["finding"]),
    ("school_places", &["school_place"]),
    ("entitlements", &["entitlement"]),
    ("aid", &["aid_grant", "aid_collection"]),
    ("pairings", &["pairing"]),
    ("job_seekers", &["job_seeker"]),
    ("job_proposals", &["job_proposal"]),
    ("job_checks", &["job_check"]),
    ("courses", &["course_place", "certificate"]),
    ("appointments", &["appointment"]),
    ("questions", &["question"]),
    ("groups", &["group_household"]),
    ("group_notices", &["group_reading"]),
    ("market", &["market_offer"]),
    ("notices", &[]),
];

/// Tables about a household that are not in the copy, each with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("account", "how the family signs in; its name and phone are those of the file"),
    ("card", "opens the account; a copy that is lost must open nothing"),
    ("family_pin", "opens the account; only a hash is kept"),
    ("neighbour_code", "proves help between neighbours while it lasts, and is no record of the family"),
    ("entitlement_due", "a queue of what is compared again, without content"),
    ("file_change", "why staff closed, merged or moved the file, in words for other staff"),
    ("household_import_line", "a row of a sheet before it became the file"),
    ("household_move", "the question of one area to another, in words for staff; the file names the area"),
    ("recall_home", "notes of staff about goods that were recalled; the goods themselves are in what was received"),
    ("scan_list", "goods that a shop scanned and has not booked yet, kept for the account that scans"),
    ("round_door", "a door on the list of a round, before it leads to the file"),
    ("shift_task", "a line of a volunteer's list; what was brought is in orders and loans"),
    ("visit_media", "recordings and pictures of staff, kept for their report"),
    ("visit_report", "words of staff about a visit for other staff; what came of it is in findings and notes"),
];

/// A family's copy of its file.
#[derive(Clone, Debug, Serialize)]
pub struct HouseholdCopy {
    /// When it was taken.
    pub taken: Timestamp,
    /// Content by the names of [`SECTIONS`].
    pub sections: BTreeMap<&'static str, Value>,
}

impl HouseholdCopy {
    fn add(&mut self, section: &'static str, content: impl Serialize) -> Result<()> {
        let content = serde_json::to_value(content).map_err(|cause| Error::Broken(cause.to_string()))?;
        self.sections.insert(section, content);
        Ok(())
    }
}

/// Reads a list to its end, page by page.
macro_rules! whole {
    ($cursor:ident => $page:expr) => {{
        let (mut items, mut $cursor) = (Vec::new(), 0);
        loop {
            let page = $page?;
            items.extend(page.items);
            match page.next {
                Some(next) => $cursor = next,
                None => break items,
            }
        }
    }};
}

impl Store {
    /// Collects all that the pages of the actor's family show about it.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn household_copy(&self, actor: &Actor) -> Result<HouseholdCopy> {
        let number = actor.must_be_family()?;
        let mut copy = HouseholdCopy { taken: self.now(), sections: BTreeMap::new() };
        let (household, members) = self.my_household(actor).await?;
        copy.add("household", household)?;
        copy.add("members", members)?;
        copy.add("profiles", self.profiles(actor, number).await?)?;
        copy.add("hardships", self.hardships(actor, number).await?)?;
        copy.add("papers", whole!(cursor => self.papers(actor, number, cursor).await))?;
        self.copy_consents(actor, &mut copy).await?;
        copy.add("notes", whole!(cursor => self.notes(actor, number, cursor).await))?;
        copy.add("corrections", whole!(cursor => self.corrections(actor, number, cursor).await))?;
        copy.add("openings", whole!(cursor => self.my_openings(actor, cursor).await))?;
        copy.add("objections", self.my_objections(actor).await?)?;
        self.copy_goods(actor, &mut copy).await?;
        self.copy_casework(actor, &mut copy).await?;
        self.copy_community(actor, &mut copy).await?;
        copy.add("notices", whole!(cursor => self.notices(actor, cursor).await))?;
        Ok(copy)
    }

    /// Adds the consents in force and those that ended.
    async fn copy_consents(&self, actor: &Actor, copy: &mut HouseholdCopy) -> Result<()> {
        let number = actor.must_be_family()?;
        let held = self.consents(actor, number, 0).await?.held;
        let mut all = whole!(cursor => self.consents(actor, number, cursor).await.map(|file| file.ended));
        all.extend(held);
        copy.add("consents", all)
    }

    /// Adds wishes, goods and points.
    async fn copy_goods(&self, actor: &Actor, copy: &mut HouseholdCopy) -> Result<()> {
        let number = actor.must_be_family()?;
        copy.add("wishes", self.household_wishes(actor, number).await?)?;
        let (mut received, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.received(actor, &cursor).await?;
            received.extend(page.items);
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        copy.add("received", received)?;
        copy.add("orders", whole!(cursor => self.own_orders(actor, cursor).await))?;
        copy.add("points", self.my_points(actor).await?)?;
        let lines = whole!(cursor => self.points_part(actor, number, Part::Spendable, cursor).await);
        copy.add("points_lines", lines)?;
        copy.add("taking_part", whole!(cursor => self.part_bookings(actor, number, cursor).await))?;
        copy.add("helps", self.own_helps(actor).await?)?;
        copy.add("loans", self.own_loans(actor).await?)?;
        copy.add("disputes", self.my_disputes(actor).await?)?;
        copy.add("reversals", self.my_reversals(actor).await?)
    }

    /// Adds what staff and offices do for the family.
    async fn copy_casework(&self, actor: &Actor, copy: &mut HouseholdCopy) -> Result<()> {
        copy.add("cases", self.my_cases(actor).await?)?;
        copy.add("referrals", self.my_referrals(actor).await?)?;
        copy.add("conferences", self.my_conferences(actor).await?)?;
        copy.add("visits", self.my_visits(actor).await?)?;
        copy.add("findings", self.my_findings(actor).await?)?;
        copy.add("school_places", self.my_school_places(actor).await?)?;
        copy.add("entitlements", self.own_entitlements(actor).await?)?;
        copy.add("aid", self.my_aid(actor).await?)
    }

    /// Adds what the family does with others.
    async fn copy_community(&self, actor: &Actor, copy: &mut HouseholdCopy) -> Result<()> {
        let number = actor.must_be_family()?;
        copy.add("pairings", self.own_pairings(actor).await?)?;
        copy.add("job_seekers", self.household_seekers(actor, number).await?)?;
        copy.add("job_proposals", self.own_job_proposals(actor).await?)?;
        copy.add("job_checks", self.household_job_checks(actor, number).await?)?;
        copy.add("courses", self.own_course_places(actor).await?)?;
        copy.add("appointments", self.household_appointments(actor, number).await?)?;
        copy.add("questions", self.my_questions(actor).await?)?;
        copy.add("groups", self.own_groups(actor).await?)?;
        copy.add("group_notices", self.own_group_notices(actor).await?)?;
        copy.add("market", self.own_market_offers(actor).await?)
    }
}
