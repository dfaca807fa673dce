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
