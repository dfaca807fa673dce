//! Hours that each adult of an area should have in a year, and how many have them. Who does not is in no list.

use domain::{
    community::courses::{AreaRule, CourseTopic},
    permission::Action,
    time::year,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, Field, More, Pager, Select, Submit, area_choice, area_options},
    i18n::{lang, minutes_as_hours},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/courses/rules?year&skip`.
pub async fn page(cx: Cx) -> Shown {
    let this = year(cx.now);
    let asked = cx.query_i64("year");
    let of = if asked == 0 { this } else { asked };
    let listed = cx.store.course_rules(&cx.actor, of, cx.query_i64("skip")).await?;
    let (rules, next) = (listed.items, listed.next);
    let sets = cx.actor.may_somewhere(Action::LeadCasework);
    let areas = if sets { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::LeadCasework, &area.path)));
    Ok(Page::new(cx.lang.t("course-rules"), Here::Courses, move || {
        let topics = named("course-topic", CourseTopic::ALL, CourseTopic::as_str);
        let years = [this - 1, this, this + 1]
            .into_iter()
            .map(|one| {
                let to = format!("/desk/courses/rules?year={one}");
                view! { <a class="chip" href=to aria-current=(one == of).then_some("true")>{one.to_string()}</a> }
            })
            .collect_view();
        let none = rules.is_empty();
        let rows = rules.iter().map(row).collect_view();
        view! {
            <p class="note">{t!("course-rules-note")}</p>
            <nav class="chips" aria-label=t!("course-year")>{years}</nav>
            {if none {
                view! { <Empty title=t!("course-rules-none") /> }.into_any()
            } else {
                let next = next.map(|skip| format!("/desk/courses/rules?year={of}&skip={skip}"));
                view! { <ul class="rows">{rows}</ul><Pager next /> }.into_any()
            }}
            {sets.then(|| view! {
                <More summary=t!("course-rule-set") to="/desk/courses/rules">
                    <ActionForm to="/desk/courses/rules">
                        <Select name="area" label=t!("field-area") options required=true />
                        <Select name="topic" label=t!("course-topic") options=topics value="law" required=true />
                        <Field name="year" label=t!("course-year") kind="number" inputmode="numeric" value=of.to_string() required=true />
                        <Field
                            name="hours" label=t!("course-rule-hours") hint=t!("course-rule-hours-hint") kind="number" inputmode="numeric"
                            value="6" required=true min="0" max="1000"
                        />
                        <Submit label=t!("file-save") tone="soft" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back("/desk/courses")
    .narrow()
    .no_index())
}

fn row(rule: &AreaRule) -> impl IntoView + use<> {
    let topic = lang().named("course-topic", rule.topic.as_str());
    let line = t!("course-rule-line", topic = topic, n = minutes_as_hours(rule.minutes));
    let met = t!("course-rule-met", met = rule.met, begun = rule.begun);
    let area = rule.area_name.clone();
    view! {
        <li class="row"><span class="row-main"><b>{area}</b><small>{line}</small></span><span class="row-end"><small>{met}</small></span></li>
    }
}
