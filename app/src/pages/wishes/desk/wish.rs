//! One wish for caseworkers: progress, claims, and the next step.

use domain::{
    Result,
    claims::{ClaimFile, ClaimState},
    permission::Action,
    wishes::{Wish, WishFile, WishState},
};
use leptos::prelude::*;

use super::wish_parts::{claim_rows, facts, words};
use crate::{
    components::{ActionForm, Banner, Icon, InTheWay, More, Steps, Submit, TextArea, Tile, tint, wish_pill},
    i18n::{Lang, alias, end_reason, wish_title},
    pages::{
        audit::{History, history},
        wishes::family::actions::in_the_way,
    },
    web::Cx,
};

/// Data of one wish's page.
pub(crate) struct Record {
    file: WishFile,
    claims: Vec<ClaimFile>,
    /// What the actor may do with this wish.
    may: May,
    /// Obstacles of a draft, for actors who may send it.
    way: Option<InTheWay>,
    /// Last audit lines, for actors who read the trail.
    history: Option<History>,
}

/// Permissions of the actor on one wish.
#[derive(Clone, Copy)]
pub(crate) struct May {
    review: bool,
    keep: bool,
    pub(crate) read_file: bool,
    fill: bool,
}

impl Record {
    pub(crate) async fn read(cx: &Cx, id: i64) -> Result<Self> {
        let file = cx.store.wish_file(&cx.actor, id).await?;
        let may_in = |action| cx.actor.may(action, &file.home_path);
        let may = May {
            review: may_in(Action::ReviewWishes),
            keep: may_in(Action::PostForFamily),
            read_file: may_in(Action::ReadHouseholds),
            fill: cx.actor.may_somewhere(Action::KeepStock),
        };
        let reads_stock = may_in(Action::ReadStock);
        let claims = if reads_stock { cx.store.wish_claim_files(&cx.actor, id).await? } else { Vec::new() };
        let draft = may.keep && file.wish.state == WishState::Draft;
        let way = if draft { Some(in_the_way(cx, file.household, file.wish.item).await?) } else { None };
        let history = history(cx, "wish", id).await?;
        Ok(Record { file, claims, may, way, history })
    }

    /// Removes the claimers' codes, so that the service worker may cache the page.
    pub(crate) fn without_codes(mut self) -> Self {
        self.claims.iter_mut().for_each(|file| file.claim.code = String::new());
        self
    }

    pub(crate) fn id(&self) -> i64 {
        self.file.wish.id
    }

    pub(crate) fn title(&self, lang: Lang) -> String {
        lang.thing(&self.file.wish.key, &self.file.wish.size, &self.file.wish.title)
    }

    pub(crate) fn drawn(self) -> AnyView {
        let Record { file, claims, may, way, history } = self;
        let reason = end_reason(&file.reason);
        let wish = &file.wish;
        let state = wish.state;
        let stopped = matches!(state, WishState::Rejected | WishState::Withdrawn | WishState::Expired);
        view! {
            <article class="split-record">
                {way.map(|way| send(file.wish.id, way))}
                {next_step(&file, &claims, may)}
                <div class="stack">
                    <div class=format!("cluster {}", tint(wish.category))>
                        <Tile key=wish.key.clone() />
                        <div>
                            <h2>{wish_title(wish)}</h2>
                            <p class="soft">{alias(&wish.alias)}" · "{wish.area_name.clone()}</p>
                            {wish_pill(state)}
                        </div>
                    </div>
                    {(!reason.is_empty()).then(|| view! { <Banner tone="amber"><b>{t!("desk-reason")}</b>" "{reason}</Banner> })}
                    {(!stopped).then(|| view! { <Steps state quantity=wish.quantity progress=file.progress /> })}
                    {facts(&file, may)}
                    {words(&file)}
                    {photo_link(&file, may)}
                    {shelf_note(&file, may)}
                    {claim_rows(&claims)}
                    {(may.read_file && state == WishState::Published).then(|| view! {
                        <p><a class="btn btn-quiet" href=format!("/desk/wishes/{}/urgent", wish.id)><Icon name="alert" />{t!("urgent-wish")}</a></p>
                    })}
                    {need(wish, may)}
                    {(may.review && state == WishState::Rejected).then(|| reopen_form(wish.id))}
                    {(may.keep && !stopped && state != WishState::Fulfilled).then(|| withdraw_form(wish))}
                    {history.map(History::drawn)}
                </div>
            </article>
        }
        .into_any()
    }
}

/// Renders the form that looks at a wish again that was sent back.
fn reopen_form(id: i64) -> impl IntoView {
    let to = format!("/desk/wishes/{id}/reopen");
    view! {
        <More summary=t!("desk-wish-reopen") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("desk-wish-reopen-note")}</p>
                <Submit label=t!("desk-wish-reopen") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders which turn of a standing need it is, and the form that stops further ones; `None` for a wish for once.
fn need(wish: &Wish, may: May) -> Option<AnyView> {
    let turn = wish.turn?;
    let to = format!("/desk/wishes/{}/stop-need", wish.id);
    let stop = (turn.goes_on && may.keep).then(|| {
        view! {
            <More summary=t!("need-stop-fold") to=to.clone()>
                <ActionForm to=to><Submit label=t!("need-stop") tone="bad" /></ActionForm>
            </More>
        }
    });
    Some(
        view! {
            <p class="note">{t!("need-turn", n = turn.month, of = turn.months)}</p>
            {stop}
        }
        .into_any(),
    )
}

/// Renders the form that sends a draft: a duplicate needs confirmation, a limit a reason.
fn send(id: i64, way: InTheWay) -> impl IntoView {
    view! {
        {way.banner()}
        <ActionForm to=format!("/desk/wishes/{id}/submit") class="actions">
            {way.reason()}
            {way.send(t!("desk-submit"))}
        </ActionForm>
    }
}

/// Renders the action that is due; `None` if there is none.
fn next_step(file: &WishFile, claims: &[ClaimFile], may: May) -> Option<AnyView> {
    let id = file.wish.id;
    let ready = claims.iter().find(|c| c.claim.state == ClaimState::Arrived && !c.claim.awaiting_check);
    let link = |to: String, label: String, icon: &'static str| {
        view! { <div class="actions"><a class="btn btn-main" href=to><Icon name=icon />{label}</a></div> }.into_any()
    };
    match file.wish.state {
        WishState::Submitted if may.review => Some(link(format!("/desk/review/{id}"), t!("desk-to-review"), "eye")),
        WishState::Published if ready.is_some() && (may.keep || may.fill) => {
            ready.map(|c| link(format!("/desk/claims/{}", c.claim.id), t!("desk-to-hand-over"), "hand"))
        }
        WishState::Published if file.wish.in_stock && file.wish.remaining > 0 && may.fill => {
            Some(link(format!("/shop/fill/{id}"), t!("desk-to-fill"), "gift"))
        }
        _ => None,
    }
}

/// Renders the link to the photo, for actors who keep the family's file.
fn photo_link(file: &WishFile, may: May) -> Option<AnyView> {
    let to = format!("/desk/wishes/{}/photo", file.wish.id);
    let open = matches!(file.wish.state, WishState::Submitted | WishState::Published);
    (may.keep && open).then(|| {
        view! { <p><a class="btn btn-quiet" href=to><Icon name="camera" />{t!("photo-link")}</a></p> }.into_any()
    })
}

/// Renders that a shop could fill the wish, for actors who may not do that.
fn shelf_note(file: &WishFile, may: May) -> Option<AnyView> {
    let open = file.wish.state == WishState::Published && file.wish.remaining > 0;
    (open && file.wish.in_stock && !may.fill)
        .then(|| view! { <Banner tone="tea">{t!("desk-in-stock-note")}</Banner> }.into_any())
}

fn withdraw_form(wish: &Wish) -> impl IntoView + use<> {
    let to = format!("/desk/wishes/{}/withdraw", wish.id);
    let goes_on = wish.turn.is_some_and(|turn| turn.goes_on);
    view! {
        <More summary=t!("desk-withdraw") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("desk-withdraw-note")}</p>
                {goes_on.then(|| view! { <p class="note">{t!("desk-withdraw-turn")}</p> })}
                <TextArea name="reason" label=t!("desk-withdraw-reason") rows=2 />
                <Submit label=t!("desk-withdraw-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
