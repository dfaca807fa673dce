//! The built-in picture catalogue: everyday items that families can wish for, each with a pictogram.
//!
//! Costs are rough shop prices in yuan, which tell a donor the scale of a promise.

pub mod items;

use serde::{Deserialize, Serialize};

/// A category of the catalogue; also a filter of the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 学习.
    #[default]
    Study,
    /// 厨房.
    Kitchen,
    /// 床上用品.
    Bedding,
    /// 衣物.
    Clothing,
    /// 家居.
    Home,
    /// 母婴.
    Baby,
    /// 出行与健康.
    Mobility,
}

crate::text_enum!(Category {
    Study = "study", Kitchen = "kitchen", Bedding = "bedding", Clothing = "clothing", Home = "home", Baby = "baby",
    Mobility = "mobility",
});

/// An item of the built-in catalogue.
#[derive(Debug, PartialEq)]
pub struct Item {
    /// Item id; never reused.
    pub id: i64,
    /// Its key; also names its pictogram and its phrase (`item-school-bag`).
    pub key: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Its category.
    pub category: Category,
    /// Sizes to choose from; empty if it has none.
    pub sizes: &'static [&'static str],
    /// Whether a used one needs a signed safety check before it is stocked.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// Approximate price of one unit, in yuan.
    pub cost: i64,
}

impl Item {
    /// Name and size in one line: 书包 · 1–3 年级.
    #[must_use]
    pub fn title(&self, size: &str) -> String {
        if size.is_empty() { self.zh.to_owned() } else { format!("{} · {size}", self.zh) }
    }
}

/// Looks an item up by its id.
#[must_use]
pub fn find(id: i64) -> Option<&'static Item> {
    usize::try_from(id).ok().and_then(|n| ITEMS.get(n.checked_sub(1)?))
}

/// Looks an item up by its key.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.key == key)
}

/// Name and size in one line, of an item of the catalogue or a root area's own, whose name the caller has.
#[must_use]
pub fn title_of(item: i64, own_name: &str, size: &str) -> String {
    match find(item) {
        Some(item) => item.title(size),
        None if size.is_empty() => own_name.to_owned(),
        None => format!("{own_name} · {size}"),
    }
}

/// Key of an item's pictogram; of one outside the catalogue the given one.
#[must_use]
pub fn key_of(item: i64, own_key: &str) -> String {
    find(item).map_or(own_key, |item| item.key).to_owned()
}

/// What stands for an item in an address: the key of one of the catalogue, the number of a root area's own.
#[must_use]
pub fn handle_of(item: i64) -> String {
    find(item).map_or_else(|| item.to_string(), |item| item.key.to_owned())
}

/// Body heights in centimetres for children, letters for adults (GB/T 1335).
const CLOTHES: &[&str] = &["100", "110", "120", "130", "140", "150", "160", "S", "M", "L", "XL", "XXL"];
/// French shoe sizes, as used in Chinese shops.
const SHOES: &[&str] =
    &["26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44"];

/// All items, numbered from 1 in this order; append only, because ids are stored.
pub const ITEMS: &[Item] = &[
    Item {
        id: 1,
        key: "school_bag",
        zh: "书包",
        en: "School bag",
        category: Category::Study,
        sizes: &["学前", "1–3 年级", "4–6 年级", "初中以上"],
        electrical: false,
        perishable: false,
        cost: 80,
    },
    Item {
        id: 2,
        key: "stationery_set",
        zh: "文具套装",
        en: "Stationery set",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 40,
    },
    Item {
        id: 3,
        key: "desk_lamp",
        zh: "台灯",
        en: "Desk lamp",
        category: Category::Study,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 70,
    },
    Item {
        id: 4,
        key: "dictionary",
        zh: "字典",
        en: "Dictionary",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 45,
    },
    Item {
        id: 5,
        key: "exercise_books",
        zh: "练习本",
        en: "Exercise books",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 25,
    },
    Item {
        id: 6,
        key: "study_desk",
        zh: "书桌",
        en: "Study desk",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 260,
    },
    Item {
        id: 7,
        key: "story_books",
        zh: "课外书",
        en: "Story books",
        category: Category::Study,
        sizes: &["学前", "1–3 年级", "4–6 年级", "初中以上"],
        electrical: false,
        perishable: false,
        cost: 60,
    },
    Item {
        id: 8,
        key: "alarm_clock",
        zh: "闹钟",
        en: "Alarm clock",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 35,
    },
    Item {
        id: 9,
        key: "ball",
        zh: "篮球",
        en: "Basketball",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 60,
    },
    Item {
        id: 10,
        key: "art_set",
        zh: "画具",
        en: "Art set",
        category: Category::Study,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 50,
    },
    Item {
        id: 11,
        key: "rice_cooker",
        zh: "电饭煲",
        en: "Rice cooker",
        category: Category::Kitchen,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 160,
    },
    Item {
        id: 12,
        key: "kettle",
        zh: "电热水壶",
        en: "Electric kettle",
        category: Category::Kitchen,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 70,
    },
    Item {
        id: 13,
        key: "wok",
        zh: "炒锅",
        en: "Wok",
        category: Category::Kitchen,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 90,
    },
    Item {
        id: 14,
        key: "bowls",
        zh: "碗筷",
        en: "Bowls and chopsticks",
        category: Category::Kitchen,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 50,
    },
    Item {
        id: 15,
        key: "thermos",
        zh: "保温壶",
        en: "Thermos flask",
        category: Category::Kitchen,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 65,
    },
    Item {
        id: 16,
        key: "induction_cooker",
        zh: "电磁炉",
        en: "Induction cooker",
        category: Category::Kitchen,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 170,
    },
    Item {
        id: 17,
        key: "rice",
        zh: "大米",
        en: "Rice, 10 kg",
        category: Category::Kitchen,
        sizes: &[],
        electrical: false,
        perishable: true,
        cost: 60,
    },
    Item {
        id: 18,
        key: "cooking_oil",
        zh: "食用油",
        en: "Cooking oil, 5 l",
        category: Category::Kitchen,
        sizes: &[],
        electrical: false,
        perishable: true,
        cost: 70,
    },
    Item {
        id: 19,
        key: "quilt",
        zh: "棉被",
        en: "Quilt",
        category: Category::Bedding,
        sizes: &["单人", "双人"],
        electrical: false,
        perishable: false,
        cost: 150,
    },
    Item {
        id: 20,
        key: "sheets",
        zh: "床单被套",
        en: "Bed linen",
        category: Category::Bedding,
        sizes: &["单人", "双人"],
        electrical: false,
        perishable: false,
        cost: 110,
    },
    Item {
        id: 21,
        key: "pillow",
        zh: "枕头",
        en: "Pillow",
        category: Category::Bedding,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 40,
    },
    Item {
        id: 22,
        key: "blanket",
        zh: "毛毯",
        en: "Blanket",
        category: Category::Bedding,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 90,
    },
    Item {
        id: 23,
        key: "mattress",
        zh: "床垫",
        en: "Mattress",
        category: Category::Bedding,
        sizes: &["单人", "双人"],
        electrical: false,
        perishable: false,
        cost: 240,
    },
    Item {
        id: 24,
        key: "winter_coat",
        zh: "冬衣",
        en: "Winter coat",
        category: Category::Clothing,
        sizes: CLOTHES,
        electrical: false,
        perishable: false,
        cost: 220,
    },
    Item {
        id: 25,
        key: "sweater",
        zh: "毛衣",
        en: "Sweater",
        category: Category::Clothing,
        sizes: CLOTHES,
        electrical: false,
        perishable: false,
        cost: 90,
    },
    Item {
        id: 26,
        key: "trousers",
        zh: "裤子",
        en: "Trousers",
        category: Category::Clothing,
        sizes: CLOTHES,
        electrical: false,
        perishable: false,
        cost: 70,
    },
    Item {
        id: 27,
        key: "shoes",
        zh: "运动鞋",
        en: "Trainers",
        category: Category::Clothing,
        sizes: SHOES,
        electrical: false,
        perishable: false,
        cost: 120,
    },
    Item {
        id: 28,
        key: "thermal_underwear",
        zh: "保暖内衣",
        en: "Thermal underwear",
        category: Category::Clothing,
        sizes: CLOTHES,
        electrical: false,
        perishable: false,
        cost: 80,
    },
    Item {
        id: 29,
        key: "socks",
        zh: "袜子",
        en: "Socks",
        category: Category::Clothing,
        sizes: &["儿童", "成人"],
        electrical: false,
        perishable: false,
        cost: 20,
    },
    Item {
        id: 30,
        key: "raincoat",
        zh: "雨衣",
        en: "Raincoat",
        category: Category::Clothing,
        sizes: &["儿童", "成人"],
        electrical: false,
        perishable: false,
        cost: 40,
    },
    Item {
        id: 31,
        key: "hat_scarf",
        zh: "帽子围巾",
        en: "Hat and scarf",
        category: Category::Clothing,
        sizes: &["儿童", "成人"],
        electrical: false,
        perishable: false,
        cost: 50,
    },
    Item {
        id: 32,
        key: "fan",
        zh: "电风扇",
        en: "Electric fan",
        category: Category::Home,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 110,
    },
    Item {
        id: 33,
        key: "heater",
        zh: "取暖器",
        en: "Heater",
        category: Category::Home,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 150,
    },
    Item {
        id: 34,
        key: "washing_machine",
        zh: "洗衣机",
        en: "Washing machine",
        category: Category::Home,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 500,
    },
    Item {
        id: 35,
        key: "folding_bed",
        zh: "折叠床",
        en: "Folding bed",
        category: Category::Home,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 180,
    },
    Item {
        id: 36,
        key: "washbasin",
        zh: "脸盆",
        en: "Wash basin",
        category: Category::Home,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 25,
    },
    Item {
        id: 37,
        key: "towel",
        zh: "毛巾",
        en: "Towel",
        category: Category::Home,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 25,
    },
    Item {
        id: 38,
        key: "diapers",
        zh: "纸尿裤",
        en: "Diapers",
        category: Category::Baby,
        sizes: &["S", "M", "L", "XL"],
        electrical: false,
        perishable: false,
        cost: 90,
    },
    Item {
        id: 39,
        key: "milk_powder",
        zh: "奶粉",
        en: "Milk powder",
        category: Category::Baby,
        sizes: &["0–6 月", "6–12 月", "1–3 岁"],
        electrical: false,
        perishable: true,
        cost: 180,
    },
    Item {
        id: 40,
        key: "stroller",
        zh: "婴儿车",
        en: "Stroller",
        category: Category::Baby,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 260,
    },
    Item {
        id: 41,
        key: "baby_clothes",
        zh: "婴儿衣",
        en: "Baby clothes",
        category: Category::Baby,
        sizes: &["59", "66", "73", "80", "90"],
        electrical: false,
        perishable: false,
        cost: 70,
    },
    Item {
        id: 42,
        key: "wheelchair",
        zh: "轮椅",
        en: "Wheelchair",
        category: Category::Mobility,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 450,
    },
    Item {
        id: 43,
        key: "walking_stick",
        zh: "拐杖",
        en: "Walking stick",
        category: Category::Mobility,
        sizes: &[],
        electrical: false,
        perishable: false,
        cost: 60,
    },
    Item {
        id: 44,
        key: "reading_glasses",
        zh: "老花镜",
        en: "Reading glasses",
        category: Category::Mobility,
        sizes: &["100 度", "150 度", "200 度", "250 度", "300 度"],
        electrical: false,
        perishable: false,
        cost: 40,
    },
    Item {
        id: 45,
        key: "elder_phone",
        zh: "老人手机",
        en: "Simple phone",
        category: Category::Mobility,
        sizes: &[],
        electrical: true,
        perishable: false,
        cost: 199,
    },
    Item {
        id: 46,
        key: "bicycle",
        zh: "自行车",
        en: "Bicycle",
        category: Category::Mobility,
        sizes: &["儿童", "成人"],
        electrical: false,
        perishable: false,
        cost: 320,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_order_and_keys_are_unique() {
        for (index, item) in ITEMS.iter().enumerate() {
            assert_eq!(item.id, index as i64 + 1, "{}", item.key);
            assert_eq!(by_key(item.key).map(|i| i.id), Some(item.id));
            assert_eq!(find(item.id), Some(item));
        }
        assert_eq!((find(0), find(-1), find(999)), (None, None, None));
    }
}
