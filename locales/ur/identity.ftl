# کلینک کھولنا، سائن اِن، عملہ
start-title = کلینک کھولیں
start-lede = پانچ منٹ میں آپ کے کلینک کا صفحہ تیار، جہاں مریض وقت لے سکتے ہیں۔ سب کچھ بعد میں بدلا جا سکتا ہے۔
start-clinic = کلینک
start-name = کلینک کا نام
start-name-hint = جس نام سے مریض جانتے ہیں
start-country = ملک
start-zone = ٹائم زون
start-currency = کرنسی
start-hours = اوقاتِ کار
start-days = کھلنے کے دن
start-opens = کھلتا ہے
start-closes = بند ہوتا ہے
start-first-service = پہلی سہولت جس کا وقت لیا جا سکے
start-service = سہولت
start-service-hint = مثلاً: ڈاکٹر سے ملاقات
start-minutes = منٹ
start-price = قیمت
start-first-practitioner = معالج کون ہے
start-practitioner = معالج کا نام
start-practitioner-hint = جیسا مریض پڑھیں گے، مثلاً ڈاکٹر عائشہ خان
start-owner-practises = یہ معالج میں خود ہوں
start-you = آپ، مالک
start-owner = آپ کا نام
start-email = آپ کا ای میل
start-email-hint = اسی سے آپ سائن اِن کریں گے
start-password = پاس ورڈ
start-password-hint = کم از کم ۱۵ حروف۔ چار انوکھے لفظ یاد رکھنا آسان اور بوجھنا مشکل ہے۔
start-terms = میں یہ کلینک کھولنے کا مجاز ہوں، شرائط قبول کرتا ہوں، اور میں نے پڑھ لیا ہے کہ ڈیٹا کیسے استعمال ہوتا ہے۔
start-submit = کلینک کھولیں
start-ask = آگے بڑھیں
start-time-wrong = وقت اس طرح لکھیں: 09:00
start-closes-before = بند ہونے کا وقت کھلنے کے بعد ہونا چاہیے
start-no-day = کم از کم ایک دن چنیں
start-minutes-wrong = ۵ سے ۴۸۰ تک منٹ لکھیں
start-price-wrong = رقم اس طرح لکھیں: 1500 یا 1500.50
start-terms-missing = آگے بڑھنے کے لیے یہاں نشان لگائیں
weekday-name = { $day ->
    [mon] پیر
    [tue] منگل
    [wed] بدھ
    [thu] جمعرات
    [fri] جمعہ
    [sat] ہفتہ
   *[sun] اتوار
}
field-not-a-name = نام لکھیں جس میں کم از کم ایک حرف ہو
field-not-an-email = ای میل اس طرح لکھیں: name@example.com
password-short = کم از کم { $limit } حروف لکھیں۔ چار انوکھے لفظ یاد رکھنا آسان اور بوجھنا مشکل ہے
password-long = زیادہ سے زیادہ { $limit } حروف لکھیں
password-leaked = یہ پاس ورڈ یا اس کا بیشتر حصہ چوری شدہ فہرستوں میں موجود ہے، لوگ سب سے پہلے اسی کو آزماتے ہیں۔ چند ایسے لفظ لکھیں جن کا آپس میں تعلق نہ ہو
password-repeats = یہ ایک ہی چیز دہراتا ہے یا کی بورڈ کی قطار ہے۔ چند ایسے لفظ لکھیں جن کا آپس میں تعلق نہ ہو
password-known = یہ آپ کے نام، پتے یا کلینک کے نام سے بنا ہے۔ چند ایسے لفظ لکھیں جن کا آپس میں تعلق نہ ہو
sign-in-title = سائن اِن
sign-in-lede = کلینک میں کام کرنے والوں کے لیے۔
sign-in-email = ای میل
sign-in-password = پاس ورڈ
sign-in-submit = سائن اِن کریں
sign-in-wrong = ای میل یا پاس ورڈ درست نہیں
sign-in-no-clinic = آپ اس وقت کسی کلینک کے رکن نہیں۔ کلینک کے مالک سے بات کریں
sign-in-suspended = اس تنصیب کو چلانے والوں نے آپ کا کلینک معطل کر رکھا ہے، اس لیے اس کے عملے میں سے کوئی ابھی سائن اِن نہیں کر سکتا۔ کچھ حذف نہیں ہوا: ملاقاتیں قائم ہیں، مریض اپنے لنک کھول سکتے ہیں اور پیغامات روک سکتے ہیں۔ کلینک کے مالک پوچھ سکتے ہیں کہ یہ دوبارہ کب کھلے گا
sign-in-forgot = مجھے پاس ورڈ یاد نہیں
forgot-title = نیا پاس ورڈ
forgot-lede = جس ای میل سے آپ سائن اِن کرتے ہیں ہم اس پر ایک لنک بھیجتے ہیں۔
forgot-submit = خط بھیجیں
forgot-sent = اگر کوئی { $email } سے یہاں سائن اِن کرتا ہے تو خط روانہ ہو چکا ہے۔ اس کا لنک ۳۰ منٹ تک چلتا ہے۔
letters-stay-here = اس جگہ ڈاک بھیجنے کا انتظام نہیں۔ جو اسے چلاتے ہیں انہیں یہ خط کمانڈ wellkept letters سے ملتا ہے۔
reset-title = نیا پاس ورڈ چنیں
reset-lede = ہر آلے پر آپ کا ہر سیشن ختم ہو جائے گا۔ دوسری تصدیق ویسی ہی رہے گی۔
reset-password = نیا پاس ورڈ
reset-submit = یہی پاس ورڈ رکھیں
sign-in-which = کون سا کلینک؟
sign-in-shared = مشترکہ میز چھوڑتے وقت سائن آؤٹ کریں۔ آپ کے کلینک کی طے کردہ مدت تک خاموشی رہے تو ہم خود سائن آؤٹ کر دیتے ہیں۔
team-title = عملہ
team-name = نام
team-email = ای میل
team-role = کردار
team-add = کسی کو شامل کریں
team-calendar = معالج کا کیلنڈر
team-calendar-hint = مریض ان کے ساتھ وقت لے رہے ہیں مگر ان کا سائن اِن نہیں۔ جو یہ شخص ہے اسے چنیں۔
team-calendar-new = نیا کیلنڈر
team-submit = دعوت بنائیں
team-hand-over = یہ لنک حوالے کریں
team-hand-over-how = یہ ان کی ای میل پر بھیج دیا گیا ہے۔ یا خود صرف اسی شخص کو دیں: یہ ایک بار، سات دن تک چلتا ہے اور صرف ابھی دکھایا جا رہا ہے۔ پاس ورڈ وہ خود چنیں گے۔
team-where = کہاں
team-state = حیثیت
team-since = کب سے
team-actions = کیا کریں
team-state-is = { $state ->
    [active] فعال
    [invited] مدعو
    [suspended] معطل
   *[left] جا چکے
}
team-everywhere = ہر جگہ
team-some-places = صرف نیچے بتائی گئی جگہوں پر، وہاں چنے گئے کردار میں
team-not-here = یہاں نہیں
team-no-place = کم از کم ایک جگہ کردار چنیں
team-owner-everywhere = مالک ہر جگہ کام کرتا ہے۔ کوئی اور کردار چنیں یا ”ہر جگہ“
team-invitations = کھلی دعوتیں
team-expires = کب تک
team-expired = مدت ختم
team-renew = نیا لنک
team-revoke = واپس لیں
team-undo = واپس کریں
team-back = پورا عملہ
team-not-oneself = آپ خود کو معطل نہیں کر سکتے۔ کوئی دوسرا مالک کر سکتا ہے۔
team-last-owner = یہ آخری فعال مالک ہیں۔ پہلے کسی اور کو مالک بنائیں۔
team-meanwhile = کچھ نہیں بدلا: اس دوران کسی نے کچھ اور کر دیا، یا اب دیر ہو چکی ہے۔ موجودہ صورت یہ ہے۔
team-did-suspend = { $name } معطل ہیں اور اس کلینک میں ہر جگہ سے سائن آؤٹ کر دیے گئے۔
team-did-resume = { $name } اب دوبارہ سائن اِن کر سکتے ہیں۔
team-did-leave = { $name } کلینک چھوڑ چکے ہیں اور سائن آؤٹ کر دیے گئے۔
team-did-take-back = { $name } پہلے کی طرح واپس ہیں۔
team-did-role = { $name } کا کردار اب یہ ہے: { $role }۔ وہ سائن آؤٹ ہیں اور نئے سرے سے سائن اِن کریں گے۔
team-did-revoke = دعوت واپس لے لی گئی۔ اس کا لنک اب کچھ نہیں کھولتا۔
team-did-restore = دعوت پھر کھلی ہے۔ جو لنک آپ نے دیا تھا وہ چلتا ہے۔
member-lede = { $role }، { $day } سے
member-left-next = ان کا لکھا ہوا سب کچھ ان کے نام کے ساتھ موجود رہے گا۔ واپس لانے کے لیے دوبارہ دعوت دیں؛ غلطی ہو گئی ہو تو عملے کے صفحے پر پندرہ منٹ تک واپس کر سکتے ہیں۔
member-role = کردار
member-role-hint = تبدیلی کے بعد وہ نئے سرے سے سائن اِن کرتے ہیں، تاکہ پرانے کردار سے جو کھلا تھا فوراً بند ہو جائے۔
member-role-submit = کردار بدلیں
member-access = رسائی
member-suspend-hint = کچھ عرصے کے لیے معطل کریں: وہ فوراً سائن آؤٹ ہو جائیں گے اور سائن اِن نہیں کر سکیں گے۔ کچھ ضائع نہیں ہوتا۔
member-suspend = معطل کریں
member-resume-hint = اس وقت وہ اندر نہیں آ سکتے۔ اجازت ملنے پر نئے سرے سے سائن اِن کریں گے۔
member-resume = دوبارہ آنے دیں
member-leave-hint = وہ کلینک چھوڑ دیں: فوراً سائن آؤٹ اور عملے سے باہر۔ ان کا کیلنڈر اور لکھا ہوا سب کچھ رہتا ہے۔
member-leave = کلینک چھوڑ گئے
locations-title = مقامات
locations-lede = کلینک جہاں جہاں کام کرتا ہے۔ کوئی مقام نہ ہو تو کلینک ایک ہی جگہ ہے۔ ہر رکن کے صفحے پر چنیں کہ کون کہاں کس کردار میں کام کرے۔
locations-name = نام
locations-name-hint = جیسے آپ کے لوگ کہتے ہیں، مثلاً کلفٹن
locations-add = ایک اور مقام
locations-add-submit = شامل کریں
locations-rename = نام بدلیں
locations-close = بند کریں
locations-reopen = دوبارہ کھولیں
locations-closed = بند
locations-people = { $count ->
    [0] اس جگہ کا الگ کردار کسی کے پاس نہیں۔
    [one] ۱ شخص کا کردار اس جگہ کا ہے۔
   *[other] { $count } لوگوں کا کردار اس جگہ کا ہے۔
}
locations-did-add = { $name } شامل ہو گیا۔ ہر رکن کے صفحے پر بتائیں کہ وہاں کون کام کرتا ہے۔
locations-did-rename = اب اس کا نام { $name } ہے۔
locations-did-close = { $name } بند ہے۔ جن کا کردار وہاں تھا وہ سائن آؤٹ کر دیے گئے۔
locations-did-reopen = { $name } دوبارہ کھلا ہے۔
role-name = { $role ->
    [owner] مالک
    [doctor] ڈاکٹر
    [nurse] نرس
    [pharmacist] فارماسسٹ
    [billing] حسابات
    [auditor] نگران
   *[receptionist] استقبالیہ
}
role-may = { $role ->
    [owner] سب کچھ، اور نگرانی کا ریکارڈ
    [doctor] اپنے مریض، چارٹ اور نوٹ
    [nurse] آج کی فہرست، چارٹ، پیمائشیں؛ اپنے نوٹ نہیں
    [pharmacist] آج کی فہرست؛ چارٹ صرف ہنگامی حالت میں
    [billing] بل اور ادائیگیاں؛ چارٹ نہیں
    [auditor] نگرانی کا ریکارڈ، عملہ اور بل، صرف دیکھنے کے لیے
   *[receptionist] آج کی فہرست، آمد، بل؛ طبی نوٹ نہیں
}
accept-title = خوش آمدید
accept-lede = { $name }، آپ کو بطور { $role } دعوت دی گئی ہے۔ شروع کرنے کے لیے پاس ورڈ چنیں۔
accept-password = آپ کا پاس ورڈ
accept-submit = شروع کریں
accept-already-member = آپ پہلے ہی اس کلینک کے رکن ہیں۔ سائن اِن کریں
accept-other-password = آپ کا کھاتہ پہلے سے موجود ہے۔ وہی پاس ورڈ لکھیں جس سے آپ سائن اِن کرتے ہیں
country-name = { $code ->
    [AE] متحدہ عرب امارات (AE)
    [AU] آسٹریلیا (AU)
    [BD] بنگلہ دیش (BD)
    [CA] کینیڈا (CA)
    [DE] جرمنی (DE)
    [EG] مصر (EG)
    [ES] اسپین (ES)
    [FR] فرانس (FR)
    [GB] برطانیہ (GB)
    [GH] گھانا (GH)
    [ID] انڈونیشیا (ID)
    [IE] آئرلینڈ (IE)
    [IN] بھارت (IN)
    [JM] جمیکا (JM)
    [KE] کینیا (KE)
    [KW] کویت (KW)
    [LC] سینٹ لوشیا (LC)
    [LK] سری لنکا (LK)
    [MY] ملائیشیا (MY)
    [NG] نائجیریا (NG)
    [NP] نیپال (NP)
    [NZ] نیوزی لینڈ (NZ)
    [OM] عمان (OM)
    [PH] فلپائن (PH)
    [PK] پاکستان (PK)
    [QA] قطر (QA)
    [SA] سعودی عرب (SA)
    [TZ] تنزانیہ (TZ)
    [UG] یوگنڈا (UG)
    [US] امریکا (US)
    [ZA] جنوبی افریقہ (ZA)
   *[other] { $code }
}
start-sent = اپنی ای میل دیکھیں
start-sent-to = ہم نے { $email } کو خط بھیج دیا ہے۔
start-sent-next = اس کا لنک کلینک کھولتا ہے اور 24 گھنٹے چلتا ہے۔ اگر کچھ نہ آئے تو ناپسندیدہ ڈاک میں دیکھیں، یا فارم ایک بار پھر بھریں۔
start-sent-again = فارم ایک بار پھر بھریں
open-title = { $clinic } کھولیں
open-lede = آپ { $email } سے سائن اِن کریں گے۔ پاس ورڈ ایک بار پھر لکھیں۔
open-password-hint = جو آپ نے ابھی چُنا؛ یا اگر آپ اس پتے سے یہاں پہلے ہی سائن اِن کرتے ہیں تو جو آپ کا ہے۔
open-wrong = یہ نہ وہ پاس ورڈ ہے جو آپ نے چُنا نہ وہ جو یہاں آپ کا ہے۔ اگر آپ نے یہ کلینک کھولنے کو نہیں کہا تو یہ صفحہ بند کر دیں: کچھ نہیں کھلتا
open-over = یہ لنک اب کچھ نہیں کھولتا
open-over-next = یہ استعمال ہو چکا ہے یا اس کے 24 گھنٹے پورے ہو گئے۔ اگر آپ کا کلینک کھل چکا ہے تو سائن اِن کریں؛ ورنہ فارم ایک بار پھر بھریں۔
sign-in-work = کئی غلط پاس ورڈوں کے بعد آپ کا براؤزر اگلا پاس ورڈ دیکھنے سے پہلے ذرا سا کام کرتا ہے۔ پاس ورڈ ایک بار پھر لکھیں
sign-in-working = آپ کا براؤزر خود ہی ذرا سا کام کر رہا ہے۔ اس دوران آپ لکھ سکتے ہیں۔
sign-in-worked = ہو گیا۔ آپ سائن اِن کر سکتے ہیں۔
sign-in-work-waits = کام ہوتے ہی آپ سائن اِن ہو جائیں گے۔ ذرا انتظار کریں۔
sign-in-work-no-script = کئی غلط پاس ورڈوں کے بعد ہم ذرا سا کام مانگتے ہیں جس کے لیے جاوا اسکرپٹ چاہیے؛ ای میل کا کوڈ بھی یہی کرتا ہے۔
sign-in-code = کوڈ
sign-in-code-send = اس کے بجائے مجھے ای میل پر کوڈ بھیجیں
sign-in-code-again = ایک اور کوڈ بھیجیں
sign-in-code-sent = اگر اس پتے سے کوئی سائن اِن کرتا ہے تو کوڈ بھیجا جا رہا ہے۔ اسے پاس ورڈ کے ساتھ لکھیں؛ یہ 10 منٹ تک چلتا ہے، اور پاس ورڈ غلط لکھا جائے تو بھی کام کا رہتا ہے۔
sign-in-code-wrong = یہ کوڈ نہیں چلتا۔ تازہ ترین خط میں جیسے لکھا ہے ویسے لکھیں، یا دوسرا منگوائیں
locations-zone = ٹائم زون
locations-zone-hint = جیسے Europe/London۔ جہاں کلینک ہی کی گھڑی چلتی ہو وہاں خالی چھوڑ دیں
locations-zone-wrong = فہرست سے ٹائم زون چنیں، یا خالی چھوڑ دیں
