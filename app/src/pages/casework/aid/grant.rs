//! One grant: where it came from, who entered it, and its reversal by another account.

use domain::{Error, casework::aid::AidGrant};
use leptos::prelude::*;

use super::pieces::what;
use crate::{
    components::{ActionForm, Banner, Fact, Facts, More, Near, Submit, TextArea},
    i18n::{lang, month_name},
    pages::audit::{History, history},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/aid/grants/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let grant = cx.store.aid_grant(&cx.actor, id).await?;
    if cx.actor.household == grant.household {
        return Err(Error::NotFound);
    }
    let history = history(&cx, "aid_grant", id).await?;
    let back = format!("/desk/households/{}/aid", grant.household);
    Ok(Page::new(grant.programme_name.clone(), Here::Aid, move || {
        view! {
            {reversed(&grant)}
            {facts(&grant)}
            {grant.may_reverse.then(|| reverse(id))}
            {history.map(History::drawn)}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn reversed(grant: &AidGrant) -> Option<AnyView> {
    let at = grant.reversed?;
    let by = grant.reversed_by.clone();
    let reason = grant.reason.clone();
    let reason = (!reason.is_empty()).then(|| view! { <p>{reason}</p> });
    Some(view! { <Banner tone="amber">{t!("aid-reversed-by", name = by)}" "<Near at />{reason}</Banner> }.into_any())
}

fn facts(grant: &AidGrant) -> impl IntoView + use<> {
    let (household, entered, seen) = (grant.household, grant.entered, grant.seen && grant.collection.is_none());
    let papers = grant.papers.iter().map(|paper| lang().named("aid-paper", paper.as_str())).collect::<Vec<_>>();
    let papers = if papers.is_empty() { t!("aid-no-papers") } else { papers.join("、") };
    let collection = grant.collection.map(|id| {
        view! { <Fact name=t!("collection-title")><a class="link" href=format!("/desk/aid/collections/{id}")>{t!("collection-number", n = id.to_string())}</a></Fact> }
    });
    let kind = lang().named("aid-kind", grant.kind.as_str());
    let source = lang().named("aid-source", grant.source.as_str());
    let (month, what, by) = (month_name(&grant.month), what(grant), grant.entered_by.clone());
    let whom = if grant.member.is_some() { t!("aid-one-member") } else { t!("aid-all-members") };
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}/aid")>{t!("desk-household-number", n = household.to_string())}</a>
            </Fact>
            <Fact name=t!("field-aid-kind")>{kind}</Fact>
            <Fact name=t!("field-aid-source")>{source}</Fact>
            <Fact name=t!("field-month")>{month}</Fact>
            <Fact name=t!("aid-what")>{what}</Fact>
            <Fact name=t!("field-member")>{whom}</Fact>
            <Fact name=t!("aid-papers")>{papers}</Fact>
            {collection}
            <Fact name=t!("aid-entered")>{by}" · "<Near at=entered /></Fact>
            {seen.then(|| view! { <Fact name=t!("aid-seen")>{t!("aid-seen-yes")}</Fact> })}
        </Facts>
    }
}

fn reverse(id: i64) -> impl IntoView {
    let to = format!("/desk/aid/grants/{id}/reverse");
    view! {
        <More summary=t!("aid-reverse") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("aid-reverse-note")}</p>
                <TextArea name="reason" label=t!("aid-reason") required=true max_length=200 rows=2 />
                <Submit label=t!("aid-reverse-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
