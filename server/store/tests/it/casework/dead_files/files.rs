//! Files with one of everything, their three ends, and the operations on them.

use std::fmt::Debug;

use super::{CLOSED, inputs};
use crate::support::{Stage, Town, asked_for, by};
use domain::{
    accounts::Actor,
    areas::answerers::{NewAnswerer, Post},
    casework::{
        CloseReason, Closing, EraseReason, Erasure, Merging, NewMove,
        cases::{AskedHow, CaseKind, NewCase, Urgency},
        pairings::PairingNeed,
        rounds::profile::Answers,
        school_places::{NewSchoolPlace, SchoolConsent},
        visits::{MetPerson, Mood, NewReport, Way},
    },
    consents::{ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    households::{
        Contact, Hardship, HardshipKind, HouseholdId, Member, PaperKind, Situation,
        reveals::{Reveal, RevealReason},
    },
    orders::{Wanted, slots},
    services::{office::Sharing, referrals::NewReferral},
    stock::lists::{ListBody, ListKind, ListRow, ListSubject},
    wishes::NewWish,
};
use store::{
    accounts::sign_in::{cards::RevokeCard, pins::ClearPin},
    areas::answerers::posts::{GiveHomes, NameAnswerer},
    casework::{
        aid::{collections::OpenCollection, grants::RecordGrant},
        cases::opening::OpenCase,
        conferences::holding::HoldConference,
        corrections::{AnswerCorrection, AskCorrection},
        documents::RemovePaper,
        family_messages::SendFamilyMessage,
        file::{
            close::{CloseFile, ReopenFile},
            merge::MergeFiles,
            relocate::AskRelocation,
        },
        hardships::{AddHardship, Change, RemoveHardship},
        members::{AddMember, ChangeMember, RemoveMember},
        notes::{AddNote, CorrectNote},
        objections::FileObjection,
        pairings::propose::ProposePairing,
        rounds::profiles::SetProfile,
        school_places::opening::OpenSchoolPlace,
        visits::records::RecordVisit,
    },
    claims::thanks::AddThanks,
    consents::{record::WithdrawConsent, refusals::RefuseConsent},
    households::{
        edit::{ANY_VERSION, ChangeSituation, Edit},
        reveal::{HideHousehold, RevealHousehold},
    },
    imports::points::PointsRow,
    orders::{basket::PutInBasket, place::PlaceOrder, walk_in::IssueWalkIn},
    points::adjustments::{ByHand, GivePoints, ReversePoints, TakePointsBack},
    services::referrals::drafts::DraftReferral,
    stock::lists::KeepList,
    wishes::lifecycle::PostWish,
};

/// One second recorded by Chromium.
const VOICE: &[u8] = include_bytes!("../../../../../../app/domain/src/wishes/voice/second.webm");

/// A household with one of everything on file, and what the operations on it name.
pub struct File {
    pub id: HouseholdId,
    family: Actor,
    pub people: Vec<i64>,
    note: i64,
    paper: i64,
    hardship: i64,
    consent: i64,
    correction: i64,
    journal: i64,
    wish: i64,
}

fn spoken(household: HouseholdId, kind: ConsentKind, wish: i64) -> NewConsent {
    NewConsent {
        household,
        member: 0,
        kind,
        wish,
        giver: 0,
        given_by: "外婆".into(),
        relation: GivenAs::Guardian,
        how: How::Spoken,
        witness: "邻居老王".into(),
        note: String::new(),
    }
}

fn gift(household: HouseholdId, points: i64) -> ByHand {
    ByHand { household, points, reason: "慰问".into() }
}

fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let blue = image::RgbImage::from_pixel(8, 8, image::Rgb([9, 99, 199]));
    blue.write_to(&mut png, image::ImageFormat::Png).expect("png");
    png.into_inner()
}

fn lamp() -> NewWish {
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    NewWish { item, quantity: 1, words: "晚上写作业".into(), again: true, ..NewWish::default() }
}

async fn file(stage: &Stage, town: &Town) -> File {
    let (store, keeper) = (&stage.store, || by(&town.caseworker));
    let (id, family) = stage.family(&town.caseworker, town.home, "李家").await;
    let first = stage.number(&format!("select min(id) from person where household = {id}")).await;
    let ill = Hardship { kind: HardshipKind::Illness, since: "2024-03".into(), ..Hardship::default() };
    File {
        id,
        people: vec![first, first + 1],
        note: store.run(&keeper(), AddNote::new(id, "看过".into())).await.expect("noted"),
        paper: store.paper_add(&keeper(), id, PaperKind::IdSeen, Vec::new()).await.expect("on file"),
        hardship: store
            .run(
                &keeper(),
                AddHardship(Change { household: id, version: ANY_VERSION, hardship: Hardship { id: 0, ..ill } }),
            )
            .await
            .expect("on file"),
        consent: store.consent_record(&keeper(), spoken(id, ConsentKind::File, 0), None).await.expect("recorded"),
        correction: store.run(&by(&family), AskCorrection("名字写错了".into())).await.expect("asked"),
        journal: store.run(&keeper(), GivePoints(gift(id, 10))).await.expect("given"),
        wish: store.run(&by(&family), PostWish(lamp())).await.expect("a wish"),
        family,
    }
}

fn closing(household: HouseholdId) -> Closing {
    Closing { household, reason: CloseReason::MovedAway, words: String::new() }
}

fn erasure(household: HouseholdId) -> Erasure {
    Erasure { household, reason: EraseReason::Asked, typed: household.to_string() }
}

fn merging(keep: HouseholdId, file: &File) -> Merging {
    Merging { keep, gone: file.id, same: file.people.iter().map(|id| (*id, 0)).collect(), typed: keep.to_string() }
}

/// Makes a file and ends it.
pub async fn dead(stage: &Stage, town: &Town, end: &str) -> File {
    let file = file(stage, town).await;
    let keeper = by(&town.caseworker);
    match end {
        "closed" => stage.store.run(&keeper, CloseFile(closing(file.id))).await.expect("closed"),
        "merged" => stage.store.run(&keeper, MergeFiles(merging(town.household, &file))).await.expect("merged"),
        _ => stage.store.file_erase(&keeper, erasure(file.id)).await.expect("erased"),
    }
    file
}

pub fn said<T: Debug>(result: store::Result<T>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(store::Error::Refused(refused)) => refused.code().as_str().into(),
        Err(failed) => panic!("failed: {failed}"),
    }
}

/// Runs one operation of the table on the file.
pub async fn run(stage: &Stage, town: &Town, file: &File, operation: &str) -> String {
    let (store, id) = (&stage.store, file.id);
    let (keeper, family, shop) = (by(&town.caseworker), by(&file.family), by(&town.shopkeeper));
    let wanted = || Wanted { item: lamp().item, size: String::new(), quantity: 1 };
    let member = |id| Member { id, name: "李小".into(), birth_year: 2015, ..Member::default() };
    let ill = |id| Hardship { id, kind: HardshipKind::Illness, since: "2024-03".into(), ..Hardship::default() };
    let any = ANY_VERSION;
    match operation {
        "aid_collection_open" => {
            said(store.run(&keeper, OpenCollection { household: id, new: inputs::collection(store.now()) }).await)
        }
        "aid_grant_record" => {
            said(store.run(&keeper, RecordGrant { household: id, new: inputs::grant(store.now()) }).await)
        }
        "basket_put" => {
            let put = PutInBasket { location: town.shop, wanted: wanted(), more: false };
            said(store.run(&family, put).await)
        }
        "card_make" => said(store.card_make(&keeper, asked_for(id)).await),
        "card_revoke" => said(store.run(&keeper, RevokeCard(id)).await),
        "case_open" => {
            let fields = [("seeks".to_owned(), "保洁".to_owned())].into();
            let new = NewCase {
                kind: CaseKind::Work,
                member: None,
                urgency: Urgency::Ordinary,
                fields,
                words: String::new(),
                finding: None,
            };
            said(store.run(&keeper, OpenCase { household: id, new }).await)
        }
        "conference_hold" => {
            let new = inputs::conference(town, store.now());
            said(store.run(&keeper, HoldConference { household: id, new }).await)
        }
        "consent_record" => said(store.consent_record(&keeper, spoken(id, ConsentKind::Voice, 0), None).await),
        "consent_refuse" => {
            let (kind, reason) = (ConsentKind::Story, String::new());
            let refusal = NewRefusal { household: id, member: 0, kind, wish: 0, refused_by: 0, reason };
            said(store.run(&keeper, RefuseConsent(refusal)).await)
        }
        "consent_withdraw" => {
            let back = WithdrawConsent { household: id, consent: file.consent, reason: "不同意了".into() };
            said(store.run(&keeper, back).await)
        }
        "correction_answer" => said(
            store
                .run(&keeper, AnswerCorrection { household: id, correction: file.correction, words: "改好了".into() })
                .await,
        ),
        "correction_ask" => said(store.run(&family, AskCorrection("还有错".into())).await),
        "file_close" => said(store.run(&keeper, CloseFile(closing(id))).await),
        "file_erase" => said(store.file_erase(&keeper, erasure(id)).await),
        "file_reopen" => said(store.run(&keeper, ReopenFile(id)).await),
        "files_merge" => {
            let into = Merging { keep: id, gone: town.household, same: Vec::new(), typed: id.to_string() };
            let stays = said(store.run(&by(&town.caseworker), MergeFiles(into)).await);
            assert_eq!(stays, CLOSED, "it cannot be the one that stays");
            said(store.run(&keeper, MergeFiles(merging(town.household, file))).await)
        }
        "hardship_add" => said(
            store
                .run(
                    &keeper,
                    AddHardship(Change { household: id, version: ANY_VERSION, hardship: Hardship { id: 0, ..ill(0) } }),
                )
                .await,
        ),
        "hardship_change" => said(store.hardship_change(&keeper, id, any, ill(file.hardship)).await),
        "hardship_remove" => {
            said(store.run(&keeper, RemoveHardship { household: id, version: any, hardship: file.hardship }).await)
        }
        "household_contact" => {
            let contact = Contact { name: "李家".into(), phone: String::new(), address: "平安里".into() };
            said(store.household_contact(&keeper, id, any, contact).await)
        }
        "household_hide" => said(store.run(&keeper, HideHousehold(id)).await),
        "household_member_add" => said(store.run(&keeper, AddMember::new(id, member(0))).await),
        "household_member_change" => {
            said(store.run(&keeper, ChangeMember { household: id, version: any, member: member(file.people[1]) }).await)
        }
        "household_member_remove" => {
            said(store.run(&keeper, RemoveMember { household: id, version: any, member: file.people[1] }).await)
        }
        "household_password" => said(store.household_password(&keeper, asked_for(id)).await),
        "household_reveal" => said(
            store
                .run(
                    &keeper,
                    RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: String::new() }),
                )
                .await,
        ),
        "household_situation" => said(
            store.run(&keeper, ChangeSituation(Edit { household: id, version: any, new: Situation::default() })).await,
        ),
        "pairing_propose" => {
            let propose = ProposePairing { household: id, helper: town.donor.account, need: PairingNeed::Company };
            said(store.run(&keeper, propose).await)
        }
        "school_place_open" => {
            let consent = SchoolConsent { how: AskedHow::Visit, whom: "妈妈".into() };
            let open = OpenSchoolPlace { household: id, new: NewSchoolPlace { member: file.people[1], consent } };
            said(store.run(&keeper, open).await)
        }
        "member_profile_set" => {
            let set = SetProfile { household: id, member: 0, profile: Answers::default() };
            said(store.run(&keeper, set).await)
        }
        "move_ask" => {
            let new = NewMove { household: id, to: town.district, words: String::new() };
            said(store.run(&keeper, AskRelocation(new)).await)
        }
        "answerer_homes" => {
            let coordinator = by(&town.coordinator);
            let post =
                NewAnswerer {
                    area: town.district, post: Post::Homes, name: "联户长".into(), ..NewAnswerer::default()
                };
            let answerer = store.run(&coordinator, NameAnswerer(post)).await.expect("a post");
            said(store.run(&by(&town.coordinator), GiveHomes { answerer, households: vec![id] }).await)
        }
        "visit_record" => {
            let (way, met, mood) = (Way::Home, MetPerson::Contact, Mood::Well);
            let report = NewReport { household: id, way, met, mood, needs: Vec::new(), words: String::new(), at: None };
            said(store.run(&keeper, RecordVisit(report)).await)
        }
        "family_message_send" => {
            let message = SendFamilyMessage { household: id, words: "周六领米".into() };
            said(store.run(&keeper, message).await)
        }
        "note_add" => said(store.run(&keeper, AddNote::new(id, "又看过".into())).await),
        "note_correct" => {
            said(store.run(&keeper, CorrectNote { household: id, note: file.note, words: "改一下".into() }).await)
        }
        "object" => said(store.run(&family, FileObjection { opening: 0, words: "为什么看".into() }).await),
        "order_place" => {
            let (location, pickup) = (town.shop, slots(store.now())[0].from);
            let order = PlaceOrder { location, pickup, lines: vec![wanted()], basket: false };
            said(store.run(&family, order).await)
        }
        "paper_add" => said(store.paper_add(&keeper, id, PaperKind::IdSeen, Vec::new()).await),
        "paper_remove" => said(store.run(&keeper, RemovePaper { household: id, paper: file.paper }).await),
        "photo_add" => {
            let agreed = spoken(id, ConsentKind::Photo, file.wish);
            said(store.photo_add(&keeper, file.wish, png(), agreed, None).await)
        }
        "photo_keep" => {
            let picture = store.picture(&file.family, png()).await.expect("a picture");
            said(store.photo_keep(&family, picture).await)
        }
        "pin_clear" => said(store.run(&keeper, ClearPin(id)).await),
        "pin_set" => said(store.pin_set(&family, "", "4826").await),
        "points_give" => said(store.run(&keeper, GivePoints(gift(id, 5))).await),
        "points_import" => {
            let row = PointsRow { household: id, points: 7, reason: "十一月".into() };
            let fates = store.points_import(&keeper, vec![row], false).await.expect("a fate");
            fates[0].as_str().to_owned()
        }
        "list_keep" => {
            let rows = vec![ListRow { code: "690".into(), count: 1, fields: Vec::new() }];
            let of = ListSubject { kind: ListKind::WalkIn, subject: 0, household: id };
            let key = "0123456789abcdef".parse().expect("a key");
            let body = ListBody { head: Vec::new(), rows };
            said(store.run(&shop, KeepList { key, of, location: town.shop, seen: 0, body }).await)
        }
        "points_reverse" => {
            let wrong = ReversePoints { household: id, journal: file.journal, reason: "发错了".into() };
            said(store.run(&keeper, wrong).await)
        }
        "points_take_back" => said(store.run(&keeper, TakePointsBack(gift(id, 1))).await),
        "referral_draft" => {
            let (need, sharing) = ("要一张床位".to_owned(), Sharing::nothing());
            let new = NewReferral { service: 1, case: None, need, sharing, send: true };
            said(store.run(&keeper, DraftReferral { household: id, new }).await)
        }
        "thanks_add" => {
            said(store.run(&family, AddThanks { claim: 1, words: "谢谢".into(), card: String::new() }).await)
        }
        "voice_keep" => said(store.voice_keep(&family, VOICE.to_vec()).await),
        "walk_in_issue" => {
            let walk_in = IssueWalkIn { household: id, location: town.shop, lines: vec![wanted()] };
            said(store.walk_in_issue(&shop, walk_in).await)
        }
        "walk_in_open" => said(store.walk_in(&town.shopkeeper, id, town.shop, &[]).await),
        "wish_post" => {
            assert_eq!(said(store.run(&family, PostWish(lamp())).await), CLOSED, "nor may its family");
            said(store.run(&keeper, PostWish(NewWish { household: id, beyond: "要的".into(), ..lamp() })).await)
        }
        other => super::community::run(stage, town, file, other).await,
    }
}
