# 一个搜索框，找工作人员能看到的一切。

find-title = 搜索
find-everything = 搜索全部
find-placeholder = 编号、条码、名字、拼音首字母
find-hint = 输入编号、六位码、条码、姓名、物品或页面的名字，也可以用拼音首字母：输入 sb 找到书包。在任何页面按 Ctrl K，光标就到搜索框。
find-none = 没有找到“{ $find }”
find-none-text = 请换一个词，或者只输入前面几个字。您只能找到自己负责地区里的东西。
find-all = 看全部
find-pick-up = 取件码不在这里查。
find-at-counter = 到柜台查取件码
found-page = 页面
found-household = 家庭
found-wish = 心愿
found-claim = 认领
found-order = 积分订单
found-item = 物品
found-receipt = 收据
found-transfer = 调拨
found-account = 人员
found-organisation = 单位
found-help = 帮助
found-order-number = 订单 { $n } 号
found-on-hand = 货架上 { $n } 件
found-state-closed = 已停用
