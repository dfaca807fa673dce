//! One claim for caseworkers: claimer, state, hand-over on a visit, and revoking.

use domain::{
    Result, Timestamp,
    claims::{ClaimFile, ClaimState, sending::Decision},
    disputes::subject::HandedOver,
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, Kept, More, Near, Submit, TextArea, Tile, claim_pill, tint},
    i18n::{Lang, date_near, wish_title},
    pages::{
        audit::{History, history},
        claims::{parcel, reason},
        disputes::forms::{record_form, reversal_form},
        wishes::{desk::wish_parts::who, family::actions::waiting},
    },
    web::Cx,
};

/// Data of one claim's page.
pub(crate) struct Record {
    file: ClaimFile,
    home: Option<i64>,
    hand_over: bool,
    revoke: bool,
    /// Whether the actor may record that the family did not receive the goods.
    dispute: bool,
    /// Whether the actor may ask to reverse the hand-over.
    reverse: bool,
    /// Files of a refused form about goods that did not come.
    kept: Kept,
    /// Last audit lines, for actors who read the trail.
    history: Option<History>,
}

impl Record {
    pub(crate) async fn read(cx: &Cx, id: i64) -> Result<Self> {
        let file = cx.store.claim(&cx.actor, id).await?;
        // Shop staff may read the claim but not the family's wish; permissions then follow the shop's area.
        let wish = cx.store.wish_file(&cx.actor, file.claim.wish).await.ok();
        let asked = [Action::HandOver, Action::RevokeClaims, Action::PostForFamily, Action::AskReversal];
        let [hand_over, revoke, dispute, reverse] = match &wish {
            Some(wish) => asked.map(|action| cx.actor.may(action, &wish.home_path)),
            None => cx.store.may_each_in(&cx.actor, asked, file.location_detail.area).await?,
        };
        let home = wish.map(|wish| wish.wish.id);
        let (kept, history) = (waiting(cx).await?, history(cx, "claim", id).await?);
        Ok(Record { file, home, hand_over, revoke, dispute, reverse, kept, history })
    }

    /// Removes the code, so that the service worker may cache the page.
    pub(crate) fn without_codes(mut self) -> Self {
        self.file.claim.code = String::new();
        self
    }

    pub(crate) fn id(&self) -> i64 {
        self.file.claim.id
    }

    pub(crate) fn title(&self, lang: Lang) -> String {
        lang.thing(&self.file.claim.key, &self.file.claim.size, &self.file.claim.title)
    }

    pub(crate) fn drawn(self) -> AnyView {
        let Record { file, home, hand_over, revoke, dispute, reverse, kept, history } = self;
        let claim = &file.claim;
        let ready = claim.state == ClaimState::Arrived && !claim.awaiting_check;
        let revocable = matches!(claim.state, ClaimState::Pledged | ClaimState::OnTheWay | ClaimState::Arrived);
        let reason = reason(claim);
        let undecided = claim.undecided > 0 && revoke;
        let given = matches!(claim.state, ClaimState::HandedOver | ClaimState::Confirmed);
        let about = HandedOver::Claim(claim.id);
        view! {
            <article class="split-record">
                <div class="stack">
                    <div class=format!("cluster {}", tint(file.wish.category))>
                        <Tile key=claim.key.clone() />
                        <div>
                            <h2>{wish_title(&file.wish)}" ×\u{a0}"{claim.quantity}</h2>
                            <p class="soft">{who(&file)}</p>
                            {claim_pill(claim.state)}
                        </div>
                    </div>
                    {(!reason.is_empty()).then(|| view! { <Banner tone="amber"><b>{t!("desk-reason")}</b>" "{reason}</Banner> })}
                    {(claim.awaiting_check && claim.state == ClaimState::Arrived).then(|| view! { <Banner tone="amber">{t!("desk-check-waits")}</Banner> })}
                    {facts(&file)}
                    {home.map(|wish| view! { <p><a class="link" href=format!("/desk/wishes/{wish}")>{t!("review-see-wish")}</a></p> })}
                    {undecided.then(|| decision_form(claim.id, claim.undecided))}
                    {(ready && hand_over).then(|| hand_over_form(claim.id))}
                    {(revocable && revoke).then(|| revoke_form(claim.id, claim.state))}
                    {(given && dispute).then(|| record_form(about, kept))}
                    {(given && reverse).then(|| reversal_form(about))}
                    {history.map(History::drawn)}
                </div>
            </article>
        }
        .into_any()
    }
}

fn facts(file: &ClaimFile) -> impl IntoView + use<> {
    let claim = &file.claim;
    let (due, created, changed) = (claim.due, claim.created, claim.changed);
    let owed = claim.state.is_owed();
    let expected = Some(claim.expected).filter(|day| claim.state == ClaimState::OnTheWay && *day > 0);
    let until = Some(claim.collect_by).filter(|day| claim.state == ClaimState::Arrived && *day > 0);
    let parcel = parcel(file);
    let number = if claim.code.is_empty() { claim.id.to_string() } else { format!("{} · {}", claim.id, claim.code) };
    let (number, place) = (number, file.location_detail.name.clone());
    view! {
        <Facts>
            <Fact name=t!("desk-claim-number")>{number}</Fact>
            <Fact name=t!("desk-location")>{place}</Fact>
            <Fact name=t!("desk-promised")><Near at=created /></Fact>
            {(owed && expected.is_none()).then(|| view! { <Fact name=t!("desk-due")><Near at=due /></Fact> })}
            {expected.map(|day| view! { <Fact name=t!("desk-expected")><Near at=day /></Fact> })}
            {parcel.map(|parcel| view! { <Fact name=t!("desk-parcel")>{parcel}</Fact> })}
            {until.map(|day| view! { <Fact name=t!("desk-waits-until")><Near at=day /></Fact> })}
            {(changed != created).then(|| view! { <Fact name=t!("desk-changed")><Near at=changed /></Fact> })}
        </Facts>
    }
}

/// Renders the decision about units whose goods were not collected, and what happens without one.
fn decision_form(id: i64, until: Timestamp) -> impl IntoView {
    view! {
        <section class="card">
            <h3>{t!("desk-decide")}</h3>
            <ActionForm to=format!("/desk/claims/{id}/decide")>
                <p class="note">{t!("desk-decide-note", day = date_near(until))}</p>
                <Submit label=t!("desk-decide-reopen") choice=("decision", Decision::Reopen.as_str().to_owned()) wide=true />
                <Submit label=t!("desk-decide-close") choice=("decision", Decision::Close.as_str().to_owned()) tone="quiet" wide=true />
            </ActionForm>
        </section>
    }
}

/// Renders the hand-over on a visit or in the shop, against the family's pick-up code.
fn hand_over_form(id: i64) -> impl IntoView {
    view! {
        <section class="card">
            <h3>{t!("desk-hand-over")}</h3>
            <ActionForm to=format!("/desk/claims/{id}/hand-over")>
                <Field
                    name="code" label=t!("desk-code") hint=t!("desk-hand-over-hint") required=true class="code-input"
                    inputmode="numeric" max_length=8 autocomplete="off"
                />
                <Submit label=t!("desk-hand-over-do") icon="hand" wide=true />
            </ActionForm>
        </section>
    }
}

fn revoke_form(id: i64, state: ClaimState) -> impl IntoView {
    let to = format!("/desk/claims/{id}/revoke");
    let note = if state == ClaimState::Arrived { t!("desk-revoke-note-arrived") } else { t!("desk-revoke-note") };
    view! {
        <More summary=t!("desk-revoke") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{note}</p>
                <TextArea name="reason" label=t!("desk-revoke-reason") required=true rows=2 />
                <Submit label=t!("desk-revoke-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
