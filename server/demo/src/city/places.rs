//! The invented city and town.

/// A root area with all that belongs to it.
pub struct Place {
    /// Name of the root area.
    pub name: &'static str,
    /// Districts, each with its number of groups (a town's sites have none).
    pub districts: &'static [(&'static str, usize)],
    /// Suffix of neighbourhood names, for each district.
    pub endings: &'static [&'static str],
    /// Number of households.
    pub households: usize,
    /// Number of people in them.
    pub people: usize,
    /// Number of households in particular hardship.
    pub hardship: usize,
    /// Number of households with an account.
    pub accounts: usize,
    /// Share of all wishes, in a thousand.
    pub share: usize,
    /// Whether families come from many regions.
    pub mixed: bool,
    /// Shops: district (0 is the root area itself), name, address, opening hours.
    pub shops: &'static [(usize, &'static str, &'static str, &'static str)],
    /// Organisations: district (0 is the root area itself), name, number of members.
    pub organisations: &'static [(usize, &'static str, usize)],
}

/// The two root areas.
pub const PLACES: [Place; 2] = [
    Place {
        name: "云桥市",
        districts: &[
            ("临溪区", 22),
            ("青禾区", 19),
            ("望湖区", 21),
            ("东渡区", 17),
            ("石埠区", 18),
            ("柳岸区", 16),
            ("白鹭区", 20),
            ("鹤鸣区", 15),
            ("银杏区", 17),
            ("枫晚区", 16),
        ],
        endings: &["里", "巷", "苑", "坊", "弄", "埭", "湾", "街", "园", "村"],
        households: 3_874,
        people: 11_758,
        hardship: 138,
        accounts: 210,
        share: 708,
        mixed: false,
        shops: &[
            (0, "云桥爱心超市总店", "云桥市桥南大道 18 号一楼（公交桥南站旁）", "周二至周日 9:00–17:00"),
            (1, "爱心超市临溪店", "临溪区槐荫路 62 号社区服务中心东侧", "周一至周六 8:30–16:30"),
            (3, "爱心超市望湖店", "望湖区环湖东路 7 号", "周二至周六 9:00–17:00，周三到 20:00"),
            (6, "爱心超市柳岸店", "柳岸区码头街 131 号老粮站", "周一、三、五 9:00–16:00"),
            (9, "爱心超市银杏店", "银杏区书院巷 5 号", "每天 9:00–12:00、14:00–17:00"),
        ],
        organisations: &[
            (0, "云桥市工会志愿队", 8),
            (0, "云桥青年商会", 5),
            (1, "临溪派出所", 7),
            (3, "望湖派出所", 6),
            (4, "东渡派出所", 4),
            (2, "拾光机械厂工会", 5),
            (6, "麦田食品有限公司", 4),
            (8, "鹤鸣邻里互助社", 4),
            (9, "银杏里读书会", 3),
        ],
    },
    Place {
        name: "驼铃镇",
        districts: &[
            ("胡杨新村", 0),
            ("红柳新村", 0),
            ("白杨新村", 0),
            ("沙枣新村", 0),
            ("石榴新村", 0),
            ("甜泉新村", 0),
            ("雪松新村", 0),
            ("麦香新村", 0),
        ],
        endings: &[],
        households: 1_710,
        people: 4_815,
        hardship: 0,
        accounts: 90,
        share: 292,
        mixed: true,
        shops: &[
            (0, "驼铃镇爱心超市", "驼铃镇团结路 3 号便民服务中心旁", "周一至周六 10:00–18:30"),
            (2, "爱心超市红柳店", "红柳新村文化广场西侧", "周二、四、六 10:30–18:00"),
        ],
        organisations: &[(0, "驼铃镇派出所", 6), (2, "红柳农机合作社", 4), (5, "石榴新村邻里社", 4)],
    },
];

const STEMS: &str = "槐荫 桂香 柳堤 竹影 荷塘 梅边 松鹤 杏林 桃溪 菊泉 榆钱 桑田";

/// Returns the names of a district's groups: two in each neighbourhood.
pub fn groups(place: &Place, district: usize) -> impl Iterator<Item = String> {
    let ending = place.endings.get(district).copied().unwrap_or_default();
    let (_, count) = place.districts[district];
    STEMS.split_whitespace().flat_map(move |stem| [1, 2].map(|n| format!("{stem}{ending}第{n}组"))).take(count)
}

/// Formats an address.
pub fn address(district: &str, group: &str, house: i64, room: i64) -> String {
    let lane = group.split('第').next().unwrap_or_default();
    if lane.is_empty() {
        format!("{district}{house}排{}号", room % 100)
    } else {
        format!("{district}{lane}{house}号{room}室")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_add_up_to_the_figures_of_the_brief() {
        let [city, town] = &PLACES;
        assert_eq!((city.districts.len(), town.districts.len()), (10, 8));
        assert_eq!((0..10).map(|d| groups(city, d).count()).sum::<usize>(), 181);
        assert_eq!(PLACES.iter().map(|p| p.organisations.len()).sum::<usize>(), 12);
        assert_eq!(PLACES.iter().flat_map(|p| p.organisations).map(|(_, _, members)| members).sum::<usize>(), 60);
        assert_eq!(PLACES.iter().map(|p| p.share).sum::<usize>(), 1000);
    }
}
