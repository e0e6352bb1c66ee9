# پلیٹ فارم چلانے والے: ان کا کنسول، اور وہ اجازت جس سے وہ کسی کلینک میں دیکھ سکتے ہیں۔
console-brand = Wellkept · منتظم
console-nav = کنسول
console-nav-clinics = کلینک
console-nav-cases = معاملات
console-nav-health = نظام کی حالت
console-lede = صرف گنتی، تاریخیں اور حالتیں۔ یہاں کسی مریض کی کوئی معلومات نہیں، اور مالک کی اجازت کے بغیر یہاں سے ان تک پہنچا بھی نہیں جا سکتا۔
console-search = کلینک کا نام یا پتہ
console-find = تلاش کریں
console-none = کوئی کلینک نہیں ملا
console-none-next = کوئی اور نام یا کم حروف آزمائیں۔
console-clinic = کلینک
console-state = حالت
console-address = پتہ
console-country = ملک
console-kind = قسم
console-opened = آغاز
console-members = ارکان
console-last-sign-in = آخری سائن اِن
console-never = کبھی نہیں
console-demo = نمائشی
console-real = اصل کلینک
console-active = فعال
console-suspended = معطل
console-leave-how = مالکان سے اجازت مانگیں۔ جب تک ان میں سے کوئی دستخط نہ کرے کچھ نہیں کھلتا، اور مدت پوری ہونے پر اجازت خود ختم ہو جاتی ہے۔ وہ اسے کسی بھی لمحے ختم کر سکتے ہیں، اور آپ جو کچھ کھولیں وہ سب پڑھتے ہیں۔
console-enter = ابھی دیکھیں
console-suspend = یہ کلینک معطل کریں
console-suspend-how = عملے کا ہر فرد اگلے کلک پر سائن آؤٹ ہو جائے گا اور کوئی سائن اِن نہیں کر سکے گا۔ تمام ریکارڈ محفوظ رہے گا؛ مریض پھر بھی ملاقات منسوخ اور پیغامات بند کر سکتے ہیں۔
console-resume = کلینک کو دوبارہ کام کرنے دیں
console-resume-how = عملہ فوراً دوبارہ سائن اِن کر سکے گا۔
console-why = وجہ
console-why-hint = پلیٹ فارم کے اپنے اندراج کے لیے۔ کسی شخص کا نام نہ لکھیں۔
console-done = منتظمین نے یہاں کیا کیا
console-did = { $act ->
    [ask_leave] دیکھنے کی اجازت مانگی
    [enter] اجازت کے تحت اندر گئے
    [suspend_clinic] کلینک معطل کیا
    [resume_clinic] کلینک کو دوبارہ کام کرنے دیا
   *[other] { $act }
}
cases-asked = مانگی گئی
console-no-cases = کچھ زیرِ التوا نہیں
console-no-cases-next = جب کوئی منتظم کسی کلینک سے اجازت مانگتا ہے تو جواب آنے تک وہ یہاں نظر آتی ہے۔
health-lede = کیا یہ تنصیب اس وقت اپنا کام کر رہی ہے۔
health-version = پروگرام
health-database = ڈیٹابیس کا حجم
health-migrations = پروگرام کی تازہ ترین مائیگریشن
health-keys = کلیدوں کا ذخیرہ
health-keys-there = دستیاب ہے
health-keys-away = دستیاب نہیں: نام اور نوٹ اس وقت نہیں کھل سکتے
health-sweep = سائن اِن کے ساتھ محفوظ سب سے پرانا پتہ
health-sweep-none = کوئی نہیں
health-sweep-late = مقررہ مدت سے پرانا: صفائی رک گئی ہے
health-jobs = کام
health-job = قسم
health-waiting = منتظر
health-late = تاخیر سے
health-failing = ناکام ہو رہے
health-gave-up = چھوڑ دیے گئے
health-jobs-none = ابھی کوئی کام نہیں
health-megabytes = { $count } میگابائٹ
leave-title = معاون رسائی
leave-lede = Wellkept چلانے والوں کو آپ کے کلینک کا کچھ نظر نہیں آتا۔ جب آپ کی مدد کے لیے انہیں اندر دیکھنا ہو تو وہ یہاں اجازت مانگتے ہیں۔ فیصلہ آپ کا ہے، مدت طے ہوتی ہے، اور وہ جو کچھ کھولیں اس کی فہرست یہاں ہوتی ہے۔
leave-none = کسی نے اجازت نہیں مانگی
leave-none-next = پلیٹ فارم کے منتظمین کی درخواست یہاں اور آپ کے صفحوں کے اوپر ایک سطر میں نظر آئے گی۔
leave-scope = { $scope ->
    [schedule] روزنامچہ
    [records] ریکارڈ
    [billing] بل
   *[settings] ترتیبات
}
leave-scope-opens = { $scope ->
    [schedule] آج کی فہرست
    [records] مریض اور ان کے چارٹ
    [billing] بل اور ادائیگیاں
   *[settings] عملہ
}
leave-scopes = کیا دیکھنا ہے
leave-no-scope = دیکھنے کے لیے کم از کم ایک چیز چنیں
leave-hours-label = گھنٹے
leave-hours-hint = 1 سے 72 تک۔ ضرورت سے زیادہ نہ مانگیں۔
leave-hours-wrong = گھنٹوں کی تعداد 1 سے 72 تک لکھیں
leave-hours = { $count ->
    [one] { $count } گھنٹہ
   *[other] { $count } گھنٹے
}
leave-how-long = مدت
leave-end = اختتام
leave-reason = وجہ
leave-reason-hint = یہ مالکان پڑھتے ہیں۔ یہاں کبھی کسی مریض کا نام نہ لکھیں۔
leave-ask = اجازت مانگیں
leave-asked-at = { $at } پر مانگی گئی
leave-ends-at = { $at } تک
leave-state-asked = جواب کا انتظار
leave-state-lapsed = وقت پر جواب نہیں ملا
leave-state-runs = ابھی کھلی ہے
leave-state-over = ختم
leave-state-refused = انکار
leave-state-revoked = کلینک نے ختم کی
leave-sign-how = آپ کے دستخط سے یہ منتظم اوپر دی گئی مدت تک صرف دیکھ سکے گا، کچھ بدل نہیں سکے گا۔
leave-sign = دستخط کریں اور دیکھنے دیں
leave-refuse = انکار کریں
leave-revoke = ابھی ختم کریں
leave-see = دیکھیں کیا کچھ کھولا گیا
leave-answered = اس کا جواب دیا جا چکا ہے
leave-lapsed = یہ درخواست جواب کے لیے بہت پرانی ہے۔ منتظم دوبارہ مانگ سکتا ہے
under-title = { $name } نے کیا کھولا
under-lines = کھولے گئے صفحے، نئے سب سے اوپر
under-none = ابھی کچھ نہیں
under-none-next = وہ جو صفحہ کھولیں، ایک لمحے بعد یہاں درج ہو جاتا ہے۔
enrol-title = اپنی پاس کی درج کریں
enrol-lede = { $name }، آپ یہ تنصیب چلاتے ہیں۔ کلید آپ کے آلے میں رہتی ہے؛ کوئی پاس ورڈ نہیں۔
enrol-submit = پاس کی بنائیں
enrol-over = یہ لنک ختم ہو چکا ہے یا استعمال ہو چکا ہے۔ جو مشین چلاتے ہیں ان سے نیا مانگیں۔
enrol-failed = ایسا نہیں ہو سکا۔ اسی لنک سے دوبارہ کوشش کریں یا نیا مانگیں
operator-sign-in-title = منتظم کا سائن اِن
operator-sign-in-lede = ان لوگوں کے لیے جو یہ تنصیب چلاتے ہیں۔ صرف پاس کی سے، کسی اور چیز سے نہیں۔
operator-sign-in-submit = پاس کی سے سائن اِن کریں
operator-sign-in-failed = یہ پاس کی یہاں کچھ نہیں کھولتی
operator-no-name = پاس کی کے لیے ضروری ہے کہ اس تنصیب تک نام اور https سے پہنچا جائے۔ پہلے اس کا بیرونی پتہ مقرر کریں۔
