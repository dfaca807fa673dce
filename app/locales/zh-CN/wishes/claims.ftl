# A claimer's pages: the promise, and what becomes of it.

claims-sheet-title = 认领
claims-when = 什么时候送到？
day-latest = 最晚 { $day }
day-left = { $weekday }，还有 { $n } 天
day-other = 可以更早，另选一天
claims-how-many = 认领几件？
claims-left = 还差 { $n } 件，认领一件也行
claims-bring-to = 送到：{ $place }
claims-sheet-note = 来不及可以延期一次，也可以取消
claims-promise = 确认认领
claims-own-already = 您已经认领过这个心愿。
claims-own-see = 看我的认领
claims-gone = 这个心愿已有人认领。
claims-closed = 这个心愿现在不能认领了。
claims-similar = 还有 { $n } 个类似的心愿
claims-none-similar = 暂时没有类似的心愿
claims-see-feed = 看看别的心愿
claims-see-mine = 看我的认领
claims-not-donor = 这个账号不能认领，请用爱心人士账号

claims-title = 我的认领
claims-empty = 还没有认领
claims-empty-text = 挑一个心愿，送到爱心超市，由店员转交给这家人。
claims-one-at-a-time = 最近半年有两次认领没有按时送到，所以现在一次认领一份。店里收到下一份东西，就和以前一样了。
claims-none-live = 手上没有要送的东西
claims-past = 以前的认领
claims-impact = 您已经圆了 { $n } 个心愿
claims-thanks-mark = 有感谢
claims-due = 最晚送到
claims-since = 最近进展
claims-expected = 预计送到
claims-parcel = 快递
claims-waits-until = 等这家人来领，到
claim-end-not-arrived = 过了说好的日子，店里没有收到东西。
claim-end-not-collected = 一直没有来领，东西放回了货架，留给别的家庭。
claim-end-not-checked = 旧电器一直没有检查，心愿重新开放了。
claims-number = 认领编号 { $n }
claims-number-name = 认领编号
claims-code = 送货码
claims-code-named = 送货码：{ $title }
claims-code-text = 写在包裹上，或者送到时给店员看。
claims-code-scan = 店员扫这里，或者输入 { $code }
claims-step-sent = 送出
claims-promised-at = { $day } 认领

claims-now-pledged = 下一步：备好东西，送到爱心超市
claims-now-pledged-text = 自己送去、快递寄去都可以。出发或寄出后点一下下面的“我已送出”。
claims-now-sent = 下一步：等店里签收
claims-now-sent-text = 送到时把送货码给店员看。
claims-sent-next = 到 { $day } 还没有到，先问您，两天后问店里；到 { $last } 还没有到，心愿就重新开放，让别人认领。
claims-now-checking = 店里收到了，正在检查
claims-now-checking-text = 旧电器检查合格后，就会转交给这家人。您不用再做什么。
claims-now-arrived = 店里已收到
claims-now-arrived-text = 已通知这家人来领。您不用再做什么。
claims-now-handed = 已交到这家人手里
claims-now-handed-text = 等他们确认收到；几天后会自动确认。
claims-now-confirmed = 这家人收到了
claims-now-confirmed-text = 这件事完成了。谢谢您。
claims-now-cancelled = 已经取消
claims-now-cancelled-text = 会请别人来送。您写的原因：
claims-now-lapsed = 已经过期
claims-now-lapsed-text = 期限内没有送到，已经请别人来送。心愿还开放、您现在能送的话，可以再认领一次。
claims-now-revoked = 工作人员取消了这次认领
claims-now-revoked-text = 这次认领结束了，不用再送了。
claims-shelved = 已上货架
claims-now-shelved = 东西放到了货架上
claims-now-shelved-text = 您的心意会交给别的家庭，谢谢您。
claims-now-refused = 店里没有收下
claims-now-refused-text = 请到店里取回。原因：
claims-wish-again = 看这个心愿
claims-see-wish = 看这个心愿的全部
claims-calendar = 记到日历
calendar-bring = 送到{ $place }：{ $title }
calendar-code = 送货码 { $code }
parcel-fold = 快递寄？照这样写
claims-thanks = 收到一份感谢

claims-send = 我已送出
claims-send-note = 点了以后，就按到货的日子算
claims-send-ask = 东西送出了吗？
claims-send-when = 大概哪天能到？
claims-parcel-fold = 快递寄的？填一下单号
parcel-recipient = { $name }（认领 { $code }）收
parcel-copy = 复制收件信息
parcel-copied = 已复制
claims-courier-hint = 比如：顺丰、邮政
claims-tracking-hint = 只给店员和网格员看，方便查件
claims-shift-fold =
    { $n ->
        [1] 要晚几天到？改日子（还能改 1 次）
       *[other] 要晚几天到？改日子（还能改 { $n } 次）
    }
claims-shift-when = 改到哪天？
claims-shift = 改好了
claims-undo-note = 点错了？{ $time } 前可以撤销。
claims-undo = 撤销刚才这一步
claims-extend = 延期到 { $day }（只能一次）
claims-cancel-fold = 送不了？取消认领
claims-cancel-reason = 为什么送不了？
claims-cancel-hint = 写一句就好，例如：买不到合适的尺码
claims-cancel = 取消认领

done-claim-taken = 认领好了。请最晚 { $day }送到{ $place }。
done-claim-sent = 记下了，已在路上。店里收到后会告诉您。点错了，十分钟内可以撤销。
done-claim-shifted = 改好了，预计{ $day }送到。
done-claim-undone = 已撤销，回到刚才的样子。
done-claim-extended = 延期好了。请最晚 { $day }送到。
done-claim-cancelled = 已取消，会请别人来送。

# Standing by: a donor who finds a wish taken is asked when the claim ahead falls through.

standby-late = 来晚了一步？
standby-join = 没送到就问我
standby-join-text = 前面的人没送成，就来问您，白天有 12 个小时可以答复。现在先不要买。
standby-join-many = 您能送几件？
standby-sign-in = 登录后可以说“没送到就问我”
standby-waiting-title = 记着呢：没送到就问您。现在先不要买。
standby-see = 看看
standby-answer = 去答复
standby-list = 没送到就问我的心愿
standby-ahead =
    { $n ->
        [0] 您是下一位
       *[other] 前面还有 { $n } 位
    }
standby-since = { $day } 说好的
standby-asked-title = 轮到您了，愿意送吗？
standby-asked-text = 前面的人没送成，现在问您。不方便也没关系，说一声，马上去问下一位。
standby-until = 请在这之前答复
standby-accept = 愿意，我来送
standby-decline = 这次不送，问下一位
standby-leave = 不用再问我了
standby-state-waiting = 先候着
standby-state-asked = 等您答复
standby-state-taken = 您答应了
standby-state-left = 没有再候
standby-state-missed = 过了时间
standby-state-ended = 不用候了
standby-text-waiting = 现在先不要买。前面的人没送成，就发消息问您，白天有 12 个小时可以答复。
standby-text-asked = 前面的人没送成，现在问您。
standby-text-taken = 这份心愿由您来送，谢谢您。
standby-text-left = 这个心愿不再问您了。谢谢您想着这家人。
standby-text-missed = 过了答复的时间，已经去问下一位。谢谢您想着这家人。
standby-text-ended = 这个心愿不再需要人送了。谢谢您想着这家人。

done-standby-joined = 记下了：没送到就问您。现在先不要买。
done-standby-left = 好的，不再问您了。谢谢您想着这家人。

# Applications: a costly wish is granted. Donors say how they mean to bring it, staff choose one.

application-title = 申请认领
application-how = 这样东西比较贵，请先说说您打算怎么办，由社区选定一位。选定之前请先不要买。
application-text = 社区会看每位申请人的打算，选定一位。没有选定之前，请先不要买。
application-own = 您已经申请过了，可以在这里改。
application-see = 看申请
application-plan = 您打算怎么办？
application-plan-hint = 比如：哪里买、什么时候送、能不能装好。只有选定的人看得到。
application-note = 交了以后随时可以撤回。
application-send = 交申请
application-list = 申请认领的心愿
application-since = { $day } 申请
application-late = 申请等得久了，还没有选定。已经催过社区，对不住。
application-plan-own = 您的打算
application-reason = 原因
application-change = 改一改
application-withdraw = 撤回申请
application-state-waiting = 等选定
application-state-chosen = 选定了
application-state-passed = 选了别人
application-state-declined = 没有选上
application-state-withdrawn = 已撤回
application-state-ended = 不用等了
application-text-waiting = 社区还在看，选定以后发消息告诉您。现在先不要买。
application-text-chosen = 这个心愿由您来送，谢谢您。送到哪里、最晚哪天，请看认领。
application-text-passed = 这次由别人来送。要是没送成，您的申请会自动接着等，到时发消息告诉您。现在不要买。
application-text-declined = 这次没有选您的申请。谢谢您想着这家人。
application-text-withdrawn = 您撤回了申请。谢谢您想着这家人。
application-text-ended = 这个心愿不再需要人送了。谢谢您想着这家人。

applications-title = 申请认领，等选定
applications-text = 看每位打算怎么办，选定一位，别的申请人会收到消息。选定之前什么也不占着。
applications-empty = 没有等选定的申请
applications-empty-text = 有人申请贵重的心愿时，会列在这里。
application-wish = 心愿
application-units = 能送
application-applied = 申请时间
application-claim = 认领
application-others-decide = 这份申请和您或您的单位有关，或者您自己也申请了这个心愿，请别的同事来定。
application-choose = 选定这一位
application-choose-note = 选定以后就是一份普通的认领，期限从现在算起。请先看看别的申请。
application-decline = 不选这一位
application-decline-reason = 原因（申请人看得到）
application-decline-do = 不选，告诉申请人
application-rivals = 这个心愿的其他申请

done-application-made = 申请交了，选定以后告诉您。现在先不要买。
done-application-withdrawn = 撤回了。谢谢您想着这家人。
done-application-chosen = 选定了，已经告诉申请人。
done-application-declined = 已经告诉申请人。

need-offer-title = 每个月都由您来送？
need-offer-text = 这家人每个月都要，后面还有 { $n } 次。答应以后，到时自动记在您名下，发消息告诉您；随时可以停。
need-offer = 以后每个月都由我送
need-promised-note = 这份每月的心愿，已经有人答应每次都送。
need-mine = 每个月都由我送的
need-next = 下一次 { $day }
need-promise-stop = 以后不送了
done-need-promised = 谢谢您！以后每个月到时候告诉您。
done-need-promise-stopped = 好的，以后的月份会请别人来送。

# The counter: goods come, are looked at, and leave to a family.

shop-title = 柜台
shop-back = 回到柜台
shop-find-title = 谁来了？
shop-find = 输入或扫描：编号、取件码、家庭卡、条码、名字
shop-find-placeholder = 编号、码、卡、名字
shop-find-hint = 认领编号、六位码、取件码、订单号、收货单号、条码、东西的名字都可以。找一家人：扫家庭卡，或输入手机号、完整姓名、“户 3098”。
shop-find-go = 查找
shop-found-title = 查找
shop-found-none = 没有找到“{ $find }”
shop-found-none-text = 看看有没有输错一位。也可以换一种查法：送来的人的姓名、单位，或者东西的名字，比如“书包”。
shop-code-paused = 15 分钟里取件码已经试了 { $n } 次，{ $time } 起可以接着试。编号、姓名照样能查。
shop-code-other-role = 取件码只有店员能查。请按编号或姓名查找。
shop-found-several = 找到 { $n } 个，点对的那个。

shop-expected = 要送来的
shop-expected-none = 现在没有人要送东西来。
shop-ready = 等家人来取
shop-ready-none = 没有等着发的东西。
shop-checks = 电器等检查
shop-checks-none = 没有要检查的电器。
shop-lists = 柜台上的事
shop-list-whole = 看整个清单
shop-list-all = 全部 { $n } 个
shop-list-cut = 这里只列出前 100 个，其余的请用上面的查找。
shop-idle = 柜台现在没有事
shop-idle-text = 没有人要送来，也没有东西等人取。
shop-idle-stock = 看库存
shop-idle-action = 从货架配货

shop-units-of = { $title } × { $n }
shop-units = 共 { $n } 件
shop-from-shelf = 从货架留出
shop-filled-by = 从货架留出，{ $name } 经手
shop-on-the-way = 在路上
shop-sent-at = { $day } 送出
shop-sent = 送出
shop-expected-by = 预计送到
shop-parcel = 快递
shop-waits-until = 等人来取，到
shop-did-it-come = 过了预计送到的日子。东西到了吗？到了请入库；没有到，不用做什么，到期会自动让给别人。
shop-since =
    { $n ->
        [0] 今天到店
       *[other] 到店 { $n } 天
    }
shop-late = 已过期限
shop-awaiting-check = 等检查
shop-number = 编号
shop-by = 谁送来
shop-due = 最晚
shop-location = 门店
shop-check = 检查
shop-check-passed-by = { $name } 检查，通过
shop-check-failed-by = { $name } 检查，没通过

shop-count = 请数一数：应该有 { $n } 件。
shop-condition-ask = 东西怎么样？
shop-arrive = 核对并入库
shop-arrive-note = 入库后，家人会收到通知来取。
shop-arrive-note-check = 用过的电器要先检查签字，再通知家人。
shop-refuse-ask = 不能收？
shop-refuse-reason = 为什么不能收？
shop-refuse-hint = 送来的人会看到这句话，比如“拉链坏了，书包口合不上”。
shop-refuse = 不收，请他带回

shop-check-title = 用过的电器，先检查再发
shop-check-one = 外壳和绝缘：没有破损、没有烧过的痕迹
shop-check-two = 电源线和插头：没有裂口、没有松动
shop-check-three = 通电试用五分钟：能用，不漏电，没有异味
shop-check-ask = 检查结果
shop-check-passed = 通过
shop-check-passed-text = 可以发给家人
shop-check-failed = 没通过
shop-check-failed-text = 退回，不能发
shop-check-note-hint = 没通过的话，写清楚哪里不行。
shop-check-note = 签了字，就由检查人负责。
shop-check-sign = 签字并记录
shop-check-signed = 检查人：{ $name }（已登录）
field-tick-case = 外壳和绝缘
field-tick-cord = 电源线和插头
field-tick-run = 通电试用
refusal-required-tick-case = 三项都勾上才算通过；哪项不行，就选没通过。
refusal-required-tick-cord = 三项都勾上才算通过；哪项不行，就选没通过。
refusal-required-tick-run = 三项都勾上才算通过；哪项不行，就选没通过。

shop-code = 取件码
shop-code-hint = 请家人报取件码（四位或六位数字），或者扫家人手机上的码。
shop-code-known = 刚才报的取件码已经填好。把东西交给家人，再点下面。
shop-wrong-code = 请家人打开“我家”，对一下是不是这个心愿的码。再试两三次还不对，就请网格员来核实；试 5 次都没交成，要等 15 分钟。
shop-hand-over = 核对无误，发给家人
shop-hand-over-note = 交给家人 { $n } 件。

shop-said-expected = 还没有送到。
shop-said-check = 已到店，等门店检查签字。
shop-said-ready = 已到店，等家人来取。
shop-said-handed-over = 已发给家人，等家人确认收到。
shop-said-confirmed = 家人已确认收到，这件事办完了。
shop-said-cancelled = 认领的人取消了，不会送来。
shop-said-lapsed = 过了期限没有送到，心愿已经重新开放。
shop-said-revoked = 工作人员取消了这次认领。
shop-said-refused = 没有收下，心愿已经重新开放。
shop-confirms-by = 还没有回音，就自动算确认。
shop-reason = 原因：{ $reason }
shop-next-person = 下一位
shop-goods-here = 东西还是送来了？
shop-goods-here-text = 可以当作捐赠收下，再从货架配给还在等的家庭。
shop-goods-here-receive = 作为捐赠收下
shop-goods-here-fill = 货架上有，现在就配给这个心愿
shop-revoke = 认领有问题？收回认领

shop-fill-title = 从货架配货
shop-fill-text = 货架上的东西现在就能满足这些心愿，等得最久的在前面。
shop-fill-empty = 现在没有能配的
shop-fill-empty-text = 还在等的心愿，货架上没有合适的东西。收到新东西再来看。
shop-fill-empty-action = 收货入库
shop-fill-on-shelf = 货架有 { $n } 件
shop-fill-which = 拿哪一批？
shop-fill-lot = { $place }，有 { $n } 件
shop-fill-expires = 保质期 { $date }
shop-fill-note = 留出后，家人会收到通知来取。
shop-fill-do = 留给这个家庭
shop-fill-taken = 这个心愿已经有人认领了
shop-fill-taken-text = 货架上的东西可以留给别的家庭。
shop-fill-gone = 货架上没有合适的了
shop-fill-gone-text = 物品、尺码都对得上、又没过期的，一件也没有了。
shop-fill-back = 看别的心愿

done-shop-arrived = { $title } × { $n } 已入库，家人收到通知了。请在东西上写好编号 { $claim }，放到待取架。
done-shop-arrived-check = { $title } 已收下。先检查签字，再通知家人。
done-shop-refused = 编号 { $claim } 没有收下，原因已告诉送来的人。心愿重新开放。
done-shop-checked = { $title } 检查通过，家人收到通知了。请写好编号 { $claim }，放到待取架。
done-shop-check-failed = { $title } 没有通过检查，已记作退回。请把东西还给送来的人。
done-shop-handed-over = { $title } × { $n } 已发给家人。下一位。
done-shop-handed-over-more = { $title } × { $n } 已发给家人。这个心愿还有一份在店里，请一起交给家人。
done-shop-filled = { $title } × { $n } 已从货架留出，家人收到通知了。请写好编号 { $claim }，放到待取架。
