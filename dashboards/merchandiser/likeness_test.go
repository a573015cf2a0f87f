package merchandiser

import "testing"

// TestAlikeNames: what a shop owner would call the same kind of thing, and what would make a merchandiser laugh.
func TestAlikeNames(t *testing.T) {
	for _, pair := range [][2]string{
		{"鲜牛奶 950ml", "低脂牛奶 1L"}, {"嫩豆腐", "老豆腐 400g"}, {"基围虾", "虾仁 250g"}, {"土鸡蛋 30枚", "鸭蛋"}, {"五常大米 5kg", "东北大米（新米）"},
		{"豆沙馒头", "馒头6个"}, {"鲈鱼", "带鱼段"}, {"Fresh milk", "Oat milk 1 l"}, {"DOVE soap", "soap, 3 pieces"}, {"牙膏120g", "儿童牙膏"},
	} {
		if !alikeNames(pair[0], pair[1]) || !alikeNames(pair[1], pair[0]) {
			t.Errorf("%s and %s are said to be different things", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"牙膏", "卫生巾"}, {"土鸡蛋", "鸡胸肉"}, {"三黄鸡", "鲜鸡蛋30枚"}, {"猪肉馅", "鸡胸肉"}, {"酱油 500ml", "小米 500ml"}, {"嫩豆腐", "生菜"}, {"伊利纯牛奶", "伊利雪糕"}, {"Fresh milk", "Fish fingers"}, {"鲜牛奶4个", "蛋挞4个"}, {"", ""}, {"950ml", "950ml"},
	} {
		if alikeNames(pair[0], pair[1]) || alikeNames(pair[1], pair[0]) {
			t.Errorf("%s and %s are said to be alike", pair[0], pair[1])
		}
	}
}
