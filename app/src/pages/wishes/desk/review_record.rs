//! One wish in review: its public preview, the family's own words, and the decision.

use domain::{
    Result,
    catalogue::items::Item,
    permission::Action,
    wishes::{Wish, WishFile, WishState, priority::Standing},
};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Banner, Choice, Fact, Facts, More, Near, StatePill, Submit, TextArea, Tile, VoiceNote, need, tint,
        wish_pill, wishes::duplicates,
    },
    i18n::{Lang, alias, money, wish_title},
    pages::{
        consents::review::Told,
        wishes::desk::{
            actions::{OWN_WORDS, READY_REASONS},
            item_form::item_form,
        },
    },
    web::Cx,
};

/// Data of one wish in review.
pub(crate) struct Record {
    file: WishFile,
    /// The family's other open wishes; empty without access to its file.
    others: Vec<Wish>,
    reads_file: bool,
    told: Told,
    standing: Standing,
    /// Own items of the root area, for a wish with a free title.
    items: Vec<Item>,
}

impl Record {
    /// Loads what stands beside a wish's file.
    pub(crate) async fn read(cx: &Cx, file: WishFile) -> Result<Self> {
        let id = file.wish.id;
        let reads_file = cx.actor.may(Action::ReadHouseholds, &file.home_path);
        let others = if reads_file { cx.store.household_wishes(&cx.actor, file.household).await? } else { Vec::new() };
        let open = |wish: &Wish| matches!(wish.state, WishState::Submitted | WishState::Published) && wish.id != id;
        let others = others.into_iter().map(|file| file.wish).filter(open).collect();
        let told = Told::read(cx, &file, reads_file).await?;
        let standing = cx.store.standing(&cx.actor, id).await?;
        let is_free = file.own_title.is_some() && file.wish.state == WishState::Submitted;
        let items = if is_free { cx.store.items_to_give(&cx.actor, id).await? } else { Vec::new() };
        Ok(Record { file, others, reads_file, told, standing, items })
    }

    pub(crate) fn id(&self) -> i64 {
        self.file.wish.id
    }

    pub(crate) fn title(&self, lang: Lang) -> String {
        lang.thing(&self.file.wish.key, &self.file.wish.size, &self.file.wish.title)
    }

    pub(crate) fn drawn(self) -> AnyView {
        let wish = &self.file.wish;
        let waits = wish.state == WishState::Submitted;
        let named = wish.item != 0;
        let publishes = waits && named && !self.standing.own_post;
        view! {
            <article class="split-record">
                {publishes.then(|| view! {
                    <div class="actions"><button type="submit" class="btn btn-main" form="publish">{t!("review-publish")}</button></div>
                })}
                <div class="stack">
                    {(!waits).then(|| decided(wish))}
                    {(waits && self.standing.own_post).then(|| view! { <Banner tone="amber">{t!("review-own-post")}</Banner> })}
                    <h2>{t!("review-preview")}</h2>
                    {preview(wish)}
                    {self.told.banner(&self.file)}
                    {self.told.again(&self.file)}
                    {stands(&self.standing)}
                    {own_words(&self.file)}
                    {item_form(&self.file, &self.items)}
                    {publishes.then(|| words_form(&self.file, self.told.story()))}
                    {others(&self.others)}
                    {facts(&self.file, self.reads_file)}
                    {waits.then(|| reject_form(wish.id))}
                </div>
            </article>
        }
        .into_any()
    }
}

/// Renders that the wish was decided already, e.g. by a colleague.
fn decided(wish: &Wish) -> impl IntoView + use<> {
    let (to, state) = (format!("/desk/wishes/{}", wish.id), wish.state);
    view! {
        <Banner>{t!("review-decided")}" "{wish_pill(state)}" "<a class="link" href=to>{t!("review-see-wish")}</a></Banner>
    }
}

/// Renders the card as the feed would show it.
fn preview(wish: &Wish) -> impl IntoView + use<> {
    view! {
        <div class=format!("wish-card {}", tint(wish.category))>
            <Tile key=wish.key.clone() />
            <h2>{wish_title(wish)}</h2>
            <p class="who">{alias(&wish.alias)}</p>
            <p class="meta">{wish.area_name.clone()}" · "{money(wish.cost)}</p>
            {need(wish)}
        </div>
    }
}

/// Renders the family's text and recording, from which the public words are written.
fn own_words(file: &WishFile) -> AnyView {
    let (words, wish) = (file.own_words.as_str(), file.wish.id);
    let heard = file.voice.then(|| {
        view! {
            <div><h2>{t!("review-voice")}</h2><p class="note">{t!("review-voice-note")}</p></div>
            <VoiceNote wish />
        }
    });
    if words.is_empty() && heard.is_some() {
        return heard.into_any();
    }
    if words.is_empty() {
        return view! { <p class="soft">{t!("review-no-words")}</p> }.into_any();
    }
    let words = words.to_owned();
    view! {
        <div>
            <h2>{t!("review-own-words")}</h2>
            <p class="note">{t!("review-own-words-note")}</p>
        </div>
        <blockquote class="quote"><p>{words}</p></blockquote>
        {heard}
    }
    .into_any()
}

/// Renders the decision form. Without a consent for the child there are no public words to write.
fn words_form(file: &WishFile, story: bool) -> impl IntoView + use<> {
    let (to, words) = (format!("/desk/review/{}/publish", file.wish.id), file.own_words.clone());
    view! {
        <ActionForm to id="publish">
            {story.then(|| view! { <TextArea name="words" label=t!("review-words") hint=t!("review-words-hint") value=words /> })}
        </ActionForm>
    }
}

fn others(others: &[Wish]) -> Option<AnyView> {
    let titles = others.iter().map(wish_title).collect::<Vec<_>>().join(t!("list-comma").as_str());
    let n = i64::try_from(others.len()).unwrap_or(i64::MAX);
    (n > 0).then(|| view! { <Banner tone="amber">{t!("review-others", n = n, titles = titles)}</Banner> }.into_any())
}

/// Renders how often the family was helped, what it has of this item, and the reason beyond limits.
fn stands(standing: &Standing) -> impl IntoView + use<> {
    let Standing { helped, room, same, beyond, .. } = standing.clone();
    let same = (!same.is_empty()).then(|| {
        let same = duplicates::lines(&same);
        view! { <Banner tone="amber"><b>{t!("fair-same-theirs")}</b>{same}</Banner> }
    });
    view! {
        {same}
        {(!beyond.is_empty()).then(|| view! { <Banner>{t!("fair-beyond-said", text = beyond)}</Banner> })}
        <p class="cluster">
            {if helped == 0 {
                view! { <StatePill tone="tea" icon="star" text=t!("fair-never") /> }.into_any()
            } else {
                view! { <StatePill tone="soft" icon="check" text=t!("fair-helped-times", n = helped) /> }.into_any()
            }}
            <span class="soft">{t!("fair-room", open = room.open, year = room.year)}</span>
        </p>
    }
}

fn facts(file: &WishFile, reads_file: bool) -> impl IntoView + use<> {
    let (household, wish) = (file.household, &file.wish);
    let (id, quantity, submitted) = (wish.id, wish.quantity, wish.submitted);
    view! {
        <Facts>
            <Fact name=t!("desk-wish-number")>{id}</Fact>
            <Fact name=t!("desk-household")>
                {if reads_file {
                    view! { <a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a> }.into_any()
                } else {
                    t!("desk-household-number", n = household.to_string()).into_any()
                }}
            </Fact>
            <Fact name=t!("wish-wanted")>{t!("wish-units", n = quantity)}</Fact>
            <Fact name=t!("desk-submitted")><Near at=submitted /></Fact>
        </Facts>
    }
}

fn reject_form(id: i64) -> impl IntoView {
    let ready = READY_REASONS.iter().map(|key| ((*key).to_owned(), t!(*key), String::new()));
    let to = format!("/desk/review/{id}/reject");
    let options = ready.chain([(OWN_WORDS.to_owned(), t!("review-reason-own"), String::new())]).collect::<Vec<_>>();
    view! {
        <More summary=t!("review-reject") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("review-reject-note")}</p>
                <Choice name="ready" label=t!("review-reason") options />
                <TextArea name="reason" label=t!("review-reason-words") rows=2 />
                <Submit label=t!("review-reject-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
