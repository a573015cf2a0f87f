package journey

import "strings"

// category is a shelf of the catalogue. The file's departments are uneven, two thirds of all products being GROCERY or DRUG GM,
// so those two are parted by the file's product categories.
type category struct {
	code, zh, en string
	sensitive    bool
	departments  string // whole departments, parted by |
	groups       string // product categories that go here from any department, parted by |
}

var categories = []category{
	{"produce", "果蔬", "Produce", false, "PRODUCE", ""},
	{"meat", "肉禽", "Meat", false, "MEAT", ""},
	{"packaged_meat", "肉制品", "Packaged meat", false, "MEAT-PCKGD", ""},
	{"seafood", "水产", "Seafood", false, "SEAFOOD|SEAFOOD-PCKGD", ""},
	{"deli", "熟食", "Deli", false, "DELI|CHEF SHOPPE|SALAD BAR|RESTAURANT", ""},
	{"bakery", "面包糕点", "Bakery", false, "PASTRY", "BAKED BREAD/BUNS/ROLLS|BAKED SWEET GOODS"},
	{"dairy", "乳品蛋类", "Dairy and eggs", false, "", "FLUID MILK PRODUCTS|CHEESE|YOGURT|EGGS|MILK BY-PRODUCTS|MARGARINES|BUTTER|MISC. DAIRY|REFRGRATD DOUGH PRODUCTS|CANNED MILK"},
	{"frozen", "冷冻食品", "Frozen", false, "FROZEN GROCERY", "FRZN MEAT/MEAT DINNERS|FROZEN PIZZA|ICE CREAM/MILK/SHERBTS|FRZN VEGETABLE/VEG DSH|FRZN NOVELTIES/WTR ICE|FRZN BREAKFAST FOODS|FRZN POTATOES|FROZEN PIE/DESSERTS|FROZEN BREAD/DOUGH|FRZN JCE CONC/DRNKS|FRZN ICE|FRZN FRUITS|FROZEN CHICKEN|FRZN SEAFOOD"},
	{"drinks", "饮料", "Drinks", false, "", "SOFT DRINKS|REFRGRATD JUICES/DRNKS|CANNED JUICES|WATER - CARBONATED/FLVRD DRINK|PWDR/CRYSTL DRNK MX|ISOTONIC DRINKS|NEW AGE|COFFEE|TEAS|COCOA MIXES|COFFEE FILTERS"},
	{"snacks", "零食", "Snacks", false, "", "BAG SNACKS|CRACKERS/MISC BKD FD|COOKIES/CONES|CONVENIENT BRKFST/WHLSM SNACKS|WAREHOUSE SNACKS|SNACK NUTS|POPCORN"},
	{"candy", "糖果", "Candy", false, "", "CANDY - CHECKLANE|CANDY - PACKAGED"},
	{"breakfast", "早餐谷物", "Breakfast", false, "", "COLD CEREAL|HOT CEREAL|MOLASSES/SYRUP/PANCAKE MIXS|PNT BTR/JELLY/JAMS"},
	{"pantry", "粮油调味", "Pantry", false, "GROCERY", ""},
	{"household", "家居清洁", "Household", false, "", "LAUNDRY DETERGENTS|HOUSEHOLD CLEANG NEEDS|DISHWASH DETERGENTS|AIR CARE|LAUNDRY ADDITIVES|BLEACH|BROOMS AND MOPS|FD WRAPS/BAGS/TRSH BG|IRONING AND CHEMICALS|INSECTICIDES"},
	{"paper", "纸品", "Paper", false, "", "BATH TISSUES|PAPER TOWELS|PAPER HOUSEWARES|FACIAL TISS/DNR NAPKIN"},
	{"pet", "宠物用品", "Pets", false, "", "CAT FOOD|DOG FOODS|PET CARE SUPPLIES|CAT LITTER|BIRD SEED"},
	{"alcohol", "酒类", "Alcohol", false, "SPIRITS", "BEERS/ALES|DOMESTIC WINE|IMPORTED WINE|MISC WINE|LIQUOR"},
	{"tobacco", "烟草", "Tobacco", false, "", "CIGARETTES|TOBACCO OTHER|CIGARS"},
	{"natural", "天然食品", "Natural foods", false, "NUTRITION", ""},
	{"care", "个人护理", "Personal care", false, "COSMETICS", "HAIR CARE PRODUCTS|ORAL HYGIENE PRODUCTS|SOAP - LIQUID & BAR|DEODORANTS|SHAVING CARE PRODUCTS|HAND/BODY/FACIAL PRODUCTS|HAIR CARE ACCESSORIES|ETHNIC PERSONAL CARE|SUNTAN|PERSONAL CARE APPLIANCES|NATURAL HBC"},
	{"health", "健康用品", "Health", true, "", "COLD AND FLU|ANALGESICS|FEMININE HYGIENE|FIRST AID PRODUCTS|VITAMINS|SINUS AND ALLERGY|ANTACIDS|DIETARY AID PRODUCTS|LAXATIVES|EYE AND EAR CARE PRODUCTS|FAMILY PLANNING|ADULT INCONTINENCE|FOOT CARE PRODUCTS|GLASSES/VISION AIDS|SMOKING CESSATIONS|PHARMACY|FITNESS&DIET|NATURAL VITAMINS|RESTRICTED DIET"},
	{"children", "母婴儿童", "Babies and children", true, "", "BABY FOODS|BABY HBC|DIAPERS & DISPOSABLES|INFANT FORMULA|INFANT CARE PRODUCTS|BABYFOOD|TOYS AND GAMES"},
	{"flowers", "花卉园艺", "Flowers and garden", false, "FLORAL|GARDEN CENTER", "LAWN AND GARDEN SHOP"},
	{"reading", "书报文具", "Books and stationery", false, "", "MAGAZINE|NEWSPAPER|BOOKSTORE|STATIONERY & SCHOOL SUPPLIES|GREETING CARDS/WRAP/PARTY SPLY"},
	{"seasonal", "节庆用品", "Seasonal", false, "", "CHRISTMAS  SEASONAL|SPRING/SUMMER SEASONAL|EASTER|VALENTINE|HALLOWEEN|FALL AND WINTER SEASONAL|FIREWORKS"},
	{"general", "日用百货", "General goods", false, "DRUG GM|GM MERCH EXP|AUTOMOTIVE|PHOTO & VIDEO|TRAVEL & LEISURE", ""},
	{"fuel", "汽油", "Fuel", false, "FUEL", ""},
	{"other", "其他", "Other", false, "MISCELLANEOUS|COUPON|CNTRL/STORE SUP", ""},
}

var byDepartment, byGroup = shelves()

func shelves() (departments, groups map[string]*category) {
	departments, groups = map[string]*category{}, map[string]*category{}
	for i := range categories {
		c := &categories[i]
		for d := range strings.SplitSeq(c.departments, "|") {
			departments[d] = c
		}
		for g := range strings.SplitSeq(c.groups, "|") {
			groups[g] = c
		}
	}
	return departments, groups
}

// shelf finds the category of a product; one that the file does not describe goes to other.
func (d described) shelf() *category {
	if d.gasoline() {
		return byDepartment["FUEL"]
	}
	if c := byGroup[d.category]; c != nil && d.category != "" {
		return c
	}
	if c := byDepartment[d.department]; c != nil && d.department != "" {
		return c
	}
	return byDepartment["MISCELLANEOUS"]
}
