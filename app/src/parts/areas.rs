//! Areas to choose from, each with the names above it.

use std::collections::HashMap;

use domain::areas::{Area, AreaId};

/// Values and labels for a choice of areas: 余姚 / 凤山 / 一网格. What `keep` leaves out may still stand in
/// the names of what lies below it.
#[must_use]
pub fn area_options(areas: &[Area], keep: impl Fn(&Area) -> bool) -> Vec<(String, String)> {
    let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    areas.iter().filter(|area| keep(area)).map(|area| (area.id.to_string(), full_name(&by_id, area))).collect()
}

/// An area's name with those above it, or empty when it is not among `areas`.
#[must_use]
pub fn area_name(areas: &[Area], id: AreaId) -> String {
    let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    by_id.get(&id).map(|area| full_name(&by_id, area)).unwrap_or_default()
}

/// Whether nothing lies below it.
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
        Area { id, parent, root: 1, kind: AreaKind::Grid, name: name.into(), path: AreaPath("/".into()) }
    }

    #[test]
    fn an_area_is_named_with_what_is_above_it() {
        let areas = [area(1, 0, "余姚"), area(2, 1, "凤山"), area(3, 2, "一网格")];
        assert_eq!(area_name(&areas, 3), "余姚 / 凤山 / 一网格");
        assert_eq!(area_name(&areas, 9), "");
        assert_eq!(area_options(&areas, |a| is_smallest(&areas, a)), [("3".into(), "余姚 / 凤山 / 一网格".into())]);
    }
}
