package words

// commonWords stand on every page.
var commonWords = map[string]pair{
	"product":    {"邻里 Linli", "Linli"},
	"brand":      {"邻里", "Linli"},
	"skip":       {"跳到正文", "Skip to content"},
	"nav":        {"主导航", "Main"},
	"lang.other": {"English", "中文"},
	"none":       {"–", "–"},
	"comma":      {"、", ", "},
	"show":       {"查看", "Show"},
	"store":      {"门店", "Store"},
	"seconds":    {"%s 秒", "%s s"},
	"minutes":    {"%s 分钟", "%s min"},

	"nav.owner":        {"门店日报", "Store day"},
	"nav.merchandiser": {"选品", "Range"},
	"nav.manager":      {"经营总览", "Overview"},
	"nav.jobs":         {"任务", "Jobs"},

	"world.simulated":       {"模拟数据", "Simulated data"},
	"world.completejourney": {"真实订单 · The Complete Journey 2017", "Real orders · The Complete Journey 2017"},
	"world.live":            {"实时数据", "Live data"},
	"world.empty":           {"尚未载入数据", "No data loaded yet"},

	"change.none": {"前期没有可比数据", "nothing to compare with"},
	"change.same": {"与前期持平", "same as before"},
	"change.more": {"比前期多 %s", "%s more than before"},
	"change.less": {"比前期少 %s", "%s less than before"},
	"points.more": {"比前期高 %s 个百分点", "%s points higher"},
	"points.less": {"比前期低 %s 个百分点", "%s points lower"},

	"foot.asof":  {"数据截至 %s 收盘", "Data up to the close of %s"},
	"foot.model": {"模型 %s", "model %s"},
	"foot.made":  {"生成于 %s", "made %s"},

	"fail.title":   {"没能显示", "Cannot be shown"},
	"fail.server":  {"页面出错了，已记录。请稍后再试。", "This page failed; the failure is logged. Try again in a moment."},
	"fail.data":    {"暂时读不到数据，已记录。请稍后刷新。", "The data cannot be read right now; the failure is logged. Reload in a moment."},
	"fail.block":   {"这一块没能读出来，其余内容不受影响。", "This block could not be read; the rest of the page is not affected."},
	"fail.slow":    {"这一块用时太长，先不等了。请稍后刷新。", "This block took too long. Reload in a moment."},
	"fail.again":   {"重试", "Try again"},
	"fail.store":   {"你的账号看不到这家门店。", "Your account does not include this store."},
	"fail.nostore": {"没有这家门店。", "There is no such store."},
	"fail.role":    {"你的账号看不到这个页面。", "Your account does not include this page."},
	"fail.day":     {"日期应写成 2026-11-22 这样。", "A day is written like 2026-11-22."},
	"fail.form":    {"这张表单已过期，请返回重试。", "This form has expired. Go back and try again."},
	"fail.page":    {"没有这个页面。", "There is no such page."},
	"fail.home":    {"回首页", "Go to the first page"},
	"store.none":   {"还没有门店。导入门店资料（linli import stores）后这里就有内容。", "There is no store yet. Import stores (linli import stores) to fill this page."},

	"product.name": {"商品", "Product"},
	"product.unit": {"单位", "Unit"},

	"action.add":  {"上新", "Add"},
	"action.drop": {"下架", "Drop"},
	"action.test": {"试卖", "Test"},
	"action.keep": {"保留", "Keep"},

	"status.placed":    {"已下单", "placed"},
	"status.paid":      {"已付款", "paid"},
	"status.ready":     {"待自提", "ready"},
	"status.picked_up": {"已核销", "picked up"},
	"status.cancelled": {"已取消", "cancelled"},
	"status.refunded":  {"已退款", "refunded"},

	"unit.份": {"份", "units"},
	"unit.斤": {"斤", "jin (500 g)"},
	"unit.瓶": {"瓶", "bottles"},
	"unit.盒": {"盒", "boxes"},
	"unit.袋": {"袋", "bags"},
	"unit.个": {"个", "pieces"},
	"unit.件": {"件", "items"},
	"unit.包": {"包", "packs"},
	"unit.提": {"提", "multipacks"},
	"unit.桶": {"桶", "tubs"},
	"unit.只": {"只", "pieces"},
	"unit.次": {"次", "times"},

	"loading": {"正在读取…", "Loading…"},
	"open":    {"单独打开", "Open on its own"},
}

// accountWords are about signing in and out.
var accountWords = map[string]pair{
	"signin.title":    {"登录", "Sign in"},
	"signin.lead":     {"邻里：社区团购的订货、选品与推送建议。", "Linli: what to order, offer and push in community group-buying."},
	"signin.login":    {"账号", "Account"},
	"signin.password": {"密码", "Password"},
	"signin.button":   {"登录", "Sign in"},
	"signin.refused":  {"账号或密码不对。", "Account or password is wrong."},
	"signin.toomany":  {"尝试次数过多，请 5 分钟后再试。", "Too many attempts. Try again in 5 minutes."},
	"signin.link":     {"这个登录链接无效或已过期，请重新获取，或用密码登录。", "This sign-in link is not valid or has expired. Get a new one, or use a password."},
	"signin.demo":     {"演示环境：启动 make demo 的终端里有三种身份的一键登录链接。", "Demo: the terminal that runs make demo shows one-click links for the three roles."},
	"signout":         {"退出", "Sign out"},
}
