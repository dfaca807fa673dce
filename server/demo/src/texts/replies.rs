//! Texts about wishes, claims and movements: reasons, notes and thanks.

use crate::dice::Dice;

/// Reasons of caseworkers for posting a wish beyond `already_open`.
pub const BEYOND: &[&str] = &[
    "家里人多，一件不够用。",
    "上次领的已经坏了，入户看过。",
    "孩子长大了，原来的穿不下了。",
    "两位老人分开住，各要一件。",
];
/// Plans of donors who apply for a costly wish.
pub const PLANS: &[&str] = &[
    "县城康复器械店有现货，周六开车去买，当天送到店里，会教怎么用。",
    "单位工会出一半，我出一半，网上下单，预计四天到店，坏了我负责换。",
];
/// Reasons for rejecting a wish.
pub const REJECTED: &[&str] = &[
    "这件物品上个月已经登记过，请等那一条完成。",
    "请先到社区补一下监护人同意书，再重新提交。",
    "数量较多，请写明给谁用，再提交一次。",
    "学校下周统一发放，先等一等。",
    "尺码和年龄对不上，请再量一下。",
    "社区已经另外安排，这一条先不发布。",
];
/// Reasons of families for withdrawing a wish.
pub const WITHDRAWN: &[&str] = &[
    "亲戚送了一个，不需要了。",
    "学校已经发了。",
    "自己买好了，留给别人吧。",
    "尺码写错了，重新提交。",
    "搬家了，暂时用不上。",
    "",
];
/// Reasons of donors for cancelling a claim.
pub const CANCELLED: &[&str] = &[
    "临时出差，这周送不过去。",
    "买错了尺码，退货后来不及。",
    "家里有事，先让给别人。",
    "和同事重复认领了。",
    "商家缺货，要等一个月。",
];
/// Reasons for revoking a claim.
pub const REVOKED: &[&str] = &[
    "认领人电话联系不上，先放回。",
    "认领人调离，由别人接手。",
    "家庭临时去外地，回来再安排。",
    "认领人来电请社区代为取消。",
];
/// Reasons of shops for refusing goods.
pub const REFUSED: &[&str] = &[
    "尺码和心愿不一致，请换好再送来。",
    "有破损，按规定不能收，已当面说明。",
    "缺少配件，补齐后欢迎再来。",
    "没有清洗干净，请洗好晒干再送来。",
];
/// Findings of failed appliance checks.
pub const FAILED: &[&str] =
    &["绝缘电阻不够，不能用。", "电源线外皮破损。", "通电后有焦味。", "插头没有接地。", "温控失灵，加热不停。"];
/// Findings of passed appliance checks.
pub const PASSED: &[&str] =
    &["绝缘、电源线、通电二十分钟正常。", "外观完好，通电试用正常。", "换了新的电源线，试用正常。", ""];
/// Reason of a recall.
pub const RECALLED: &str = "厂家通知：这一批抽检发现霉变，全部停发退回。";
/// Names of checkers.
pub const CHECKERS: &[&str] = &["顾长河", "沈立言", "艾尔肯·木沙"];
/// Reasons for write-offs.
pub const WRITTEN_OFF: &[&str] =
    &["仓库漏雨，受潮发霉。", "搬运时摔坏。", "整理时发现破损，不能再发。", "被虫蛀，已处理。"];
/// Reason for writing expired goods off.
pub const PAST_DATE: &str = "过了保质期，登记后销毁。";
/// Reasons for differences between shelf and ledger.
pub const COUNTED: &[&str] = &["月末盘点有出入，按实数登记。", "盘点多出一件，补登。", "盘点少一件，原因待查。"];
/// Reasons for reversing a journal.
pub const REVERSED: &[&str] = &["调拨登记错了门店，冲回重来。", "后来在货架后面找到了。", "同一笔登记了两次。"];
/// Reasons for purchases.
pub const BOUGHT: &[&str] = &["积分超市补货。", "慈善晚会余款采购。", "按最低库存补齐。", "换季补货。"];
/// Reasons of shops for cancelling an order.
pub const ORDER_CANCELLED: &[&str] = &["家里来电说不需要了。", "包装破损，没有可换的，抱歉。"];
/// Reasons for granting points by hand.
pub const POINTS_GIVEN: &[&str] = &["帮社区整理衣物半天。", "参加环境清洁日。", "教邻居孩子写作业。", "国庆慰问。"];
/// Reason for taking points back.
pub const POINTS_BACK: &str = "同一次活动登记了两遍。";
/// Notes on the transport of a transfer.
pub const SENT: &[&str] = &["两箱，店里的三轮车送。", "一箱，志愿者顺路带。", "老周的面包车，上午到。"];
/// Reason for cancelling a transfer.
pub const CALLED_BACK: &str = "车坏了，改天再送。";
/// Reason for cancelling a stock-take.
pub const COUNT_AGAIN: &str = "数的时候又发走了，下次重数。";
/// Note on settling goods that did not arrive.
pub const NOT_ARRIVED: &str = "装车时少放了一件，已查清。";
/// Texts of offers.
pub const OFFERED: &[&str] = &["孩子长大了，用不上了，很干净。", "买多了，没有拆过。", "搬家整理出来的。", ""];
/// Offered things that are not in the catalogue.
pub const OWN_THINGS: &[&str] = &["旧鱼缸", "电子琴", "一箱旧杂志", "跑步机"];
/// Texts for accepting an offer.
pub const WELCOME: &[&str] = &["正需要，谢谢您。到店说一声就行。", "请洗干净装袋送来，谢谢。", ""];
/// Text for declining an offer.
pub const NOT_NOW: &str = "谢谢您想到我们。这样东西眼下放不下，过些日子再问问我们。";
/// Remarks on the origin of donations.
pub const GIVEN: &[&str] = &[
    "民警家庭闲置，八成新。",
    "社区旧衣回收，已清洗消毒。",
    "居民整理家里送来的。",
    "退休职工送来。",
    "企业库存捐赠。",
    "毕业班同学留下的。",
];
/// Remarks on the origin of grants.
pub const GRANTED: &[&str] = &["工会秋季慰问物资。", "企业家联谊会捐赠一批。", "慈善晚会余款采购。", "对口帮扶物资。"];
/// Reason for opening stock.
pub const OPENING: &str = "期初盘点入账。";

/// Thanks as donors read them: item key (empty for any item), text.
pub const THANKS: &[(&str, &str)] = &[
    ("", "{item}收到了，正合适，谢谢您。"),
    ("", "谢谢您的{item}，家里人都很喜欢。"),
    ("", "收到了，心里很暖，祝您一家平安。"),
    ("", "{item}很好用，谢谢您费心。"),
    ("", "麻烦您跑一趟，东西很好。"),
    ("", "谢谢没有见过面的朋友。"),
    ("", "比想的还要好，谢谢！"),
    ("", "祝您工作顺利，天天开心。"),
    ("", "收到了，非常感謝，祝您平安。"),
    ("school_bag", "书包当天就背上了，谢谢您。"),
    ("school_bag", "孩子把书包放在床边，第二天起得特别早。"),
    ("desk_lamp", "现在晚上写字亮堂堂的，谢谢。"),
    ("dictionary", "已经会自己查字典了，谢谢您。"),
    ("story_books", "第一本书两天就看完了，谢谢！"),
    ("rice_cooker", "今天煮了第一锅饭，很香，谢谢您。"),
    ("quilt", "被子又厚又软，今年冬天暖和了。"),
    ("winter_coat", "衣服很合身，出门不怕风了，谢谢。"),
    ("shoes", "鞋子刚刚好，跑得更快了！"),
    ("wheelchair", "今天推着去了公园，晒了一下午太阳，谢谢您。"),
    ("reading_glasses", "报纸上的字都看清了，多谢您。"),
    ("bicycle", "现在骑车十分钟就到，谢谢您。"),
    ("ball", "周末和同学打了一下午球，谢谢叔叔阿姨。"),
    ("art_set", "画了一幅画，贴在家里墙上了，谢谢您。"),
    ("washing_machine", "被套终于不用手洗了，太谢谢了。"),
];

/// Returns thanks that staff withhold, because they contain the family's name and phone.
pub fn too_open(name: &str, phone: &str) -> String {
    format!("谢谢您！我叫{name}，电话{phone}，有空请来家里坐坐。")
}

/// Picks text and card of thanks for an item; one of them may be empty.
pub fn thanks(dice: &mut Dice, key: &str, item: &str) -> (String, &'static str) {
    let fitting: Vec<_> = THANKS.iter().filter(|(of, _)| *of == key).collect();
    let any: Vec<_> = THANKS.iter().filter(|(of, _)| of.is_empty()).collect();
    let among = if fitting.is_empty() || dice.chance(45) { any } else { fitting };
    let (_, words) = dice.pick(&among);
    let card = if dice.chance(75) { dice.pick(domain::wishes::CARDS) } else { "" };
    let words = if !card.is_empty() && dice.chance(12) { String::new() } else { words.replace("{item}", item) };
    (words, card)
}
