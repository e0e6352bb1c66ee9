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
start-terms = میں یہ کلینک کھولنے کا مجاز ہوں اور میں نے پڑھ لیا ہے کہ ڈیٹا کیسے استعمال ہوتا ہے۔
start-submit = کلینک کھولیں
start-time-wrong = وقت اس طرح لکھیں: 09:00
start-closes-before = بند ہونے کا وقت کھلنے کے بعد ہونا چاہیے
start-no-day = کم از کم ایک دن چنیں
start-minutes-wrong = ۵ سے ۴۸۰ تک منٹ لکھیں
start-price-wrong = رقم اس طرح لکھیں: 1500 یا 1500.50
start-email-taken = اس ای میل سے کوئی پہلے ہی سائن اِن کرتا ہے۔ سائن اِن کریں یا دوسرا پتہ لکھیں
start-address-taken = یہ پتہ کسی اور کلینک کا ہے۔ نام ذرا بدل دیں
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
team-hand-over-how = صرف اسی شخص کو دیں۔ یہ ایک بار، سات دن تک چلتا ہے اور صرف ابھی دکھایا جا رہا ہے۔ پاس ورڈ وہ خود چنیں گے۔
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
