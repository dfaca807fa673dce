//! A household's situation: income, language, caseworker.

use domain::households::{Household, Income, Language};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Choice, Select, Submit},
    i18n::lang,
    pages::casework::{
        conflict::{says_now, version},
        must_keep,
        pieces::named,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/situation`.
pub async fn page(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let id = cx.id("id")?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let keepers = cx.store.household_keepers(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("file-situation"), Here::Households, move || {
        let income = named("income", Income::ALL, Income::as_str);
        let income = income.into_iter().map(|(value, text)| (value, text, String::new())).collect();
        let languages = named("language", Language::ALL, Language::as_str);
        // The current caseworker stays an option even without the role any more.
        let mut people: Vec<_> = keepers.into_iter().map(|(account, name)| (account.to_string(), name)).collect();
        let own = file.caseworker.to_string();
        if file.caseworker != 0 && !people.iter().any(|(account, _)| *account == own) {
            people.push((own.clone(), file.caseworker_name.clone()));
        }
        let own = if file.caseworker == 0 { String::new() } else { own };
        view! {
            {says_now(&file, now(&file))}
            <ActionForm to=format!("/desk/households/{id}/situation")>
                {version(&file)}
                <Checkbox name="hardship" label=t!("households-hardship-tick") checked=file.hardship />
                <Choice name="income" label=t!("file-income") options=income value=file.income.as_str() side=true />
                <Select
                    name="language" label=t!("file-language") hint=t!("file-language-hint") options=languages
                    value=file.language.as_str() required=true
                />
                <Select name="caseworker" label=t!("file-caseworker") options=people value=own />
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Lists the current values, shown after a version conflict.
fn now(file: &Household) -> Vec<(String, String)> {
    let lang = lang();
    vec![
        (t!("households-hardship"), if file.hardship { t!("file-yes") } else { t!("file-no") }),
        (t!("file-income"), lang.named("income", file.income.as_str())),
        (t!("file-language"), lang.named("language", file.language.as_str())),
        (t!("file-caseworker"), file.caseworker_name.clone()),
    ]
}
