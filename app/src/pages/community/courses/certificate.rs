//! A certificate to print, and the public page that says whether one is real.

use domain::{Result, community::courses::CertificateAnswer};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, Near, Qr, Submit},
    i18n::{lang, minutes_as_hours},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /certificates/{number}`, for the family and for the staff who keep its file.
pub async fn page(cx: Cx) -> Shown {
    let certificate = cx.store.certificate(&cx.actor, cx.param("number")).await?;
    let (here, back) = match cx.actor.household {
        0 => (Here::Courses, "/desk/courses"),
        _ => (Here::Home, "/home/courses"),
    };
    // Without the code, which is typed from the paper.
    let address = format!("{}/certificates?number={}", cx.origin, certificate.number);
    Ok(Page::new(cx.lang.t("certificate-title"), here, move || {
        view! {
            <section class="card stack">
                <h2>{certificate.title}</h2>
                {(!certificate.name.is_empty()).then(|| view! { <p><b>{certificate.name}</b></p> })}
                <p>{t!("certificate-text", hours = minutes_as_hours(certificate.minutes))}</p>
                <Facts>
                    <Fact name=t!("certificate-day")>{lang().full(certificate.day)}</Fact>
                    <Fact name=t!("certificate-made")><Near at=certificate.made /></Fact>
                    <Fact name=t!("certificate-number")><b class="num">{certificate.number}</b></Fact>
                    <Fact name=t!("certificate-code")><b class="num">{certificate.code}</b></Fact>
                </Facts>
                <Qr text=address.clone() caption=t!("certificate-scan") />
                <p class="soft">{address}</p>
            </section>
        }
    })
    .back(back)
    .narrow()
    .secret())
}

fn form(number: String) -> impl IntoView {
    view! {
        <p>{t!("certificate-check-text")}</p>
        <ActionForm to="/certificates">
            <Field
                name="number" label=t!("certificate-number") value=number required=true max_length=20 autocomplete="off" inputmode="numeric"
                class="code-input"
            />
            <Field name="code" label=t!("certificate-code") required=true max_length=20 autocomplete="off" class="code-input" />
            <div class="thumb-bar"><Submit label=t!("certificate-check-do") wide=true /></div>
        </ActionForm>
    }
}

/// Renders `GET /certificates?number`.
pub async fn check(cx: Cx) -> Shown {
    let number = cx.query("number").to_owned();
    Ok(Page::new(cx.lang.t("certificate-check"), Here::Nowhere, move || form(number)).narrow().no_index())
}

async fn answer(cx: &Cx) -> Result<CertificateAnswer> {
    Ok(cx.store.certificate_check(&cx.address, cx.field("number"), cx.field("code")).await?)
}

/// Handles `POST /certificates`: yes or no, with the title and the day.
pub async fn checked(cx: Cx) -> Shown {
    let CertificateAnswer { real, title, day } = answer(&cx).await?;
    let number = cx.field("number").to_owned();
    Ok(Page::new(cx.lang.t("certificate-check"), Here::Nowhere, move || {
        let said = if real {
            view! {
                <Banner tone="tea">{t!("certificate-real")}</Banner>
                <Facts>
                    <Fact name=t!("course-title")>{title.unwrap_or_default()}</Fact>
                    {day.map(|day| view! { <Fact name=t!("certificate-day")>{lang().full(day)}</Fact> })}
                </Facts>
            }
            .into_any()
        } else {
            view! { <Banner tone="amber">{t!("certificate-not-real")}</Banner> }.into_any()
        };
        view! { {said}{form(number)} }
    })
    .narrow()
    .no_index())
}
