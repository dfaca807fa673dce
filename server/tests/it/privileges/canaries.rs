//! Canaries: values about a family that outsiders must never see.
//! They are planted in all fields and searched for in all answers to outsiders: pages, JSON, island properties,
//! headers.

use domain::{
    casework::cases::Urgency,
    consents::{ConsentKind, GivenAs, NewConsent},
    disputes::{
        DisputeChannel, DisputeDecision, DisputeKind, DisputeOutcome, NewDispute,
        reversals::{NewReversal, ReversalGoal},
        subject::HandedOver,
    },
    households::{
        HouseholdId, Member, PaperKind,
        reveals::{Reveal, RevealReason},
    },
    imports::{HouseholdRow, Line},
    wishes::{
        NewWish,
        free_titles::{FreeTitle, Symbol},
    },
};
use store::{
    By,
    casework::{
        corrections::{AnswerCorrection, AskCorrection},
        notes::AddNote,
        objections::{AnswerObjection, FileObjection},
    },
    claims::thanks::AddThanks,
    consents::record::WithdrawConsent,
    disputes::{report::OpenDispute, reversals::AskReversal, settlement::SettleDispute},
    households::reveal::RevealHousehold,
    imports::households::AddHouseholdImport,
    wishes::{lifecycle::PostWish, media::voice::WishMedia},
};

use super::{
    consents,
    targets::{Target, handed_over},
};
use crate::support::{
    Reply, TestApp,
    world::{self, PICTURE, VOICE},
};

/// Texts about the first family, each in its own field.
/// Schools and birthdays have no field, but a family may write them in a text.
const NOTE: &str = "只有社工看得见的一句话";
const SCHOOL: &str = "云溪三小金丝笼班";
const BIRTHDAY: &str = "2017-05-23";
const BEYOND: &str = "上一件被黄鹂叼走了";
const OWN_TITLE: &str = "给鸬鹚用的接尿器";
const THANKS: &str = "孔雀翎送给您当谢礼";
const GIVER: &str = "上官翠鸟";
const WITNESS: &str = "端木白鹭";
const CONSENT_NOTE: &str = "在斑鸠桥头说的";
const TAKEN_BACK: &str = "怕被喜鹊村的人认出";
const OPENING: &str = "替她去百灵诊所取药";
const OBJECTION: &str = "为什么燕子们都看我家";
const ANSWER: &str = "夜莺科长已经谈过话";
const CORRECTION: &str = "奶奶改名叫东方鹧鸪";
const CORRECTED: &str = "已按鹧鸪本人说的改";
const LISTED: &str = "皇甫银鸥";
const DISPUTED: &str = "灰雁没有飞进我家门";
const DECIDED: &str = "鸿雁站长查过签收单";
const REVERSED: &str = "错给了隔壁戴胜一家";
const CASED: &str = "鸬鹚说找不到活干";
const CALLED: &str = "白鹳妈妈说还没解决";
const REFERRED: &str = "苍鹭奶奶要一张床";
const QUESTIONED: &str = super::appointments::ASKED;
const FOLLOWED: &str = "苍鹭爷爷要学种菜";
const SHIFTED: &str = super::shifts::WORDS;
const HELPED: &str = super::taking_part::WORDS;
const VISITED: &str = "雨燕窝漏雨没有人修";
const CONFERRED: &str = "蓝喉太阳鸟家请三个部门商量";
const AIDED: &str = "朱鹮家领过一车煤";
const COLLECTED: &str = "蓑羽鹤孩子的手术费";
const COURSED: &str = "鹈鹕奶奶上课要坐轮椅";
const SCHOOLED: &str = "蜂鸟学堂说下周再来";

/// Returns all values that must not reach outsiders.
pub fn all() -> impl Iterator<Item = &'static str> + Clone {
    let written = [
        NOTE,
        SCHOOL,
        BIRTHDAY,
        BEYOND,
        OWN_TITLE,
        THANKS,
        GIVER,
        WITNESS,
        CONSENT_NOTE,
        TAKEN_BACK,
        OPENING,
        OBJECTION,
        ANSWER,
        CORRECTION,
        CORRECTED,
        LISTED,
        DISPUTED,
        DECIDED,
        REVERSED,
        CASED,
        CALLED,
        REFERRED,
        FOLLOWED,
        VISITED,
        CONFERRED,
        AIDED,
        COLLECTED,
        COURSED,
        HELPED,
        SHIFTED,
        QUESTIONED,
        SCHOOLED,
    ];
    world::CANARIES.iter().copied().chain(written)
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Writes all canaries, as the accounts that may.
pub async fn plant(app: &TestApp) {
    let (store, id) = (&app.store, app.world.id("family"));
    let (keeper, family) = (|| by(app, "caseworker"), || by(app, "family"));
    let note = format!("{NOTE} {} {SCHOOL} {BIRTHDAY}", world::CANARIES[0]);
    store.run(&keeper(), AddNote::new(id, note)).await.expect("a note");
    store.paper_add(&keeper(), id, PaperKind::Other, PICTURE.to_vec()).await.expect("a paper");
    let asked = store.run(&family(), AskCorrection(CORRECTION.into())).await.expect("asked");
    store
        .run(&keeper(), AnswerCorrection { household: id, correction: asked, words: CORRECTED.into() })
        .await
        .expect("answered");
    store
        .run(&keeper(), RevealHousehold(Reveal { household: id, reason: RevealReason::Other, words: OPENING.into() }))
        .await
        .expect("opened");
    let objection = FileObjection { opening: 0, words: OBJECTION.into() };
    let objection = store.run(&family(), objection).await.expect("said");
    store.run(&by(app, "coordinator"), AnswerObjection { objection, words: ANSWER.into() }).await.expect("answered");
    agreed(app, id).await;
    wished(app, id).await;
    disputed(app).await;
    super::visits::closed(app, VISITED).await;
    super::courses::joined(app, COURSED).await;
    super::conferences::measure(app, CONFERRED).await;
    super::aid::grant(app, AIDED).await;
    super::aid::collection(app, COLLECTED).await;
    super::cases::case(app, Urgency::Ordinary, CASED).await;
    super::cases::call_back(app, CALLED).await;
    super::cases::referral(app, REFERRED).await;
    super::urgent::followed(app, FOLLOWED).await;
    super::shifts::filled(app).await;
    super::taking_part::planted(app).await;
    super::appointments::question(app).await;
    super::school_places::place(app, SCHOOLED).await;
    let row = HouseholdRow {
        name: LISTED.into(),
        address: "鸥鹭湾 8 号".into(),
        members: vec![Member { name: LISTED.into(), birth_year: 1980, ..Member::default() }],
        ..Default::default()
    };
    let lines = vec![Line { n: 2, row, wrong: Vec::new(), skipped: false }];
    let list = AddHouseholdImport { area: app.world.id("community"), name: String::new(), lines, notes: Vec::new() };
    store.household_import_add(&keeper(), list).await.expect("a list");
}

/// Records a file consent given by a person outside the family, and a withdrawn voice consent.
async fn agreed(app: &TestApp, id: HouseholdId) {
    let (store, keeper) = (&app.store, by(app, "caseworker"));
    let file = NewConsent {
        giver: 0,
        given_by: GIVER.into(),
        relation: GivenAs::Guardian,
        witness: WITNESS.into(),
        note: CONSENT_NOTE.into(),
        ..consents::spoken(app, ConsentKind::File, 0).await
    };
    store.consent_record(&keeper, file, None).await.expect("a consent");
    let child = consents::people(app).await.1.id;
    let voice = consents::spoken(app, ConsentKind::Voice, child).await;
    let consent = store.consent_record(&by(app, "caseworker"), voice, None).await.expect("a consent");
    let back = WithdrawConsent { household: id, consent, reason: TAKEN_BACK.into() };
    store.run(&by(app, "family"), back).await.expect("taken back");
}

/// Posts unreviewed wishes, one beyond the limits, and unreviewed thanks.
async fn wished(app: &TestApp, household: HouseholdId) {
    let new = || NewWish { item: 13, quantity: 1, words: SCHOOL.into(), again: true, ..NewWish::default() };
    let said = WishMedia { voice: VOICE.to_vec(), ..WishMedia::default() };
    app.store.wish_post_with(&by(app, "family"), new(), said).await.expect("a wish");
    let beyond = NewWish { household, beyond: BEYOND.into(), ..new() };
    app.store.run(&by(app, "caseworker"), PostWish(beyond)).await.expect("a wish");
    let free = FreeTitle { title: OWN_TITLE.into(), symbol: Symbol::Aid };
    let new = NewWish { quantity: 1, free: Some(free), ..NewWish::default() };
    app.store.run(&by(app, "family"), PostWish(new)).await.expect("a wish");
    let (wish, claim) = app.arrived_claim().await;
    let code = serde_json::json!({"code": app.code(wish).await});
    app.shopkeeper().act(claim, "hand-over", code).await.expect(200);
    app.store
        .run(&by(app, "family"), AddThanks { claim, words: THANKS.into(), card: "flower".into() })
        .await
        .expect("thanks");
}

/// Writes a dispute that was decided, and a reversal that waits.
async fn disputed(app: &TestApp) {
    let about = HandedOver::Claim(handed_over(app).await);
    let new =
        NewDispute { about, kind: DisputeKind::NotReceived, channel: DisputeChannel::Family, words: DISPUTED.into() };
    let id = app.store.run(&by(app, "family"), OpenDispute(new)).await.expect("a dispute");
    let settlement = DisputeDecision { outcome: DisputeOutcome::Unsolved, goal: None, answer: DECIDED.into() };
    app.store.run(&by(app, "coordinator"), SettleDispute { id, settlement }).await.expect("decided");
    let new = NewReversal { about, goal: ReversalGoal::Shelf, reason: REVERSED.into() };
    app.store.run(&by(app, "coordinator"), AskReversal(new)).await.expect("a reversal");
}

/// Callers without access to the first root area's families, or with masked access only.
/// No answer to them contains a canary.
const OUTSIDERS: &[&str] = &[
    "visitor",
    "family2",
    "donor",
    "donor2",
    "shopkeeper",
    "shopkeeper_west",
    "caseworker_west",
    "area_admin",
    "admin",
    "family_there",
    "donor_there",
    "shopkeeper_there",
    "caseworker_there",
    "coordinator_there",
    "auditor_there",
    "admin_there",
];

/// Tells whether a canary is also a value of the caller's own family.
/// The other root area has a child and a street of equal names.
fn is_own(who: &str, canary: &str) -> bool {
    match who {
        "family2" => ["司徒画眉", "小画眉", "13900004712", "画眉弄"].contains(&canary),
        who if who.ends_with("_there") => ["小金雀", "金雀巷", "13900004713"].contains(&canary),
        _ => false,
    }
}

/// Checks that an answer to an outsider contains no canary.
pub fn discreet(who: &str, route: &str, target: &Target, reply: &Reply) {
    if !OUTSIDERS.contains(&who) {
        return;
    }
    // The employer of a member of the family, who agreed: each look is a reveal.
    if who == "donor2" && route.contains("/job-proposals/{id}/reveal") {
        return;
    }
    // The helper of the family: both agreed, and each look is a reveal.
    let is_shift = route.contains("/shifts/{id}") || route.contains("/shift-tasks/{id}");
    // Or a donor on a shift whose list has its home, likewise.
    if who == "donor" && (is_shift || route.contains("/pairings/{id}")) {
        return;
    }
    let mut seen = read(&reply.text);
    for value in reply.headers.values() {
        seen.push_str(&read(&String::from_utf8_lossy(value.as_bytes())));
    }
    // Answers may repeat the caller's own input.
    let typed = format!("{target:?}");
    for secret in all().filter(|secret| !is_own(who, secret) && !typed.contains(secret)) {
        assert!(!seen.contains(secret), "{secret} in {route} as {who}: {}", reply.text);
    }
}

/// Returns a text together with its decoded forms.
/// Decodes HTML references (around JSON in island properties), JSON escapes and percent-encoding.
pub fn read(text: &str) -> String {
    let html = if text.contains('&') { of_html(text) } else { text.to_owned() };
    let json = if html.contains("\\u") { of_json(&html) } else { String::new() };
    let address = |text: &str| if text.contains('%') { of_address(text) } else { String::new() };
    let (first, second) = (address(&html), address(&json));
    [html, json, first, second].concat()
}

fn of_html(text: &str) -> String {
    let mut parts = text.split('&');
    let mut read = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or((part, ""));
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
        let known = named.iter().find(|(known, _)| *known == name).map(|(_, char)| *char);
        match known.or(number.and_then(char::from_u32)) {
            Some(char) => read.extend([char.to_string().as_str(), rest]),
            None => read.extend(["&", part]),
        }
    }
    read
}

fn of_json(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut units: Vec<u16> = parts.next().unwrap_or_default().encode_utf16().collect();
    for part in parts {
        match part.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
            Some(unit) => units.extend([unit].into_iter().chain(part[4..].encode_utf16())),
            None => units.extend(part.encode_utf16()),
        }
    }
    String::from_utf16_lossy(&units)
}

fn of_address(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => bytes.extend([byte].iter().chain(&part.as_bytes()[2..])),
            None => bytes.extend(part.as_bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn canaries_are_found_in_all_encodings() {
    let ways = [
        "<p>小金雀</p>",
        "&#23567;&#x91D1;&#38592;",
        r#"<leptos-island data-props="{&quot;name&quot;:&quot;\u5c0f\u91d1\u96c0&quot;}">"#,
        "/sign-in?next=/desk%3Fq%3D%E5%B0%8F%E9%87%91%E9%9B%80&amp;x=1",
        r#"{"next":"\/desk?q=%e5%b0%8f\u91d1%E9%9B%80"}"#,
    ];
    for way in ways {
        assert!(read(way).contains("小金雀"), "{way}: {}", read(way));
    }
    assert!(!read("小 & 金雀 100% \\u00").contains("小金雀"));
}
