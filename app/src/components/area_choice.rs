//! Options for choosing an area, each labelled with the names of its ancestors.

use std::collections::HashMap;

use domain::areas::{Area, AreaId};

use crate::i18n::Lang;

/// Values and labels for a choice of areas: 余姚 / 凤山 / 一网格.
///
/// Areas for which `keep` is false are not offered, but still appear in the labels of areas below them.
#[must_use]
pub fn area_options(areas: &[Area], keep: impl Fn(&Area) -> bool) -> Vec<(String, String)> {
    let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    let mut kept: Vec<&Area> = areas.iter().filter(|area| keep(area)).collect();
    kept.sort_by_cached_key(|area| place(area));
    kept.into_iter().map(|area| (area.id.to_string(), full_name(&by_id, area))).collect()
}

/// Puts an empty option first, so that the first area is not chosen by mistake.
///
/// A single option stays alone and is thereby preselected.
#[must_use]
pub fn area_choice(lang: Lang, mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    if options.len() > 1 {
        options.insert(0, (String::new(), lang.t("areas-choose")));
    }
    options
}

/// Sort key: the path as ids, so that siblings come oldest first.
fn place(area: &Area) -> Vec<AreaId> {
    area.path.0.split('/').filter_map(|id| id.parse().ok()).collect()
}

/// Name of an area with its ancestors; empty if it is not among `areas`.
#[must_use]
pub fn area_name(areas: &[Area], id: AreaId) -> String {
    let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    by_id.get(&id).map(|area| full_name(&by_id, area)).unwrap_or_default()
}

/// Whether no area lies below it.
#[must_use]
pub fn is_smallest(areas: &[Area], area: &Area) -> bool {
    !areas.iter().any(|other| other.parent == area.id)
}

fn full_name(by_id: &HashMap<AreaId, &Area>, area: &Area) -> String {
    let mut names = vec![area.name.as_str()];
    let mut above = area.parent;
    while let Some(parent) = by_id.get(&above) {
        names.push(&parent.name);
        above = parent.parent;
    }
    names.reverse();
    names.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::areas::{AreaKind, AreaPath};

    fn area(id: AreaId, parent: AreaId, name: &str) -> Area {
        let path = AreaPath(if parent == 0 { format!("/{id}/") } else { format!("/1/{id}/") });
        Area { id, parent, root: 1, kind: AreaKind::Grid, name: name.into(), path }
    }

    #[test]
    fn an_area_is_labelled_with_its_ancestors() {
        let areas = [area(1, 0, "余姚"), area(2, 1, "凤山"), area(3, 2, "一网格")];
        assert_eq!(area_name(&areas, 3), "余姚 / 凤山 / 一网格");
        assert_eq!(area_name(&areas, 9), "");
        assert_eq!(area_options(&areas, |a| is_smallest(&areas, a)), [("3".into(), "余姚 / 凤山 / 一网格".into())]);
    }

    #[test]
    fn areas_sort_by_id_and_none_is_preselected() {
        let areas = [area(1, 0, "余姚"), area(10, 1, "十"), area(9, 1, "九")];
        let options = area_choice(Lang::default(), area_options(&areas, |_| true));
        assert_eq!(options.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["", "1", "9", "10"]);
        assert_eq!(area_choice(Lang::default(), area_options(&areas, |a| a.id == 9)).len(), 1);
    }
}
