# The feed and one wish.

feed-title = 心愿
feed-intro = 附近家庭需要的东西，带到爱心超市就行。
feed-search = 找一样东西
feed-categories = 类别
feed-conditions = 条件
feed-area = 地区
feed-all-areas = 全部地区
feed-cost-up-to = { $n } 元以内
feed-empty = 现在没有等待的心愿
feed-empty-text = 都有人认领了。过几天再来看看。
feed-none-found = 没有这样的心愿
feed-none-found-text = 换个类别，或者看看别的地区。
feed-show-all = 看全部心愿

wish-left = 还差 { $n } 件
wish-none-left = 已有人认领
wish-in-stock = 超市有货
wish-claim = 认领这个心愿
wish-claim-short = 认领
wish-claim-named = 认领：{ $title }
wish-own-shelf = 这里另有的东西
wish-months = 要几次？
wish-months-once = 一次
wish-months-every = 每月一次，{ $n } 个月
need-turn = 每月一次，第 { $n } 次，共 { $of } 次
need-stop-fold = 以后不用每月要了
need-stop-note = 这个月的不变，以后的月份不再许。
need-stop = 以后不要了
done-need-stopped = 好的，以后的月份不再许了。
wish-free-name = 别的东西
wish-free-text = 单子上没有的，用自己的话写。社区看过以后才会让人看到。
wish-free-title = 要什么？
wish-free-hint = 简单写，比如：玉米种子
wish-free-symbol = 哪个像？
free-symbol-seed = 种子
free-symbol-fertiliser = 肥料
free-symbol-aid = 辅助器具
free-symbol-tool = 工具
free-symbol-other = 别的
wish-apply = 申请认领这个心愿
wish-apply-short = 申请认领
wish-apply-named = 申请认领：{ $title }
wish-fulfilled = 这个心愿已经实现了。
wish-just-taken = 这个心愿刚刚被认领了。
wish-just-taken-similar = 这个心愿刚刚被认领了，还有 { $n } 个类似的。
wish-not-public = 这个心愿现在不对外展示。
wish-area = 地方
wish-cost = 大约
wish-wanted = 需要
wish-until = 展示到
wish-units = { $n } 件
wish-how = 认领后把东西送到爱心超市，由店员交给家人。
wish-similar = 类似的心愿
wish-photo = 照片：{ $title }

# Hearing instead of reading, saying instead of writing, and what comes after a wish was sent.

speak-page = 读给我听
speak-hear = 听一听：

voice-say = 按一下话筒，说说为什么需要
voice-record = 录音
voice-hint = 最长一分钟，再按一下就停。只有您家和网格员能听到。
voice-listen = 听录音
voice-drop = 不要这段录音
voice-denied = 话筒没有打开。可以不录，直接发出去。
voice-who-hears = 只有您家和网格员能听到。
photo-take = 拍一张东西的样子
photo-kept = 用这张照片
photo-hint = 只拍东西，不要拍人。审核后大家都能看到。
field-voice = 录音
review-voice = 这家人说的话
review-voice-note = 听完后，写一句大家能看的话，不要写姓名、学校和住址。

sent-title = 发出去了
sent-next = 接下来
sent-next-read = 网格员先听、先看
sent-next-claim = 热心人来认领
sent-next-shop = 东西送到爱心超市
sent-next-home = 拿取件码领回家
sent-home = 回到我家

done-voice-removed = 录音没有了。

# Fairness: the same wish, how much one family asks for, who was left out, what was received.

fair-same-own = 您家已经有同样的了
fair-same-theirs = 这家已经有同样的了
fair-same-open = { $day }许过，正在办，{ $n } 件
fair-same-wish = { $day }领过 { $n } 件
fair-same-shop = { $day }在爱心超市领过 { $n } 件
fair-same-more = 还有 { $n } 次
fair-again = 还要一个，发出去
fair-again-theirs = 仍要提交
fair-full-own = 现在先不能许新的心愿
fair-full-theirs = 这家的心愿已到上限
fair-full-open = 同时有 { $n } 个在办，最多 { $limit } 个。办完一个就可以再许。
fair-full-year = 一年里许了 { $n } 个，最多 { $limit } 个。{ $day }起可以再许。
fair-full-home = 看看现在的心愿
fair-beyond = 为什么还要？
fair-beyond-hint = 审核的同事会看到，家人以外的人看不到。
field-beyond = 原因
fair-beyond-said = 代发的同事说：{ $text }
fair-never = 从没得到过帮助
fair-helped-times = 得到过 { $n } 次帮助
fair-room = 在办 { $open } 个，一年内 { $year } 个

nav-left-out = 没顾上的家庭
left-out-title = 没顾上的家庭
left-out-text = 建了档，还没有得到过一次帮助，也没有在办的心愿。特别困难的在前，建档早的在前。
left-out-shown = 显示哪些
left-out-of-left-out = 没顾上的
left-out-of-never = 从没帮过的
left-out-of-helped = 帮过的
left-out-of-all = 全部
left-out-none = 没有这样的家庭
left-out-none-text = 每家都顾上了，或者已有心愿在办。
left-out-since = 建档
left-out-times = 帮过几次
left-out-post = 代发心愿
left-out-post-named = 替{ $name }家代发心愿
left-out-numbers = 各地的数字
shares-title = 帮到了多少家
shares-text = 点一个数字，就能看到是哪些家庭。
shares-area = 地区
shares-households = 在册
shares-helped = 帮过
shares-never = 没帮过
shares-left-out = 没顾上
shares-percent = 帮过的比例
shares-percent-value = { $n }%
shares-up = 看全部
shares-none = 这里没有下级地区

received-title = 领到的东西
home-openings = 谁看过我家的档案
received-none = 还没有领过东西
received-none-text = 心愿实现了，或者在超市领了，会记在这里。
received-from-wish = 心愿
received-from-shop = 爱心超市

desk-left-out = 没顾上的家庭
desk-left-out-note = 从没帮过，也没有心愿在办
desk-consents = 缺同意书的家庭
desk-objections = 家人有疑问
one-person-title = 一个人办的心愿
one-person-note = 代发和发布是同一个人。本地的规定允许这样办，请抽查。
one-person-empty = 没有一个人办的心愿
desk-moves = 家庭要转来
desk-few-note = 请您处理
desk-waiting-longest = 没人认领，等得最久的
desk-waiting-longest-none = 没有等了两周以上的心愿。
desk-to-hand-over-next = 等着发给家人的
desk-to-hand-over-none = 没有等家人来取的东西。
desk-consents-next = 缺同意书，当面问一问
desk-consents-none = 同意书都齐了。
desk-corrections = 家人说档案不对

kept-line = 没有网络。这是 { $time } 的内容。
kept-unsent = 没有网络，没有发出去。写的还在，有网后再点一次。
offline-title = 没有网络
offline-text = 这一页没有存下来。有网络后再打开。
offline-today = 看存下的“今天”
