//! Fields of a scanned row, and teaching an unknown code.

use domain::{Result, catalogue::items::Item, stock::receipts::fen};
use leptos::prelude::*;
use store::catalogue::items::ItemQuery;

use crate::{
    components::{Cells, Icon, Scanned, Tile, tint},
    i18n::{self, day_value, item_title, lang},
    pages::stock::receipts::yuan,
    web::{Cx, scene},
};

/// Returns the value typed into the row of this code.
pub(crate) fn typed(values: &[(String, String)], name: &str, code: &str) -> String {
    let of = |wanted: &'static str| values.iter().filter(move |(key, _)| key == wanted);
    let codes = of("code").map(|(_, value)| domain::text::half_width(value).trim().to_owned());
    let typed = values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
    codes.zip(typed).find(|(c, value)| c == code && !value.is_empty()).map(|(_, v)| v.to_owned()).unwrap_or_default()
}

/// Returns the cells for size, date, condition and price, each only where the item needs it.
///
/// Every row posts every field, possibly hidden: values are matched to codes by position.
pub(crate) fn cells(purchase: bool) -> Cells {
    Box::new(move |line| {
        let item = line.and_then(|line| line.found.as_ref());
        let code = line.map(|line| line.code.clone()).unwrap_or_default();
        let form = scene().form;
        let was = move |name: &str| typed(&form.values, name, &code);
        let size = size_cell(line);
        let expires = match item.filter(|found| found.item.perishable) {
            Some(_) => {
                let (value, min) = (was("row_expires"), day_value(scene().now));
                let (class, wrong) = cell_class("row_expires", &value);
                view! { <label class=class><span>{t!("field-expires")}</span><input type="date" name="row_expires" value=value min=min aria-invalid=wrong /></label> }.into_any()
            }
            None => hidden("row_expires"),
        };
        // Electrical goods have no preselected condition, so that a used one is not declared new by oversight.
        let state = match item.filter(|found| found.item.electrical) {
            Some(_) => state_field(&was("row_state")),
            None => hidden("row_state"),
        };
        let cost = if purchase {
            let value = was("row_cost");
            view! { <label class="row-cell"><span>{t!("receive-cost")}</span><input type="text" name="row_cost" value=value inputmode="decimal" maxlength="12" /></label> }.into_any()
        } else {
            hidden("row_cost")
        };
        view! { {size}{expires}{state}{cost} }.into_any()
    })
}

/// Renders the size choice if the code does not tell the size.
pub(crate) fn size_cell(line: Option<&Scanned>) -> AnyView {
    let sized = line.and_then(|line| Some((line, line.found.as_ref()?)));
    match sized.filter(|(_, found)| !found.item.sizes.is_empty() && found.size.is_empty()) {
        Some((line, found)) => size_field(&found.item, &typed(&scene().form.values, "row_size", &line.code)),
        None => hidden("row_size"),
    }
}

/// Renders the cost of all rows and of the receipt; a script updates it while prices are typed.
pub(crate) fn cost_sum(purchase: bool, before: i64) -> AnyView {
    if !purchase {
        return ().into_any();
    }
    let form = scene().form;
    let costs = form.values.iter().filter(|(name, _)| name == "row_cost");
    let typed: i64 = costs.filter_map(|(_, value)| fen(value).ok()).sum();
    let so_far = (before > 0).then(|| t!("receive-cost-before", cost = yuan(before)));
    view! {
        <p class="scan-sum">
            {so_far.map(|words| view! { <small class="soft">{words}</small>" " })}
            {t!("receive-cost-sum")}" "<b class="num" data-cost-sum>{format!("{}.{:02}", typed / 100, typed % 100)}</b>" "{t!("receive-yuan")}
        </p>
    }
    .into_any()
}

/// Marks a row's field that was refused because nothing stands in it.
fn cell_class(name: &'static str, value: &str) -> (&'static str, Option<&'static str>) {
    let wrong = value.is_empty() && scene().form.wrong(name).is_some();
    if wrong { ("row-cell wrong", Some("true")) } else { ("row-cell", None) }
}

fn hidden(name: &'static str) -> AnyView {
    view! { <input type="hidden" name=name value="" /> }.into_any()
}

fn select(name: &'static str, label: String, options: Vec<(String, String)>, chosen: &str) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, text)| view! { <option selected=value == chosen value=value.clone()>{text}</option> })
        .collect_view();
    let (class, wrong) = cell_class(name, chosen);
    view! {
        <label class=class>
            <span>{label}</span>
            <select name=name aria-invalid=wrong><option value="">{t!("receive-choose")}</option>{options}</select>
        </label>
    }
    .into_any()
}

fn size_field(item: &Item, chosen: &str) -> AnyView {
    let options = item.sizes.iter().map(|size| (size.clone(), i18n::size(size))).collect();
    select("row_size", t!("field-size"), options, chosen)
}

fn state_field(chosen: &str) -> AnyView {
    let options = domain::ledger::Condition::ALL
        .iter()
        .map(|c| (c.as_str().to_owned(), crate::pages::stock::words::condition(*c)))
        .collect();
    select("row_state", t!("field-condition"), options, chosen)
}

/// An unknown code, and items it may stand for.
pub(crate) struct Learning {
    code: String,
    /// Item that was picked, while its size is still asked.
    item: Option<Item>,
    look: String,
    found: Vec<Item>,
}

impl Learning {
    /// Takes the first unknown code of the list; `None` when all are known.
    pub(crate) async fn of(cx: &Cx, lines: &[Scanned]) -> Result<Option<Self>> {
        let Some(line) = lines.iter().find(|line| line.found.is_none()) else { return Ok(None) };
        let mut parts = cx.field("learn").rsplitn(2, '|');
        let picked: Option<i64> = parts.next().and_then(|id| id.parse().ok());
        let item = match picked.filter(|_| parts.next() == Some(line.code.as_str())) {
            Some(id) => cx.store.item_file(&cx.actor, id).await.ok().map(|file| file.item),
            None => None,
        };
        let look: String = cx.field("look").chars().take(40).collect();
        let query = ItemQuery { q: look.clone(), ..ItemQuery::default() };
        let found = cx.store.items(&cx.actor, &query).await?.items;
        Ok(Some(Learning { code: line.code.clone(), item: item.filter(|item| !item.sizes.is_empty()), look, found }))
    }

    /// Renders the question with pictures to pick from.
    pub(crate) fn view(self) -> AnyView {
        let code = self.code;
        let asked = t!("receive-what", code = code.clone());
        let answer = match self.item {
            Some(item) => sizes(&code, &item),
            None => pictures(&code, &self.found),
        };
        let new =
            format!("/shop/items/new?code={}", form_urlencoded::byte_serialize(code.as_bytes()).collect::<String>());
        view! {
            <section class="card learn" id="learn">
                <h2>{asked}</h2>
                <p class="note">{t!("receive-what-hint")}</p>
                <div class="search">
                    <Icon name="search" />
                    <input type="search" name="look" value=self.look maxlength="40" placeholder=t!("stock-receive-search") aria-label=t!("stock-receive-search") autocomplete="off" />
                    <button class="btn btn-quiet" name="again" value="1" formnovalidate>{t!("search-go")}</button>
                </div>
                {answer}
                <p class="note">{t!("receive-what-none")}" "<a class="link" href=new target="_blank">{t!("receive-what-new")}</a></p>
            </section>
        }
        .into_any()
    }
}

fn pictures(code: &str, items: &[Item]) -> AnyView {
    if items.is_empty() {
        return view! { <p class="soft">{t!("receive-what-nothing")}</p> }.into_any();
    }
    let buttons = items
        .iter()
        .map(|item| {
            let title = item_title(&item.key, &item.name, item.id, "");
            view! {
                <button class=format!("picture {}", tint(item.category)) name="learn" value=format!("{code}|{}", item.id) formnovalidate>
                    <Tile key=item.key.clone() item_photo=item.photo />
                    <span>{title}</span>
                </button>
            }
        })
        .collect_view();
    view! { <div class="picture-grid">{buttons}</div> }.into_any()
}

/// Renders the sizes a code may stand for, or all of them for a mixed pack.
fn sizes(code: &str, item: &Item) -> AnyView {
    let mixed = (String::new(), t!("receive-any-size"));
    let sizes = item.sizes.iter().map(|size| (size.clone(), i18n::size(size))).chain([mixed]);
    let buttons = sizes
        .map(|(size, text)| {
            let value = format!("{code}|{}|{size}", item.id);
            view! { <button class="btn btn-quiet" name="learn_size" value=value formnovalidate>{text}</button> }
        })
        .collect_view();
    let title = lang().item_title(&item.key, &item.name, item.id, "");
    view! { <p><b>{title}</b></p><div class="cluster">{buttons}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_values_belong_to_the_code_at_their_position() {
        let pairs =
            [("code", "B"), ("row_size", "L"), ("code", " Ａ "), ("row_size", ""), ("code", "A"), ("row_size", "M")];
        let values: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        assert_eq!(typed(&values, "row_size", "B"), "L");
        assert_eq!(typed(&values, "row_size", "A"), "M");
        assert_eq!(typed(&values, "row_size", "C"), "");
    }
}
