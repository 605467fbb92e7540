"""Words of rumours: what is said in many ways and means the same, what carries no meaning, and how common a word is.

Tables alone. A row is general vocabulary of rumours about health, food, disasters and policy; no row is there for one
rumour. Whoever adds a row runs `make rumours`, which measures what it changes.
"""

from typing import Final

NOT: Final = "不"
FORBIDDEN: Final = "别"
UNABLE: Final = "不能"
"""It forbids (不能喝) or says that something is not so (不能预防): what it stands before decides."""

_SAME: Final = """
别 不可以 不可 不要 不得 不准 不许 不让 禁止 严禁 请勿 切勿 勿 别再 千万别 千万不要 不宜 不应 不该 忌 不应该
不能 没法 无法 不了 不可能
不 无 不会 不是 没 没有 未 并非 并不 并没有 从未 从不 不曾 绝非 绝不 毫无 不再 没人 不用 无需 没有发现 未发现
不 没发现 不含 不带
孩子 小孩 小孩子 儿童 小朋友 娃 娃娃 宝宝 幼儿 小娃 学生
老人 老年人 老年 长者 老头 老太 爷爷奶奶
孕妇 怀孕 孕妈 孕期 准妈妈 怀了孕 怀宝宝
医生 大夫 医师
妇女 女人 女性 女的
坏人 歹徒 罪犯 人贩子
自来水 水管水
吃 食用 服用 进食 吃下 吃进 同吃 同食 一起吃 一块吃 啃 嚼
喝 饮用 饮 喝下
菜 蔬菜 青菜 饭菜
水果 果子
红薯 地瓜 番薯 甘薯 白薯
番茄 西红柿
土豆 马铃薯
大米 米饭 米 稻米
鸡蛋 蛋
螃蟹 蟹 大闸蟹
虾 海虾 大虾 鲜虾
大蒜 蒜 蒜头 生蒜
维生素c 维c vc
食盐 盐 碘盐 加碘盐
剩 隔夜 剩下 隔夜菜 剩菜 剩饭
烧开 煮沸 沸腾 煮开 烧
癌 致癌 癌症 得癌 生癌 患癌 肿瘤 癌细胞 致癌物 得癌症
毒 中毒 有毒 剧毒 毒药 毒物 毒素 毒性 毒死 服毒
死 死亡 身亡 丧命 毙命 死了 丧生 遇难 送命 没命 致命
病 疾病 得病 生病 患病 染病
感染 传染 传播 染上 扩散 散布 中招 传给 被传
艾滋 艾滋病 艾滋病人 艾滋病患者 hiv aids 爱滋病 爱滋
新冠 新冠病毒 新冠肺炎 新型冠状病毒 冠状病毒 covid
流感 感冒 流行性感冒
白血病 血癌
抵抗力 免疫力 免疫
防 预防 防止 避免 防住 抗
治 治好 治疗 治愈 医治 根治 药到病除
杀 杀死 杀灭 消灭 干掉 灭掉 毒杀
疫苗 接种 预防针 打针 针剂 注射
打 注射 打了 打过 打完 注入
早熟 性早熟 提前发育 提早发育 早发育 发育提前 发育过早
不育 断子绝孙 绝后 绝育 不孕 绝种 不能生育 生不出 不孕不育
骨松 骨质疏松 骨质流失 疏松
瞎 失明 眼瞎 全盲 瞎掉
畸形 畸形儿 畸胎 残疾
胎儿 宝宝 婴儿 肚里的孩子
自闭 自闭症 孤独症
流产 小产
血 血液 鲜血
辐射 射线 电磁辐射 电磁波
激素 荷尔蒙 膨大剂 催熟剂 激素催
胖 变胖 发胖 长胖 发福
老 变老 衰老
昏迷 晕倒 昏倒 晕 迷晕
迷药 迷魂药 毒粉 药粉
体质 体内环境
酸 酸性 偏酸
碱 碱性 弱碱 碱性水 苏打水
酒 白酒 高度白酒 烈酒 高度酒 酒精
手术 激光 开刀
避孕药 避孕
塑料 塑胶 塑料袋 塑料膜
假 人造 冒充 假冒 造假 伪造 合成
wifi 无线网 无线网络 无线信号 路由器
电脑 计算机
手机 电话
付款 付钱 支付 扫码 买单 付
电动车 电动自行车 电瓶车 电单车 电动两轮车
面包车 面包 小面包
高铁 动车 高速列车
公交 公交车 公共汽车
高速 高速公路 高速路
纸币 钞票 纸钞 现钞 现金
快递 包裹 快件
飞机 直升机 直升飞机
器官 内脏 肾
针头 针 针管 注射器
芯片 晶片
弹 弹起来 弹跳 蹦 反弹
洗洁精 洗涤剂 洗碗精
蛤蟆 癞蛤蟆 蟾蜍
座椅 座位 椅子
影院 电影院
药 药物 药品
房 房子 住房 套房 房屋
链接 网址
地震 大地震 大震 强震
洪水 大水 水灾 洪灾
垮 垮坝 溃坝 决堤 决口 垮塌 坍塌 塌 溃 崩塌 倒塌
变形 歪 扭曲 弯曲 弯
爆炸 炸 炸了 起爆 引爆
泄漏 泄露 外泄
跑 逃 撤 撤离 逃命 避难 逃跑 快逃 逃走
咬 伤人 咬伤 咬人
污染 弄脏 脏 污
袭击 侵袭
城 县城 城里 市区 城市 市里 市中心
沿海 海边 近海
抢 抢夺 抢劫 偷 拐 抓 拐走 抢走 劫
消毒 杀菌 消杀
取消 废除 废止 撤销
作废 停用 失效 不能用 用不了 报废 无效
收费 付费 收钱 要钱 交钱 缴费 花钱 交费 要收 过路费 通行费 征收 开征 收取
税 税收 税款
免费 不要钱 不收费 不花钱
奖励 补贴 奖 补助 奖金 发放
停工 停产 不上班 不用上班
停课 不上学 不用上学 放假
停市 关门 停业
延迟 推迟 延后
增加 新增 增设
驾照 驾驶证 驾考 学车
倒闭 破产 关张
存款 存钱 存的钱
取 提现 取钱 取款 提款 取出 提出 取出来
养老金 退休金 养老钱
没收 收走 收缴 扣押
停 停止 暂停 停摆
牛奶 奶 鲜奶
大坝 坝体 坝身 水坝 坝
骨 骨头 骨骼
退休 退下来
睡觉 睡 入睡
考试 考
肚子 身体 体内 人体
结婚 成家
单身 没对象 不结婚 未婚
粮 粮食 口粮 粮库
囤 囤积 屯 抢购 备货 多备
快 赶快 赶紧 尽快 马上 立即 立刻 快点 抓紧 迅速 速
今晚 今夜 晚上 夜里 半夜 今天晚上 今天夜里 今天半夜 今天夜间 夜间
下月 下个月 下月起
明年 来年 明年起
起 开始 实行 实施 施行 执行
全部 统统 一律 全 都 全都 所有 统一
大量 很多 许多 好多 严重
超市 商场 市场 市面 菜场 商店
导致 引起 造成 引发 会让 产生 生成 变成 使
反复 重复 多次
卖 出售 售卖 倒卖 销售 卖掉
买 购买 采购
丢 失踪 不见
"""
SAME: Final = tuple(tuple(row.split()) for row in _SAME.strip().splitlines())
"""One row: the first word, and what folds into it. A word may have several rows."""

_EMPTY: Final = """
的 了 呢 吗 吧 啊 呀 哦 嘛 哈 着 过 被 把 给 将 地 得 在 于 是 也 还 就 才 又 再 和 与 及 跟 或 而 但 以 之 其
此 这 那 哪 个 些 种 样 么 我 你 他 她 它 们 咱 谁 很 太 更 最 真 好 只 让 叫 说 听说 据说 网传 紧急 通知 转发
扩散 大家 朋友 请 注意 小心 提醒 告诉 转告 家人 千万 一定 务必 必须 可以 可能 已经 已 都 会 能 要 用 有 来 去 到
从 里 上 下 内 中 时 后 前 以后 以前 因为 所以 如果 居然 竟然 其实 原来 现在 消息 视频 图片 专家 官方 内部 最新
刚刚 突然 里面 什么 怎么 为什么 为何 本 该 各 每 等 对 向 如 若 比 像 即 便 则 且 者 所 由 自 自己 人们 人 家里
这个 那个 这种 那种 一个 一种 这样 那样 东西 时候 情况 问题
the a an is are be been to in of will that it its they say said and for do does this has have with on at by or as
"""
EMPTY: Final = tuple(_EMPTY.split())
"""Words that carry no claim. They are left out of what is compared; what denies is read before that."""

COMMON: Final = frozenset(
    "一不为主事今体作全公关出力加动发可号司吃同喝国外多大天子学定实家小少工市常年开心情成手打新方日明月机"
    "次正民气水没法点物现理生用看着种第老行见起身车过进通道长门间面高"
)
"""Characters that stand in so many words that one of them says little."""

_UNITS: Final = """
天 日
月 个月
年
岁 周岁
点 点钟 时
级
米
条
人 个人 名
个
度
元 块 块钱 元钱
平 平米 平方
套
包
次 遍
群 个群
号
斤
公斤
小时
分 分钟
瓶
代
孩 胎
"""
UNITS: Final = {written: row.split()[0] for row in _UNITS.strip().splitlines() for written in row.split()}
"""Units of quantities, each with what folds into it: a number with its unit is one word."""
