//! The form of a rule: each filled part is a condition; those ticked as "one of these is enough" become one group.

use domain::{
    Code, DAY, Error, Result,
    casework::{
        entitlements::{
            NeededPaper, RuleUnit,
            conditions::{Condition, ConditionKind, Group, Span},
            rules::NewRule,
        },
        rounds::profile::{Lives, Schooling, WorkStatus},
    },
    households::{HardshipKind, Income, School, Sex},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Boxes, Choice, Field, More, Select, Submit, area_choice, area_options},
    i18n::{day_end, day_value, lang},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Days in which a family is usually asked.
const ASK_DAYS: i64 = 14;
/// Largest age, household and number of children of an open span.
const MOST: [i64; 3] = [130, 20, 20];

/// What the form shows at first: a rule that is changed, or nothing.
#[derive(Clone, Debug, Default)]
struct Draft {
    name: String,
    gives: String,
    source: String,
    unit: String,
    cut_off: String,
    apply_by: String,
    ask_days: String,
    spans: [[String; 2]; 3],
    sex: String,
    lives: String,
    inside: String,
    school: Vec<String>,
    work: Vec<String>,
    schooling: Vec<String>,
    hardship: Vec<String>,
    income: Vec<String>,
    either: Vec<String>,
    papers: Vec<String>,
}

fn texts<T: Copy>(all: &[T], text: impl Fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|one| text(*one).to_owned()).collect()
}

impl Draft {
    fn of(rule: &NewRule) -> Draft {
        let mut draft = Draft {
            name: rule.name.clone(),
            gives: rule.gives.clone(),
            source: rule.source.clone(),
            unit: rule.unit.as_str().to_owned(),
            cut_off: day_value(rule.cut_off),
            apply_by: rule.apply_by.map(day_value).unwrap_or_default(),
            ask_days: rule.ask_days.to_string(),
            papers: texts(&rule.papers, NeededPaper::as_str),
            ..Draft::default()
        };
        for group in &rule.groups {
            if group.any.len() > 1 {
                draft.either.extend(group.any.iter().map(|one| one.kind().as_str().to_owned()));
            }
            group.any.iter().for_each(|one| draft.fill(one));
        }
        draft
    }

    fn fill(&mut self, condition: &Condition) {
        let span = |span: &Span| [span.from.to_string(), span.to.to_string()];
        match condition {
            Condition::Age(ages) => self.spans[0] = span(ages),
            Condition::Size(people) => self.spans[1] = span(people),
            Condition::Children(children) => self.spans[2] = span(children),
            Condition::Sex(sex) => sex.as_str().clone_into(&mut self.sex),
            Condition::Lives(lives) => lives.as_str().clone_into(&mut self.lives),
            Condition::Area(area) => self.inside = area.to_string(),
            Condition::School(all) => self.school = texts(all, School::as_str),
            Condition::Work(all) => self.work = texts(all, WorkStatus::as_str),
            Condition::Schooling(all) => self.schooling = texts(all, Schooling::as_str),
            Condition::Hardship(all) => self.hardship = texts(all, HardshipKind::as_str),
            Condition::Income(all) => self.income = texts(all, Income::as_str),
        }
    }

    /// Keeps the boxes of a form that was refused as they were ticked.
    fn typed(self, cx: &Cx) -> Draft {
        if cx.fields("gives").is_empty() {
            return self;
        }
        let ticked = |name: &str| cx.fields(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
        Draft {
            school: ticked("school"),
            work: ticked("work"),
            schooling: ticked("schooling"),
            hardship: ticked("hardship"),
            income: ticked("income"),
            either: ticked("either"),
            papers: ticked("papers"),
            ..self
        }
    }
}

/// Whether the form can hold a rule: each kind of condition once, and one group of several at most.
fn is_simple(rule: &NewRule) -> bool {
    let mut kinds: Vec<ConditionKind> = rule.groups.iter().flat_map(|group| &group.any).map(Condition::kind).collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() == all && rule.groups.iter().filter(|group| group.any.len() > 1).count() <= 1
}

/// Renders `GET /desk/entitlements/new`.
pub async fn new(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadEntitlements)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let places = area_options(&areas, |area| cx.actor.may(Action::LeadEntitlements, &area.path));
    let options = area_choice(cx.lang, places.clone());
    let start = Draft { ask_days: ASK_DAYS.to_string(), unit: RuleUnit::Child.as_str().into(), ..Draft::default() };
    let draft = start.typed(&cx);
    Ok(Page::new(cx.lang.t("rule-new"), Here::Entitlements, move || {
        form("/desk/entitlements/new".to_owned(), Some(options), places, draft)
    })
    .back("/desk/entitlements")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/entitlements/{id}/change`.
pub async fn change(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadEntitlements)?;
    let id = cx.id("id")?;
    let rule = cx.store.entitlement_rule(&cx.actor, id).await?;
    if !rule.may_lead {
        return Err(Error::NotFound);
    }
    let areas = cx.store.areas(&cx.actor).await?;
    let places = area_options(&areas, |area| cx.actor.may(Action::LeadEntitlements, &area.path));
    let draft = Draft::of(&rule.content).typed(&cx);
    let simple = is_simple(&rule.content);
    Ok(Page::new(cx.lang.t("rule-change"), Here::Entitlements, move || {
        if simple {
            form(format!("/desk/entitlements/{id}/change"), None, places, draft)
        } else {
            view! { <Banner>{t!("rule-not-simple")}</Banner> }.into_any()
        }
    })
    .back(format!("/desk/entitlements/{id}"))
    .narrow()
    .no_index())
}

fn form(to: String, areas: Option<Vec<(String, String)>>, places: Vec<(String, String)>, draft: Draft) -> AnyView {
    let papers = named("needed-paper", NeededPaper::ALL, NeededPaper::as_str);
    // The fields are made inside of the form, which knows what was typed into them.
    view! {
        <ActionForm to=to>
            {areas.map(|options| view! { <Select name="area" label=t!("field-area") options required=true /> })}
            {basics(&draft)}
            <Boxes name="papers" label=t!("field-papers") options=papers ticked=draft.papers.clone() />
            {conditions(places, draft)}
            <p class="note">{t!("rule-form-note")}</p>
            <div class="thumb-bar"><Submit label=t!("rule-write") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

fn basics(draft: &Draft) -> AnyView {
    let Draft { name, gives, source, unit, cut_off, apply_by, ask_days, .. } = draft.clone();
    let units = RuleUnit::ALL
        .iter()
        .map(|unit| (unit.as_str().to_owned(), lang().named("rule-unit", unit.as_str()), String::new()))
        .collect::<Vec<_>>();
    let (first, last) = (day_value(scene().now - 400 * DAY), day_value(scene().now + 799 * DAY));
    let today = day_value(scene().now);
    view! {
        <Field name="name" label=t!("rule-name") value=name required=true max_length=40 autocomplete="off" />
        <Field name="gives" label=t!("field-gives") hint=t!("rule-gives-hint") value=gives required=true max_length=200 />
        <Field name="source" label=t!("field-source") hint=t!("rule-source-hint") value=source required=true max_length=120 />
        <Choice name="unit" label=t!("rule-for") options=units value=unit side=true />
        <Field name="cut_off" label=t!("field-cut-off") hint=t!("rule-cut-off-hint") kind="date" value=cut_off required=true min=first max=last.clone() />
        <Field name="apply_by" label=t!("field-apply-by") hint=t!("rule-apply-by-hint") kind="date" value=apply_by min=today max=last />
        <Field name="ask_days" label=t!("field-ask-days") hint=t!("rule-ask-days-hint") kind="number" inputmode="numeric" value=ask_days required=true min="1".to_owned() max="60".to_owned() />
    }
    .into_any()
}

/// Renders two fields, from and to.
fn span(names: [&'static str; 2], label: String, values: [String; 2], most: i64) -> AnyView {
    let [from, to] = values;
    let [first, second] = names;
    let (least, upper) = (t!("rule-from", what = label.clone()), t!("rule-to", what = label));
    view! {
        <div class="field-row">
            <Field name=first label=least kind="number" inputmode="numeric" value=from min="0".to_owned() max=most.to_string() />
            <Field name=second label=upper kind="number" inputmode="numeric" value=to min="0".to_owned() max=most.to_string() />
        </div>
    }
    .into_any()
}

fn conditions(places: Vec<(String, String)>, draft: Draft) -> AnyView {
    let Draft { spans, sex, lives, inside, school, work, schooling, hardship, income, either, .. } = draft;
    let [age, size, children] = spans;
    let known = |options: Vec<(String, String)>| options.into_iter().filter(|(value, _)| value != "unsaid").collect();
    let sexes: Vec<(String, String)> = known(named("sex", Sex::ALL, Sex::as_str));
    let works: Vec<(String, String)> = known(named("work", WorkStatus::ALL, WorkStatus::as_str));
    let finished: Vec<(String, String)> = known(named("schooling", Schooling::ALL, Schooling::as_str));
    let incomes: Vec<(String, String)> = known(named("income", Income::ALL, Income::as_str));
    let [most_age, most_size, most_children] = MOST;
    view! {
        <fieldset class="field stack" id="conditions">
            <legend>{t!("rule-conditions")}</legend>
            <p class="note">{t!("rule-conditions-note")}</p>
            <More summary=t!("rule-of-member") open=true>
                {span(["age_from", "age_to"], t!("because-age"), age, most_age)}
                <Boxes
                    name="school" label=t!("because-school")
                    options=named("school", School::ALL, School::as_str) ticked=school
                />
                <Boxes name="work" label=t!("because-work") options=works ticked=work />
                <Boxes name="schooling" label=t!("because-schooling") options=finished ticked=schooling />
                <Select name="sex" label=t!("because-sex") options=sexes value=sex />
                <Select name="lives" label=t!("because-lives") options=named("lives", Lives::ALL, Lives::as_str) value=lives />
            </More>
            <More summary=t!("rule-of-household") open=true>
                <Boxes
                    name="hardship" label=t!("because-hardship")
                    options=named("hardship", HardshipKind::ALL, HardshipKind::as_str) ticked=hardship
                />
                <Boxes name="income" label=t!("because-income") options=incomes ticked=income />
                {span(["size_from", "size_to"], t!("because-size"), size, most_size)}
                {span(["children_from", "children_to"], t!("because-children"), children, most_children)}
                <Select name="inside" label=t!("because-area") options=places value=inside />
            </More>
            <Boxes
                name="either" label=t!("rule-either")
                options=named("because", ConditionKind::ALL, ConditionKind::as_str) ticked=either
            />
        </fieldset>
    }
    .into_any()
}

/// Parses a number of the form; none for an empty field.
fn number(cx: &Cx, name: &'static str) -> Result<Option<i64>> {
    match cx.field(name) {
        "" => Ok(None),
        text => domain::text::half_width(text).parse().map(Some).map_err(|_| Error::field(name, Code::OutOfRange)),
    }
}

fn typed_span(cx: &Cx, [first, second]: [&'static str; 2], least: i64, most: i64) -> Result<Option<Span>> {
    match (number(cx, first)?, number(cx, second)?) {
        (None, None) => Ok(None),
        (from, to) => Ok(Some(Span { from: from.unwrap_or(least), to: to.unwrap_or(most) })),
    }
}

fn ticked<T: std::str::FromStr>(cx: &Cx, name: &str) -> Vec<T> {
    cx.fields(name).into_iter().filter_map(|text| text.parse().ok()).collect()
}

/// Parses a day of the form into its last second.
fn day(cx: &Cx, name: &'static str) -> Result<i64> {
    let code = if cx.field(name).is_empty() { Code::Required } else { Code::Unknown };
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, code))
}

fn typed_conditions(cx: &Cx) -> Result<Vec<Condition>> {
    let [most_age, most_size, most_children] = MOST;
    let mut found = Vec::new();
    found.extend(typed_span(cx, ["age_from", "age_to"], 0, most_age)?.map(Condition::Age));
    found.extend(typed_span(cx, ["size_from", "size_to"], 1, most_size)?.map(Condition::Size));
    found.extend(typed_span(cx, ["children_from", "children_to"], 0, most_children)?.map(Condition::Children));
    found.extend(cx.field("sex").parse().ok().map(Condition::Sex));
    found.extend(cx.field("lives").parse().ok().map(Condition::Lives));
    found.extend(cx.field("inside").parse().ok().map(Condition::Area));
    found.push(Condition::School(ticked(cx, "school")));
    found.push(Condition::Work(ticked(cx, "work")));
    found.push(Condition::Schooling(ticked(cx, "schooling")));
    found.push(Condition::Hardship(ticked(cx, "hardship")));
    found.push(Condition::Income(ticked(cx, "income")));
    let is_empty = |one: &Condition| match one {
        Condition::School(all) => all.is_empty(),
        Condition::Work(all) => all.is_empty(),
        Condition::Schooling(all) => all.is_empty(),
        Condition::Hardship(all) => all.is_empty(),
        Condition::Income(all) => all.is_empty(),
        _ => false,
    };
    found.retain(|one| !is_empty(one));
    Ok(found)
}

/// Parses the whole form.
pub(super) fn typed(cx: &Cx) -> Result<NewRule> {
    let enough: Vec<ConditionKind> = ticked(cx, "either");
    let (any, each): (Vec<_>, Vec<_>) = typed_conditions(cx)?.into_iter().partition(|one| enough.contains(&one.kind()));
    let mut groups: Vec<Group> = each.into_iter().map(|one| Group { any: vec![one] }).collect();
    if !any.is_empty() {
        groups.push(Group { any });
    }
    Ok(NewRule {
        name: cx.field("name").to_owned(),
        gives: cx.field("gives").to_owned(),
        source: cx.field("source").to_owned(),
        unit: cx.choice("unit")?,
        cut_off: day(cx, "cut_off")?,
        apply_by: if cx.field("apply_by").is_empty() { None } else { Some(day(cx, "apply_by")?) },
        ask_days: number(cx, "ask_days")?.unwrap_or(ASK_DAYS),
        groups,
        papers: ticked(cx, "papers"),
    })
}
