# انتظار گاہ: اس کا بورڈ، اور جب کسی بٹن سے کچھ نہ بدلے تو عملے کے لیے بات
board-title = انتظار گاہ
board-live = براہِ راست
board-reconnecting = رابطہ دوبارہ جوڑا جا رہا ہے۔ براہِ کرم استقبالیہ پر پوچھیں۔
board-now = ابھی
board-next = اگلے
board-nobody-called = ابھی کسی کو نہیں بلایا گیا۔
board-nobody-waits = کوئی انتظار میں نہیں۔
queue-refused = کچھ نہیں بدلا
queue-back-to-list = فہرست پر واپس
queue-slot-taken = یہ وقت اب کسی اور کے پاس ہے۔ مریض کے لیے دوسرا وقت بُک کریں
queue-already-called = مریض کو بلایا جا چکا ہے، اس لیے آمد واپس نہیں لی جا سکتی
queue-nobody-waits = بلانے کے لیے کوئی انتظار میں نہیں
queue-who-calls = پہلے معالج چنیں، پھر اگلے مریض کو بلائیں

# بغیر وقت آنے والے، باری اور ترجیح
queue-title = انتظار گاہ
queue-anyone = جو معالج پہلے فارغ ہو
queue-waits-already = یہ مریض پہلے ہی انتظار گاہ میں ہے
queue-nobody-gives = اس وقت یہ خدمت کوئی نہیں دیتا
queue-not-waiting = یہ ٹوکن اب انتظار میں نہیں
lane-waiting = { $count ->
    [0] کوئی انتظار میں نہیں
    [one] { $count } انتظار میں
   *[other] { $count } انتظار میں
}
priority-emergency = ہنگامی حالت
priority-elderly = بزرگ
priority-pregnant = حاملہ
priority-child = چھوٹا بچہ
priority-disabled = معذوری
priority-other = کوئی اور وجہ
ticket-title = ٹوکن { $number }
ticket-place = قطار میں جگہ
ticket-ahead = { $count ->
    [0] اگلی باری
    [one] { $count } شخص پہلے ہے
   *[other] { $count } لوگ پہلے ہیں
}
ticket-priority = پہلے جائیں گے
ticket-priority-give = پہلے بھیجیں
ticket-priority-hint = ہنگامی حالت سب سے پہلے جاتی ہے۔ باقی ترجیحات اُن سے پہلے جاتی ہیں جنہیں انتظار کرتے ایک گھنٹہ نہیں ہوا، تاکہ کسی کا انتظار کبھی ختم نہ ہونے والا نہ بنے۔
ticket-priority-why = وجہ
ticket-priority-words = دوسری وجہ
ticket-priority-words-hint = صرف کسی اور وجہ کے لیے، چند لفظوں میں
ticket-priority-submit = پہلے جائیں
ticket-priority-take-back = دوبارہ اپنی باری پر
ticket-did-priority = یہ ٹوکن اب پہلے جائے گا۔
ticket-did-no-priority = یہ ٹوکن دوبارہ اپنی باری پر ہے۔
walk-in-title = کوئی بغیر وقت لیے آیا ہے
walk-in-lede = انہیں ٹوکن ملتا ہے اور وہ اُسی قطار میں انتظار کرتے ہیں جس میں وقت لینے والے ہیں۔
walk-in-who = کون ہے؟
walk-in-wanted = جاننے والے مریض کو ڈھونڈیں
walk-in-wanted-hint = نام کا شروع، یا نمبر
walk-in-find = ڈھونڈیں
walk-in-found = کیا ان میں سے کوئی ہے؟
walk-in-none-found = ایسا کوئی مریض ہمارے پاس درج نہیں
walk-in-new = کوئی نیا
walk-in-more = اور بھی ہیں: نام مزید لکھیں۔
walk-in-new-legend = نئے مریض کا نام اور نمبر
walk-in-phone = فون نمبر
walk-in-phone-hint = خالی چھوڑ سکتے ہیں۔ نمبر ہو تو باری قریب آنے پر بتایا جا سکتا ہے۔
walk-in-consent = انہوں نے یہاں استقبالیہ پر کہا کہ ہم انہیں ملاقاتوں کے بارے میں واٹس ایپ پر لکھ سکتے ہیں
walk-in-what = کس لیے، اور کس کے ساتھ؟
walk-in-does-not-give = یہ معالج یہ خدمت نہیں دیتا
walk-in-submit = ٹوکن دیں
walk-in-nobody = ابھی کسی کو نہیں دکھایا جا سکتا
walk-in-nobody-next = کوئی خدمت پیش کریں اور کسی معالج کے لیے بکنگ کھولیں؛ پھر لوگ یہاں انتظار کر سکیں گے۔

# متوقع انتظار، وقفہ، کسی اور کے پاس بھیجنا، دیر
wait-soon = بس ابھی
wait-up-to = زیادہ سے زیادہ { $high } منٹ
wait-about = تقریباً { $low } سے { $high } منٹ
wait-hours = { $count ->
    [one] ایک گھنٹے سے زیادہ
   *[other] { $count } گھنٹے سے زیادہ
}
wait-unknown = کوئی نہیں بتا سکتا کہ کتنا وقت لگے گا
queue-not-late = اس مریض کو ابھی دیر نہیں ہوئی۔ کلینک جتنے منٹ انتظار کرتا ہے، اُن کے بعد غیر حاضر لکھا جا سکتا ہے
pause-title = وقفے
pause-lede = جو معالج موجود نہ ہو، انتظار کرنے والوں کو اُن کی واپسی کا وقت دکھایا جاتا ہے۔ وجہ نہیں دکھائی جاتی۔
pause-until = { $time } تک موجود نہیں
pause-away = موجود نہیں
pause-here = موجود ہیں
pause-end = واپس آ گئے
pause-begin = وقفہ
pause-who = کون جا رہا ہے؟
pause-back-at = واپسی کا وقت
pause-back-at-hint = خالی چھوڑ سکتے ہیں؛ پھر کسی کو وقت نہیں بتایا جائے گا۔
pause-reason = وجہ
pause-reason-hint = صرف عملے کے لیے۔ خالی چھوڑ سکتے ہیں۔
pause-submit = وقفہ شروع کریں
pause-until-past = یہ وقت گزر چکا ہے
transfer-title = کسی اور کے پاس بھیجیں
transfer-hint = اُن کی باری وہی رہتی ہے، اور ملاقات بھی ساتھ جاتی ہے۔
transfer-to = کس کے پاس؟
transfer-submit = بھیجیں
ticket-did-transfer = یہ ٹوکن اب کسی اور کے انتظار میں ہے۔
queue-rules-title = انتظار گاہ کے اصول
queue-rules-late = وقت لینے والے مریض کا انتظار، منٹوں میں
queue-rules-late-hint = اتنی دیر اُن کی باری محفوظ رہتی ہے۔ اس کے بعد انہیں دیر سے دکھایا جاتا ہے، باری آنے کے وقت سے گنی جاتی ہے، اور انہیں غیر حاضر لکھا جا سکتا ہے۔
queue-rules-submit = محفوظ کریں
rules-late-wrong = 0 سے 240 منٹ کے درمیان
place-title = قطار میں آپ کی جگہ
place-your-token = آپ کا ٹوکن
place-called = براہِ کرم اب اندر تشریف لے جائیں۔
place-ahead = { $count ->
    [0] اگلی باری آپ کی ہے:
    [one] آپ سے پہلے { $count } شخص ہے:
   *[other] آپ سے پہلے { $count } لوگ ہیں:
}
place-away-until = معالج { $time } تک موجود نہیں۔
place-away = معالج اس وقت موجود نہیں۔
place-honest = اس وقت ہمارا یہی اندازہ ہے۔ ہنگامی حالت پہلے جاتی ہے، اور کچھ معائنے زیادہ وقت لیتے ہیں۔
place-none = آپ اس وقت انتظار گاہ میں نہیں ہیں۔
place-back = ملاقات پر واپس
office-waiting-room = وقت لینے والا مریض کب دیر سے ہے

# خود آمد درج کرنا
door-title = مریض خود آمد درج کریں
office-check-in = دروازے پر ٹیبلٹ، کوڈ والا پوسٹر
door-lede = مریض خود بتاتے ہیں کہ وہ آ گئے ہیں اور ٹوکن لیتے ہیں۔ جو طے نہ ہو سکے وہ استقبالیہ پر جاتا ہے۔
door-none = ابھی کوئی جگہ کھلی نہیں
door-open = نئی جگہ کھولیں
door-name = نام
door-name-hint = آپ کے لیے: داخلی دروازہ، پہلی منزل
door-kind = یہ کیا ہے؟
door-tablet = ٹیبلٹ
door-tablet-hint = مریض وہ نمبر لکھتے ہیں جس سے وقت لیا تھا۔ 20 سیکنڈ بعد سب مٹ جاتا ہے۔
door-poster = چھاپنے کے لیے پوسٹر
door-poster-hint = اس کا کوڈ مریض کے اپنے فون پر صفحہ کھولتا ہے، جو نام کا پہلا حرف بھی پوچھتا ہے۔
door-submit = کھولیں
door-close = ہمیشہ کے لیے بند کریں
door-too-many = پہلے کوئی اور جگہ بند کریں: 20 ہو چکی ہیں
door-address = پتہ:
poster-lead = وقت لیا ہوا ہے؟ اسے سکین کریں اور بتائیں کہ آپ آ گئے ہیں۔
poster-square = سکین کرنے کا کوڈ
poster-or-digits = یا اپنی ملاقات کے صفحے پر یہ ہندسے لکھیں:
poster-desk = وقت نہیں لیا تو براہِ کرم استقبالیہ پر پوچھیں۔
poster-print = چھاپیں
check-in-title = میں آ گیا ہوں
check-in-phone = وہ فون نمبر جس سے وقت لیا تھا
check-in-phone-hint = جیسے یہاں بولا جاتا ہے، یا ملک کے نمبر کے ساتھ
check-in-letter = مریض کے نام کا پہلا حرف
check-in-letter-hint = جیسے وقت لیتے ہوئے لکھا تھا
check-in-letter-wrong = حروفِ تہجی کا ایک حرف
check-in-submit = میں آ گیا ہوں
check-in-done = خوش آمدید
check-in-sit = براہِ کرم تشریف رکھیں۔ آپ کی باری بورڈ پر نظر آئے گی۔
check-in-ready = ٹھیک ہے
check-in-desk = براہِ کرم استقبالیہ پر جائیں
check-in-desk-next = وہاں آپ کی مدد کی جائے گی۔
check-in-again = دوبارہ کوشش کریں
here-title = کیا آپ آ گئے ہیں؟
here-digits = پوسٹر پر لکھے چھ ہندسے
here-digits-hint = پوسٹر انتظار گاہ میں لگا ہے۔
here-submit = میں آ گیا ہوں
here-did = آپ کی آمد درج ہو گئی۔
here-wrong = ان ہندسوں سے آمد درج نہیں ہو سکی۔ براہِ کرم استقبالیہ پر جائیں۔

# بورڈ کئی زبانوں میں، آواز کے ساتھ
queue-rules-languages = بورڈ کی زبانیں
queue-rules-languages-hint = باری باری آتی ہیں۔ کوئی نہ چنیں تو بورڈ اپنے براؤزر کی زبان بولتا ہے۔
board-sound-on = آواز چلائیں
board-sound-is-on = آواز چل رہی ہے
board-say = ٹوکن { $number }، براہِ کرم { $practitioner } کے پاس تشریف لے جائیں۔
board-away-until = { $practitioner } موجود نہیں، واپسی: { $time }
board-away = { $practitioner } موجود نہیں
