# ہر صفحے کا ڈھانچا، مسائل، اور ہر فارم کی باتیں
shell-skip = اصل مواد پر جائیں
shell-nav = کلینک
shell-language = زبان
shell-sign-out = سائن آؤٹ
shell-me = آپ، اور آپ کہاں سائن اِن ہیں
shell-privacy = رازداری
shell-staff-sign-in = عملے کا سائن اِن
shell-runs-on = یہ Wellkept پر چلتا ہے
role-owner = مالک
role-doctor = ڈاکٹر
role-nurse = نرس
role-receptionist = استقبالیہ
role-pharmacist = فارماسسٹ
role-billing = حسابات
role-auditor = نگران
role-support = معاون
form-problem = ایک مسئلہ ہے
form-error = غلطی:
field-missing = یہ خانہ بھریں
field-too-long = زیادہ سے زیادہ { $limit } حروف لکھیں
field-strange-characters = چھپے ہوئے یا کنٹرول حروف ہٹا دیں
field-choose = ایک منتخب کریں
problem-not-found = { $part ->
    [title] ایسا کوئی صفحہ نہیں
   *[next] شاید یہ منتقل ہو گیا ہے یا کسی اور کا ہے۔ پتہ دیکھیں یا پہلے صفحے سے دوبارہ شروع کریں۔
}
problem-signed-out = { $part ->
    [title] آپ سائن آؤٹ ہو چکے ہیں
   *[next] کچھ محفوظ نہیں ہوا۔ دوسرے ٹیب میں سائن اِن کریں، پھر یہاں واپس آ کر فارم دوبارہ بھیجیں: آپ کا لکھا ہوا موجود ہے۔
}
problem-proof-needed = { $part ->
    [title] ثابت کریں کہ یہ آپ ہیں
   *[next] کچھ محفوظ نہیں ہوا۔ اس کام کے لیے دس منٹ سے کم پرانا ثبوت چاہیے۔ دوسرے ٹیب میں ثبوت دیں، پھر یہاں واپس آ کر دوبارہ بھیجیں۔
}
problem-form-expired = { $part ->
    [title] یہ فارم بہت پرانا ہے
   *[next] کچھ محفوظ نہیں ہوا۔ واپس جائیں، صفحہ دوبارہ کھولیں اور پھر بھیجیں۔
}
problem-unreadable = { $part ->
    [title] ہم اسے پڑھ نہیں سکے
   *[next] کچھ محفوظ نہیں ہوا۔ واپس جائیں اور کم متن یا چھوٹی فائل کے ساتھ دوبارہ کوشش کریں۔
}
problem-too-many = { $part ->
    [title] بہت زیادہ کوششیں
   *[next] ایک منٹ رکیں، پھر دوبارہ کوشش کریں۔ اگر مسئلہ سائن اِن کا ہے تو خط کے ذریعے نیا پاس ورڈ ہر وقت مل سکتا ہے۔
}
problem-away = { $part ->
    [title] ہم ابھی واپس آتے ہیں
   *[next] کچھ محفوظ نہیں ہوا۔ یہ صفحہ چند سیکنڈ بعد خود دوبارہ کوشش کرے گا۔
}
problem-broken = { $part ->
    [title] ہماری طرف سے کچھ خراب ہو گیا
   *[next] کچھ محفوظ نہیں ہوا۔ دوبارہ کوشش کریں؛ اگر پھر ہو تو نظام چلانے والوں کو وقت بتائیں۔
}
problem-sign-in = سائن اِن کریں
problem-prove = ثبوت دیں
problem-try-again = دوبارہ کوشش کریں
problem-home = پہلے صفحے پر
nav-today = آج
nav-patients = مریض
nav-invoices = بل
nav-phone = فون
nav-import = درآمد
nav-cases = مشترکہ سائن اِن
nav-emergencies = ہنگامی
nav-team = عملہ
nav-support = معاونت
shell-support-runs = پلیٹ فارم کا معاون عملہ { $until } تک اس کلینک میں دیکھ سکتا ہے۔
shell-support-look = دیکھیں وہ کیا کھولتے ہیں
shell-support-asked = پلیٹ فارم کا معاون عملہ اس کلینک میں دیکھنے کی اجازت مانگ رہا ہے۔
shell-support-answer = جواب دیں
shell-support-you = آپ مالک کی اجازت سے { $until } تک اس کلینک میں دیکھ رہے ہیں۔ آپ کچھ بدل نہیں سکتے، اور آپ جو صفحہ کھولیں وہ کلینک کے لیے درج ہوتا ہے۔
front-title = ان کلینکوں کے لیے جو اپنا وعدہ نبھاتے ہیں
front-lede = بکنگ، انتظار گاہ، ریکارڈ، رضامندی سے پیغامات اور حساب۔ ڈیٹا کے بارے میں ہر وعدے پر نظام خود عمل کراتا ہے اور اسی تنصیب پر اس کا ثبوت دیتا ہے۔
front-open = کلینک کھولیں
front-demos = دیکھنے کے لیے کلینک
nav-clinic = کلینک
office-public = کلینک کا عوامی صفحہ
office-people = لوگ
office-team = کون کس حیثیت سے کام کرتا ہے؛ بلائیں، معطل کریں، واپس لیں
office-locations = وہ جگہیں جہاں کلینک کام کرتا ہے
office-security = خاموش اسکرین کب سائن آؤٹ ہو، اور کسے دوسرا ثبوت دینا ہے
office-directory = آپ کے لوگ ویسے ہی سائن اِن کریں جیسے ہر جگہ کرتے ہیں
office-watch = کس نے کیا دیکھا اور کیا کیا
office-trail = ہر نظر، ہر تبدیلی، ہر پیغام
office-emergencies = ہنگامی حالت میں کھولے گئے چارٹ، آپ کے جائزے کے لیے
office-cases = وہ سائن اِن جو بظاہر ایک سے زیادہ لوگ استعمال کرتے ہیں
office-support = Wellkept چلانے والے کب اندر دیکھ سکتے ہیں
office-elsewhere = آمد و رفت
office-import = کسی اور نظام سے مریض لائیں
office-api = لیبارٹری، ویب سائٹ اور رپورٹوں کے لیے چابیاں
office-waiting = { $count ->
    [one] { $count } منتظر
   *[other] { $count } منتظر
}
office-booking = بُکنگ
office-hours = کون کب کام کرتا ہے؛ تعطیلات اور چھٹیاں
office-services = مریض کیا بُک کر سکتے ہیں، کتنی دیر، کس کمرے میں
